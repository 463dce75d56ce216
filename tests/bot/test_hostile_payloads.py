"""Payloads as nobody's client sends them: the bot refuses or ignores each, and answers the next question."""

from __future__ import annotations

import json
import random

import pytest

from bot import BylineBot
from corpus import Corpus
from tests.fakediscord import FakeDiscord, Json

HURT = "How many passengers were hurt when the ferry Aurora ran aground?"
COMPONENT, MODAL = 3, 5
IDS = (
    "byline:",
    "byline:remove:",
    "byline:remove:../../etc/passwd",
    "byline:remove:'; DROP TABLE articles; --",
    "byline:remove:" + "a" * 64,
    "byline:list:9999999:-:-:",
    "byline:list:1:99999999999999999999:-99999999999999999999:x",
    "byline:list:1::::::" + "\u202e" * 20,
    "byline:log:9999999:-:-:-",
    "byline:log:1:::no-such-action",
    "byline:feedback:9999999",
    "byline:stop:999999999999999",
    "byline:unfollow:" + "f" * 64,
    "byline:answer:passages:" + "0" * 16,
    "byline:answer:zzzzzzzzzzzz:0",
    "byline:passage:n:9999:" + "0" * 16,
    "byline:passage:p:0:nothing",
    "\x00",
    "{}",
    "x" * 100,
)
WORDS = (
    *("", "\x00", "😀" * 200, "@everyone", "' OR 1=1 --", '"' * 500),
    *("NEAR(", "* *", "\u202e", "﷽" * 300),
)


@pytest.mark.parametrize("kind", [COMPONENT, MODAL])
async def test_ids_of_buttons_and_forms_that_nobody_made_do_nothing(
    fakediscord: FakeDiscord, bot: BylineBot, corpus: Corpus, kind: int, caplog: pytest.LogCaptureFixture
) -> None:
    admin = fakediscord.admin()
    asked = await fakediscord.slash("sources")
    message = await asked.final()
    for custom_id in IDS:
        data: Json = {"custom_id": custom_id, "component_type": 2, "id": 1}
        fields: Json = {"data": data, "message": message}
        if kind == MODAL:
            fields = {"data": {"custom_id": custom_id, "components": []}}
        channel = fakediscord.channel_of(message)
        await fakediscord._interact(kind, admin, channel, fields)
    await fakediscord.settle()
    (embed,) = (await (await fakediscord.slash("ask", {"question": HURT})).final())["embeds"]
    assert "passengers were hurt" in embed["description"]
    assert corpus.library.coverage().articles == 3
    assert "Traceback" not in caplog.text


async def test_any_words_may_be_asked(fakediscord: FakeDiscord, bot: BylineBot) -> None:
    for words in WORDS:
        asked = await fakediscord.slash("ask", {"question": f"ferry {words}"})
        (embed,) = (await asked.final())["embeds"]
        assert embed["description"]


def mutated(payload: Json, chance: random.Random) -> str:
    """The payload with one of its values gone, of another kind, or hostile."""
    places: list[tuple[Json, str]] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                places.append((value, name))
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(payload)
    holder, name = chance.choice(places)
    kinds = (None, 0, -1, 2**70, "", "x", [], {}, [[]], True, "9" * 400)
    if chance.random() < 0.2:
        del holder[name]
    else:
        holder[name] = chance.choice(kinds)
    return json.dumps({"op": 0, "t": "INTERACTION_CREATE", "s": 50, "d": payload})


@pytest.mark.parametrize("seed", range(3))
async def test_an_interaction_that_is_mutated_at_random_ends_nothing(
    fakediscord: FakeDiscord, bot: BylineBot, seed: int
) -> None:
    chance = random.Random(seed)
    asked = await fakediscord.slash("ask", {"question": HURT})
    await asked.final()
    registered = next(one for one in fakediscord.world.commands[None] if one["name"] == "ask")
    for _ in range(8):
        data = {
            "id": registered["id"],
            "name": "ask",
            "type": 1,
            "options": [{"name": "question", "type": 3, "value": HURT}],
        }
        payload = json.loads(json.dumps(fakediscord._envelope(asked) | {"data": data}))
        await fakediscord.gateway.send_raw(mutated(payload, chance))
    (embed,) = (await (await fakediscord.slash("ask", {"question": HURT})).final())["embeds"]
    assert "passengers were hurt" in embed["description"]
