"""Which titles and authors in a document's metadata mean something. Pure.

Most are what a program or an office put there by itself: the file's name, the template's, the account's.
"""

from __future__ import annotations

import re
from pathlib import PurePath

_PROGRAM = re.compile(r"^(?:microsoft )?(?:word|powerpoint|publisher|excel) ?[-–—] ?", re.IGNORECASE)
_ENDING = re.compile(
    r"\.(?:docx?|dotx?|pdf|rtf|odt|txt|md|html?|tex|dvi|ps|indd|qx[dp]|pages|pptx?|xlsx?|pub|ai|eps|tmp|jpe?g|png|tiff?)$",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"(?:(?:untitled|unnamed|no ?name|no title|title|titel|titre|document|dokument|doc|presentation|blank|"
    r"new|template|normal|scan(?:ned)?|print(?:ing)?|layout|page|slide|image|draft|press release|microsoft|"
    r"word|powerpoint|adobe|indesign|acrobat|google|docs|libreoffice|openoffice|writer|latex|pdf|file|copy|v|"
    r"version|ohne titel|sans titre|sin título|безымянный|документ)[\W\d_]*)+",
    re.IGNORECASE,
)
_MACHINE = re.compile(r"(?:about|file|https?):.*|\W*[\d\W_]+|.*[\\/].*[\\/].*", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: (?:[^\W\d_][\w.'’-]*|and|&|,))+,?(?: [^\W\d_][\w.'’-]*)*")
_NOBODY = re.compile(
    r"\b(?:user|admin(?:istrator)?|owner|author|anonymous|unknown|guest|default|microsoft|windows|office|apple|mac|"
    r"adobe|acrobat|python-docx|openoffice|libreoffice|google|test|desktop|laptop|pc|computer|scanner|printer|"
    r"benutzer|utilisateur|usuario|пользователь)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3


def sensible_title(title: str | None, target: str, text: str) -> str | None:
    """The title if somebody wrote it for the story, without the program's name before it; else `None`.

    What only repeats the file's name, names the program or a template, or looks like a file's name or a
    number of an archive is none. Fewer than three words are one only where the story has them too.
    """
    words = _PROGRAM.sub("", " ".join((title or "").split())).strip()
    if not words or _ENDING.search(words) or _EMPTY.fullmatch(words) or _MACHINE.fullmatch(words):
        return None
    stem = PurePath(target).stem
    if " " not in words or _folded(words) == _folded(stem):
        return None
    if len(words.split()) < _FEWEST_WORDS and _folded(words) not in _folded(text):
        return None
    return words


def sensible_author(author: str | None) -> str | None:
    """The author if it is a person's full name; an account's or a program's is not."""
    words = " ".join((author or "").split())
    if not _NAME.fullmatch(words) or _NOBODY.search(words) or len(words) > 120:
        return None
    return words if sum(word[0].isupper() for word in words.split()) > 1 else None


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
