"""What may be seen of a link before any name is looked up: its form, its port, who it claims to be. Pure."""

from __future__ import annotations

import re

import httpx

from corpus.addresses import is_disguised, is_plain_address
from corpus.errors import BlockedError

LONGEST = 8_000
"""Characters: what servers are asked to accept (RFC 9110)."""

_USUAL_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_AUTHORITY = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//([^/?#]*)", re.IGNORECASE)
# Names that belong to a local network, to this machine or to no site at all: not even looked up.
_LOCAL = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion", "invalid")
_NO_LINK = "This is not a link that can be fetched."
_NO_REDIRECT = "The site's redirect is not a link that can be followed."


def port_of(url: httpx.URL) -> int:
    """The port that a checked link leads to."""
    return url.port if url.port is not None else _USUAL_PORTS[url.scheme]


def checked(link: str, given: str, ports: frozenset[int], base: httpx.URL | None = None) -> httpx.URL:
    """The link, without its fragment, if nothing about it is forbidden.

    Args:
        link: What to check: what was given, or where a redirect leads.
        given: The link that the person gave; errors are about it.
        ports: Those that may be connected to.
        base: The page that redirects, where one does.

    Raises:
        BlockedError: it is no web link, or one that leads where Byline must not go.
    """
    url = _parsed(link, given, base)
    if url.scheme not in _USUAL_PORTS or not url.raw_host:
        raise BlockedError(given, "Only links that begin with http:// or https:// are fetched.")
    if port_of(url) not in ports:
        listed = " and ".join(str(port) for port in sorted(ports))
        raise BlockedError(given, f"Only the web's usual ports are fetched: {listed}.")
    return url.copy_with(host=_checked_host(url, given), fragment=None)


def _parsed(link: str, given: str, base: httpx.URL | None) -> httpx.URL:
    wrong = _NO_REDIRECT if base else _NO_LINK
    if len(link) > LONGEST:
        raise BlockedError(given, f"The link is longer than {LONGEST:,} characters.")
    authority = _AUTHORITY.match(link)
    if authority and re.search(r"[\\\s]", authority.group(1)):
        raise BlockedError(given, wrong)
    if authority and "@" in authority.group(1):
        raise BlockedError(given, "Links that carry a user name or password are not fetched.")
    try:
        url = base.join(link) if base else httpx.URL(link)
        # Read in its own script, which fails where `xn--` stands before what is no such name.
        _ = url.host
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise BlockedError(given, wrong) from error
    return url


def _checked_host(url: httpx.URL, given: str) -> str:
    """The host in the letters that name servers know (`xn--…` for others), without a dot at its end."""
    host = url.raw_host.decode("ascii", "replace").lower()
    if is_disguised(host):
        raise BlockedError(given, "The link hides a network address. Write the site's name instead.")
    if is_plain_address(host):
        return host
    host = host.removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise BlockedError(given, _NO_LINK)
    if len(labels) == 1 or any(f".{host}".endswith(f".{name}") for name in _LOCAL):
        raise BlockedError(given, "The link leads to a name of a local network, not to a public site.")
    return host
