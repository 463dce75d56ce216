"""Which decoder a charset's name on the web means. Pure; a name that a page makes up means none."""

from __future__ import annotations

import codecs

# As browsers read the names (WHATWG's Encoding Standard): the older name stands for its larger
# successor, which is what pages that use it are really written in.
_SUCCESSORS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_READ = frozenset(
    {
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "cp932", "cp949", "big5hkscs", "euc_jp"),
        *("iso2022_jp", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp866", "cp874"),
        *(f"cp125{number}" for number in range(9)),
        *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    }
)


def web_charset(name: str | None) -> str | None:
    """The decoder for a charset as a page or server names it; `None` for one that no browser reads.

    Python knows more names than the web does, and some of them (`punycode`, `idna`, `unicode_escape`)
    take very long over a large page or are no charsets at all.
    """
    try:
        known = codecs.lookup((name or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    known = _SUCCESSORS.get(known, known)
    return known if known in _READ else None
