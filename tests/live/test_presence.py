"""Presence, told by several hubs, one of which is on a host whose clock is off."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgpack
import pytest

from server.client import Client
from server.errors import Refused
from server.live import presence
from server.live.directory import Directory
from server.live.mailbox import Mailbox
from server.live.presence import Presence
from server.live.watch import Connection
from server.store.scripts import Scripts
from server.wire.frames import Frame
from tests.processes import hub_process
from tests.world import World

OFF = """
import time
right = time.time
time.time = lambda: right() + ({seconds})
"""


@pytest.mark.parametrize("seconds", [-3_600, 3_600], ids=["an hour behind", "an hour ahead"])
async def test_hubs_agree_who_is_online_whatever_their_hosts_clocks_say(
    store_url: str, world: World, tmp_path: Path, seconds: int
) -> None:
    (tmp_path / "sitecustomize.py").write_text(OFF.format(seconds=seconds))  # Python runs this at its start
    members = {name: await world.member(name) for name in ("Ana", "Ben", "Cleo")}
    tokens = {name: await world.members.token(member) for name, member in members.items()}
    root = await world.members.token(await world.member("Root", "admin"))

    def online(client: Client, name: str) -> bool:
        thing = client.thing("presence", members[name].id)
        return bool(thing and thing["online"])

    async with (
        hub_process(store_url) as right,
        hub_process(store_url, PYTHONPATH=str(tmp_path)) as off,
        Client(right.url, root, "/ws/admin") as at_right,
        Client(off.url, root, "/ws/admin") as at_off,
    ):
        opened = [await admin.ask("open_admin") for admin in (at_right, at_off)]
        assert abs(opened[0]["now"] - opened[1]["now"]) < 60_000
        async with Client(right.url, tokens["Ana"]), Client(off.url, tokens["Ben"]):
            for admin in (at_right, at_off):
                await admin.until(lambda admin: online(admin, "Ana") and online(admin, "Ben"))
            async with Client(off.url, tokens["Cleo"]):  # each hub looks again, and drops nobody whom the other shows
                for admin in (at_right, at_off):
                    await admin.until(lambda admin: online(admin, "Cleo"))
                    assert online(admin, "Ana")
                    assert online(admin, "Ben")
            seen = [admin.thing("presence", members[name].id) for admin in (at_right, at_off) for name in members]
        for admin in (at_right, at_off):
            await admin.until(lambda admin: not online(admin, "Ana") and not online(admin, "Ben"))
    store = (await world.scripts.now()) / 1000
    assert all(thing and abs(thing["v"] / 1000 - store) < 60 for thing in seen)


class Told(Scripts):
    """The store, which notes who asked it what; `answers` may change an answer on its way."""

    def __init__(self, scripts: Scripts) -> None:
        super().__init__(scripts.nodes)
        self.asked: list[tuple[str, list[int]]] = []
        self.answers: Callable[[str], Any] = lambda verb: None

    async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
        """Run a verb."""
        self.asked.append((verb, sorted(args["members"])))
        self.answers(verb)
        answer = await super().run(verb, campaign, **args)
        self.answers(f"{verb} answered")
        return answer


@asynccontextmanager
async def keeping(scripts: Told) -> AsyncIterator[tuple[Presence, dict[int, bool]]]:
    """A hub's presence that hears nothing; and who is online, as an admin there sees it."""
    told: dict[int, bool] = {}

    class Seen(Mailbox):
        def push(self, frame: Frame) -> None:
            told[frame.message[1].id] = frame.message[1].online

    board = Connection(Seen(lambda: None), 1, True, "token:1", shows=True)
    kept = Presence(scripts, Directory(lambda: [board]))
    telling = asyncio.create_task(kept.keep_telling())
    try:
        yield kept, told
    finally:
        telling.cancel()


@pytest.fixture
def store(world: World, account: None, monkeypatch: pytest.MonkeyPatch) -> Told:
    """The store, asked at short intervals."""
    monkeypatch.setattr(presence, "PRESENCE_EVERY_SECONDS", 0.05)
    return Told(world.scripts)


async def asked(store: Told, times: int) -> None:
    """Wait until the store has been asked so many times."""
    async with asyncio.timeout(5):
        while len(store.asked) < times:
            await asyncio.sleep(0.005)


async def test_a_thousand_who_come_and_go_at_once_are_told_in_one_word_each(store: Told) -> None:
    async with keeping(store) as (kept, _):
        kept.arrive(1)
        await asked(store, 1)
        for member in range(2, 1_002):
            kept.arrive(member)
        kept.arrive(2)  # another socket
        kept.leave(1)
        kept.arrive(2_000)
        kept.leave(2_000)  # gone again before anybody was told
        kept.leave(2)
        await asked(store, 3)

    assert store.asked == [("arrive", [1]), ("arrive", list(range(2, 1_002))), ("leave", [1, 2_000])]


async def test_what_the_store_refused_to_hear_is_told_later(store: Told) -> None:
    def refuse(verb: str) -> None:
        if len(store.asked) == 1:
            raise Refused("try_again")

    store.answers = refuse
    async with keeping(store) as (kept, _):
        kept.arrive(1)
        await asked(store, 1)
        kept.look_again()  # by the audit
        await asked(store, 3)

    assert store.asked == [("arrive", [1]), ("arrive", [1]), ("who_is_online", [1])]


async def test_a_member_is_online_as_long_as_any_hub_says_so(store: Told) -> None:
    async with keeping(store) as (kept, told):
        for hub, came, went, online in (
            *(("one", [7], [], True), ("two", [7], [], True)),
            *(("one", [], [7], True), ("two", [], [7], False)),
        ):
            kept.take_in(msgpack.packb({"hub": hub, "came": came, "went": went, "at": 1}))
            assert told[7] is online


async def test_who_is_announced_while_everybody_is_read_is_not_lost(store: Told) -> None:
    async with keeping(store) as (kept, told):

        def comes(verb: str) -> None:
            if verb == "who_is_online answered":  # which was asked before
                kept.take_in(msgpack.packb({"hub": "two", "came": [7], "at": 1}))
                told.clear()

        store.answers = comes
        kept.arrive(3)
        kept.look_again()
        async with asyncio.timeout(5):
            while 3 not in told:
                await asyncio.sleep(0.005)
        assert 7 not in told  # who is shown as online, and stays so
        kept.take_in(msgpack.packb({"hub": "two", "went": [7], "at": 2}))
        assert told[7] is False


async def test_an_older_version_that_says_only_that_something_changed_has_everybody_read(store: Told) -> None:
    async with keeping(store) as (kept, _):
        kept.take_in(b"")
        await asked(store, 1)

    assert store.asked == [("who_is_online", [])]
