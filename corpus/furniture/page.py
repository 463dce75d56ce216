"""Lines that a page is built of: advertising, law, ways around the site, other stories. English."""

from __future__ import annotations

from corpus.furniture.reader import NAMES, NETWORK

_CHANGED = r"(?:last )?(?:updated|modified|published|posted)(?: on)?:?"

PAGE = {
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
        r"we (?:value|respect|care about) your privacy",
        r"we and our (?:\d+ )?partners (?:use|store|access|process)\b.{0,60}\b(?:cookies|data"
        r"|device)\b.{0,300}",
        r"cookie (?:policy|settings|notice|preferences|consent)",
    ),
    "by using": (r"by (?:using|continuing to (?:use|browse)) (?:this|our|the) (?:web ?)?site,? you.{0,200}",),
    "rights": (r".{0,160}\ball rights reserved\b.{0,200}",),
    "copyright": (
        r"(?:©|\(?c\)|copyright)(?: ©| \(c\))? ?(?:19|20)\d\d\b.{0,120}",
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
        rf"(?:more (?:from|in)|also in) (?:the|our) {NAMES}",
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
    "ad blocker": (
        r"(?:please |kindly )?(?:disable|turn off|pause|switch off|whitelist).{0,30}ad[- ]?block(?:er"
        r"|ing)?.{0,100}",
        r"(?:we[’']ve |it looks like you.{0,10} )?(?:detected|us(?:e|ing)) an? ad[- ]?block(?:er)?.{0,100}",
        r"ad[- ]?block(?:er)? detected.{0,60}",
    ),
    "javascript": (
        r"(?:please )?(?:enable|turn on|activate) javascript.{0,120}",
        r"(?:this (?:site|page|feature)|you) (?:requires|needs?)(?: to enable)? javascript.{0,80}",
        r"your browser (?:does not|doesn[’']t) support .{1,100}",
    ),
    "captcha": (
        r"i(?: a|[’'])m not a robot",
        r"(?:this site is )?protected by (?:re|h)captcha.{0,160}",
    ),
    "site maker": (
        r"(?:proudly )?powered by (?:wordpress|drupal|joomla|ghost|blogger|squarespace|wix|substack).{0,60}",
        rf"(?:theme|design|website|site)(?: (?:designed|built|made))? by {NAMES}",
    ),
    "licence": (
        r"(?:purchase|buy|get|request) (?:licensing|reprint|reuse) (?:rights|permission)s?.{0,40}",
        r"(?:reprints?|permissions?|licensing|syndication)",
        r"(?:reprints?|permissions?|licensing) (?:and|&) (?:reprints?|permissions?|licensing)",
        r"(?:republish|reuse) this (?:article|content|story).{0,60}",
        r"get (?:permission|the rights) to .{1,60}",
    ),
    "standards": (
        r"our standards ?: .{1,80}",
        r"(?:read )?(?:about )?our (?:editorial (?:standards|guidelines|policy|process)|ethics policy"
        r"|journalism)",
    ),
    "disclaimer": (
        r"(?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed (?:here|in this \w+"
        r"|(?:here |in this \w+ )?by (?:the|our|its) (?:author|writer|contributor|columnist)s?)"
        r" (?:are|do|may|belong|represent|reflect)\b.{0,240}",
        r"disclaimer ?: .{1,260}",
    ),
    "in print": (r"a version of this (?:article|story) (?:appears|appeared|was published|ran) in .{1,200}",),
    "desk credit": (
        rf"\(?(?:additional |with )?reporting (?:and writing )?by {NAMES}"
        rf"(?:[;,] ?(?:additional |writing |editing |and |reporting |by )*{NAMES}){{0,4}}\)?",
        rf"\(?(?:writing|editing|edited|compiled|produced) by {NAMES}\)?",
    ),
    "author box": (
        r"about the (?:author|writer|reporter)s?",
        r"(?:see|read|view) (?:full |the )?(?:bio|profile)",
        r"(?:more|other) (?:stories|articles|posts) (?:by|from) (?:this|the) (?:author|writer)",
        r"author(?: archive| page|[’']s posts)",
    ),
    "paging": (
        r"page \d{1,3}(?: (?:of|/) \d{1,3})?",
        r"(?:go to )?(?:next|previous|first|last) page",
        r"1 2 3(?: \d{1,3}| …)*(?: next| older)?",
        r"(?:view|show)(?: as)?(?: a| on)? single page|post navigation|posts? pagination",
    ),
    "breadcrumb": (r"home ?(?:page)?(?: ?[>»/›→|] ?[^>»/›→|]{1,40}){1,6}", r"you are here ?: .{1,120}"),
    "menu bar": (
        r"(?:open|close|show|hide|main|mobile|site|primary|footer|view) (?:the )?(?:menu|navigation|sidebar)",
        r"(?:all|more|view all|explore) (?:sections|topics|categories)",
        r"site ?map|quick links|sections navigation",
    ),
    "search box": (
        r"type (?:here )?to search.{0,20}",
        r"(?:press|hit) (?:enter|return|esc|escape)\b.{0,50}",
        r"search (?:this site|the site|site|our site|our archives?|articles|results? for ?:?.{0,40})",
        r"search (?:query|button|icon|input)",
    ),
    "edition": (
        r"(?:choose|select|change|switch)(?: your)? (?:edition|language|region|country|location)",
        r"(?:\w+ |\w+ \w+ )?edition ?: ?\w+(?: \w+)?",
        r"(?:international|us|uk|u\.s\.|asia|europe|global|print) edition",
    ),
    "translation": (
        r"(?:read|view|see) (?:this|it)(?: (?:article|story|page|post))? in (?-i:[A-Z])\w+",
        r"translate(?: (?:this )?(?:article|page|story))?(?: (?:to|into) \w+)?",
        r"leer en español|lire en français|auf deutsch lesen|leggi in italiano|ler em português",
    ),
    "display": (
        r"(?:dark|light|night|reader|reading) (?:mode|theme|view)",
        r"(?:increase|decrease|reset|larger|smaller) (?:text|font)(?: size)?",
    ),
    "rss": (r"(?:subscribe (?:via|by|to)(?: our)? )?rss(?: feeds?)?",),
    "age": (
        rf"(?:{_CHANGED} )?\d+ ?(?:min|minute|hr|hour|day|week)s? ago",
        rf"{_CHANGED} (?:about )?an? (?:minute|hour|day|week) ago",
    ),
    "live bar": (
        r"live (?:updates|blog|coverage|feed|stream|reporting)",
        r"(?:watch|follow|listen)(?: it| us)? live(?: (?:here|now|on .{1,30}))?",
        r"(?:refresh|reload)(?: (?:this )?page)?(?: for (?:the )?(?:latest )?updates)?",
        r"new updates?(?: available)?|\d+ new (?:updates|posts)",
    ),
    "hashtags": (r"[\w-]{2,40}(?:[\s,]+#[\w-]{2,40}){2,20}",),
    "site links": (
        r"(?:help|support) (?:cent(?:re|er)|desk)|faqs?|work (?:with|for) us|our apps|meet the team",
        r"media kit|press (?:room|office) contacts?",
        r"(?:manage|my) (?:subscription|profile|preferences|newsletters|account settings)",
    ),
}
LEAN = {
    # names that are furniture only beside other furniture
    "network": (rf"{NETWORK}",),
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
        r"live",
        r"premium",
        r"exclusive",
        r"opinion",
        r"analysis",
        r"sport",
        r"world",
        r"politics",
        r"business",
        r"weather",
        r"video",
        r"podcasts?",
        r"careers|advertis(?:e|ing)|newsroom|our (?:team|staff)",
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
"""Names that could be a story's, and are furniture only beside other furniture."""
