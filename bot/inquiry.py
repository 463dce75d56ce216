"""A question's way through the bot: watched while it is answered, shown with its buttons, kept for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.asked import Asked, whose_turn
from bot.buttons import answer_buttons
from bot.progress import Progress
from bot.render import answer_card
from bot.spots import Spot
from bot.watch import counting
from corpus import KeptThread, KeptTurn
from retrieval import Answer, Turn

if TYPE_CHECKING:
    from bot.client import BylineBot

# So many questions of a thread are kept: what leans on an older one is rare, and guessed wrong more often.
TURNS = 6


async def answer_at(bot: BylineBot, spot: Spot, asked: Asked) -> Answer:
    """Answer where the asker waits for it. Raises what `ServerDesk.answer` raises; nothing is shown then."""

    desk = bot.desk.at(spot.place.server)

    async def count() -> int:
        return (await desk.coverage(asked.filters)).articles

    with counting.question():
        async with Progress(spot.note, count, bot.tempo) as progress:
            answer = await desk.answer(asked, progress)
    archive = bot.desk.archive
    # Who may press is who is in the channel: where Discord does not say which it is, there are no buttons.
    key = await archive.keep(answer, asked.filters, spot.place) if spot.place.channel else None
    message = await spot.put(answer_card(answer), answer_buttons(answer, key) if key else None)
    counting.shown(answer)
    if key and message:
        await archive.place(key, message.id, spot.place.channel)
    if asked.user is not None and bot.desk.rules.keeps_questions(spot.place.server):
        await archive.keep_question(answer, spot.place, asked.user)
    return answer


async def answer_in_thread(
    bot: BylineBot, spot: Spot, question: str, thread: KeptThread, user: int, after: Turn | None = None
) -> None:
    """Answer what somebody asks in a thread of ours, which remembers it across restarts.

    `after` is what it follows, where that is not what was asked there last. Raises as `answer_at`.
    """
    history = tuple(Turn(turn.question, turn.answer) for turn in thread.turns)
    if after is not None and after.question and after not in history[-1:]:
        history = (*history, after)
    place = whose_turn(int(thread.server or 0), 0)
    asked = Asked(question, thread.filters, follows=True, history=history, user=user, server=place)
    turn = Turn.of(await answer_at(bot, spot, asked))
    kept = KeptTurn(turn.question, turn.answer, str(user))
    await bot.desk.archive.add_turn(thread.thread, kept, TURNS)
