"""Nothing is said by a colour, a picture or an emoji alone; what is read out comes in a sensible order."""

from __future__ import annotations

import re

import pytest

from bot.card import Card
from bot.checkcards import VERDICTS
from bot.listing import OUTCOMES
from corpus import Outcome
from retrieval import ClaimVerdict
from tests.fakediscord import FakeDiscord
from tests.fakediscord.accessible import unspoken
from tests.fakediscord.record import Recorded, Upload

HURT = "How many passengers were hurt when the ferry Aurora ran aground?"


def request(body: object, **files: Upload) -> Recorded:
    named = {f"files[{number}]": file for number, file in enumerate(files.values())}
    return Recorded("POST", "/channels/1/messages", {}, {}, 0.0, body=body, files=named)


def button(**fields: object) -> dict[str, object]:
    return {"components": [{"type": 1, "components": [{"type": 2, "custom_id": "x", **fields}]}]}


class TestTheLook:
    """Every request of every test of the bot is looked at; this shows that the look finds something."""

    @pytest.mark.parametrize("label", [None, "", "👍", "1/3", "→"])
    def test_a_button_without_a_word_is_found(self, label: str | None) -> None:
        assert unspoken(request(button(label=label, emoji={"name": "👍"})))
        assert unspoken(request({"type": 7, "data": button(label=label)}))

    def test_a_button_with_a_word_is_well(self) -> None:
        assert unspoken(request(button(label="Helpful", emoji={"name": "👍"}))) == []

    @pytest.mark.parametrize("description", [None, "", "  "])
    def test_a_picture_without_a_description_is_found(self, description: str | None) -> None:
        body = {"attachments": [{"id": 0, "filename": "a.png", "description": description}]}
        assert unspoken(request(body, a=Upload("a.png", b""))) == ["a.png is a picture without a description"]

    def test_a_picture_with_one_and_a_file_of_text_are_well(self) -> None:
        body = {"attachments": [{"id": 0, "description": "5 reports"}, {"id": 1}]}
        assert unspoken(request(body, a=Upload("a.png", b""), b=Upload("report.txt", b""))) == []


@pytest.mark.usefixtures("bot")
async def test_an_answer_is_read_out_as_question_answer_sources_and_what_can_be_done(
    fakediscord: FakeDiscord,
) -> None:
    message = await (await fakediscord.slash("ask", {"question": HURT})).final()
    (embed,) = message["embeds"]
    assert embed["title"] == HURT
    assert embed["description"].startswith("**Twelve** passengers")
    assert [field["name"] for field in embed["fields"]][-1].startswith("Sources")
    assert embed["footer"]["text"].startswith("Newest source")
    labels = [one["label"] for row in message["components"] for one in row["components"]]
    assert labels[0] == "Passages", "what proves the answer comes first"


@pytest.mark.usefixtures("bot")
async def test_a_refusal_says_so_in_its_first_words_and_not_by_its_colour(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash("ask", {"question": "What is the capital of Australia?"})
    (embed,) = (await asked.final())["embeds"]
    assert "do not hold an answer" in embed["description"].splitlines()[0]


def test_every_outcome_and_every_verdict_is_a_word_of_its_own() -> None:
    for words in (OUTCOMES, VERDICTS):
        assert all(re.match(r"[A-Z][a-z]+", word) for word in words.values())
        assert len(set(words.values())) == len(words)
    assert set(OUTCOMES) == set(Outcome)
    assert set(VERDICTS) == set(ClaimVerdict)


def test_a_card_is_whole_without_its_colour() -> None:
    card = Card("text", "title")
    assert {key for key in card.to_dict() if key != "color"} == {"type", "description", "title"}
