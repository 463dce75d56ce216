"""Which language a text is in, where the corpus takes only some. The only door to py3langid."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from corpus.errors import SettingsError

# Below this a name in another script, or a quoted line, decides: nothing is refused on a guess.
_FEWEST_LETTERS = 200
_MOST_LETTERS = 8_000
_PARTS = 4
# How many times likelier than every accepted language another must be.
_SURELY = 20
# Written so much alike that one is taken for the other.
_ALIKE = (
    frozenset({"en", "pcm"}),
    frozenset({"no", "nn", "da"}),
    frozenset({"bs", "hr", "sr"}),
    frozenset({"id", "ms"}),
    frozenset({"zh", "yue", "wuu"}),
)


def check_languages(languages: Iterable[str]) -> None:
    """See that every language is one that can be told.

    Raises:
        SettingsError: one is not, so that nothing would ever be accepted for it.
    """
    strange = sorted(set(languages) - set(_identifier().labels))
    if strange:
        raise SettingsError("CORPUS_LANGUAGES", f"{', '.join(strange)}: not a language that Byline can tell")


def foreign_language(text: str, accepted: frozenset[str]) -> str | None:
    """The code of the text's language if it surely is none of the accepted ones.

    Args:
        text: The story.
        accepted: ISO 639 codes; empty accepts all.

    Returns:
        `None` also for a text that is too short, or too mixed, to say.
    """
    if not accepted:
        return None
    letters = " ".join("".join(c if c.isalpha() else " " for c in text[:_MOST_LETTERS]).split())
    fewest = _fewest(letters)
    if len(letters) < fewest:
        return None
    alike = accepted.union(*(group for group in _ALIKE if group & accepted))
    # What is quoted in its own language, in a story told in another, is not the story's language.
    size = max(len(letters) // _PARTS + 1, fewest)
    starts = range(0, max(len(letters) - fewest, 0) + 1, size)
    told = [_surely(letters[start : start + size], alike) for start in starts]
    return told[0] if all(told) else None


def _surely(letters: str, accepted: frozenset[str]) -> str | None:
    ranked: list[tuple[str, float]] = _identifier().rank(letters)
    (language, best), *_ = ranked
    nearest = max(chance for code, chance in ranked if code in accepted)
    return language if language not in accepted and best > _SURELY * nearest else None


def _fewest(letters: str) -> int:
    """A sign of Chinese or Japanese says as much as four letters."""
    dense = sum("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in letters)
    return _FEWEST_LETTERS // 4 if dense > len(letters) // 4 else _FEWEST_LETTERS


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """Loaded at first use: a second, and 80 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
