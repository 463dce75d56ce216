"""The fake Discord, tried with a stock discord.py client over real sockets."""

from __future__ import annotations

import io
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
import pytest_asyncio
from discord import app_commands
from discord.http import Route

from tests.fakediscord import FakeDiscord, Json
from tests.fakediscord.compression import compressor_for
from tests.fakediscord.fixtures import point_at, refuse_violations, run_client

Interaction = discord.Interaction[discord.Client]


class Form(discord.ui.Modal, title="What was wrong?"):
    reason: discord.ui.TextInput[Form] = discord.ui.TextInput(label="Reason", custom_id="reason")

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(f"Thanks: {self.reason.value}", ephemeral=True)


class Buttons(discord.ui.View):
    @discord.ui.button(label="More", custom_id="more")
    async def more(self, interaction: Interaction, button: discord.ui.Button[Buttons]) -> None:
        await interaction.response.edit_message(content="More of it", view=None)

    @discord.ui.button(label="Report", custom_id="report")
    async def report(self, interaction: Interaction, button: discord.ui.Button[Buttons]) -> None:
        await interaction.response.send_modal(Form())


class Stock(discord.Client):
    """A client as in discord.py's own examples, with one command of each kind."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.default(), allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(self)
        self.events: list[str] = []
        commands: tuple[Any, ...] = (ask, admin, read)
        for command in commands:
            self.tree.add_command(command)
        self.tree.add_command(app_commands.ContextMenu(name="Check", callback=check))

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        assert self.user is not None
        if message.author == self.user or not isinstance(message.channel, discord.abc.Messageable):
            return
        self.events.append(message.content)
        if self.user.mentioned_in(message):
            await message.reply("Here is a thread")
            if isinstance(message.channel, discord.TextChannel):
                thread = await message.create_thread(name="Who won?")
                await thread.send("In the thread")

    async def on_resumed(self) -> None:
        self.events.append("resumed")


@app_commands.command(description="Ask a question")
async def ask(interaction: Interaction, question: str) -> None:
    await interaction.response.defer(thinking=True)
    embed = discord.Embed(title="Answer", description=question)
    await interaction.edit_original_response(embed=embed, view=Buttons())


@app_commands.command(description="For admins")
async def admin(interaction: Interaction) -> None:
    if interaction.permissions.manage_guild:
        await interaction.response.send_message("Done.", file=discord.File(io.BytesIO(b"log"), "log.txt"))
    else:
        await interaction.response.send_message("You may not.", ephemeral=True)


read = app_commands.Group(name="read", description="Read things")
deep = app_commands.Group(name="deep", description="Deeper", parent=read)


@read.command(name="file", description="Read a file")
async def read_file(interaction: Interaction, file: discord.Attachment, publisher: str = "any") -> None:
    await interaction.response.send_message((await file.read()).decode())


@read_file.autocomplete("publisher")
async def publishers(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"{current} Daily", value="daily")]


@deep.command(name="number", description="Read a number")
async def deep_number(interaction: Interaction, number: app_commands.Range[int, 1, 9]) -> None:
    await interaction.response.send_message(str(number))


async def check(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"Checked {message.content!r}", ephemeral=True)


@pytest_asyncio.fixture
async def fake(fakediscord: FakeDiscord) -> AsyncIterator[FakeDiscord]:
    """The fake, whose own answers have to be what Discord's description says, too."""
    yield fakediscord
    assert fakediscord.own_violations == []


@pytest_asyncio.fixture
async def client(fake: FakeDiscord) -> AsyncIterator[Stock]:
    stock = Stock()
    async with run_client(stock, fake):
        yield stock


async def test_commands_are_synced_and_keep_their_ids(fake: FakeDiscord, client: Stock) -> None:
    assert [command["name"] for command in fake.world.commands[None]] == ["ask", "admin", "read", "Check"]
    before = [command["id"] for command in fake.world.commands[None]]
    again = await client.tree.sync()
    assert [str(command.id) for command in again] == before
    assert fake.gateway.identifies[0]["intents"] == discord.Intents.default().value


async def test_a_slash_command_is_deferred_and_edited(fake: FakeDiscord, client: Stock) -> None:
    asked = await fake.slash("/ask", {"question": "Who won?"}, user=fake.user("Ada"))
    assert (await asked.acknowledgement()).type == 5
    answer = await asked.final()
    assert answer["embeds"][0]["description"] == "Who won?"
    assert not asked.ephemeral
    assert asked.acknowledged is not None
    assert asked.acknowledged.after < 3
    assert fake.said() == [answer]


async def test_only_who_may_manage_the_server_is_told_so(fake: FakeDiscord, client: Stock) -> None:
    refused = await fake.slash("admin", user=fake.user("Ada"))
    assert (await refused.response())["content"] == "You may not."
    assert refused.ephemeral
    done = await fake.slash("admin", user=fake.admin())
    assert (await done.response())["attachments"][0]["filename"] == "log.txt"
    assert not done.ephemeral


async def test_an_uploaded_file_is_downloaded_and_sub_commands_are_found(
    fake: FakeDiscord, client: Stock
) -> None:
    read = await fake.slash("read file", {"file": fake.file("story.txt", "Füße".encode())})
    assert (await read.response())["content"] == "Füße"
    number = await fake.slash("read deep number", {"number": 7})
    assert (await number.response())["content"] == "7"


async def test_what_nobody_could_type_is_not_sent(fake: FakeDiscord, client: Stock) -> None:
    for command, options in (
        ("nothing", {}),
        ("ask", {}),
        ("ask", {"question": 3}),
        ("read deep number", {"number": 0}),
    ):
        with pytest.raises(AssertionError):
            await fake.slash(command, options)


async def test_choices_are_offered_while_typing(fake: FakeDiscord, client: Stock) -> None:
    typed = await fake.autocomplete("read file", ("publisher", "Evening"))
    assert await typed.choices() == [{"name": "Evening Daily", "value": "daily"}]


async def test_a_button_changes_its_message(fake: FakeDiscord, client: Stock) -> None:
    asked = await fake.slash("ask", {"question": "Who won?"})
    pressed = await fake.click(await asked.final(), "More")
    changed = await pressed.response()
    assert (changed["id"], changed["content"], changed["components"]) == (asked.original_id, "More of it", [])


async def test_a_form_is_opened_and_sent(fake: FakeDiscord, client: Stock) -> None:
    asked = await fake.slash("ask", {"question": "Who won?"})
    pressed = await fake.click(await asked.final(), "report", user=fake.user("Ada"))
    assert (await pressed.modal())["title"] == "What was wrong?"
    sent = await fake.submit(pressed, {"reason": "It is old"})
    assert (await sent.response())["content"] == "Thanks: It is old"
    assert sent.ephemeral


async def test_a_message_has_a_menu(fake: FakeDiscord, client: Stock) -> None:
    said = await fake.say("They won.")
    checked = await fake.context_menu("Check", said)
    assert (await checked.response())["content"] == "Checked 'They won.'"


async def test_mentions_and_replies_are_read_and_the_rest_is_not(fake: FakeDiscord, client: Stock) -> None:
    await fake.say("not for the bot")
    await fake.mention("who won?")
    first = await fake.message()
    assert first["referenced_message"]["content"].endswith("who won?")
    in_thread = await fake.message(1)
    assert fake.world.channels[in_thread["channel_id"]]["name"] == "Who won?"
    await fake.reply(first, "and who lost?")
    await fake.message(3)
    await fake.say("in private", channel=fake.dm(fake.user("Ada")))
    await fake.until(lambda: len(client.events) == 4, "four messages")
    assert client.events == ["", f"{fake.world.bot.mention} who won?", "and who lost?", "in private"]


@pytest.mark.parametrize("is_global", [False, True])
async def test_a_rate_limit_is_waited_for(fake: FakeDiscord, client: Stock, is_global: bool) -> None:
    fake.fail("POST", "/channels/*/messages", status=429, retry_after=1.5, times=2, is_global=is_global)
    fake.fail("PATCH", "/webhooks/**", status=429, retry_after=2.5)
    await channel_of(client, fake).send("Hello")
    asked = await fake.slash("ask", {"question": "Who won?"})
    await asked.final()
    assert fake.waits == [1.5, 1.5, 2.5]


async def test_a_ban_by_cloudflare_is_not_retried(fake: FakeDiscord, client: Stock) -> None:
    fake.fail("POST", "/channels/*/messages", status=429, cloudflare=True)
    with pytest.raises(discord.HTTPException) as caught:
        await channel_of(client, fake).send("Hello")
    assert (caught.value.status, fake.waits) == (429, [])


async def test_a_broken_server_is_tried_again(fake: FakeDiscord, client: Stock) -> None:
    fake.fail("*", "/channels/*/messages", status=502, times=2)
    await channel_of(client, fake).send("Hello")
    assert fake.waits == [1, 3]
    fake.fail("*", "/channels/*/messages", status=500, times=None)
    with pytest.raises(discord.DiscordServerError):
        await channel_of(client, fake).send("Hello")


async def test_a_cut_connection_reaches_the_client(fake: FakeDiscord, client: Stock) -> None:
    fake.fail("POST", "/channels/*/messages", disconnect=True)
    with pytest.raises(aiohttp.ClientError, match="disconnected"):
        await channel_of(client, fake).send("Hello")


async def test_a_slow_answer_is_held_until_it_is_let_go(fake: FakeDiscord, client: Stock) -> None:
    held = fake.hold("PATCH", "/webhooks/**")
    asked = await fake.slash("ask", {"question": "Who won?"})
    await fake.until(lambda: held.waiting, "the edit")
    assert asked.shown == []
    held.release()
    await asked.final()


@pytest.mark.parametrize("code", [None, 4000, 1001])
async def test_a_dropped_gateway_is_resumed_and_nothing_is_missed(
    fake: FakeDiscord, client: Stock, code: int | None
) -> None:
    fake.gateway.shut()
    await fake.gateway.drop(code)
    await fake.say("while it was away", channel=fake.dm(fake.user("Ada")))
    fake.gateway.refuse()
    fake.gateway.open()
    await fake.until(lambda: client.events == ["while it was away", "resumed"], "the missed message")
    assert (len(fake.gateway.identifies), fake.gateway.resumed) == (1, 1)


async def test_an_invalid_session_identifies_anew(fake: FakeDiscord, client: Stock) -> None:
    fake.gateway.forget_sessions()
    await fake.gateway.ask_to_reconnect()
    await fake.until(lambda: len(fake.gateway.identifies) == 2, "a new identify")
    assert (len(fake.gateway.resumes), fake.gateway.resumed) == (1, 0)
    assert 5.0 in fake.waits
    asked = await fake.slash("ask", {"question": "Who won?"})
    await asked.final()


async def test_a_wrong_token_is_refused_by_both_doors(fake: FakeDiscord) -> None:
    with pytest.raises(discord.LoginFailure):
        async with run_client(Stock(), fake, token="wrong"):
            pass
    fake.gateway.token = "another"
    with pytest.raises(discord.ConnectionClosed) as caught:
        async with run_client(Stock(), fake):
            pass
    assert caught.value.code == 4004


async def test_an_intent_that_was_not_granted_is_refused(fake: FakeDiscord) -> None:
    client = discord.Client(intents=discord.Intents.all())
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with run_client(client, fake):
            pass


async def test_what_ends_a_stock_client_ends_it_here(fake: FakeDiscord) -> None:
    fake.gateway.refuse()
    with pytest.raises(AttributeError):
        async with run_client(Stock(), fake):
            pass
    stock = Stock()
    async with run_client(stock, fake) as running:
        await fake.gateway.send_raw('{"op": 0, "t": "MESSAGE_CREATE", "s": 9, "d": {"id": "1"}}')
        with pytest.raises(KeyError):
            await running


async def test_a_token_that_ran_out_is_refused(fake: FakeDiscord, client: Stock) -> None:
    client.tree.on_error = forget  # type: ignore[method-assign]
    held = fake.hold("PATCH", "/webhooks/**")
    asked = await fake.slash("ask", {"question": "Who won?"})
    await fake.until(lambda: held.waiting, "the edit")
    asked.expire()
    held.release()
    assert (await fake.request("PATCH", "/webhooks/**")).status == 401
    fake.interactions.deadline = 0.0
    late = await fake.slash("ask", {"question": "Who won?"})
    callback = await fake.request("POST", "/interactions/**", 1)
    assert (callback.status, late.acknowledged) == (404, None)


async def forget(interaction: Interaction, error: app_commands.AppCommandError) -> None:
    """An error handler for tests that look at the requests."""


async def test_what_is_gone_or_forbidden_has_discords_codes(fake: FakeDiscord, client: Stock) -> None:
    channel = channel_of(client, fake)
    message = await channel.send("Hello")
    await fake.delete_message(fake.said()[0])
    assert await code_of(message.edit(content="Again")) == (404, 10008)
    fake.fail("POST", "/channels/*/messages", status=403)
    assert await code_of(channel.send("Hello")) == (403, 50013)
    await fake.delete_channel(next(iter(fake.world.guilds.values())).general)
    assert await code_of(channel.send("Hello")) == (404, 10003)


async def test_a_webhook_needs_an_acknowledged_interaction(fake: FakeDiscord, client: Stock) -> None:
    asked = await fake.slash("ask", {"question": "Who won?"})
    await asked.final()
    unknown = Route("POST", "/webhooks/{a}/{b}", a=client.application_id, b="token")
    assert await code_of(anonymous(client, unknown, {"content": "x"})) == (404, 10015)
    path = "/interactions/{a}/{b}/callback"
    twice = Route("POST", path, a=asked.id, b=asked.token)
    assert await code_of(anonymous(client, twice, {"type": 5})) == (400, 40060)


async def test_guilds_come_and_go(fake: FakeDiscord, client: Stock) -> None:
    guild = fake.guild("Second")
    await fake.join(guild)
    asked = await fake.slash("ask", {"question": "Who won?"}, channel=guild.general)
    await asked.final()
    assert client.get_guild(int(guild.id)) is not None
    await fake.leave(guild)


class Everything(discord.ui.LayoutView):
    """One of each component that discord.py can lay out in a message."""

    def __init__(self) -> None:
        super().__init__()
        button: Any = discord.ui.Button(label="Open", url="https://example.org/a#:~:text=b", emoji="📰")
        section: Any = discord.ui.Section("Said.", accessory=button)
        thumbnail: Any = discord.ui.Section(
            "Seen.", accessory=discord.ui.Thumbnail("https://example.org/a.png")
        )
        gallery: Any = discord.ui.MediaGallery(
            discord.MediaGalleryItem("attachment://a.png", description="A chart")
        )
        options = [
            discord.SelectOption(label="One", value="1", default=True),
            discord.SelectOption(label="Two"),
        ]
        select: Any = discord.ui.ActionRow(discord.ui.Select(custom_id="pick", options=options))
        pressed: Any = discord.ui.ActionRow(discord.ui.Button(label="More", custom_id="more"))
        file: Any = discord.ui.File("attachment://b.txt")
        line: Any = discord.ui.Separator(spacing=discord.SeparatorSpacing.large)
        text: Any = discord.ui.TextDisplay("# Title")
        inside = (text, section, line, thumbnail, gallery, file, pressed)
        self.add_item(discord.ui.Container(*inside, accent_colour=0x336699)).add_item(select)


async def test_all_that_discord_py_lays_out_conforms(fake: FakeDiscord, client: Stock) -> None:
    channel = channel_of(client, fake)
    files = [discord.File(io.BytesIO(b"x"), name, description="x") for name in ("a.png", "b.txt")]
    sent = await channel.send(view=Everything(), files=files)
    await sent.edit(view=discord.ui.LayoutView().add_item(discord.ui.TextDisplay[Any]("Less")))
    embed = discord.Embed(title="T", url="https://example.org", colour=5, timestamp=discord.utils.utcnow())
    embed.set_footer(text="F", icon_url="https://example.org/i.png").set_author(name="A").add_field(
        name="N", value="V"
    )
    embed.set_thumbnail(url="attachment://a.png").set_image(url="https://example.org/i.png")
    await channel.send("Hi", embed=embed, reference=sent, suppress_embeds=True, silent=True)
    assert [message.id for message in [m async for m in channel.history(limit=1, after=sent)]] != [sent.id]


BUTTON: Json = {"type": 2, "style": 1, "label": "x", "custom_id": "x"}
ROW: Json = {"type": 1, "components": [BUTTON]}
MESSAGE = ("POST", "/channels/1/messages")
CALLBACK = ("POST", "/interactions/1/token/callback")
COMMANDS = ("PUT", "/applications/1/commands")
BAD_BY_SCHEMA: list[tuple[tuple[str, str], Any, str]] = [
    (MESSAGE, {"embeds": [{"title": "x" * 257}]}, "embeds.0.title is longer than 256 (257)"),
    (MESSAGE, {"embeds": [{"description": 5}]}, "5 is not of type"),
    (MESSAGE, {"embeds": [{"title": "x", "url": "nowhere"}]}, "'nowhere' is not a 'uri'"),
    (MESSAGE, {"embeds": [{"title": "x", "timestamp": "yesterday"}]}, "'yesterday' is not a 'date-time'"),
    (MESSAGE, {"embeds": [{"fields": [{"name": "x", "value": "x"}] * 26}]}, "fields is more than 25 (26)"),
    (MESSAGE, {"content": ["x"]}, "['x'] is not of type"),
    (MESSAGE, {"components": [{"type": 1, "components": [BUTTON] * 6}]}, "components is more than 5 (6)"),
    (
        MESSAGE,
        {"components": [{"type": 1, "components": [BUTTON | {"label": "x" * 81}]}]},
        "longer than 80 (81)",
    ),
    (MESSAGE, {"components": [{"type": 99}]}, "components.0"),
    (CALLBACK, {"data": {"content": "x"}}, "'type' is a required property"),
    (CALLBACK, {"type": 4, "data": {"content": "x" * 2001}}, "data.content is longer than 2000 (2001)"),
    (COMMANDS, [{"name": "ask", "description": "x" * 101}], "0.description is longer than 100 (101)"),
    (MESSAGE, {"content": "x", "contnet": "x"}, "'contnet' was unexpected"),
    (("POST", "/channels/1/nothing"), {}, "Discord has no such route"),
    (("POST", "/channels/1/messages?nonsense=1"), {"content": "x"}, "unknown query parameter 'nonsense'"),
]
BAD_BY_LIMIT: list[tuple[tuple[str, str], Any, str]] = [
    (MESSAGE, {"content": "x" * 2001}, "content is longer than 2000 (2001)"),
    (MESSAGE, {"content": ""}, "a message cannot be empty"),
    (
        MESSAGE,
        {"embeds": [{"description": "x" * 3001}] * 2},
        "all embeds together are longer than 6000 (6002)",
    ),
    (MESSAGE, {"embeds": [{"fields": [{"name": "x", "value": " "}]}]}, "a field needs a name and a value"),
    (MESSAGE, {"components": [ROW] * 6}, "components are more than 5 rows (6)"),
    (MESSAGE, {"components": [ROW, ROW]}, "custom_id 'x' is there twice"),
    (
        MESSAGE,
        {"components": [{"type": 10, "content": "x"}]},
        "layout components need the Components V2 flag",
    ),
    (MESSAGE, {"flags": 1 << 15, "content": "x"}, "a message with Components V2 has no content"),
    (
        MESSAGE,
        {"flags": 1 << 15, "components": [{"type": 10, "content": "x" * 2500}] * 2},
        "text in all components is longer than 4000 (5000)",
    ),
    (
        MESSAGE,
        {"components": [{"type": 1, "components": [BUTTON | {"url": "https://a.b"}]}]},
        "a button has either a custom_id or, with style 5, a link",
    ),
    (
        CALLBACK,
        {"type": 8, "data": {"choices": [{"name": "x", "value": "x"}] * 26}},
        "more than 25 (26)",
    ),
    (CALLBACK, {"type": 5, "data": {"flags": 1 << 15}}, "a deferral takes only the ephemeral flag"),
    (COMMANDS, [{"name": "Ask me", "description": "x"}], "is not a lower-case word"),
    (COMMANDS, [{"name": "ask", "description": "x"}] * 2, "is registered twice"),
]


async def complaints(fake: FakeDiscord, route: tuple[str, str], body: Any) -> list[str]:
    """What the fake says about one request."""
    client = discord.Client(intents=discord.Intents.default())
    await client.login(fake.token)
    try:
        request = Route(*route)
        coroutine = (
            anonymous(client, request, body) if route == CALLBACK else client.http.request(request, json=body)
        )
        with pytest.raises(discord.HTTPException):
            await coroutine
    finally:
        await client.close()
    said = list(fake.violations)
    fake.violations.clear()
    return said


@pytest.mark.parametrize(("route", "body", "sentence"), BAD_BY_SCHEMA)
async def test_what_discords_description_forbids_is_reported(
    fake: FakeDiscord, route: tuple[str, str], body: Any, sentence: str
) -> None:
    if fake.skipped:
        pytest.skip(fake.skipped)
    found = await complaints(fake, route, body)
    assert any(sentence in problem for problem in found), found


@pytest.mark.parametrize(("route", "body", "sentence"), BAD_BY_LIMIT)
async def test_what_only_discord_itself_forbids_is_reported(
    fake: FakeDiscord, route: tuple[str, str], body: Any, sentence: str
) -> None:
    found = await complaints(fake, route, body)
    assert any(sentence in problem for problem in found), found


async def test_a_violation_fails_the_test_that_caused_it(fake: FakeDiscord) -> None:
    fake.violations.append("POST /channels/1/messages: content is longer than 2000 (2001)")
    with pytest.raises(pytest.fail.Exception, match="content is longer than 2000"):
        refuse_violations(fake)
    fake.violations.clear()


async def test_without_the_description_limits_still_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeDiscord(description=None)
    await fake.start()
    point_at(fake, monkeypatch)
    try:
        assert "description of its API is not here" in str(fake.skipped)
        assert await complaints(fake, MESSAGE, {"content": "x" * 2001}) != []
    finally:
        await fake.close()


def test_a_client_without_zstandard_gets_zlib() -> None:
    compress = compressor_for("zlib-stream")
    assert compress is not None
    stream = zlib.decompressobj()
    for text in (b'{"op": 10}', b'{"op": 11}'):
        data = compress(text)
        assert data.endswith(b"\x00\x00\xff\xff")
        assert stream.decompress(data) == text


def channel_of(client: discord.Client, fake: FakeDiscord) -> discord.TextChannel:
    found = client.get_channel(int(next(iter(fake.world.guilds.values())).general.id))
    assert isinstance(found, discord.TextChannel)
    return found


async def anonymous(client: discord.Client, route: Route, body: Any) -> None:
    """A request as discord.py makes it for interactions: without the bot's token."""
    adapter = discord.webhook.async_.async_context.get()
    session = client.http._HTTPClient__session  # type: ignore[attr-defined]
    await adapter.request(route, session, payload=body)


async def code_of(coroutine: Any) -> tuple[int, int]:
    with pytest.raises(discord.HTTPException) as caught:
        await coroutine
    return caught.value.status, caught.value.code


def test_the_modules_stay_small() -> None:
    folder = Path(__file__).parents[1] / "fakediscord"
    assert all(len(path.read_text("utf-8").splitlines()) <= 300 for path in folder.glob("*.py"))
