"""Who a verb of saying belongs to: the words that name somebody before or behind it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Span
from retrieval.judging.lexicon import is_past as looks_past
from retrieval.speech.quotations import HIDDEN
from retrieval.speech.sayings import PEOPLE, VERBS
from retrieval.vocabulary import MONTH_NAMES, WEEKDAY_NAMES, WEEKDAYS

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|\b(?:Dr|Mr|Mrs|Ms|Gov|Sen|Rep|Gen|Col|Lt|Sgt|Capt|Prof|St|Jr|Sr)\."
    rf"|[^\W_]+(?:[.’'&/,-](?=[^\W_])[^\W_]+)*(?:(?<=s)['’](?=\s\w))?|{HIDDEN}+|[^\w\s]"
)
_PRONOUNS_WORDS = """
he she they it we i
"""
PRONOUNS = frozenset(_PRONOUNS_WORDS.split())
_DETERMINERS_WORDS = """
the a an this that these those its his her their our my some several many two
"""
_DETERMINERS = frozenset(_DETERMINERS_WORDS.split())
_JOINING_WORDS = """
of for in at from with on near to behind by under and de la al bin von van der the
"""
_JOINING = frozenset(_JOINING_WORDS.split())
_ADVERB_WORDS = """
shortly recently finally initially previously currently additionally separately similarly eventually
reportedly allegedly subsequently furthermore instead soon
"""
_ADVERBS = frozenset(_ADVERB_WORDS.split())
_CLAUSE_WORDS = """
that which whether but while when because although though if whereas than so yet as after before where until
since however or unless
"""
_CLAUSE = frozenset(_CLAUSE_WORDS.split())
_FINITE_WORDS = """
is are was were am be been has have had do does did will would can could may might must should says said
told
"""
_FINITE = frozenset(_FINITE_WORDS.split())
_STEPS_WORDS = """
has have had also later then now still again already both first even only simply too just once further
itself himself herself themselves all today yesterday earlier previously
"""
_STEPS = frozenset(_STEPS_WORDS.split())
_TIMES = (
    rf"{WEEKDAY_NAMES}|{MONTH_NAMES}"
    r"|yesterday|today|tonight|morning|evening|afternoon|night|week|month|year"
    r"|\d{4}"
)
_TRAILING_TIME = re.compile(
    rf",?\s+(?:(?:late|early|earlier|later|last|this)\s+)*(?:(?:on|in|at|by|since)\s+)?"
    rf"(?:(?:late|early|last|this|the)\s+)*(?:[\w-]+\s+)?(?:{_TIMES})\b(?:\s+(?:{_TIMES}|\d+))*$"
    r"|\s+on (?:Twitter|Facebook|Instagram|television|TV)$"
)
_LEADING = re.compile(
    rf"^(?:(?:On|In|At|By|Since|Late|Early|Earlier|Last|This)\b[^,]{{0,30}}?\b(?:{_TIMES})\b"
    r"|(?:A|An|Two|Three|Several|Some) (?:few )?\w+ (?:later|earlier|ago)"
    r"|Meanwhile|Later|Then|But|And|Yet|Also|Still|However|Earlier|Both|Yesterday|Today)\s+(?=\S)"
)
_ORGANISATIONS = re.compile(
    r"(?:Ministry|Department|Academy|University|Bank|Institute|Board|Office|Council|Union|Court|House|Association|Service"
    r"|Agency|Federation|Party|Bureau|Cent(?:re|er)|Church|Republic|Kingdom|Commission|Chamber|Organi[sz]ation|League"
    r"|Society|Committee|College|School|Ministers?|Secretary|Chief|Director|President|Governor|Mayor)$"
)
_NAME = re.compile(r"^(?:[A-ZÀ-Þ][\w.’'-]*\s+){1,3}[A-ZÀ-Þ][\w’'-]+(?=\s+(?:of|at|from|in|for|with|on)\s)")
_OWN = re.compile(
    r"((?:[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Mm]y)\s+)(?:(?!(?:to|of|for|in|at|the|and)\b)[a-z-]+\s+){0,3}"
    r"[A-Z][\w’'-]+\s+[A-Z][\w’'-]+$"
)
LONGEST = 16
DAYS = frozenset((*WEEKDAYS, "yesterday", "today"))
# "A rally delayed the vote X planned": a verb with an object is no part of a name.
_VERB_INSIDE = re.compile(r"\s[a-z]+ed (?:a|an|the|\d+|its|his|her|their)\s")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, or a whole hidden quotation, with its place in the sentence."""

    text: str
    span: Span

    @property
    def folded(self) -> str:
        """For look-ups."""
        return self.text.casefold()

    @property
    def is_word(self) -> bool:
        """Whether it is a word outside quotations."""
        return self.text[0].isalnum()

    @property
    def is_quotation(self) -> bool:
        """Whether it is a quotation."""
        return self.text[0] == HIDDEN


def tokens_of(sentence: str) -> list[Token]:
    """The tokens of a sentence as `outside` gives it."""
    return [Token(match.group(), match.span()) for match in _TOKEN.finditer(sentence)]


def skip_back(tokens: Sequence[Token], at: int) -> int:
    """The index behind the subject of the verb at `at`: adverbs and auxiliaries are passed over."""
    while at > 0 and (tokens[at - 1].folded in _STEPS or _is_adverb(tokens[at - 1])):
        at -= 1
    return at


def _is_adverb(token: Token) -> bool:
    return token.text.endswith("ly") and token.text[0].islower() and len(token.text) > 4


def subject(sentence: str, tokens: Sequence[Token], at: int) -> Span | None:
    """Who stands before the verb at `at`, as offsets in the sentence; `None` where nobody does."""
    end = skip_back(tokens, at)
    if end > 0 and tokens[end - 1].folded == "and":
        return opening(sentence, tokens, end - 1)
    if end > 0 and tokens[end - 1].text in {",", "—", "–", ")"}:
        return _before_apposition(sentence, tokens, end - 1)
    start = _start_of_phrase(tokens, end)
    if start > 0 and tokens[start - 1].folded == "who":
        if start == end:
            return None
        start, end = _start_of_phrase(tokens, start - 1), start - 1
    return _speaker(sentence, tokens[start:end])


def participant(sentence: str, tokens: Sequence[Token], at: int) -> Span | None:
    """Who speaks in "X sued, accusing the firm" and "…, with X accusing the firm"."""
    if tokens[at - 1].text == ",":
        return opening(sentence, tokens, at)
    start = _start_of_phrase(tokens, at)
    with_somebody = start < at and tokens[start].folded == "with"
    return _speaker(sentence, tokens[start + 1 : at]) if with_somebody else None


def _start_of_phrase(tokens: Sequence[Token], end: int) -> int:
    start = end
    while start > 0 and end - start < LONGEST:
        token = tokens[start - 1]
        if not token.is_word or token.folded in _CLAUSE or token.folded == "who":
            break
        if token.folded == "and" and not _joins_names(tokens, start - 1):
            break
        start -= 1
    return start


def _joins_names(tokens: Sequence[Token], at: int) -> bool:
    """Whether an "and" stands between two names or nouns, and not between two clauses."""
    before, after = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
    if before is None or after is None:
        return False
    return (before.text[0].isupper() and after.text[0].isupper()) or before.folded in PEOPLE


def _before_apposition(sentence: str, tokens: Sequence[Token], comma: int) -> Span | None:
    """ "X, the mayor, said": X; "the mayor, X, said": X; "X, who was there, said": X."""
    opener = comma - 1
    while opener > 0 and tokens[opener].text not in {",", "—", "–", "("} and not tokens[opener].is_quotation:
        opener -= 1
    inner = tokens[opener + 1 : comma]
    if opener <= 0 or not inner or tokens[opener].is_quotation:
        return None
    start = _start_of_phrase(tokens, opener)
    outer = _speaker(sentence, tokens[start:opener])
    if outer is None:
        return _before_apposition(sentence, tokens, opener) if tokens[opener].text == "," else None
    if tokens[comma].text != ")" and _is_name(inner) and not _is_name(tokens[start:opener]):
        return _speaker(sentence, inner)
    return outer


def _is_name(tokens: Sequence[Token]) -> bool:
    return 1 <= len(tokens) <= 4 and all(token.text[0].isupper() for token in tokens)


def opening(sentence: str, tokens: Sequence[Token], at: int) -> Span | None:
    """Who the sentence is about that goes on at `at` with "and said" or ", saying": its first words."""
    end = 0
    while end < at and end <= LONGEST and tokens[end].is_word and tokens[end].folded not in _CLAUSE:
        token = tokens[end]
        if end and (
            token.folded in _FINITE | _STEPS or is_past(token) or token.folded in VERBS or _is_adverb(token)
        ):
            break
        end += 1
    return _speaker(sentence, tokens[:end])


def is_past(token: Token) -> bool:
    """Whether a word looks like a past tense; a name never does."""
    return token.text[0].islower() and looks_past(token.text)


def following(sentence: str, tokens: Sequence[Token], at: int) -> Span | None:
    """Who stands behind "said", "by" or "according to": the words from `at` to the end of their phrase."""
    end = at
    while end < len(tokens) and end - at < LONGEST:
        token = tokens[end]
        if not token.is_word or token.folded in _CLAUSE | _FINITE | {"who"}:
            break
        if end > at and token.folded in {"during", "following", "about", "to"}:
            break
        if token.folded == "of" and end + 1 < len(tokens) and tokens[end + 1].text.endswith("ing"):
            break  # "accused by Arlen of stealing"
        end += 1
    named = _speaker(sentence, tokens[at:end])
    if named and end < len(tokens) and tokens[end].text == ",":
        return _name_behind(sentence, tokens, at, end) or named
    return named


def _name_behind(sentence: str, tokens: Sequence[Token], at: int, comma: int) -> Span | None:
    """The name in "said the mayor, Ada Brandt, who…"; nothing where a name stands before the comma."""
    if _is_name(tokens[at:comma][-2:]) and comma - at > 1:
        return None
    end = comma + 1
    while end < len(tokens) and tokens[end].is_word and tokens[end].text[0].isupper():
        end += 1
    closes = end == len(tokens) or tokens[end].text in {",", ".", ";"}
    return _speaker(sentence, tokens[comma + 1 : end]) if closes and end - comma in {3, 4, 5} else None


def _speaker(sentence: str, tokens: Sequence[Token]) -> Span | None:
    """The phrase without times and connecting words at its ends; `None` if it names nobody."""
    if not tokens:
        return None
    start, end = tokens[0].span[0], tokens[-1].span[1]
    while match := _LEADING.match(sentence[start:end]):
        start += match.end()
    while match := _TRAILING_TIME.search(sentence[start:end]):
        end = start + match.start()
    # "Its hydrologist Eva Tamm" has a name of its own, "its spokesman" has not.
    if own := _OWN.match(sentence[start:end]):
        start += own.end(1)
    name = _NAME.match(sentence[start:end])
    if name and not _ORGANISATIONS.search(name.group()):
        end = start + name.end()
    return (start, end) if _names_somebody(sentence[start:end]) else None


def _names_somebody(phrase: str) -> bool:
    words = phrase.split()
    if not words or len(words) > LONGEST:
        return False
    folded = [word.casefold().strip(",.’'") for word in words]
    if len(words) == 1 and folded[0] in PRONOUNS:
        return True
    if _VERB_INSIDE.search(phrase) or any(word in _FINITE for word in folded):
        return False
    if folded[-1] in _JOINING | _DETERMINERS:
        return False
    if folded[0] in _ADVERBS | _JOINING - {"the", "de", "la", "al", "van", "von", "bin"}:
        return False
    first = words[0]
    if first[0].islower() and looks_past(first):
        return False
    if folded[0] in _DETERMINERS or first[0].isupper() or first[0].isdigit():
        return any(character.isalpha() for character in phrase)
    return any(word in PEOPLE for word in folded) or any(word[0].isupper() for word in words)
