"""`python -m docs.gallery.draw`: asks the sample articles, and draws the bot's own embeds as a page and as pictures.

Writes `docs/gallery/index.html`, the chart of a timeline, and, where a headless Chromium is installed, one PNG
for each theme.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from bot.card import Card
from bot.render import answer_card
from bot.timelines import MOST_ENTRIES, timeline_card, with_chart
from corpus import Corpus, CorpusSettings, ingest
from retrieval import RetrievalSettings, build_answerer, build_chronicler

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "corpus" / "sample"
QUESTIONS = (
    "What caused the Port Hallow ferry disaster?",
    "Which British prime minister will Biden meet at the White House?",
    "What is the capital of Australia?",
)
TOPIC = "Iran missiles for Russia"
STYLE = """
body { margin: 0; font: 16px/1.375 "gg sans", "Noto Sans", "Helvetica Neue", Helvetica, Arial, sans-serif; }
.dark { background: #313338; color: #dbdee1; --card: #2b2d31; --head: #f2f3f5; --link: #00a8fc; --dim: #949ba4; }
.light { background: #ffffff; color: #313338; --card: #f2f3f5; --head: #060607; --link: #0068e0; --dim: #5c5e66; }
main { max-width: 620px; padding: 16px; }
.message { display: grid; grid-template-columns: 40px 1fr; column-gap: 16px; margin-bottom: 24px; }
.face { width: 40px; height: 40px; border-radius: 50%; background: #3b6ea5; color: #fff; text-align: center; line-height: 40px; font-weight: 700; }
.name { color: var(--head); font-weight: 600; }
.tag { background: #5865f2; color: #fff; border-radius: 3px; font-size: 10px; padding: 1px 4px; margin-left: 4px; vertical-align: 2px; }
.asked { color: var(--dim); font-size: 14px; }
.embed { background: var(--card); border-left: 4px solid; border-radius: 4px; padding: 8px 16px 16px 12px; margin-top: 4px; font-size: 14px; line-height: 1.3; }
.embed > * { margin-top: 8px; }
.title { color: var(--head); font-weight: 600; font-size: 16px; }
.field b.head { color: var(--head); display: block; margin-bottom: 2px; }
.embed img { width: 520px; max-width: 100%; border-radius: 4px; }
.footer { font-size: 12px; color: var(--dim); }
p { margin: 0 0 4px; } ul { margin: 2px 0; padding-left: 20px; } a { color: var(--link); text-decoration: none; }
"""


def cards(folder: Path) -> Iterator[tuple[str, Card]]:
    """Each command with the card that the bot answers it with; the timeline last."""
    with Corpus.open(CorpusSettings(directory=folder)) as corpus:
        for _ in ingest([str(SAMPLE)], corpus):
            pass
        answerer = build_answerer(corpus, RetrievalSettings())
        for question in QUESTIONS:
            yield f"/ask {question}", answer_card(answerer.answer(question))
        timeline = build_chronicler(corpus).timeline(TOPIC, limit=MOST_ENTRIES)
        yield f"/timeline {TOPIC}", with_chart(timeline_card(timeline), timeline)


def page(shown: list[tuple[str, Card]], theme: str) -> str:
    """A page with one message for each card."""
    body = "".join(_message(command, card) for command, card in shown)
    head = f'<meta charset="utf-8"><title>Byline in Discord</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body class="{theme}"><main>{body}</main></body></html>\n'


def _message(command: str, card: Card) -> str:
    embed: dict[str, Any] = card.to_dict()
    fields = "".join(
        f'<div class="field"><b class="head">{escape(field["name"])}</b>{_marked(field["value"])}</div>'
        for field in embed.get("fields", ())
    )
    title = f'<div class="title">{_inline(embed["title"])}</div>' if embed.get("title") else ""
    footer = f'<div class="footer">{escape(embed["footer"]["text"])}</div>' if embed.get("footer") else ""
    return (
        '<div class="message"><div class="face">B</div><div>'
        '<span class="name">Byline</span><span class="tag">APP</span>'
        f'<div class="asked">someone used {escape(command)}</div>'
        f'<div class="embed" style="border-color:#{embed["color"]:06x}">{title}'
        f"<div>{_marked(embed['description'])}</div>{fields}{_image(card)}{footer}</div></div></div>"
    )


def _image(card: Card) -> str:
    if card.picture is None:
        return ""
    data = base64.b64encode(card.picture.data).decode()
    return f'<img alt="{escape(card.picture.description)}" src="data:image/png;base64,{data}">'


def _marked(text: str) -> str:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).render(text)


def _inline(text: str) -> str:
    return MarkdownIt("commonmark", {"html": False}).renderInline(text)


def picture(html: Path, png: Path, size: tuple[int, int]) -> bool:
    """Draw a page in headless Chromium; False where none is installed."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        return False
    with tempfile.TemporaryDirectory() as profile:
        quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
        quiet += ["--disable-background-networking", "--disable-component-update", "--hide-scrollbars"]
        drawn = [f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}", f"--screenshot={png}"]
        subprocess.run(
            [chromium, *quiet, *drawn, "--force-device-scale-factor=1.5", html.as_uri()],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return True


def main() -> None:
    """Draw every question in both themes, and the timeline's chart by itself."""
    with tempfile.TemporaryDirectory() as folder:
        shown = list(cards(Path(folder)))
        if picture_of := shown[-1][1].picture:
            (HERE / picture_of.name).write_bytes(picture_of.data)
        for theme in ("light", "dark"):
            html = Path(folder) / f"{theme}.html"
            html.write_text(page(shown[:-1], theme))
            if not picture(html, HERE / f"answer-{theme}.png", (660, 1340)):
                print("No Chromium here: only the page was written.")
    (HERE / "index.html").write_text(page(shown, "light"))


if __name__ == "__main__":
    main()
