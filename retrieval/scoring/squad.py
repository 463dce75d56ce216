"""SQuAD's official exact match and F1 (Rajpurkar et al. 2016, arXiv:1606.05250, section 6.1). Pure."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(text: str) -> str:
    """Lower case, no punctuation, no articles, single blanks: SQuAD's official normal form."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact(prediction: str, answers: Sequence[str]) -> float:
    """1 when the prediction is an accepted answer in normal form; without any, only an empty one is right."""
    return float(any(normalise(prediction) == normalise(a) for a in answers or [""]))


def f1(prediction: str, answers: Sequence[str]) -> float:
    """The best token F1 against an accepted answer, as SQuAD counts it: in [0, 1]."""
    return max(_f1(normalise(prediction).split(), normalise(a).split()) for a in answers or [""])


def _f1(predicted: Sequence[str], accepted: Sequence[str]) -> float:
    if not predicted or not accepted:
        return float(predicted == accepted)
    common = (Counter(predicted) & Counter(accepted)).total()
    return 2 * common / (len(predicted) + len(accepted))
