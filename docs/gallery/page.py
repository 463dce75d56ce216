"""A message as Discord shows it, near enough to judge by: text, embed, chart, buttons, light and dark.  [pure]"""

from __future__ import annotations

import base64
import re
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from docs.gallery.scenes import Scene

EPHEMERAL = 64
STYLE = """
body { margin: 0; font: 16px/1.375 "gg sans", "Noto Sans", "Helvetica Neue", Helvetica, Arial, sans-serif; background: var(--page); color: var(--text); }
.dark { --page: #313338; --text: #dbdee1; --card: #2b2d31; --head: #f2f3f5; --link: #00a8fc; --dim: #a5acb5; --button: #4e5058; --label: #ffffff; --whisper: #383a45; }
.light { --page: #ffffff; --text: #313338; --card: #f2f3f5; --head: #060607; --link: #0062d1; --dim: #5c5e66; --button: #e3e5e8; --label: #2e3035; --whisper: #eef0fd; }
main { padding: 16px; box-sizing: border-box; }
.message { display: grid; grid-template-columns: 40px minmax(0, 1fr); column-gap: 16px; padding: 8px; border-radius: 4px; }
.whisper { background: var(--whisper); }
.face { width: 40px; height: 40px; border-radius: 50%; background: #3b6ea5; color: #fff; text-align: center; line-height: 40px; font-weight: 700; }
.name { color: var(--head); font-weight: 600; }
.tag { background: #5865f2; color: #fff; border-radius: 3px; font-size: 10px; padding: 1px 4px; margin-left: 4px; vertical-align: 2px; }
.asked, .alone { color: var(--dim); font-size: 14px; overflow-wrap: anywhere; }
.embed { background: var(--card); border-left: 4px solid; border-radius: 4px; padding: 8px 16px 16px 12px; margin-top: 4px; font-size: 14px; line-height: 1.3; max-width: 516px; box-sizing: border-box; overflow-wrap: anywhere; }
.embed > * { margin-top: 8px; }
.title { color: var(--head); font-weight: 600; font-size: 16px; }
.field b.head { color: var(--head); display: block; margin-bottom: 2px; }
.embed img { width: 100%; border-radius: 4px; display: block; }
.footer { font-size: 12px; color: var(--dim); }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.button { background: var(--button); color: var(--label); border-radius: 8px; padding: 6px 12px; font-size: 14px; font-weight: 500; }
.off { opacity: .5; }
p { margin: 0 0 4px; } ul { margin: 2px 0; padding-left: 20px; } a { color: var(--link); text-decoration: none; }
blockquote { margin: 4px 0; padding-left: 12px; border-left: 4px solid var(--dim); }
"""
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True})
_SMALL = re.compile(r"^-# (.*)$", re.MULTILINE)


def page(shown: list[Scene], theme: str, width: int) -> str:
    """A page with one message after the other, as wide as a phone or a desk has it."""
    body = "".join(f"<h2 hidden>{escape(scene.name)}</h2>{message(scene)}" for scene in shown)
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Byline in Discord</title><style>{STYLE}</style>"
    )
    return (
        f'<!doctype html><html lang="en"><head>{head}</head><body class="{theme}">'
        f'<main style="max-width:{width}px">{body}</main></body></html>\n'
    )


def message(scene: Scene) -> str:
    """One message with all that is in it, in the order in which a screen reader reads it."""
    sent = scene.message
    alone = bool(sent["flags"] & EPHEMERAL)
    return (
        f'<article class="message{" whisper" if alone else ""}"><div class="face" aria-hidden="true">B</div><div>'
        '<span class="name">Byline</span><span class="tag">APP</span>'
        f'<div class="asked">after {escape(scene.said)}</div>'
        f"{_marked(sent['content']) if sent['content'] else ''}"
        f"{''.join(_embed(one, scene) for one in sent['embeds'])}"
        f"{''.join(_row(row) for row in sent['components'])}"
        f"{'<div class=alone>Only you can see this</div>' if alone else ''}</div></article>"
    )


def _embed(embed: dict[str, Any], scene: Scene) -> str:
    fields = "".join(
        f'<div class="field"><b class="head">{_inline(field["name"])}</b>{_marked(field["value"])}</div>'
        for field in embed.get("fields") or ()
    )
    title = f'<div class="title">{_inline(embed["title"])}</div>' if embed.get("title") else ""
    footer = f'<div class="footer">{escape(embed["footer"]["text"])}</div>' if embed.get("footer") else ""
    return (
        f'<div class="embed" style="border-color:#{embed.get("color") or 0:06x}">{title}'
        f"<div>{_marked(embed.get('description') or '')}</div>{fields}{_image(embed, scene)}{footer}</div>"
    )


def _image(embed: dict[str, Any], scene: Scene) -> str:
    if not embed.get("image"):
        return ""
    name = embed["image"]["url"].rsplit("/", 1)[-1]
    data = base64.b64encode(scene.files[name]).decode()
    return f'<img alt="{escape(scene.alt[name])}" src="data:image/png;base64,{data}">'


def _row(row: dict[str, Any]) -> str:
    return f'<div class="row">{"".join(_button(button) for button in row["components"])}</div>'


def _button(button: dict[str, Any]) -> str:
    emoji = (button.get("emoji") or {}).get("name") or ""
    leads = " ↗" if button.get("url") else ""
    off = " off" if button.get("disabled") else ""
    return f'<span class="button{off}">{escape(" ".join([emoji, button.get("label") or ""]).strip())}{leads}</span>'


def _marked(text: str) -> str:
    return _MARKDOWN.render(_SMALL.sub(r"\1", text))


def _inline(text: str) -> str:
    return _MARKDOWN.renderInline(text)
