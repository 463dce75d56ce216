"""Lines for the reader of a page: players, comments, sharing, newsletters, accounts, money. English."""

from __future__ import annotations

NETWORK = (
    r"(?:facebook|twitter(?: ?/ ?x)?|x(?: ?\(twitter\))?|whats ?app|telegram|linked ?in|reddit|pinterest"
    r"|instagram|you ?tube|messenger|viber|tumblr|flipboard|mastodon|threads|bluesky|tik ?tok|pocket"
    r"|e-?mail|copy link|print)"
)
_ACT = r"(?:share|tweet|pin(?: it)?|post|save|send|like)"
_SEPARATOR = r"[\s,|/·•&+]*(?:(?:and|or)\b[\s,|/·•&+]*)?"
_REST = r"\b.{0,160}"
# Names only, so that a caption is never taken for a credit.
NAMES = r"(?-i:[A-Z@][\w.'’-]*(?:[ /]+(?:and|of|for|de|van|via|[A-Z@&][\w.'’-]*)){0,8})"

READER = {
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
        rf"(?:photo|image|picture|photograph)s?(?: (?:credit|by|courtesy(?: of)?))?: ?{NAMES}",
        rf"(?:photo|image|picture) (?:credit|courtesy(?: of)?|by)s? {NAMES}",
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
    "share on": (rf"{_ACT}?(?: this)? ?(?:on|via|to|by) {NETWORK}(?: \(opens in new window\)?)?",),
    "share row": (rf"(?:{_ACT}{_SEPARATOR}|{NETWORK}{_SEPARATOR}){{2,20}}:?",),
    "print bar": (
        r"(?:print|e-?mail|copy)(?: (?:this|link|article|page|story|url|friendly)){0,2}",
        r"copy link to clipboard",
        r"print(?:er)?[- ](?:friendly|version)(?: (?:version|page))?",
    ),
    "follow us": (
        rf"(?:follow|like|find|join|connect with|visit|watch) us (?:on|at|@){_REST}",
        r"follow us",
        r"connect with us",
    ),
    "follow account": (rf"follow (?:@\w+|[\w .'’-]{{2,40}} on {NETWORK}\b).{{0,80}}",),
    "join channel": (
        rf"(?:join|follow|subscribe to) our (?:{NETWORK} )?(?:channel|group|page|community){_REST}",
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
    "gallery": (
        r"(?:view|open|see|show)(?: the| full| all)? (?:gallery|slideshow|photos|images?"
        r"|pictures?)(?: .{1,30})?",
        r"(?:image|photo|slide|picture)? ?\d{1,3} (?:of|/) \d{1,3}",
        r"(?:tap|click) (?:to|on the (?:image|photo) to) (?:enlarge|expand|zoom).{0,20}",
        r"enlarge (?:this )?(?:image|photo|picture)",
        r"(?:hide|show|toggle|view) captions?",
        r"view image in full ?screen",
    ),
    "player state": (
        r"now playing.{0,80}",
        r"duration:? \d{1,2}:\d\d(?::\d\d)?",
        r"(?:un)?mute|(?:play|pause)(?: (?:video|audio))?|full ?screen|replay",
        r"this video (?:can ?not|can[’']t|is not available|is unavailable).{0,60}",
    ),
    "embed": (
        r"view (?:this post|more|profile|tweet|post)? ?on (?:instagram|twitter|x|facebook|threads|tik ?tok)",
        r"a post shared by .{1,100}",
        r"(?:show|load|view) (?:the )?(?:tweet|post|embed|external content)",
        r"pic\.twitter\.com/\w+",
        r"this content is (?:hosted|provided) by .{1,100}",
    ),
    "chart maker": (
        r"(?:created|made) with (?:datawrapper|flourish|infogram|canva).{0,60}",
        r"a (?:flourish|datawrapper) (?:chart|map|data visuali[sz]ation).{0,40}",
        r"(?:get the data|download (?:image|data|csv)|embed)(?: ?[|·•] ?.{1,60})?",
    ),
    "comment tools": (
        r"(?:load|show|view|hide|see|open)(?: (?:all|more|\d+))* comments",
        r"sort by:? ?(?:newest|oldest|best|most (?:liked|recent)|popular).{0,40}",
        r"comments? powered by .{1,40}",
        r"please enable javascript to view the comments.{0,60}",
        r"(?:up|down)vote|report (?:this )?comment",
        r"post (?:your )?comment",
    ),
    "rating": (
        r"(?:was|did you find) this (?:article|page|story|content) (?:helpful|useful|interesting).{0,20}",
        r"rate this (?:article|story|post|page).{0,40}",
        r"(?:thanks?|thank you) for your (?:feedback|vote|rating).{0,40}",
        r"how (?:useful|helpful) was this (?:post|article).{0,40}",
    ),
    "survey": (
        r"take (?:our|the|this) (?:short |quick |reader )*(?:survey|poll|quiz).{0,80}",
        r"(?:vote|results?) in our (?:poll|survey).{0,40}",
    ),
    "bookmark": (
        r"(?:save|read|watch) (?:(?:this )?(?:article|story) )?(?:for )?later",
        r"add(?:ed)? to (?:my |your )?(?:reading list|bookmarks|favou?rites|saved (?:items|stories))",
        r"bookmark(?: this)?(?: (?:article|story|page))?|saved",
    ),
    "gift": (r"(?:gift|give) (?:this (?:article|story)|a subscription)\b.{0,40}",),
    "counter": (
        r"(?:share|like|view|comment|retweet)s? ?:? ?[\d.,]+ ?[km]?",
        r"[\d.,]+ ?[km]? (?:shares|likes|views|retweets|reactions)",
    ),
    "alerts": (
        r"(?:turn|switch) on (?:push |desktop |browser )?notifications.{0,60}",
        r"(?:get|allow|enable|receive) (?:breaking |push |desktop |browser |news )+(?:alerts"
        r"|notifications).{0,80}",
    ),
    "offer": (
        r"start (?:your|a) free trial.{0,60}",
        r"(?:try|get) .{0,30} for (?:only|just) [$€£]\d[\d.,]*(?: .{0,40})?",
        r"cancel (?:at )?any ?time.{0,20}",
        r"(?:special|limited[- ]time|introductory) offer(?: ?[:!–—-] ?.{1,60})?",
        r"(?:see|view|choose)(?: (?:our|your|all|a))? (?:subscription )?(?:plans?|offers|options)",
    ),
    "meter": (
        r"you(?: ha|[’'])ve (?:\w+ ){0,4}(?:free )?articles? (?:left|remaining).{0,60}",
        r"(?:this is )?your last free (?:article|story).{0,60}",
        r"you(?: ha|[’'])ve (?:reached|used) (?:your|all).{0,30}(?:free|limit).{0,60}",
    ),
    "subscriber label": (
        r"(?:for )?subscribers? (?:only|exclusive)|exclusive (?:to|for) (?:our )?(?:subscribers|members)",
        r"this (?:article|story|content) is (?:for|reserved for|available to) (?:our )?(?:subscribers"
        r"|members).{0,60}",
        r"(?:premium|member[- ]only|subscriber[- ]only) (?:content|article|story)",
    ),
    "shop": (
        r"(?:buy|shop|order|pre-?order) (?:now|here|it now|today)(?: (?:on|at|from) .{1,30})?",
        r"add to (?:cart|basket|bag)",
    ),
    "affiliate": (
        r"(?:this (?:article|post|page|story) (?:may )?contains? affiliate links?).{0,160}",
        r"we may (?:earn|receive) (?:a |an )?(?:affiliate )?commission.{0,160}",
    ),
    "tips": (
        r"(?:got|have|do you have) (?:a|any) (?:news |confidential )?(?:tip|story)s?\?"
        r" (?:tell|write|contact|e-?mail|call|share|let|send)\b.{0,100}",
        r"(?:send|e-?mail|text) us (?:a |your )?(?:news )?(?:tips?|photos|videos|stories)\b.{0,80}",
        r"contact (?:the (?:author|reporter|newsroom|editor)|our (?:newsroom|reporter)).{0,100}",
    ),
    "mistakes": (
        r"report an? (?:typo|error|mistake|inaccuracy|problem)(?: (?:in|on|with) .{1,40})?",
        r"(?:spotted|found|seen|noticed|see) an? (?:typo|error|mistake|inaccuracy"
        r"|problem)\b[^.?]{0,40}\?.{0,80}",
        r"(?:suggest|request|submit) a correction",
        r"(?:our|the) (?:corrections?|editorial) policy",
    ),
}
