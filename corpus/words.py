"""How many words a text has, in any script. Pure."""

from __future__ import annotations

import re

# Chinese, Japanese, Korean and Thai are written without spaces: each character counts as a word.
_WORD = re.compile(r"[\u0e01-\u0e2e\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")


def count_words(text: str) -> int:
    """The number of words, or of characters where a script has no spaces."""
    return len(_WORD.findall(text))
