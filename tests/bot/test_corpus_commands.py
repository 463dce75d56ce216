from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot import BylineBot
from corpus import Corpus, Draft, Hints, Ingested, ingest_drafts
from corpus.extract import extract
from corpus.fetch import Network, fetch
from tests.bot.newsroom import running
from tests.fakediscord import FakeDiscord, InteractionHandle

STORY = (
    "The harbour museum of Port Ellis opened again on Sunday after two years of repairs. More than nine"
    " hundred people came on the first day, director Ada Quist said. A new hall shows the wreck."
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Museum opens again</title>
<meta property="og:site_name" content="Port Ellis Gazette">
<meta property="article:published_time" content="2024-10-06T09:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Museum opens again</h1>
<p>{STORY}</p><p>{STORY.replace("Sunday", "a sunny Sunday")}</p></article></body></html>"""


@pytest.fixture
def site() -> Iterator[int]:
    """A web site on the loopback with one story; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


async def text_of(handle: InteractionHandle) -> str:
    """What is shown in the end: below a job that is not over there is a button to cancel it."""
    message = await handle.final(lambda message: "byline:stop:" not in json.dumps(message["components"]))
    return message["content"] or json.dumps(message["embeds"], ensure_ascii=False)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("corpus add link", {"link": "https://x.example/"}),
        ("corpus add text", {}),
        ("corpus list", {}),
        ("corpus remove", {"article": "abc"}),
    ],
)
@pytest.mark.usefixtures("bot")
async def test_a_member_who_is_no_admin_is_refused_in_private(
    fakediscord: FakeDiscord, command: str, options: dict[str, str]
) -> None:
    asked = await fakediscord.slash(command, options, user=fakediscord.user("Ada"))
    response = await asked.response()
    assert response["content"] == "This command is for members who may manage the server."
    assert asked.ephemeral


@pytest.mark.usefixtures("bot")
async def test_articles_are_offered_to_admins_only(fakediscord: FakeDiscord) -> None:
    typing = await fakediscord.autocomplete("corpus remove", ("article", ""), user=fakediscord.user("Ada"))
    assert await typing.choices() == []
    typing = await fakediscord.autocomplete("corpus remove", ("article", ""), user=fakediscord.admin())
    assert len(await typing.choices()) == 3


@pytest.mark.usefixtures("bot")
async def test_discord_is_told_that_the_commands_are_for_admins(fakediscord: FakeDiscord) -> None:
    registered = fakediscord.world.find_command("corpus", None)
    assert int(registered["default_member_permissions"]) == 32
    assert registered["contexts"] == [0]


@pytest.mark.usefixtures("bot")
async def test_an_administrator_passes(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash("corpus list", user=fakediscord.user("Root", permissions=1 << 3))
    assert "Articles 1 to 3 of 3" in await text_of(asked)


@pytest.mark.usefixtures("bot")
async def test_pasted_text_becomes_an_article_that_answers(fakediscord: FakeDiscord, corpus: Corpus) -> None:
    opened = await fakediscord.slash("corpus add text", user=fakediscord.admin())
    values = {
        "headline": "Museum opens again",
        "text": STORY,
        "publisher": "Gazette",
        "published": "2024-10-06",
    }
    sent = await fakediscord.submit(opened, values | {"link": "https://gazette.example/museum"})
    assert "**Added** · Museum opens again" in await text_of(sent)
    (stored,) = [s for s in corpus.library.articles() if s.article.publisher == "Gazette"]
    assert stored.article.text == STORY
    assert stored.article.url == "https://gazette.example/museum"
    asked = await fakediscord.slash(
        "ask", {"question": "How many people came to the harbour museum of Port Ellis?"}
    )
    assert "More than nine hundred" in (await text_of(asked)).replace("**", "")


@pytest.mark.usefixtures("bot")
async def test_a_form_with_a_bad_date_says_so(fakediscord: FakeDiscord) -> None:
    opened = await fakediscord.slash("corpus add text", user=fakediscord.admin())
    sent = await fakediscord.submit(opened, {"headline": "x", "text": STORY, "published": "soon"})
    assert "is not a date I can read" in await text_of(sent)


@pytest.mark.usefixtures("bot")
async def test_an_uploaded_file_becomes_an_article(fakediscord: FakeDiscord, corpus: Corpus) -> None:
    upload = fakediscord.file("museum.txt", f"Museum opens again\n\n{STORY}\n".encode(), "text/plain")
    asked = await fakediscord.slash(
        "corpus add file",
        {"file": upload, "publisher": "Gazette", "published": "2024-10-06"},
        user=fakediscord.admin(),
    )
    assert "**Added** · Museum opens again" in await text_of(asked)
    assert asked.ephemeral
    assert corpus.library.coverage().articles == 4


@pytest.mark.usefixtures("bot")
async def test_a_file_of_many_reports_each_outcome(fakediscord: FakeDiscord) -> None:
    lines = [{"title": f"Story {n}", "text": f"{STORY} This is story {n}."} for n in range(3)]
    data = "\n".join([*map(json.dumps, lines), "{broken"]).encode()
    asked = await fakediscord.slash(
        "corpus add file", {"file": fakediscord.file("many.jsonl", data)}, user=fakediscord.admin()
    )
    shown = await text_of(asked)
    assert "4 items" in shown
    assert "**Added** · Story 2" in shown
    assert "Failed" in shown or "Refused" in shown


@pytest.mark.usefixtures("bot")
async def test_a_file_that_is_no_article_is_refused_with_the_reason(fakediscord: FakeDiscord) -> None:
    upload = fakediscord.file("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "image/png")
    asked = await fakediscord.slash("corpus add file", {"file": upload}, user=fakediscord.admin())
    shown = await text_of(asked)
    assert "picture.png" in shown
    assert "Refused" in shown or "Failed" in shown


@pytest.mark.usefixtures("bot")
async def test_a_file_that_is_too_large_is_not_even_fetched(
    fakediscord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cogs.corpus.MOST_BYTES", 10)
    upload = fakediscord.file("museum.txt", STORY.encode())
    asked = await fakediscord.slash("corpus add file", {"file": upload}, user=fakediscord.admin())
    assert "at most 10 are taken" in await text_of(asked)


async def test_a_link_is_fetched_and_its_article_added(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, site: int
) -> None:
    network = Network(resolve=lambda *_: ["127.0.0.1"], allows=lambda _: True, ports=frozenset([site]))

    def ingest_links(urls: Iterable[str], corpus: Corpus, hints: Hints) -> Iterator[Ingested]:
        return ingest_drafts(
            [Draft(url, extract(fetch(url, network=network), hints)) for url in urls], corpus
        )

    async with running(fakediscord, corpus, memory, ingest_links):
        link = f"http://gazette.example:{site}/museum"
        asked = await fakediscord.slash("corpus add link", {"link": link}, user=fakediscord.admin())
        assert "**Added** · Museum opens again" in await text_of(asked)
    (stored,) = corpus.library.articles()
    assert stored.article.publisher == "Port Ellis Gazette"


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("link", ["/etc/passwd", "-", "file:///etc/passwd", "~/.env", "javascript:alert(1)"])
async def test_only_web_links_are_taken_for_links(
    fakediscord: FakeDiscord, corpus: Corpus, link: str
) -> None:
    asked = await fakediscord.slash("corpus add link", {"link": link}, user=fakediscord.admin())
    assert "A link begins with https://" in (await text_of(asked)).replace("\\", "")
    assert corpus.library.coverage().articles == 3


@pytest.mark.usefixtures("bot")
async def test_a_private_address_is_refused_with_the_reason(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash(
        "corpus add link", {"link": "http://127.0.0.1/"}, user=fakediscord.admin()
    )
    assert "Refused" in await text_of(asked)


@pytest.mark.usefixtures("bot")
async def test_articles_are_listed_by_pages_and_by_publisher(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash("corpus list", {"publisher": "Dunmore Times"}, user=fakediscord.admin())
    shown = await text_of(asked)
    assert "Articles 1 to 1 of 1" in shown
    assert "Market hall of Dunmore to go" in shown
    asked = await fakediscord.slash("corpus list", {"page": 2}, user=fakediscord.admin())
    assert "There are no articles here." in await text_of(asked)


@pytest.mark.usefixtures("own_bot")
async def test_an_article_is_removed_only_when_the_button_says_so(
    fakediscord: FakeDiscord, corpus: Corpus
) -> None:
    admin = fakediscord.admin()
    typing = await fakediscord.autocomplete("corpus remove", ("article", "kestrel"), user=admin)
    (choice,) = await typing.choices()
    assert choice["name"] == "Kestrel bridge closed · Harbour Post · 1 Oct 2024"
    asked = await fakediscord.slash("corpus remove", {"article": choice["value"]}, user=admin)
    question = await asked.final()
    assert question["embeds"][0]["title"] == "Remove this article?"
    assert corpus.library.coverage().articles == 3

    kept = await fakediscord.click(question, "Keep", user=admin)
    message = await kept.final()
    assert message["embeds"][0]["description"] == "Kept. Nothing was removed."
    assert message["components"] == []
    assert corpus.library.coverage().articles == 3

    removed = await fakediscord.click(question, "Remove", user=admin)
    assert "Removed: [Kestrel bridge closed]" in await text_of(removed)
    assert [s.article.title for s in corpus.library.articles()] == [
        "Market hall of Dunmore to go",
        "Ferry Aurora runs aground",
    ]
    again = await fakediscord.click(question, "Remove", user=admin)
    assert "There is no such article" in await text_of(again)


@pytest.mark.usefixtures("own_bot")
async def test_the_button_asks_again_who_presses_it(fakediscord: FakeDiscord, corpus: Corpus) -> None:
    stored = corpus.library.articles()[0]
    asked = await fakediscord.slash("corpus remove", {"article": stored.id}, user=fakediscord.admin())
    pressed = await fakediscord.click(await asked.final(), "Remove", user=fakediscord.user("Ada"))
    await pressed.acknowledgement()
    assert corpus.library.coverage().articles == 3


async def test_the_button_still_works_after_a_restart(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, own_bot: BylineBot
) -> None:
    stored = corpus.library.articles()[0]
    asked = await fakediscord.slash("corpus remove", {"article": stored.id}, user=fakediscord.admin())
    question = await asked.final()
    await own_bot.close()
    async with running(fakediscord, corpus, memory):
        removed = await fakediscord.click(question, "Remove", user=fakediscord.admin())
        assert "Removed: " in await text_of(removed)


@pytest.mark.usefixtures("bot")
async def test_removing_what_is_not_there_says_so(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash(
        "corpus remove", {"article": "ffffffffffffffff"}, user=fakediscord.admin()
    )
    assert await text_of(asked) == "There is no such article; it may have been removed already."


async def test_an_empty_corpus_says_so(fakediscord: FakeDiscord, corpus: Corpus, memory: Path) -> None:
    async with running(fakediscord, corpus, memory):
        asked = await fakediscord.slash("ask", {"question": "Who denied it?"})
        assert await text_of(asked) == "There are no articles yet. An admin can add some with /corpus add."
        listed = await fakediscord.slash("corpus list", user=fakediscord.admin())
        assert "There are no articles yet." in await text_of(listed)
        sources = await fakediscord.slash("sources")
        assert "There are no articles yet." in await text_of(sources)
