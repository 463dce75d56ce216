"""Which publishers a question asks for, and which it asks about. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from retrieval.understanding.outlets import Mention, mentions_in

_PRINT = (
    r"(?:articles?|reports?|stor(?:y|ies)|pieces?|coverage|reporting|headlines?|reviews?|interviews?"
    r"|accounts?|versions?|posts?|items?|dispatch(?:es)?|guides?|editorials?|columns?|analys[ie]s"
    r"|journalism)"
)
_TOLD_BY = (
    r"(?:reported|published|written|described|covered|claimed|cited|quoted|featured|discussed|printed|carried"
    r"|confirmed|noted|highlighted|mentioned|explained|suggested|indicated|depicted|portrayed|told|put|said|detailed"
    r"|alleged|characteri[sz]ed|acknowledged|stated|announced|rumou?red|revealed|shared)"
)
_ACCORDING = re.compile(
    rf"\b(?:according to|per|as (?:{_TOLD_BY}|seen|shown) (?:by|in|on)|going by|judging by)"
    r"\s+(?:(?:both|an?|the)\s+)?$",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"\b(?:{_TOLD_BY}(?:\s+\w+ly)? (?:by|in|on)|(?:{_PRINT}|news)(?:\s+\w+)? (?:by|in|from|of|on))"
    r"\s+(?:(?:both|an?|the)\s+)?$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\b(?:what|how) about\s+$|^\W*(?:and|in)\s+$", re.IGNORECASE)
_TELLS = (
    r"(?:sa(?:y|ys|id)|reports?|reported|writes?|wrote|claim(?:s|ed)?|publish(?:es|ed)?|describe[sd]?"
    r"|cover(?:s|ed)?|suggest(?:s|ed)?|mention(?:s|ed)?|note[sd]?|indicate[sd]?|discuss(?:es|ed)?"
    r"|highlight(?:s|ed)?|quote[sd]?|emphasi[sz]e[sd]?|portray(?:s|ed)?|depict(?:s|ed)?|explain(?:s|ed)?"
    r"|argue[sd]?|put it|characteri[sz]e[sd]?|reveal(?:s|ed)?|confirm(?:s|ed)?|imply|implies|implied"
    r"|state[sd]?|give as|name as|estimate[sd]?|detail(?:s|ed)?|allege[sd]?|shared|focus(?:es|ed)?)"
)
_TELLING = re.compile(rf"^(?:\s+(?:also|both|all|each|ever|\w+ly|has|have|had))*\s+{_TELLS}\b", re.IGNORECASE)
_PRINTED = re.compile(rf"^(?:['’]s?)?(?:\s+[\w',-]+){{0,1}}\s+{_PRINT}\b", re.IGNORECASE)
_IN_PRINT = re.compile(rf"^,?\s+in\s+(?:an?|the|its|their)\s+[^?]{{0,40}}?\b{_PRINT}\b", re.IGNORECASE)
_OWN_PRINTED = re.compile(rf"^['’]s?(?:\s+[\w',-]+){{0,4}}\s+{_PRINT}\b", re.IGNORECASE)
_STAFF = re.compile(
    r"^['’]?s?\s+(?:[\w-]+\s+)?(?:journalists?|reporters?|editors?|directors?|owners?|staff|correspondents?|chief|boss|"
    r"presenters?|anchors?|columnists?|executives?|employees?|offices?|building|website|founders?|photographers?)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:differ\w*|compar\w+|versus|vs|(?:dis)?agree\w*|contrast\w*|consisten\w+|inconsisten\w+|contradict\w*"
    r"|match(?:es)?|conflict\w*|both sources)\b",
    re.IGNORECASE,
)
# After "according to the Post" a question goes on with these; "according to Post editor Ada Brandt" does not.
_GOES_ON = re.compile(
    r"^\s*(?:$|[^\w\s’'-]|['’]\W|(?:['’]s?\s+(?:[\w-]+\s+){0,2})?"
    rf"{_PRINT}\b|(?:and|or|but|about|on|in|at|by|to|as|from|how|what|when|where|who|whom|whose|which|why|did|do"
    r"|does|was|were|is|are|has|have|had|will|would|could|can|should|the|a|an|only|that|this|these|those|it|he|she"
    r"|they|there|since|last|yesterday|today|if|with|for|of|so|many|some|no|both|published|dated|versus|vs)\b)",
    re.IGNORECASE,
)
_CHAIN = re.compile(
    r"^(?:['’]s?)?(?:\s+(?:articles?|reports?|stor(?:y|ies)|coverage))?\s*(?:,|;|/|&|(?:,\s*)?\b(?:and|or|versus|vs\.?|with"
    r"|from|than|unlike|while)\b)\s*(?:(?:both|by|in|from|to|with|on|those of|that of|an?|the)\s+)*$",
    re.IGNORECASE,
)


def named_as_source(question: str, publishers: Iterable[str]) -> list[Mention]:
    """The mentions of publishers whose reporting is asked for, in order.

    "What did the Courier say", "according to AP", "the Post's report", and what is joined to one of these.
    "Who bought the Post?" asks about the Post, and whoever reports it may answer.
    """
    found = mentions_in(question, publishers)
    kept: list[Mention] = []
    for run in runs_of(question, found):
        asked = [mention for mention in run if _is_source(mention, question)]
        if asked or (len(run) > 1 and _COMPARES.search(question)):
            kept += [mention for mention in run if mention in asked or _could_be(mention, run)]
    return kept


def runs_of(question: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Mentions that are joined: "AP, Reuters and the BBC" is one run of three."""
    run: list[Mention] = []
    for mention in mentions:
        if run and not _CHAIN.match(question[run[-1].span[1] : mention.span[0]]):
            yield run
            run = []
        run.append(mention)
    if run:
        yield run


def _could_be(mention: Mention, run: Sequence[Mention]) -> bool:
    return mention.proper or mention.distinct or not any(other.proper for other in run)


def _is_source(mention: Mention, question: str) -> bool:
    before, after = question[: mention.span[0]], question[mention.span[1] :]
    if _STAFF.match(after):
        return False
    if not (mention.proper or mention.distinct):
        # "according to people who …": an everyday word is a name only where nothing follows it.
        return bool(_ACCORDING.search(before) and re.match(r"\s*(?:$|[,?.!;])", after))
    if _ACCORDING.search(before):
        return bool(_GOES_ON.match(after))
    if _BY.search(before):
        return True
    if _OPENING.search(before):
        return bool(_GOES_ON.match(after))
    return any(cue.match(after) for cue in (_TELLING, _PRINTED, _OWN_PRINTED, _IN_PRINT))
