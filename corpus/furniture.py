"""Lines that belong to the page and not to the story: a table of named patterns, to grow by a line at a time.

Each pattern must match a whole line, without its bullet, marks and outer punctuation, in any case. A pattern
must not match a sentence that a reporter could write: that is what the tests measure on real articles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_NETWORK = (
    r"(?:facebook|twitter(?: ?/ ?x)?|x(?: ?\(twitter\))?|whats ?app|telegram|linked ?in|reddit|pinterest"
    r"|instagram|you ?tube|messenger|viber|tumblr|flipboard|mastodon|threads|bluesky|tik ?tok|pocket"
    r"|e-?mail|copy link|print)"
)
_ACT = r"(?:share|tweet|pin(?: it)?|post|save|send|like)"
_SEPARATOR = r"[\s,|/·•&+]*(?:(?:and|or)\b[\s,|/·•&+]*)?"
_REST = r"\b.{0,160}"
# Names only, so that a caption is never taken for a credit.
_NAMES = r"(?-i:[A-Z@][\w.'’-]*(?:[ /]+(?:and|of|for|de|van|via|[A-Z@&][\w.'’-]*)){0,8})"

_TABLE = {
    # what a player or a picture left behind
    "player": (
        r"(?:you ?tube|video|audio|media) player",
        r"(?:play|watch|embedded) (?:the )?video",
        r"media error: .{0,80}",
    ),
    "listen": (
        r"listen to (?:this )?(?:article|story)(?: now)?(?: \W?\d+ min\w*\W?)?",
        r"(?:now )?loading(?: the player)?",
    ),
    "photo credit": (
        rf"(?:photo|image|picture|photograph)s?(?: (?:credit|by|courtesy(?: of)?))?: ?{_NAMES}",
        rf"(?:photo|image|picture) (?:credit|courtesy(?: of)?|by)s? {_NAMES}",
    ),
    "agency photo": (r"\(?(?:ap photo|reuters|afp|getty images|epa|shutterstock) ?/ ?[^.]{1,60}",),
    "stock photo": (r"photo by [^.]{1,50} (?:on|via|/) (?:unsplash|pexels|pixabay|getty images)",),
    # comments
    "reply form": (
        r"(?:leave|post|write|add|submit) a (?:reply|comment)(?: cancel reply)?",
        r"cancel reply",
        r"reply",
    ),
    "comment counter": (
        r"(?:\d+|no|one|view(?: all)?|show|see|read|join)(?: the)? (?:comments?|replies|conversation)",
        r"comments? ?\(?\d*\)?",
        r"comments? (?:are )?(?:off|closed|disabled).{0,60}",
    ),
    "first comment": (
        r"be the first to (?:comment|reply|like).{0,40}",
        r"what do you think",
    ),
    "comment rules": (
        r"your e-?mail address will not be published.{0,80}",
        r"required fields are marked.{0,20}",
        r"save my name, e-?mail.{0,100}",
        r"(?:you must be|please) log(?:ged)? ?in to (?:post|leave|comment).{0,60}",
    ),
    # sharing and following
    "share bar": (
        rf"{_ACT}",
        rf"{_ACT} (?:this|it)(?: (?:article|story|post|page|entry|news))?(?: (?:on|via|with)\b.{{0,60}})?",
    ),
    "share on": (rf"{_ACT}?(?: this)? ?(?:on|via|to|by) {_NETWORK}(?: \(opens in new window\))?",),
    "share row": (rf"(?:{_ACT}{_SEPARATOR}|{_NETWORK}{_SEPARATOR}){{2,20}}:?",),
    "print bar": (
        r"(?:print|e-?mail|copy)(?: (?:this|link|article|page|story|url|friendly)){0,2}",
        r"copy link to clipboard",
    ),
    "follow us": (
        rf"(?:follow|like|find|join|connect with|visit|watch) us (?:on|at|@){_REST}",
        r"follow us",
        r"connect with us",
    ),
    "follow account": (rf"follow (?:@\w+|[\w .'’-]{{2,40}} on {_NETWORK}\b).{{0,80}}",),
    "join channel": (
        rf"(?:join|follow|subscribe to) our (?:{_NETWORK} )?(?:channel|group|page|community){_REST}",
    ),
    # newsletters, subscriptions, money
    "newsletter": (
        rf"(?:sign up|subscribe|register)(?: now| today| here)? (?:for"
        rf"|to)\b[^.]{{0,60}}\b(?:newsletters?|alerts|updates|briefing|inbox|mailing list){_REST}",
    ),
    "newsletter offer": (
        r"(?:get|receive)\b[^.]{0,80}\b(?:to|in) your (?:inbox|e-?mail).{0,80}",
        r"enter your e-?mail.{0,60}",
        r"(?:our |the )?newsletter(?: sign-?up)?",
        r"thanks? (?:you )?for (?:signing up|subscribing).{0,60}",
    ),
    "subscribe": (
        r"subscribe(?: (?:now|today|here|to (?:our|the) .{1,40}))?",
        r"already (?:a subscriber|registered).{0,60}",
        r"(?:to continue|keep) reading,? (?:subscribe|sign in|log in|register).{0,80}",
    ),
    "account": (
        r"(?:sign|log) ?(?:in|up|out)",
        r"(?:sign|log) ?in (?:or|/) (?:register|sign up)",
        r"register",
        r"my account",
    ),
    "support": (
        r"(?:please )?(?:support (?:our|independent|quality) journalism|donate (?:now|today)"
        r"|become a (?:member|subscriber|supporter))\b.{0,120}",
    ),
    "app": (
        r"(?:download|get) (?:our|the) (?:\w+ )?app\b.{0,100}",
        r"(?:available|download) on the app store.{0,40}",
    ),
    # advertising
    "advertisement": (
        r"advertisements?",
        r"sponsored(?: content| links?)?",
        r"promoted(?: content)?",
        r"report this ad",
        r"ads? by .{1,30}",
        r"(?:advertisement|ad)\W{0,5}(?:scroll|story|article|continue).{0,60}",
    ),
    "around an ad": (
        r"(?:story|article|text) continues (?:below|after)(?: (?:this|the))?(?: (?:ad\w*|video"
        r"|image|promo\w*))?",
        r"scroll (?:down )?to continue.{0,40}",
        r"skip (?:ad|advertisement)",
    ),
    # cookies, consent, law
    "cookies": (
        r"(?:we|this (?:web ?)?site|our (?:web ?)?site)(?: and our partners)? uses? cookies\b.{0,300}",
        r"(?:accept|reject|allow|manage)(?: all)?(?: cookies?| preferences| settings)+",
        r"(?:accept|reject) all",
        r"cookie (?:policy|settings|notice|preferences|consent)",
    ),
    "by using": (r"by (?:using|continuing to (?:use|browse)) (?:this|our|the) (?:web ?)?site,? you.{0,200}",),
    "rights": (r".{0,160}\ball rights reserved\b.{0,200}",),
    "copyright": (
        r"(?:©|\(c\)|copyright)(?: ©| \(c\))? ?(?:19|20)\d\d\b.{0,120}",
        r"© .{1,80}",
    ),
    "legal links": (
        r"(?:privacy policy|privacy notice|terms (?:of (?:use|service)|and conditions"
        r"|& conditions)|imprint|contact us|about us|advertise with us|do not sell my .{5,40}"
        r"|accessibility statement)",
    ),
    # ways around the page
    "to the top": (
        r"(?:scroll|back|go|return|jump) (?:back )?to (?:the )?top",
        r"top of page",
    ),
    "skip": (
        r"skip (?:to|past) (?:the )?(?:main )?(?:content|navigation|newsletter.{0,30}|menu)",
        r"toggle (?:navigation|menu)",
    ),
    "next article": (
        r"(?:next|previous|older|newer|prev)(?: (?:post|article|story|page|entry|entries"
        r"|posts)){1,2}\b:?.{0,100}",
    ),
    "read more": (
        r"(?:read|show|load|see|view|find out|learn) (?:more|all|full (?:story"
        r"|article))(?: (?:here|stories|posts|articles|news))?",
        r"continue reading",
        r"click here(?: (?:to|for) .{1,80})?",
        r"(?:article|story) ends",
    ),
    "pointer": (
        r"(?:read (?:more|also|next|this)|also read|see also|don[’']t miss|more (?:on"
        r"|about) this(?: story| topic)?|related(?: (?:article|story|stories|coverage|reading))?"
        r"|recommended|watch(?: (?:now|live|also))?) ?[:|»>\u2013\u2014] ?.{1,160}(?<![.!?])(?![.!?])",
    ),
    "other stories": (
        r"(?:more|related|similar|recent|popular|latest|trending|recommended|featured|top|other"
        r"|most read) (?:posts?|articles?|stories|news|topics?|content|coverage|headlines|reading"
        r"|videos?)(?: for you)?",
    ),
    "most read": (
        r"most (?:read|popular|viewed|shared|commented)",
        r"trending(?: now)?",
        r"editor[’']?s[’']? (?:picks?|choice)",
        r"you (?:may|might) (?:also )?(?:like|be interested in|have missed)(?: these)?",
        r"recommended(?: for you)?",
        r"up next",
    ),
    "more from": (
        r"more (?:from|by|in|on) (?:this (?:author|section|topic|series|site)|the author|around the web)",
        r"view all posts by .{1,60}",
        r"more on this (?:story|topic)",
        r"all posts by .{1,60}",
    ),
    "tags": (
        r"(?:tags|tagged(?: (?:as|with))?|filed under|posted in|categories|category|keywords)\b ?: ?.{1,200}",
    ),
    "reading time": (
        r"(?:estimated )?(?:reading|read) time\b.{0,30}",
        r"\d+[- ]min(?:ute)?s?[- ]read",
        r"\d+ (?:views|shares|likes)",
    ),
    "text size": (
        r"(?:text|font) size.{0,20}",
        r"a[+\-−] ?a[+\-−]?",
        r"listen",
        r"print edition",
    ),
}
_LEAN = {
    # names that are furniture only beside other furniture
    "network": (rf"{_NETWORK}",),
    "site menu": (
        r"home(?: ?(?:page|[>»/].{1,60}))?",
        r"menu",
        r"search(?: for)?",
        r"close",
        r"share",
        r"more",
        r"next",
        r"previous",
        r"news",
    ),
    "account menu": (
        r"accept",
        r"decline",
        r"agree",
        r"dismiss",
        r"ok",
        r"got it",
        r"no thanks",
        r"submit",
        r"send",
        r"name",
        r"e-?mail",
        r"website",
    ),
}
# Which kinds open a list of other stories' headlines.
OPENS_A_LIST = frozenset({"other stories", "most read", "more from"})
_GLUED = (
    r"leave a (?:reply|comment)(?: cancel reply)?|(?:scroll|back) to top|you ?tube player|more posts"
    r"|follow us on (?:social media|facebook|twitter|instagram)\b[^.]{0,160}\.?|post a comment|cancel reply"
    r"|share (?:this|on) (?:article|story|post|facebook|twitter)"
)
_GLUED_AT_END = re.compile(rf"(?<=[.!?”\"’)…])\s*(?:{_GLUED})$", re.IGNORECASE)
_LIST_MARK = re.compile(r"(?:[-*+•·▪●◦]|\d{1,2}[.)])\s+")
_EDGES = " \t#*_>|•·–—-»›→←↑↓▲▼▶►[]():~="
# No whole-line pattern reaches further; a longer line is a paragraph.
_LONGEST = 400


def _compile(table: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile(rf"(?:{'|'.join(patterns)})[.!?…]*", re.IGNORECASE)
        for kind, patterns in table.items()
    }


_KINDS = _compile(_TABLE)
_LEANING = _compile(_LEAN)


@lru_cache(maxsize=4096)
def kind_of(line: str) -> str | None:
    """Which kind of furniture a whole line is; `None` for a line of the story."""
    return _match(_KINDS, line)


@lru_cache(maxsize=4096)
def leaning_kind_of(line: str) -> str | None:
    """Which kind of furniture a line is if its neighbours are furniture; never a list item."""
    return None if _LIST_MARK.match(line) else _match(_LEANING, line)


def without_glued_end(line: str) -> str:
    """The line without furniture stuck to the end of its last sentence ("…talks.Leave a Reply")."""
    end = len(line)
    while match := _GLUED_AT_END.search(line, max(end - _LONGEST, 0), end):
        end = match.start()
    return line[:end]


def _match(kinds: Mapping[str, re.Pattern[str]], line: str) -> str | None:
    if len(line) > _LONGEST:
        return None
    bare = " ".join(line.strip(_EDGES).split())
    return next((kind for kind, pattern in kinds.items() if pattern.fullmatch(bare)), None)
