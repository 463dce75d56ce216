"""When two addresses are one: what the web adds to a link on its way taken off again. Pure.

Merging too much loses an article, merging too little is mended by its text: in doubt two links stay two.
docs/decisions/0150-one-address.md names what was looked at.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

TRACKING = frozenset(
    {
        *(
            "fbclid",
            "gclid",
            "gbraid",
            "wbraid",
            "dclid",
            "msclkid",
            "yclid",
            "twclid",
            "ttclid",
            "li_fat_id",
        ),
        *("igshid", "igsh", "mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "mkt_tok", "srsltid"),
        *("oly_anon_id", "oly_enc_id", "s_cid", "ns_campaign", "ns_mchannel", "ns_source", "ns_linkname"),
        *("at_medium", "at_campaign", "at_campaign_type", "at_link_id", "at_link_type", "at_link_origin"),
        *("at_ptr_name", "at_bbc_team", "at_format", "ref_src", "ref_url", "__twitter_impression", "cmpid"),
        *("ocid", "smid", "smtyp", "vero_id", "vero_conv", "wt_mc", "wt_zmc", "wickedid", "xtor", "spm"),
        *("guccounter", "guce_referrer", "guce_referrer_sig", "ito", "icid", "intcmp", "ncid", "sr_share"),
        *(
            "rss",
            "feedname",
            "feedtype",
            "nwltr",
            "sfmc_id",
            "sfmc_sub",
            "bxid",
            "sh",
            "tpcc",
            "traffic_source",
        ),
        # Of a visit, and of the AMP caches.
        *("phpsessid", "jsessionid", "sessionid", "session_id", "cfid", "cftoken", "aspsessionid"),
        *("amp", "_amp", "amp_js_v", "amp_gsa", "amp_tf", "aoh", "usqp", "amp_markup"),
    }
)
"""Query parameters that say how a reader came, never which story it is."""
_TRACKING_STARTS = ("utm_", "hsa_", "mtm_", "matomo_", "piwik_", "pk_campaign", "pk_source", "at_custom")
_REFERRERS = frozenset({"ref", "referrer", "referer", "source", "share", "cid"})
"""How a reader came if the value is a word; with a digit in it, it may say which story it is."""

_PORTS = {"http": 80, "https": 443}
_EDITIONS = frozenset({"www", "m", "mobile", "amp", "touch"})
"""Labels in front of a host's name under which a site shows the same stories in another dress."""
_REGISTRIES = frozenset({"ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org"})
_AMP_CACHE = re.compile(r"(?:.+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)")
_GOOGLE = re.compile(r"(?:www\.)?google\.[a-z.]+")
_CACHED = re.compile(r"/(?:c|v|wp/s?)/(?:s/)?(?=[^/]+\.)")
_VIEWED = re.compile(r"/amp/(?:s/)?(?=[^/]+\.)")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index\.(?:html?|php|aspx?|jsp|shtml)|default\.(?:aspx?|html?))$", re.IGNORECASE)
_AMP_ENDING = re.compile(r"(?<=[^/])(?:/amp(?:\.html?)?|\.amp)$|(?<=[^/])\.amp(?=\.html?$)")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


@lru_cache(maxsize=256)  # of an article that is added it is asked five times
def canonical_link(url: str) -> str:
    """The form in which two spellings of one address are equal; never raises.

    `http` is `https`; default ports, fragments, tracking and session parameters, the mobile, AMP and `www`
    dress of a site, AMP caches, index pages and trailing slashes are dropped, the query is sorted. What
    cannot be taken apart is returned without outer white space.
    """
    url = url.strip()
    try:
        plain = _canonical(urlsplit(url))
        # What an AMP cache or a session id stood in front of may itself be something to take off.
        while plain and (again := _canonical(urlsplit(plain))) and again != plain:
            plain = again
    except ValueError:
        return url
    return plain or url


def named_link(url: str, named: str) -> str:
    """The address a page has: the one it names for itself if that is a page of the same site, else its own.

    A front page that every story names, and another site, are no addresses of a story.
    """
    own, other = urlsplit(canonical_link(url)), urlsplit(canonical_link(named))
    same = other.scheme == "https" and own.netloc == other.netloc
    return named.strip() if same and (other.path or other.query or not own.path) else url


def _canonical(parts: SplitResult) -> str | None:
    """The link once simplified; `None` if it is no link of the web."""
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    host = parts.hostname.rstrip(".")
    cached = _CACHED if _AMP_CACHE.fullmatch(host) else _VIEWED if _GOOGLE.fullmatch(host) else None
    if cached and (start := cached.match(parts.path)):
        return urlunsplit(SplitResult("https", parts.path[start.end() :].split("/")[0], *_rest(parts, start)))
    port = parts.port
    where = _site(host) + (f":{port}" if port not in (None, _PORTS[parts.scheme], 443) else "")
    kept = sorted((key, value) for key, value in parse_qsl(parts.query, True) if not _tracks(key, value))
    # A page that is put together in the browser has its address behind the "#".
    fragment = parts.fragment if parts.fragment.startswith(("!/", "/")) else ""
    return urlunsplit(("https", where, _path(parts.path), urlencode(kept), fragment))


def _rest(parts: SplitResult, start: re.Match[str]) -> tuple[str, str, str]:
    path = parts.path[start.end() :].partition("/")[2]
    return f"/{path}", parts.query, ""


def _site(host: str) -> str:
    """The host without the dress it shows its pages in; an address in brackets as a link has it."""
    if ":" in host:
        return f"[{host}]"
    with suppress(UnicodeError):
        host = host.encode("idna").decode()
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _EDITIONS and not _is_registry(labels[1:]):
        labels = labels[1:]
    # en.m.encyclopedia.example
    if len(labels) > 3 and labels[1] in ("m", "mobile") and not _is_registry(labels[2:]):
        labels = [labels[0], *labels[2:]]
    return ".".join(labels)


def _is_registry(labels: list[str]) -> bool:
    """Whether names under it belong to anybody, as under co.uk."""
    return len(labels) == 2 and labels[0] in _REGISTRIES and len(labels[1]) == 2


def _path(path: str) -> str:
    path = re.sub(r"/{2,}", "/", _SESSION.sub("", path))
    path = _ESCAPE.sub(_unescaped, quote(path, safe="/%:@!$&'()*+,;=~"))
    before = None
    while path != before:
        before = path
        path = re.sub(r"(?:[/\s]|%20)+$", "", _INDEX.sub("", path))
        path = _AMP_ENDING.sub("", path)
    return re.sub(r"^/amp(?=/.)", "", path)


def _unescaped(escape: re.Match[str]) -> str:
    character = chr(int(escape[0][1:], 16))
    return character if _UNRESERVED.fullmatch(character) else escape[0].upper()


def _tracks(parameter: str, value: str) -> bool:
    name = parameter.lower()
    if name in _REFERRERS:
        return not any(character.isdigit() for character in value)
    if name == "outputtype":
        return value.lower().startswith("amp")
    return name in TRACKING or name.startswith(_TRACKING_STARTS)
