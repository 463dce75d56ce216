from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.log import HIDDEN, Careful, configure, secrets_in
from bot.request import begin_event, current, end_event, request
from bot.settings import LogSettings
from bot.work import Pool
from corpus import SettingsError

TOKEN = "MTIz.abc.SeCrEt"
LINES = LogSettings()


@pytest.fixture
def quiet_root() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


def logged(
    debug: bool,
    name: str,
    message: str,
    *args: object,
    error: Exception | None = None,
    settings: LogSettings = LINES,
) -> str:
    stream = io.StringIO()
    configure([TOKEN], settings, debug=debug, stream=stream)
    logging.getLogger(name).error(message, *args, exc_info=error)
    return stream.getvalue()


@pytest.mark.usefixtures("quiet_root")
@pytest.mark.parametrize("json", [False, True])
@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    "message",
    [
        f"signing in with {TOKEN}",
        "PATCH https://discord.com/api/v10/webhooks/123/SeCrEt/messages/@original has returned 200",
        "POST https://discord.com/api/v10/interactions/123/SeCrEt/callback",
        "WebSocket Event: {'t': 'INTERACTION_CREATE', 'd': {'token': 'SeCrEt', 'id': '1'}}",
        "{'Authorization': 'Bot SeCrEt'}",
        "postgresql://byline:SeCrEt@db.example/byline is away",
    ],
)
def test_no_token_is_ever_in_the_log(debug: bool, json: bool, message: str) -> None:
    try:
        raise ValueError(message)
    except ValueError as error:
        line = logged(debug, "discord.http", "%s", message, error=error, settings=LogSettings(json))
    assert "SeCrEt" not in line
    assert HIDDEN in line


@pytest.mark.usefixtures("quiet_root")
def test_the_library_s_tracebacks_are_one_line_unless_debugging() -> None:
    try:
        raise OSError("no route")
    except OSError as error:
        short = logged(False, "discord.client", "Attempting a reconnect", error=error)
        full = logged(True, "discord.client", "Attempting a reconnect", error=error)
    assert "Traceback" not in short
    assert "OSError: no route" in short
    assert "Traceback" in full


@pytest.mark.usefixtures("quiet_root")
def test_our_own_errors_have_their_traceback() -> None:
    try:
        raise KeyError("surprise")
    except KeyError as error:
        line = logged(False, "bot.errors", "Error 123abc", error=error)
    assert "Traceback" in line


@pytest.mark.usefixtures("quiet_root")
def test_as_json_each_line_is_one_object_whatever_is_in_it() -> None:
    stream = io.StringIO()
    configure([TOKEN], LogSettings(json=True), debug=False, stream=stream)
    log = logging.getLogger("bot.test")
    with request() as one:
        log.info('a "quoted"\nline with /webhooks/1/SeCrEt" %s', "é", extra={"seconds": 0.5, "of": TOKEN})
        try:
            raise KeyError("surprise")
        except KeyError:
            log.exception("failed")
    log.info("nobody's")
    first, second, third = map(json.loads, stream.getvalue().splitlines())
    assert first["message"] == 'a "quoted"\nline with /webhooks/[hidden]" é'
    assert (first["level"], first["logger"], first["reference"]) == ("INFO", "bot.test", one.reference)
    assert (first["seconds"], first["of"]) == (0.5, HIDDEN)
    assert first["time"].endswith("+00:00")
    assert "Traceback" in second["error"]
    assert "reference" not in third


@pytest.mark.usefixtures("quiet_root")
def test_a_request_is_named_in_each_line_that_it_causes_on_any_thread() -> None:
    stream = io.StringIO()
    configure([], LogSettings(), debug=False, stream=stream)
    log, references = logging.getLogger("bot.test"), []

    async def ask(pool: Pool, number: int) -> None:
        with request() as one:
            references.append(one.reference)
            await pool.run(lambda: log.info("%d in the pool", number))
            await asyncio.to_thread(log.info, "%d on a thread", number)

    async def everybody() -> None:
        pool = Pool("test", threads=2, waiting=10)
        await asyncio.gather(*(ask(pool, number) for number in range(6)))
        pool.close()

    asyncio.run(everybody())
    log.info("after it")
    lines = stream.getvalue().splitlines()
    for number, reference in enumerate(references):
        assert sum(f"[{reference}] bot.test: {number} " in line for line in lines) == 2
    assert lines[-1].endswith("INFO bot.test: after it")
    assert len(set(references)) == 6


def test_the_request_of_an_event_ends_when_its_handlers_have_it() -> None:
    def gateway() -> None:
        begin_event("socket_event_type", "INTERACTION_CREATE")
        assert current() is not None
        end_event("interaction")
        assert current() is None
        begin_event("socket_event_type", "MESSAGE_CREATE")
        begin_event("socket_event_type", "GUILD_CREATE")
        assert current() is None

    with ThreadPoolExecutor(1) as pool:
        pool.submit(gateway).result()


def test_secrets_are_known_by_their_names_and_in_addresses() -> None:
    environment = {
        "DISCORD_TOKEN": TOKEN,
        "OPENAI_API_KEY": "none",
        "ANTHROPIC_API_KEY": "sk-1234567890",
        "CORPUS_SOME_URL": "postgresql://byline:p%40ssword@db/byline",
        "CORPUS_DIR": "/data",
        "MONKEY": "what is no secret",
        "RETRIEVAL_ANSWER_BASE_URL": "http://[broken",
    }
    assert set(secrets_in(environment)) == {TOKEN, "sk-1234567890", "p%40ssword", "p@ssword"}
    assert secrets_in({}) == []


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ada:hush#hush@db/news",
        "postgresql://ada:hush?hush@db/news",
        "postgresql:///news?sslmode=require&password=hush%23hush&host=db",
    ],
)
def test_a_password_is_known_that_other_programs_read_otherwise(address: str) -> None:
    careful = Careful(secrets_in({"CORPUS_LIBRARY_URL": address}), debug=False)
    assert "hush" not in careful.without_secrets(f"{address} cannot be reached")
    assert careful.without_secrets("FATAL: hush#hush, hush?hush").count(HIDDEN) == 1


def test_how_the_log_is_written_is_a_setting() -> None:
    assert LogSettings.from_environment({}) == LogSettings(json=False, level=logging.INFO)
    chosen = {"DISCORD_LOG_FORMAT": "JSON", "DISCORD_LOG_LEVEL": "warning"}
    assert LogSettings.from_environment(chosen) == LogSettings(json=True, level=logging.WARNING)
    for name in chosen:
        with pytest.raises(SettingsError, match=f"{name}: must be one of"):
            LogSettings.from_environment({name: "loud"})
