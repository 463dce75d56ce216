"""A question over several named things at once becomes a question over each of them. Pure."""

from __future__ import annotations

import re

MOST = 5
"""Longer lists are asked for as a whole: each thing costs a search of its own."""

_NAME = r"(?:[A-Z0-9][\w.’'&-]*(?: (?:of |the |de |al-)?[A-Z0-9][\w.’'&-]*){0,4})"
_PREPOSITION = r"in|at|on|from|by|for|of|to|with|against|over|near|after|before|during|under"
_NO_THING = (
    r"(?:who|whom|whose|when|where|why|how|what|which|it|its|he|she|they|their|his|her|that|this|these"
    r"|those|then|there|all|other|others)\b"
)
_PLACING = r"in|at|on"
# "killed in Arlen in May and in Boren in June": the same preposition opens both, and neither is a clause.
_THING = rf"\s(?!{_NO_THING})[^\s,;?]+?(?:\s[^\s,;?]+?){{0,5}}?"
_AND = r",?\s(?:and|or)\s(?:then\s)?"
_END = r"(?=[,;?]|\.\s|\W*$)"
_TWICE = re.compile(
    rf"\b(?P<one>(?P<by>{_PREPOSITION}){_THING}){_AND}(?P<two>(?P=by){_THING}){_END}",
    re.IGNORECASE,
)
# "at the market in Arlen and in Boren": places and times do not all take the same preposition.
_PLACED = re.compile(
    rf"\b(?P<one>(?:{_PLACING}){_THING}){_AND}(?P<two>(?:{_PLACING}){_THING}){_END}",
    re.IGNORECASE,
)
# "the Arlen, Boren and Corvale votes": three names or more in a row. None begins inside a word: ten thousand
# digits would be ten thousand beginnings, each read to its end.
_LIST = re.compile(rf"(?<![\w.’'&-])(?P<names>{_NAME}(?:, {_NAME}){{1,12}},? (?:and|or) {_NAME})")
# "both Rossum and Okafor": two names said to be two.
_BOTH = re.compile(rf"\bboth (?P<names>{_NAME} and {_NAME})")
# "the Green party and the Union party": two things of one kind.
_ALIKE = re.compile(
    r"(?P<one>\bthe (?:[\w’'-]+ ){1,3}?(?P<kind>\w{3,}))\s(?:and|or)\s"
    r"(?P<two>(?:the )?(?:[\w’'-]+ ){1,3}?(?P=kind))\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r",? (?:and|or) |, ")
# What is said of several together has no meaning for each: "between A and B", "the difference of …".
_TOGETHER = re.compile(
    r"\b(?:between|differen\w+|compar\w+|versus|vs|together|combined|total|altogether|among|joint\w*"
    r"|agree\w*|meet|met|deal|treaty|war|border)\b",
    re.IGNORECASE,
)


def for_each(question: str) -> tuple[str, ...]:
    """The question for each of the things it names, in their order; the question alone where it names one.

    `Who won in Arlen, Boren and Corvale?` asks who won in Arlen, who won in Boren and who won in Corvale.
    """
    if _TOGETHER.search(question):
        return (question,)
    for listed in (_BOTH.search(question), _LIST.search(question)):
        if listed and 2 <= len(names := _BETWEEN.split(listed["names"])) <= MOST:
            before, after = question[: listed.start()], question[listed.end() :]
            return tuple(f"{before}{name}{after}" for name in names)
    if pair := _ALIKE.search(question) or _TWICE.search(question) or _PLACED.search(question):
        before, after = question[: pair.start()], question[pair.end() :]
        return (f"{before}{pair['one']}{after}", f"{before}{pair['two']}{after}")
    return (question,)
