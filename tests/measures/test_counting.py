"""Each thing that happens is counted where it happens, once."""

import asyncio
from typing import Any, ClassVar

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError
from starlette.websockets import WebSocketState

from server import background
from server.background import Background
from server.carriers.carrier import Failed, Later
from server.client import Client
from server.commands import texter
from server.live.hub import Hub
from server.measures.declared import MEASURES
from server.measures.kinds import BOUNDS_SECONDS, Counted
from server.people.mail import Mail
from server.people.members import SignedIn
from server.session import Session, count_close
from server.store import keys
from server.store.round_trips import RoundTrips
from server.wire.frames import CLOSE_CODES, Encoding
from tests.carriers.carrying import Remembering, carrying, eventually, queued, settled, statuses
from tests.faults.test_missed_announcements import silently
from tests.test_session import answer, said_at_the_end, socket
from tests.world import World

Numbers = dict[tuple[str, ...], float]


class Since:
    """The counts since this was made."""

    def __init__(self) -> None:
        self._before = {name: so_far(name) for name in MEASURES}

    def __call__(self, name: str) -> Numbers:
        """The changes under this name, by the values of its labels; of a histogram how many there were."""
        before = self._before[f"handraise_{name}"]
        changes = {values: now - before.get(values, 0.0) for values, now in so_far(f"handraise_{name}").items()}
        return {values: change for values, change in changes.items() if change}


def so_far(name: str) -> Numbers:
    """The counts of this process under this name; of a histogram how many there were."""
    found = {series[1:]: floats for series, floats in Counted.cells.read().items() if series[0] == name}
    return {values: sum(floats[: len(BOUNDS_SECONDS) + 1]) for values, floats in found.items()}


async def test_a_socket_is_open_until_it_closes_and_is_counted_by_its_code(hub_url: str, world: World) -> None:
    token = await world.members.token(await world.member("Ana"))
    since = Since()
    async with socket(hub_url, token=token) as opened:
        await answer(opened, [1, "open_console", {}])
        assert since("connections") == {("texter",): 1}
        assert since("closes_total") == {}
    for say in ("{}", "[1]"):
        async with socket(hub_url, token=token) as opened:
            await opened.send(say)
            assert (await said_at_the_end(opened))[0] == 4400
    async with socket(hub_url, token=token) as opened:
        await opened.close(3333)
    async with socket(hub_url) as opened:
        await said_at_the_end(opened)
    async with socket(hub_url, "/ws/admin", token=token) as opened:
        await said_at_the_end(opened)

    async def all_have_ended() -> bool:
        return sum(since("closes_total").values()) == 6

    await eventually(all_have_ended)
    assert since("closes_total") == {("1000",): 1, ("4400",): 2, ("other",): 1, ("4401",): 1, ("4403",): 1}
    assert since("connections") == {}


async def test_a_command_is_counted_by_its_outcome_and_never_by_a_clients_words(
    hub_url: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await world.members.token(await world.member("Ana"))

    async def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("server.live.hub.Hub.open_console", fails)
    since = Since()
    async with socket(hub_url, token=token) as opened:
        for name in ("x" * 60_000, "käse\n", "", "open_admin", "ok"):
            assert (await answer(opened, [1, name, {}]))[2] == "unknown_command"
        for args in ({}, {"campaign": "words of a client"}):
            assert (await answer(opened, [1, "send_initial", args]))[2] == "bad_arguments"
        assert (await answer(opened, [1, "open_console", {}]))[2] == "fault"

    assert since("commands_total") == {
        ("unknown_command", "unknown_command"): 5,
        ("send_initial", "bad_arguments"): 2,
        ("open_console", "fault"): 1,
    }
    assert since("command_seconds") == {("unknown_command",): 5, ("send_initial",): 2, ("open_console",): 1}


async def test_a_push_is_counted_with_its_delay_and_an_answer_is_none(hub_url: str, world: World) -> None:
    campaign = await world.campaign(5, batch_size=2)
    ana = await world.texter(campaign)
    async with Client(hub_url, await world.members.token(await world.member("Ana"))) as client:
        await client.ask("open_console")
        await client.ask("list_conversations", campaign=campaign, lane="initial")
        since, before = Since(), client.pushes
        await client.ask("list_conversations", campaign=campaign, lane="initial")
        assert since("push_delay_seconds") == {}
        await ana.request()
        await client.until(lambda client: client.thing("console", ana.id, campaign)["screen"] == "initials")
    assert since("pushes_total") == {("console",): client.pushes - before}
    assert since("push_delay_seconds") == {(): 1}
    assert since("mailboxes_behind") == {}


class NotReading:
    """A browser that doesn't take what it is sent, until it goes."""

    scope: ClassVar[dict[str, Any]] = {}

    client_state = WebSocketState.CONNECTED

    def __init__(self) -> None:
        self.said = [{"type": "websocket.receive", "text": '[1, "nonsense", {}]'}]
        self.gone = asyncio.Event()

    async def receive(self) -> Any:
        """Give the next message."""
        if self.said:
            return self.said.pop()
        await self.gone.wait()
        return {"type": "websocket.disconnect", "code": 1005}

    async def send(self, _: Any) -> None:
        """Take nothing."""
        await asyncio.Event().wait()


async def test_a_mailbox_is_behind_while_its_browser_does_not_take_what_is_written(world: World) -> None:
    ana, browser, since = await world.member("Ana"), NotReading(), Since()
    hub = Hub(world.scripts, world.members.still_valid)
    session = Session(browser, Encoding.JSON, SignedIn(ana, "token:1"), texter.commands)  # type: ignore[arg-type]
    running = asyncio.create_task(session.run(world.scripts, world.members, hub, Mail(world.config), "US", admin=False))

    async def behind() -> bool:
        return since("mailboxes_behind") == {(): 1}

    await eventually(behind)
    browser.gone.set()
    await running
    assert since("mailboxes_behind") == since("connections") == {}
    assert since("closes_total") == {("1005",): 1}


async def test_a_gap_and_an_announcement_that_cannot_be_read_are_counted(
    hub_url: str, world: World, redis: Redis
) -> None:
    campaign = await world.campaign(15)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    async with Client(hub_url, await world.members.token(await world.member("Ana"))) as client:
        await client.ask("open_console")
        since = Since()
        await silently(redis, "request_conversations", campaign, texter=ana.id, request_id="lost")
        await ben.request()

        async def seen() -> bool:
            return ("campaign", "announcement") in since("gaps_repaired_total")

        await eventually(seen)
        await redis.hincrby(keys.ACCOUNT, "v", 2)
        await world.member("Chloe")

        async def the_accounts_too() -> bool:
            return ("account", "announcement") in since("gaps_repaired_total")

        await eventually(the_accounts_too)
        await redis.publish(keys.changes(keys.campaign(campaign)), b"nonsense")

        async def unreadable() -> bool:
            return since("unreadable_announcements_total") == {(): 1}

        await eventually(unreadable)


async def test_a_hub_is_counted_while_it_runs_and_as_listening_while_it_hears_the_store(world: World) -> None:
    since, hub = Since(), Hub(world.scripts, world.members.still_valid)
    async with hub.running(Background()):
        assert since("hubs") == since("hubs_listening") == {(): 1}
        hub._announcements.listen_anew()
        assert since("hubs_listening") == {}
        async with asyncio.timeout(10):
            await hub._announcements.listening.wait()
        assert since("hubs_listening") == {(): 1}
    assert since("hubs") == since("hubs_listening") == {}


async def test_a_loop_is_down_from_its_failure_until_it_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "BEGIN_AGAIN_AFTER_SECONDS", 0.05)
    since, begun = Since(), 0

    async def fails_once() -> None:
        nonlocal begun
        begun += 1
        if begun > 1:
            await asyncio.Event().wait()

    async def twice() -> bool:
        return begun == 2

    loops = Background()
    async with loops.running(fails_once=fails_once):
        await asyncio.sleep(0.01)
        assert since("loops_down") == {("fails_once",): 1}
        await eventually(twice)
    assert since("loops_down") == {}
    assert since("loop_failures_total") == {("fails_once",): 1}


async def test_a_round_trip_is_counted_and_one_that_fails_twice(redis: Redis) -> None:
    since = Since()
    await RoundTrips(redis).ask("PING")
    assert since("store_round_trip_seconds") == {(): 1}
    assert since("store_round_trips_failed_total") == {}
    async with Redis.from_url("redis://127.0.0.1:1") as away:
        with pytest.raises((RedisError, OSError)):
            await RoundTrips(away).ask("PING")
    assert since("store_round_trip_seconds") == {(): 2}
    assert since("store_round_trips_failed_total") == {(): 1}


async def test_a_text_is_counted_by_what_became_of_it(world: World) -> None:
    texter = await queued(world, 5)
    await world.scripts.run("opt_out_phone", phone=(await world.conversation(texter.campaign, 5))["contact"]["phone"])
    carrier, since = Remembering(Later(0.01), Failed("No such number.")), Since()
    carrier.may.clear()
    async with carrying(world.scripts, carrier):

        async def four_are_in_hand() -> bool:
            return since("texts_in_hand") == {(): 4} and since("texts_total") == {("remembering", "not_sent"): 1}

        await eventually(four_are_in_hand)
        carrier.may.set()

        async def all_are_settled() -> bool:
            found = sorted(await statuses(world, texter.campaign))
            return found == ["failed", "not_sent", "sent", "sent", "sent"]

        await eventually(all_are_settled)
    assert since("texts_total") == {
        ("remembering", "later"): 1,
        ("remembering", "failed"): 1,
        ("remembering", "sent"): 3,
        ("remembering", "not_sent"): 1,
    }
    assert since("carrier_seconds") == {("remembering",): 5}
    assert since("texts_in_hand") == {}


async def test_a_text_whose_fate_nobody_knows_is_counted_by_why(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    since, texter = Since(), await queued(world, 2)
    async with carrying(world.scripts, Remembering(unsure=True)):
        await settled(world, texter.campaign, "unknown", "unknown")
    monkeypatch.setattr("server.carriers.fates.HAND_OVER_WITHIN_SECONDS", -1.0)
    other = await queued(world, 1)
    async with carrying(world.scripts, Remembering()):

        async def it_came_too_late() -> bool:
            return ("remembering", "too_late") in since("texts_total")

        await eventually(it_came_too_late)
        monkeypatch.undo()
        await settled(world, other.campaign, "sent")
    told = since("texts_total")
    assert (told["remembering", "unsure"], told["remembering", "sent"]) == (2, 1)


def test_a_close_code_is_one_of_few() -> None:
    since = Since()
    for code in range(1000, 5000):
        count_close(code)
    assert len(since("closes_total")) == len(CLOSE_CODES) + 6
