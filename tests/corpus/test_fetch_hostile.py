"""The hostile suite: every bad link ends in its plain sentence; no forbidden connection is ever opened."""

from __future__ import annotations

import ipaddress
import logging
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, cast

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Library, Outcome, ingest
from corpus.errors import BlockedError, FetchError, LinkError
from corpus.fetch import FetchBounds, Network, fetch
from corpus.ingest import _LINK
from tests.corpus.articles import QuietIndex
from tests.corpus.hostile_links import BAD_LINKS, BAD_RULES, BAD_SITES, PRIVATE, SLOW, page, to
from tests.corpus.site import STORY, Canary, Serve, Site, canary_resolve, site
from tests.fakes import WordEmbedder

__all__ = ["site"]

SITE = "93.184.215.14"
GOOD = b"<html><body><article><p>%s</p></article></body></html>" % (
    b"The bridge is open, said the mayor. " * 40
)


@dataclass
class Street(httpcore.NetworkBackend):
    """One public address, behind which our site is; all others lead to a canary that nothing may reach."""

    site_port: int
    canary_port: int
    opened: list[str] = field(default_factory=list)

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any
    ) -> httpcore.NetworkStream:
        self.opened.append(host)
        port = self.site_port if host == SITE else self.canary_port
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", port, timeout)


def resolve(host: str, port: int) -> list[str]:
    return [SITE] if host == "news.example" else canary_resolve(host, port)


@pytest.fixture
def street(site: Site) -> Iterator[Street]:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        street = Street(site.port, canary.getsockname()[1])
        site.network = Network(resolve=resolve, backend=street, pause=lambda _: None)
        yield street
        canary.settimeout(0)
        with pytest.raises(BlockingIOError):
            canary.accept()
    assert set(street.opened) <= {SITE}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("hostile")) as library:
        yield library
        assert library.integrity() == []


def add(links: list[str], site: Site, library: Library, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Why each link was not added; nothing of it may be left, and nothing unforeseen happen."""
    desk = SimpleNamespace(
        library=library,
        embedder=WordEmbedder(),
        index=QuietIndex(),
        network=site.network,
        languages=frozenset(),
    )
    started = time.monotonic()
    with caplog.at_level(logging.WARNING):
        results = list(ingest(links, cast(Any, desk)))
    assert time.monotonic() - started < 60
    assert caplog.records == []
    assert library.coverage().articles == 0
    assert [(result.target, result.article_id) for result in results] == [(link, None) for link in links]
    assert {result.outcome for result in results} <= {Outcome.REFUSED, Outcome.FAILED}
    assert all(result.reason and result.reason.endswith(".") for result in results)
    return [result.reason or "" for result in results]


def _hurry(site: Site, says: str) -> None:
    """Where a site is slow on purpose, let the twenty seconds of the bound pass in half of one."""
    if says == SLOW:
        site.network = replace(site.network, clock=lambda: time.monotonic() * 40)


@pytest.mark.parametrize("link", BAD_LINKS)
def test_a_bad_link_ends_in_its_sentence_and_opens_no_connection(link: str) -> None:
    canary = Canary()
    with pytest.raises(LinkError, match=BAD_LINKS[link]) as raised:
        fetch(link, network=Network(resolve=canary_resolve, backend=canary))
    assert canary.asked == []
    assert raised.value.url == link.strip()


def test_bad_links_add_nothing_and_reach_nothing(
    site: Site, street: Street, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    links = [link for link in BAD_LINKS if _LINK.match(link)]
    add(links, site, library, caplog)
    assert len(links) > 100
    assert street.opened == []


@pytest.mark.usefixtures("street")
@pytest.mark.parametrize(("serve", "says"), BAD_SITES.values(), ids=BAD_SITES)
def test_a_bad_site_ends_in_its_sentence_and_adds_nothing(
    serve: Serve, says: str, site: Site, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    site.pages["/"] = serve
    _hurry(site, says)
    (reason,) = add(["http://news.example/"], site, library, caplog)
    assert says in reason


@pytest.mark.usefixtures("street")
@pytest.mark.parametrize(("serve", "says"), BAD_RULES.values(), ids=BAD_RULES)
def test_bad_rules_keep_us_from_the_page(
    serve: Serve, says: str, site: Site, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    site.pages |= {"/robots.txt": serve, f"/{'a' * 5_000}": page(GOOD)}
    _hurry(site, says)
    (reason,) = add([f"http://news.example/{'a' * 5_000}"], site, library, caplog)
    assert says in reason
    assert site.asked == []


def test_rules_that_lead_to_a_private_address_are_not_read(site: Site, street: Street) -> None:
    site.pages |= {"/robots.txt": to("http://10.0.0.1/robots.txt"), "/": page(STORY)}
    assert fetch("http://news.example/", network=site.network).content == STORY
    assert set(street.opened) == {SITE}


def test_a_name_that_answers_differently_the_second_time_is_checked_the_second_time(
    site: Site, street: Street
) -> None:
    answers = iter([[SITE], ["127.0.0.1"]])
    site.pages["/"] = page(STORY)
    network = replace(site.network, resolve=lambda *_: next(answers))
    with pytest.raises(BlockedError, match=PRIVATE):
        fetch("http://turning.example/", network=network)
    assert street.opened == [SITE]


@pytest.mark.usefixtures("street")
def test_a_site_that_is_silent_ends_at_the_bound(site: Site) -> None:
    site.pages["/"] = lambda _: time.sleep(0.5)
    network = replace(site.network, clock=time.monotonic)
    with pytest.raises(FetchError, match="longer than"):
        fetch("http://news.example/", FetchBounds(seconds=0.2), network)


@pytest.mark.parametrize("host", ["public.example", "nat64-public.example", SITE])
def test_a_public_host_is_connected_to_by_its_checked_address(host: str) -> None:
    canary = Canary()
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(f"https://{host}/", network=Network(resolve=canary_resolve, backend=canary))
    assert canary.asked == canary_resolve(host, 443)


def test_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    canary = Canary()
    with pytest.raises(FetchError):
        fetch("http://public.example/", network=Network(resolve=canary_resolve, backend=canary))
    assert canary.asked == ["93.184.215.14"]


@given(st.text(max_size=60) | st.text(max_size=40).map(lambda text: f"http://{text}"))
def test_no_text_escapes_as_another_error(text: str) -> None:
    canary = Canary()
    with pytest.raises(LinkError):
        fetch(text, network=Network(resolve=canary_resolve, backend=canary))
    assert all(ipaddress.ip_address(host).is_global for host in canary.asked)


def test_the_suite_is_as_large_as_it_says() -> None:
    assert len(BAD_LINKS) >= 100
    assert len(BAD_SITES) + len(BAD_RULES) >= 60
