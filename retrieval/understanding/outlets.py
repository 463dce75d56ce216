"""Publishers as people name them ("AP", "the Guardian"), matched with those a library holds. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus import Span
from retrieval.words import STOP_WORDS

# World agencies and outlets that are seldom called by what is printed above their stories. Everything else
# follows from the name itself: see `aliases_of`.
_SAME = tuple(
    tuple(names.split("; "))
    for names in (
        "AP; Associated Press; AP News; apnews",
        "AFP; Agence France-Presse; Agence France Presse",
        "Reuters; Thomson Reuters",
        "BBC; BBC News; British Broadcasting Corporation; Beeb",
        "DPA; Deutsche Presse-Agentur",
        "PA; Press Association; PA Media; PA news agency",
        "UPI; United Press International",
        "PTI; Press Trust of India",
        "EFE; Agencia EFE",
        "ANSA; Agenzia Nazionale Stampa Associata",
        "TASS; ITAR-TASS",
        "Xinhua; Xinhua News Agency; New China News Agency",
        "Kyodo; Kyodo News",
        "Yonhap; Yonhap News Agency",
        "Anadolu; Anadolu Agency; AA",
        "DW; Deutsche Welle",
        "NYT; New York Times; NY Times; nytimes",
        "WaPo; Washington Post",
        "WSJ; Wall Street Journal",
        "FT; Financial Times",
        "LA Times; Los Angeles Times; latimes",
        "SCMP; South China Morning Post",
        "SMH; Sydney Morning Herald",
        "NPR; National Public Radio",
        "PBS; PBS NewsHour; Public Broadcasting Service",
        "ABC; ABC News",
        "CBS; CBS News",
        "NBC; NBC News",
        "CNN; Cable News Network",
        "CBC; CBC News; Canadian Broadcasting Corporation",
        "RFI; Radio France Internationale",
        "RFE/RL; Radio Free Europe; Radio Free Europe/Radio Liberty",
        "Al Jazeera; Al-Jazeera; AJE; aljazeera",
    )
)
_TAIL = re.compile(
    r"\s+(?:news agency|news|sports?|online|newspaper|magazine|agency|media|digital|world|international)$"
)
_DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?([\w-]+)(?:\.[a-z]{2,3})?\.[a-z]{2,6}(?:/.*)?$")
_SECTION = re.compile(r"\s+(?:[-–—|]|via)\s+|:\s+|\s+\(")
_NAME_LIKE = re.compile(
    r"(?P<name>(?:[A-Z][\w’'&-]+\s+)+(?:Times|Post|News|Herald|Tribune|Gazette|Journal|Chronicle|Telegraph"
    r"|Observer|Courier|Ledger|Examiner|Mail|Globe|Star|Standard|Today|Press))(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A publisher's name in a text."""

    publishers: tuple[str, ...]
    """As the library spells them: one alias may stand for several. As the text does where none is held."""
    span: Span
    """Where the name stands, an article before it and quotation marks around it included."""
    proper: bool
    """Written as a name is: with a capital."""
    distinct: bool
    """No everyday word could be meant: several words, letters that stand for some, or "the" before it."""


def mentions_in(text: str, publishers: Iterable[str]) -> list[Mention]:
    """The names of publishers in a text, in order; the longest where several begin together.

    Names that are held come with all the publishers they may mean ("BBC": BBC News and BBC Sport). Of those
    that are not, the known agencies and what is called like a newspaper are found.
    """
    pattern, meant = _names(tuple(publishers))
    found = []
    for match in pattern.finditer(text):
        held = meant.get(_folded(match["name"]), ())
        if held or match["name"][:1].isupper():
            found.append(_mention(match["name"], bool(match["the"]), match.span(), held))
    for match in _NAME_LIKE.finditer(text):
        name = _without_opening(match["name"])
        span = match.end() - len(name), match.end()
        if " " in name and not any(one.span[0] < span[1] and span[0] < one.span[1] for one in found):
            found.append(_mention(name, False, span, ()))
    return sorted(found, key=lambda mention: mention.span)


def _mention(name: str, the: bool, span: Span, held: tuple[str, ...]) -> Mention:
    initials = name.isupper() and len(name) <= 6
    titled = the and any(_folded(one, keep_the=True).startswith("the ") for one in held)
    distinct = initials or titled or " " in name or "." in name
    return Mention(held or (name,), span, initials or name[:1].isupper(), distinct)


def _without_opening(name: str) -> str:
    """A run of capitalised words without the small words that open a question or a sentence."""
    words = name.split(" ")
    while words and words[0].casefold() in STOP_WORDS:
        words = words[1:]
    return " ".join(words)


def aliases_of(name: str) -> frozenset[str]:
    """Every way in which a publisher is called that follows from its name, folded as `mentions_in` compares.

    Without "The", a section ("The Post - Sports"), a tail ("BBC News"), a domain ("apnews.com"); by initials.
    """
    whole = _folded(name)
    parts = {whole, _folded(_SECTION.split(name)[0])}
    if domain := _DOMAIN.match(whole):
        parts.add(domain[1])
    parts |= {_TAIL.sub("", part) for part in parts}
    words = re.findall(r"[^\W\d_]+", _SECTION.split(re.sub(r"(?i)^the\s+", "", name))[0])
    if len(words) > 2 and all(word[:1].isupper() or word.islower() for word in words):
        parts.add("".join(word[0] for word in words if word[:1].isupper()).casefold())
    for group in _SAME:
        folded = {_folded(same) for same in group}
        if parts & folded:
            parts |= folded
    return frozenset(part for part in parts if len(part) > 1)


def called(name: str) -> frozenset[str]:
    """The ways in which one typed name may be an alias, folded as `aliases_of` gives them."""
    whole = _folded(name)
    domain = _DOMAIN.match(whole)
    return frozenset(way for way in (whole, domain[1] if domain else "") if way)


def _folded(name: str, *, keep_the: bool = False) -> str:
    folded = " ".join(name.casefold().replace("’", "'").split())
    return folded if keep_the else folded.removeprefix("the ")


@lru_cache(maxsize=8)
def _names(publishers: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """A pattern for every alias, and whom each means; compiled once while the library's publishers stay."""
    meant: defaultdict[str, list[str]] = defaultdict(list)
    for publisher in publishers:
        for alias in aliases_of(publisher):
            meant[alias].append(publisher)
    known = {_folded(name) for group in _SAME for name in group if len(name) > 2}
    ordered = sorted({*meant, *known}, key=lambda alias: (-len(alias), alias))
    spelled = "|".join(re.escape(alias).replace(r"\ ", r"\s+") for alias in ordered)
    pattern = re.compile(
        rf"(?<![\w@.-])(?P<the>(?i:the)\s+)?['‘’\"“]?(?:(?i:the)\s+)?"
        rf"(?P<name>(?i:{spelled}))(?:\.com)?['’\"”]?(?![\w-]|\.\w)"
    )
    # What an alias names whole comes alone: "BBC Sport" is not BBC News.
    exact = {alias: tuple(p for p in names if _folded(p) == alias) for alias, names in meant.items()}
    return pattern, {
        alias: exact[alias] if exact[alias] and " " in alias else tuple(names)
        for alias, names in meant.items()
    }
