"""One WebSocket: who is let in, what is answered, and how it ends."""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import msgpack
import pytest
from starlette.websockets import WebSocket
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.client import Client, ConnectionLost
from server.commands.actors import ACTORS
from server.commands.table import Commands
from server.errors import SENTENCES, Refused
from server.live.doors import SOCKETS_PER_MEMBER
from server.live.hub import Hub
from server.live.presence import Presence
from server.people.cookies import COOKIE
from server.people.mail import Mail
from server.people.members import Member, SignedIn
from server.session import Session
from server.store import keys
from server.wire.frames import Encoding
from server.wire.parts import LARGEST_INTEGER
from tests.command_line import running
from tests.stored import everything
from tests.world import World


@asynccontextmanager
async def socket(
    hub_url: str,
    path: str = "/ws/texter",
    *,
    token: str = "",
    cookie: str = "",
    origin: str | None = None,
    subprotocols: tuple[str, ...] = (Encoding.JSON,),
) -> AsyncIterator[ClientConnection]:
    """A bare WebSocket."""
    headers = {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if cookie:
        headers["Cookie"] = f"{COOKIE}={cookie}"
    async with connect(
        hub_url.replace("http", "ws", 1) + path,
        additional_headers=headers,
        origin=origin,  # type: ignore[arg-type]
        subprotocols=list(subprotocols) or None,  # type: ignore[arg-type]
        compression=None,
        proxy=None,
    ) as opened:
        yield opened


async def said_at_the_end(opened: ClientConnection) -> tuple[int | None, str | None]:
    """Read until the socket is closed; returns the closing code and sentence."""
    with pytest.raises(ConnectionClosed):
        while True:
            await asyncio.wait_for(opened.recv(), 10)
    return opened.close_code, opened.close_reason


async def answer(opened: ClientConnection, message: Any) -> Any:
    """Send a message in JSON; returns the answer."""
    await opened.send(json.dumps(message))
    return json.loads(await asyncio.wait_for(opened.recv(), 10))


@pytest.fixture
async def ana(hub_url: str, world: World) -> Member:
    """A texter."""
    return await world.member("Ana")


@pytest.fixture
async def token(world: World, ana: Member) -> str:
    """Ana's API token."""
    return await world.members.token(ana)


# The door: members who are let in, and others.


async def test_an_unknown_subprotocol_is_refused_over_http(hub_url: str, token: str) -> None:
    for subprotocols in ((), ("handraise.v2.json",), ("chat", "Handraise.v1.json")):
        with pytest.raises(InvalidStatus) as refused:
            async with socket(hub_url, token=token, subprotocols=subprotocols):
                pass
        assert refused.value.response.status_code == 400
        assert b"handraise.v1.json, handraise.v1.msgpack" in (refused.value.response.body or b"")


async def test_there_is_no_other_address_for_sockets(hub_url: str, token: str) -> None:
    for path in ("/ws/other", "/ws/texter/", "/console"):
        with pytest.raises(InvalidStatus) as refused:
            async with socket(hub_url, path, token=token):
                pass
        assert refused.value.response.status_code == 403


@pytest.mark.parametrize("encoding", Encoding)
async def test_the_subprotocol_chosen_is_the_one_offered(hub_url: str, token: str, encoding: Encoding) -> None:
    async with socket(hub_url, token=token, subprotocols=("chat", encoding)) as opened:
        assert opened.subprotocol == encoding


async def test_another_sites_page_is_refused_over_http(hub_url: str, token: str) -> None:
    for path, origin in itertools.product(
        ("/ws/texter", "/ws/admin"), ("https://evil.example", "null", "http://127.0.0.1:1", "file://")
    ):
        with pytest.raises(InvalidStatus) as refused:
            async with socket(hub_url, path, token=token, origin=origin):
                pass
        assert refused.value.response.status_code == 403


async def test_our_own_page_is_let_in(hub_url: str, token: str) -> None:
    async with socket(hub_url, token=token, origin=hub_url) as opened:
        assert (await answer(opened, [1, "open_console", {}]))[0] == "reply"


async def test_who_is_not_signed_in_is_closed_with_4401(hub_url: str) -> None:
    for who in ({}, {"token": "wrong"}, {"cookie": "session:x.wrong"}, {"cookie": "nonsense"}):
        for path in ("/ws/texter", "/ws/admin"):
            async with socket(hub_url, path, **who) as opened:
                assert await said_at_the_end(opened) == (4401, "Sign in first.")


async def test_a_texter_is_closed_with_4403_at_the_admins_door(hub_url: str, token: str) -> None:
    async with socket(hub_url, "/ws/admin", token=token) as opened:
        assert await said_at_the_end(opened) == (4403, "This is for admins.")


async def test_a_signed_in_browser_is_let_in_by_its_cookie(hub_url: str, world: World, ana: Member) -> None:
    await world.scripts.run("start_session", member=ana.id, credential="session:one")
    async with socket(hub_url, cookie=await world.members.cookies.session("session:one")) as opened:
        assert (await answer(opened, [1, "open_console", {}]))[2]["me"]["id"] == ana.id


async def test_an_admin_may_be_a_texter_too(hub_url: str, world: World) -> None:
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token) as client:
        assert (await client.ask("open_console"))["me"]["role"] == "admin"


async def test_one_member_has_at_most_200_sockets(hub_url: str, world: World, token: str) -> None:
    other = await world.members.token(await world.member("Ben"))
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(socket(hub_url, token=token)) for _ in range(SOCKETS_PER_MEMBER)]
        assert (await answer(opened[-1], [1, "open_console", {}]))[0] == "reply"
        async with socket(hub_url, token=token) as one_more:
            assert await said_at_the_end(one_more) == (4429, "Too many connections. Close some.")
        async with socket(hub_url, token=other) as bens:
            assert (await answer(bens, [1, "open_console", {}]))[0] == "reply"
        await opened[0].close()
        async with asyncio.timeout(10):
            while not await lets_in(hub_url, token):  # it hears of it a moment later
                pass


async def lets_in(hub_url: str, token: str) -> bool:
    """Return whether the hub lets one more socket in."""
    try:
        async with socket(hub_url, token=token) as opened:
            return (await answer(opened, [1, "open_console", {}]))[0] == "reply"
    except ConnectionClosed:
        return False


# Answers.


MISFITS = [
    ("open_console", {"campaign": 1}, "campaign"),
    ("request_conversations", {"campaign": 1}, "request_id"),
    ("request_conversations", {"request_id": "a"}, "campaign"),
    ("request_conversations", {"campaign": "1", "request_id": "a"}, "campaign"),
    ("request_conversations", {"campaign": True, "request_id": "a"}, "campaign"),
    ("request_conversations", {"campaign": 1.5, "request_id": "a"}, "campaign"),
    ("request_conversations", {"campaign": None, "request_id": "a"}, "campaign"),
    ("request_conversations", {"campaign": [1], "request_id": "a"}, "campaign"),
    ("request_conversations", {"campaign": LARGEST_INTEGER + 1, "request_id": "a"}, "campaign"),
    ("request_conversations", {"campaign": 1, "request_id": 7}, "request_id"),
    ("request_conversations", {"campaign": 1, "request_id": ""}, "request_id"),
    ("request_conversations", {"campaign": 1, "request_id": "x" * 65}, "request_id"),
    ("request_conversations", {"campaign": 1, "request_id": "a", "only": "closed"}, "only"),
    ("request_conversations", {"campaign": 1, "request_id": "a", "texter": 2}, "texter"),
    ("list_conversations", {"campaign": 1}, "lane"),
    ("list_conversations", {"campaign": 1, "lane": "all"}, "lane"),
    ("list_conversations", {"campaign": 1, "lane": "reply", "limit": 0}, "limit"),
    ("list_conversations", {"campaign": 1, "lane": "reply", "limit": 101}, "limit"),
    ("list_conversations", {"campaign": 1, "lane": "reply", "limit": False}, "limit"),
    ("list_conversations", {"campaign": 1, "lane": "reply", "after": 3}, "after"),
    ("list_conversations", {"campaign": 1, "lane": "reply", "holder": 2}, "holder"),
    ("send_initial", {"campaign": 1, "conversation": 1, "text": 5}, "text"),
    ("send_reply", {"campaign": 1, "conversation": 1, "text": None, "last_seen": 1}, "text"),
    ("send_reply", {"campaign": 1, "conversation": 1, "text": "x"}, "last_seen"),
    ("send_reply", {"campaign": 1, "conversation": 1, "text": "x", "last_seen": True}, "last_seen"),
    ("close_conversation", {"campaign": 1}, "conversation"),
    ("opt_out", {"campaign": 1, "conversation": "1"}, "conversation"),
    ("release_conversations", {"campaign": 1, "lanes": "reply"}, "lanes"),
    ("release_conversations", {"campaign": 1, "lanes": ["reply", "all"]}, "lanes"),
]
"""A command, what it is asked with, and the argument that doesn't fit."""


@pytest.mark.parametrize("encoding", Encoding)
async def test_arguments_that_do_not_fit_are_named_and_nothing_changes(
    hub_url: str, world: World, encoding: Encoding
) -> None:
    campaign = await world.campaign(contacts=15)
    await (await world.texter(campaign)).request()
    token = await world.members.token(await world.member("Ana"))
    async with Client(hub_url, token, encoding=encoding) as client:
        await client.ask("open_console")
        before = await everything(world.scripts.redis)
        for name, args, argument in MISFITS:
            with pytest.raises(Refused) as refused:
                await client.ask(name, **args)
            assert refused.value.code == "bad_arguments", (name, args)
            assert refused.value.details == {"argument": argument}, (name, args)
            assert argument in refused.value.sentence
        assert await everything(world.scripts.redis) == before


async def test_an_unknown_command_is_refused_and_the_next_one_answered(hub_url: str, token: str) -> None:
    async with socket(hub_url, token=token) as opened:
        for name in ("", "nope", "Open_Console", "run", "__init__", "é" * 5000):
            refused = await answer(opened, [5, name, {}])
            assert refused == ["refused", 5, "unknown_command", SENTENCES["unknown_command"], {"command": name[:100]}]
        assert (await answer(opened, [6, "open_console", {}]))[:2] == ["reply", 6]


async def test_a_texter_has_no_way_to_an_admins_commands(hub_url: str, token: str) -> None:
    async with Client(hub_url, token) as client:
        for name in set(ACTORS["admin"].names()) - set(ACTORS["texter"].names()):
            with pytest.raises(Refused, match="unknown_command"):
                await client.ask(name)


async def test_an_admin_requests_and_sends_only_as_a_texter(hub_url: str, world: World) -> None:
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as client:
        for name in set(ACTORS["texter"].names()) - set(ACTORS["admin"].names()):
            with pytest.raises(Refused, match="unknown_command"):
                await client.ask(name)


async def test_answers_come_in_order_each_with_its_ref(hub_url: str, token: str) -> None:
    refs = [3, -1, 0, 3, LARGEST_INTEGER]
    async with socket(hub_url, token=token) as opened:
        for ref in refs:
            await opened.send(json.dumps([ref, "open_console", {}]))
        assert [json.loads(await opened.recv())[1] for _ in refs] == refs


async def test_a_double_click_takes_one_batch(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=25)
    await world.texter(campaign)
    token = await world.members.token(await world.member("Ana"))
    async with Client(hub_url, token) as one, Client(hub_url, token) as other:
        args = {"campaign": campaign, "request_id": "click"}
        answers = await asyncio.gather(*(client.ask("request_conversations", **args) for client in (one, other, one)))
    assert answers == [{"assigned": 10, "initial": 10, "reply": 0, "quiet": 0}] * 3
    assert (await world.counts(campaign))["unassigned"]["initial"] == 15


async def test_a_lost_answer_is_given_again_over_a_new_connection(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=25)
    ana = await world.texter(campaign)
    token = await world.members.token(await world.member("Ana"))
    request = [1, "request_conversations", {"campaign": campaign, "request_id": "lost"}]
    async with socket(hub_url, token=token) as opened:
        await opened.send(json.dumps(request))
        opened.transport.abort()  # nobody will read the answer
    async with asyncio.timeout(10):
        while not (await ana.counts())["initial"]:  # it is run to its end all the same
            pass
    async with socket(hub_url, token=token) as opened:
        assert (await answer(opened, request))[2]["assigned"] == 10
    assert (await world.counts(campaign))["unassigned"]["initial"] == 15


async def test_what_takes_several_scripts_is_run_to_its_end_though_its_socket_died(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=20_000, launch=False)
    ana, root = await world.texter(campaign), await world.member("Root", "admin")
    await world.scripts.run("start_session", member=root.id, credential="session:one")
    cookie = await world.members.cookies.session("session:one")
    async with Client(hub_url, await world.members.token(root), "/ws/admin") as watching:
        await watching.ask("open_admin")
        async with socket(hub_url, "/ws/admin", cookie=cookie) as opened:
            await opened.send(json.dumps([1, "launch_campaign", {"campaign": campaign}]))
            while not (await ana.counts())["initial"]:  # it has begun
                pass
            await world.members.sign_out("session:one")
            assert await said_at_the_end(opened) == (4401, "You are signed out.")
        await watching.until(lambda c: c.thing("campaign", campaign, campaign)["status"] == "active", within=30)
    assert (await ana.counts())["initial"] == 20_000


# The end.


NOT_FRAMES: list[tuple[Encoding, str | bytes]] = [
    (Encoding.JSON, "hello"),
    (Encoding.JSON, ""),
    (Encoding.JSON, "[1,2"),
    (Encoding.JSON, '["1","open_console",{}]'),
    (Encoding.JSON, '[true,"open_console",{}]'),
    (Encoding.JSON, '[1,"open_console"]'),
    (Encoding.JSON, '[1,"open_console",[]]'),
    (Encoding.JSON, "[" * 60_000),
    (Encoding.JSON, b'[1,"open_console",{}]'),
    (Encoding.MSGPACK, b"\xc1"),
    (Encoding.MSGPACK, b""),
    (Encoding.MSGPACK, b"\xdd\xff\xff\xff\xff"),
    (Encoding.MSGPACK, msgpack.packb([1, "open_console"])),
    (Encoding.MSGPACK, '[1,"open_console",{}]'),
]


async def test_what_is_not_a_frame_closes_with_4400(hub_url: str, token: str) -> None:
    for encoding, payload in NOT_FRAMES:
        async with socket(hub_url, token=token, subprotocols=(encoding,)) as opened:
            await opened.send(payload)
            code, sentence = await said_at_the_end(opened)
            assert (code, str(sentence)[:22]) == (4400, "Not one of our frames:"), payload[:50]
    async with socket(hub_url, token=token) as opened:  # it bans nobody
        assert (await answer(opened, [1, "open_console", {}]))[0] == "reply"


async def test_what_was_asked_before_a_bad_frame_is_answered(hub_url: str, token: str) -> None:
    async with socket(hub_url, token=token) as opened:
        await opened.send(json.dumps([1, "open_console", {}]))
        await opened.send("hello")
        await opened.send(json.dumps([2, "open_console", {}]))
        assert json.loads(await opened.recv())[:2] == ["reply", 1]
        assert (await said_at_the_end(opened))[0] == 4400


async def test_a_frame_that_is_too_big_closes_with_1009(hub_url: str, token: str) -> None:
    async with socket(hub_url, token=token) as opened:
        refused = await answer(opened, [1, "open_console", {"x": "y" * 260_000}])
        assert refused[2] == "bad_arguments"
        await opened.send(json.dumps([1, "open_console", {"x": "y" * 270_000}]))
        assert (await said_at_the_end(opened))[0] == 1009


async def test_signing_out_closes_the_sockets_of_that_session_only(hub_url: str, world: World, ana: Member) -> None:
    sessions = ("session:one", "session:two")
    for credential in sessions:
        await world.scripts.run("start_session", member=ana.id, credential=credential)
    one, two = [await world.members.cookies.session(credential) for credential in sessions]
    async with socket(hub_url, cookie=one) as first, socket(hub_url, cookie=two) as second:
        for opened in (first, second):
            await answer(opened, [1, "open_console", {}])
        await world.members.sign_out("session:one")
        assert await said_at_the_end(first) == (4401, "You are signed out.")
        assert (await answer(second, [2, "open_console", {}]))[0] == "reply"


async def test_a_socket_that_fails_as_it_joins_is_forgotten(
    world: World, ana: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = Hub(world.scripts, world.members.still_valid)

    def fails_to_arrive(presence: Presence, member: int) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Presence, "arrive", fails_to_arrive)
    session = Session(WebSocket({"type": "websocket"}, None, None), Encoding.JSON, SignedIn(ana, "token:1"), Commands())  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="a fault of ours"):
        await session.run(world.scripts, world.members, hub, Mail(world.config), "US", admin=False)
    assert not hub.sockets.all


async def test_a_sign_in_that_ended_unheard_is_found_by_the_audit(hub_url: str, world: World, ana: Member) -> None:
    sessions = ("session:one", "session:two")
    for credential in sessions:
        await world.scripts.run("start_session", member=ana.id, credential=credential)
    one, two = [await world.members.cookies.session(credential) for credential in sessions]
    async with socket(hub_url, cookie=one) as first, socket(hub_url, cookie=two) as second:
        for opened in (first, second):
            await answer(opened, [1, "open_console", {}])
        await world.scripts.redis.delete(keys.under(keys.ACCOUNT, "session:one"))  # as it expires, too
        assert await said_at_the_end(first) == (4401, "You are signed out.")
        assert (await answer(second, [2, "open_console", {}]))[0] == "reply"


async def test_disabling_a_member_closes_all_their_sockets_and_nobody_elses(
    hub_url: str, world: World, ana: Member, token: str
) -> None:
    await world.member("Root", "admin")
    await world.scripts.run("start_session", member=ana.id, credential="session:one")
    bens = await world.members.token(await world.member("Ben"))
    cookie = await world.members.cookies.session("session:one")
    async with (
        socket(hub_url, cookie=cookie) as first,
        socket(hub_url, token=token) as second,
        Client(hub_url, bens) as ben,
    ):
        await answer(first, [1, "open_console", {}])
        await world.scripts.run("disable_member", member=ana.id)
        assert (await said_at_the_end(first))[0] == 4401
        assert (await said_at_the_end(second))[0] == 4401
        assert (await ben.ask("open_console"))["me"]["name"] == "Ben"
    async with socket(hub_url, token=token) as again:
        assert (await said_at_the_end(again))[0] == 4401


@pytest.mark.parametrize("missed", [False, True], ids=["announced", "announcement_lost"])
async def test_an_admin_made_a_texter_loses_their_admin_sockets_and_keeps_the_others(
    hub_url: str, world: World, ana: Member, token: str, missed: bool
) -> None:
    roots = await world.members.token(await world.member("Root", "admin"))
    await world.scripts.run("change_role", member=ana.id, role="admin")
    async with (
        socket(hub_url, "/ws/admin", token=token) as admins,
        Client(hub_url, token) as texters,
        Client(hub_url, roots, "/ws/admin") as root,
    ):
        await answer(admins, [1, "open_admin", {}])
        if missed:
            await world.scripts.redis.hset(keys.under(keys.ACCOUNT, "member", ana.id), "role", "texter")
            await world.scripts.redis.hincrby(keys.ACCOUNT, "v", 1)
        else:
            await world.scripts.run("change_role", member=ana.id, role="texter")
        assert await said_at_the_end(admins) == (4403, "This is for admins.")
        assert (await texters.ask("open_console"))["me"]["name"] == "Ana"
        assert (await root.ask("open_admin"))["me"]["name"] == "Root"


async def test_the_use_of_a_token_shows_that_the_tokens_changed(hub_url: str, world: World, token: str) -> None:
    roots = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, roots, "/ws/admin") as root:
        (account, *_) = (await root.ask("open_admin"))["things"]
        async with Client(hub_url, token) as texter:
            await texter.ask("open_console")
            await root.until(lambda root: root.thing("account", 1)["tokens_changed"] > account["tokens_changed"])


async def test_revoking_a_token_closes_its_sockets(hub_url: str, world: World, token: str) -> None:
    root = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token) as client, Client(hub_url, root, "/ws/admin") as admin:
        await client.ask("open_console")
        (thing,) = [thing for thing in (await admin.ask("list_tokens"))["tokens"] if thing["member"] == 1]
        await admin.ask("revoke_token", token=thing["token"])
        with pytest.raises(ConnectionLost):
            async with asyncio.timeout(10):
                while True:
                    await client.ask("open_console")
        assert client.close_code == 4401


# The log.


async def test_a_slow_command_is_logged_without_a_word_of_it(
    hub_url: str, world: World, token: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("server.session.SLOW_SECONDS", 0.0)
    async with socket(hub_url, token=token) as opened:
        for name, campaign in (("opt_out", 7), ("opt_out", "her words"), ("her words", 2**60), ("open_console", None)):
            await answer(opened, [1, name, {"campaign": campaign, "text": "her words"}])

    assert all(re.fullmatch(r"\w+ by member 1( in campaign 7)? took \d\.\d s\.", said) for said in caplog.messages)
    told = [record.__dict__["fields"] for record in caplog.records]
    assert all(fields.pop("seconds") >= 0 for fields in told)
    assert told == [
        {"command": "opt_out", "member": 1, "campaign": 7},
        {"command": "opt_out", "member": 1},
        {"command": "unknown_command", "member": 1},
        {"command": "open_console", "member": 1},
    ]


async def test_a_quick_command_and_the_end_of_a_socket_are_no_lines_for_people(
    hub_url: str, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with socket(hub_url, token=token) as opened:
        await answer(opened, [1, "open_console", {}])
    assert caplog.messages == []


async def test_the_log_in_json_has_a_line_for_each_socket_and_no_word_that_was_said(
    store_url: str, world: World
) -> None:
    words, email = "Secret words", "zoe@example.org"
    campaign = await world.campaign(2, batch_size=2)
    ana = await world.texter(campaign)
    await ana.request()
    token, root = [
        await world.members.token(member) for member in (await world.member("Ana"), await world.member("Root", "admin"))
    ]
    command = ("serve", "--port", "0", "--workers", "2", "--log-format", "json")
    async with running(*command, REDIS_URL=store_url) as hub:
        at = (await hub.says("with 2 processes")).split()[2]
        async with socket(at, token=token) as opened:
            await answer(opened, [1, "open_console", {}])
            sent = await answer(opened, [2, "send_initial", {"campaign": campaign, "conversation": 1, "text": words}])
            await opened.send(json.dumps([3, words, {"email": email}]))
            assert await opened.recv()
        async with Client(at, root, "/ws/admin") as admin:
            await admin.ask("invite_member", email=email, name="Zoë", role="texter")
        async with socket(at, token=token) as opened:
            await opened.send(f"{words} {email}")
            assert (await said_at_the_end(opened))[0] == 4400
        ended = await hub.stop()

    assert sent[0] == "reply"
    lines = [json.loads(line) for line in ended.err.splitlines()]
    assert all(line.keys() >= {"time", "level", "logger", "process", "message"} for line in lines)
    ends = [line["fields"] for line in lines if line["logger"] == "handraise.sockets"]
    wrong, admins, texters = sorted(ends, key=lambda fields: fields["commands"])
    assert (texters.pop("pushes") > 0, texters.pop("seconds") > 0) == (True, True)
    assert texters == {
        "member": ana.id,
        "side": "texter",
        "encoding": "handraise.v1.json",
        "address": "127.0.0.1",
        "commands": 3,
        "code": 1000,
    }
    assert (admins["side"], admins["encoding"], admins["commands"]) == ("admin", "handraise.v1.msgpack", 1)
    assert (wrong["commands"], wrong["code"]) == (0, 4400)
    for secret in (words, email, token, root):
        assert secret not in ended.err
