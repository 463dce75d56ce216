"""Who holds a post, according to a sentence: "British Prime Minister X", "Y, the mayor of Z"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.differing.claims import Bond, Claim, Statement
from retrieval.vocabulary import WEEKDAYS

# Posts that one person holds at a time once it is said of what. Spokesmen, judges and professors are many.
_OFFICES = (
    r"prime minister|president|chancellor|premier|mayor|governor|king|queen|CEO"
    r"|chief executive(?: officer)?|general secretary|secretary[- ]general|chair(?:man|woman|person)?"
    r"|(?:head )?coach|police chief|(?:executive |managing |medical )?director(?:[- ]general)?"
    r"|secretary of (?:state|defen[cs]e|health|education|energy|transportation|the treasury)"
    r"|(?:foreign|home|defen[cs]e|finance|health|interior|energy|justice|education|trade|transport|labou?r"
    r"|economy|environment|agriculture|culture|treasury) (?:minister|secretary)"
)
_OFFICE = rf"(?P<office>(?i:{_OFFICES}))"
_CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ]\.)+|[A-ZÀ-ÖØ-Þ][\w-]*(?:[’'][A-Z]\w+)?"
_NAME = rf"(?P<name>(?:{_CAPITAL})(?: (?:(?:de|del|der|di|da|van|von|al|bin|ter|la) )?(?:{_CAPITAL})){{0,3}})"
_OF = rf"(?P<of>(?:{_CAPITAL})(?: (?:{_CAPITAL})){{0,3}})"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w-]){_OF}(?:[’']s)? {_OFFICE},? {_NAME}",
        rf"(?<![\w-]){_OFFICE} of (?:the )?{_OF}, {_NAME}",
        rf"(?<![\w-]){_NAME}, (?:the )?{_OF}(?:[’']s)? {_OFFICE}\b",
        rf"(?<![\w-]){_NAME}, (?:the )?{_OFFICE} of (?:the )?{_OF}",
    )
)
# A post that changes hands has two holders in one story, and neither report is wrong.
CHANGING = re.compile(
    r"\b(?:former(?:ly)?|ex|then|late|predecessor|success(?:or|ion)|succeed\w*|replac\w+|resign\w*"
    r"|step\w* down|appoint\w*|elect(?:ed|ion|ions)?|inaugurat\w+|sworn|candidates?|nominee|nominat\w+"
    r"|incoming|outgoing|acting|interim|deputy|vice|shadow|assistant|became|becom\w+|took over|hopeful"
    r"|rivals?)\b",
    re.IGNORECASE,
)
OFFICE_WORD = re.compile(rf"(?i:\b(?:{_OFFICES}|minister|secretary|sir|dame|dr|mr|mrs|ms|lord|lady)\b)")
_OPENING_WORDS = "the a an as when while after before and but if in on at for with since although of"
_OPENERS = frozenset(_OPENING_WORDS.split())
_DAYS = frozenset(WEEKDAYS)
# Adjectives that do not begin like the country's name; others ("Russian", "Russia") share four letters.
_COUNTRIES = {
    "uk": "brit", "u.k.": "brit", "united kingdom": "brit", "us": "amer", "u.s.": "amer",
    "usa": "amer", "united states": "amer", "french": "fran", "dutch": "neth", "spanish": "spai",
    "welsh": "wale", "swiss": "swit", "turkish": "turk", "danish": "denm", "polish": "pola", "greek": "gree",
}  # fmt: skip
# A holder of a post seldom changes within a month, and a change is usually told as one.
_DAYS_APART = 30.0


def post_claims(statement: Statement) -> Iterator[Claim]:
    """Each "this post is held by this person" in the sentence, where it is said of what the post is."""
    if not OFFICE_WORD.search(statement.text) or CHANGING.search(statement.text):
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(statement.text):
            of, office, name = _owner(match["of"]), match["office"], _person(match["name"])
            if of and name:
                key = f"{_normal(of)} {_normal_office(office)}"
                asked = _asked_by(office, name)
                yield Claim(f"{of} {office}", Bond.POST, key, name, 0, 0, _DAYS_APART, statement, asked)


def _asked_by(office: str, name: str) -> re.Pattern[str]:
    """A question is about the post if it names it, in full or as "PM", or the person by the last name."""
    words = [re.escape(office), re.escape(name.split()[-1])]
    if office.casefold() == "prime minister":
        words.append("pm")
    return re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE)


def _owner(text: str) -> str | None:
    """The country, team or body, without an opening "The"; nothing if a title stands there."""
    words = text.split()
    while words and words[0].casefold() in _OPENERS:
        words = words[1:]
    owner = " ".join(words)
    return owner if owner and not OFFICE_WORD.search(owner) else None


def _person(text: str) -> str | None:
    """The name alone: no weekday behind it, and nothing if it holds another title."""
    words = text.split()
    while words and words[-1].casefold() in _DAYS:
        words = words[:-1]
    name = " ".join(words)
    return name if name and words[0].casefold() not in _OPENERS and not OFFICE_WORD.search(name) else None


def _normal(owner: str) -> str:
    folded = owner.casefold()
    return _COUNTRIES.get(folded) or (folded if " " in folded or len(folded) < 4 else folded[:4])


def _normal_office(office: str) -> str:
    folded = office.casefold().replace("defence", "defense").replace("labour", "labor").replace("-", " ")
    return {
        "ceo": "chief executive",
        "chief executive officer": "chief executive",
        "head coach": "coach",
    }.get(folded, folded)
