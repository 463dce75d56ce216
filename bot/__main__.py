"""`byline-bot`: the composition root. Reads the settings, opens the corpus, runs the bot, closes it all."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

import aiohttp
import discord
from dotenv import find_dotenv, load_dotenv

from bot.arenas import bound_arenas
from bot.check import application_of, exit_code, findings, invite_link
from bot.claim import claimed
from bot.client import BylineBot, command_names
from bot.desk import Desk
from bot.errors import BotError
from bot.log import configure, secrets_in
from bot.settings import BotSettings, LogSettings, metrics_address
from bot.shards import make_bot, recommended
from bot.survey import survey
from bot.watch.ask import is_ready
from bot.watch.endpoint import served
from bot.watch.systemd import told
from corpus import Corpus, CorpusError, CorpusSettings, FeedWorld, SettingsError
from retrieval import RetrievalError, RetrievalSettings, build_answerer

log = logging.getLogger(__name__)

COMMANDS_FILE = "discord-commands"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code.

    0 after a clean stop, 1 after a failure told in one line, 3 where the check finds something to do.
    """
    options = _parser().parse_args(arguments)
    load_dotenv(find_dotenv(usecwd=True))
    environment = dict(os.environ)
    if options.corpus:
        environment["CORPUS_DIR"] = options.corpus
    try:
        written = LogSettings.from_environment(environment)
    except CorpusError as error:
        sys.stderr.write(f"byline-bot: {last_words(error)}\n")
        return 1
    handler = configure(secrets_in(environment), written, debug=options.debug)
    try:
        if options.check:
            return asyncio.run(check(BotSettings.from_environment(environment)))
        if options.health:
            return health(environment)
        bound_arenas()
        asyncio.run(run(environment))
    except KeyboardInterrupt:
        return 0
    except Exception as error:
        log.debug("The bot ends here.", exc_info=error)
        sys.stderr.write(f"byline-bot: {last_words(error)}\n")
        return 1
    finally:
        logging.getLogger().removeHandler(handler)
    return 0


async def check(settings: BotSettings) -> int:
    """Say whether the bot is set up, and the link that invites it, even where Discord is not reached."""
    link = f"\nInvite the bot: {invite_link(application_of(settings))}\n"
    try:
        found = findings(await survey(settings), settings, command_names())
    except discord.LoginFailure:
        raise  # the link of a token that is void would lead nowhere
    except Exception:
        sys.stdout.write(link.lstrip())
        raise
    sys.stdout.write("\n".join(map(str, found)) + "\n" + link)
    return exit_code(found)


def health(environment: Mapping[str, str]) -> int:
    """Say whether the bot that runs here is ready. Raises `SettingsError` where it serves nothing."""
    address = metrics_address(environment)
    if address is None:
        raise SettingsError("DISCORD_METRICS_ADDRESS", "is not set; the bot serves its health there.")
    ready, words = is_ready(address)
    sys.stdout.write(words + "\n")
    return 0 if ready else 1


async def run(environment: Mapping[str, str]) -> None:
    """Run the bot until it is told to stop by SIGINT or SIGTERM, then close the index and the library."""
    settings = BotSettings.from_environment(environment)
    corpus_settings = CorpusSettings.from_environment(environment)
    retrieval_settings = RetrievalSettings.from_environment(environment)
    with Corpus.open(corpus_settings) as corpus:
        if not corpus.library.articles(limit=1):
            log.info("There are no articles in %s yet: /corpus add brings some.", corpus_settings.directory)
        answerer = build_answerer(corpus, retrieval_settings)
        desk = Desk(corpus, answerer, world=FeedWorld.of(corpus_settings))
        try:
            settings = replace(settings, shards=settings.shards or await recommended(settings.token))
            bot = make_bot(desk, settings, corpus_settings.directory / COMMANDS_FILE)
            ours = claimed(corpus.library, settings, bot.close)
            async with served(bot, corpus, settings.metrics), ours, told(environment):
                await serve(bot, settings.token)
        finally:
            await asyncio.to_thread(desk.close)


async def serve(bot: BylineBot, token: str) -> None:
    """Run a bot until it ends by itself or a signal ends it. Raises what ended it."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with bot:
        running = asyncio.create_task(bot.start(token), name="bot")
        stopping = asyncio.create_task(stop.wait(), name="stop")
        warming = asyncio.create_task(_warm_up(bot), name="warm-up")
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            log.info("Stopping.")
            running.cancel()
        for task in (stopping, warming):
            task.cancel()
        ended = await asyncio.gather(running, stopping, warming, return_exceptions=True)
    if isinstance(ended[0], Exception):
        raise ended[0]


async def _warm_up(bot: BylineBot) -> None:
    try:
        await bot.desk.warm_up()
    except Exception:
        log.warning("The embedding model could not be loaded in advance.", exc_info=True)


def last_words(error: Exception) -> str:
    """Why the program ends, in one line that says what to do."""
    if isinstance(error, discord.LoginFailure) or getattr(error, "code", None) == 4004:
        return (
            "Discord refuses the token in DISCORD_TOKEN. Make a new one (developer portal, Bot, Reset Token)"
            " and write it into .env."
        )
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return (
            "Discord does not show this bot every message. Switch on Message Content Intent (developer"
            " portal, Bot), or take DISCORD_MESSAGE_CONTENT out of .env."
        )
    if isinstance(error, CorpusError | RetrievalError | BotError):
        return _one_line(str(error))
    if isinstance(error, discord.HTTPException | discord.ConnectionClosed | discord.GatewayNotFound):
        return _one_line(f"Discord refuses: {error}")
    if isinstance(error, aiohttp.ClientError | OSError | TimeoutError):
        return _one_line(f"Discord cannot be reached: {error}. Check the network and start again.")
    return _one_line(f"{type(error).__name__}: {error} (run with --debug for the details)")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="byline-bot",
        description="Answers questions in Discord from your own news sources, and proves every sentence.",
        epilog="DISCORD_TOKEN is read from the environment or .env; docs/discord.md says how to get one.",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="ask Discord whether all is set up, show the invite link, and end (3: something is to do)",
    )
    parser.add_argument(
        "--health",
        action="store_true",
        help="ask the bot that runs here whether it is ready, and end (1: it is not); for a monitor",
    )
    parser.add_argument("--corpus", metavar="DIR", help="the corpus's folder, in place of CORPUS_DIR")
    parser.add_argument("--debug", action="store_true", help="log every step, and show tracebacks")
    return parser


if __name__ == "__main__":
    sys.exit(main())
