"""`handraise status`: a whole deployment at one moment."""

import asyncio
import io
import json
import os
import pty
import signal
import sys
from contextlib import suppress
from typing import Any

import pytest
from redis.asyncio import Redis
from rich.console import Console

from server.cli.deployment import Deployment, Queue, StoreState, look
from server.cli.drawing import drawn, duration, lines, sections, size
from server.client import Client
from server.errors import Refused
from server.store import fitness
from server.store.connecting import Store
from server.store.nodes import Nodes
from server.store.processes import Carrying, OpenSockets, Process
from server.store.work import Active
from tests.carriers.carrying import eventually, queued
from tests.command_line import ROOT, handraise, running
from tests.world import World

OPTIONS = ("--reply-rate", "0", "--fail-rate", "0", "--delay", "0")


async def test_hubs_and_carriers_are_shown_while_they_run(store_url: str, world: World) -> None:
    texter = await queued(world, 3)
    await world.add_contacts(texter.campaign, 2)
    token = await world.members.token(await world.member("Root", "admin"))
    serve = ("serve", "--port", "0", "--workers", "2")
    async with (
        running(*serve, REDIS_URL=store_url) as hub,
        running("carrier", "simulator", *OPTIONS, REDIS_URL=store_url) as carrier,
    ):
        at = (await hub.says("with 2 processes")).split()[2]
        async with Client(at, token, "/ws/admin") as admin:
            await admin.ask("open_admin")

            async def all_have_reported() -> bool:
                now = await look(Store(world.scripts.nodes, "here"))
                processes = (len(now.hubs), len(now.carriers), now.sockets.admin)
                return processes == (2, 1, 1) and now.queue.outbox + now.queue.in_hand == 0

            await eventually(all_have_reported)
            shown = json.loads((await handraise("status", "--json", REDIS_URL=store_url)).out)
            plain = await handraise("status", REDIS_URL=store_url)
        await asyncio.gather(hub.stop(), carrier.stop())
        after = await handraise("status", "--json", REDIS_URL=store_url)

    assert shown["sockets"] == {"texter": 0, "admin": 1}
    assert {process["version"] for process in shown["hubs"]} == {"0.1.0"}
    assert shown["carriers"][0]["carrying"]["carrier"] == "simulator"
    assert shown["carriers"][0]["pid"] == carrier.process.pid
    assert shown["queue"] == {"outbox": 0, "oldest_seconds": 0.0, "in_hand": 0}
    assert shown["campaigns"] == [
        {
            "id": texter.campaign,
            "title": "Vote!",
            "unassigned": {"initial": 2, "reply": 0, "quiet": 0},
            "held": {"initial": 0, "reply": 0, "quiet": 3},
            "replies_waiting": 0,
        }
    ]
    assert shown["store"]["persistence"] == "nothing on disk"
    assert plain.out.splitlines()[1] == "Hubs: 2, with 0 texters' and 1 admins' sockets"
    gone = json.loads(after.out)
    assert (gone["hubs"], gone["carriers"]) == ([], [])


async def test_watching_goes_on_until_ctrl_c_and_ends_without_a_word(store_url: str, world: World) -> None:
    await world.campaign(3)
    ours, theirs = pty.openpty()
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from server.cli.main import main; main()"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program, "status", "--watch"),
        env={**os.environ, "REDIS_URL": store_url, "HANDRAISE_ACCEPT_LOSS": "1", "TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.set_blocking(ours, False)
    seen = b""

    async def seen_twice() -> bool:
        nonlocal seen
        with suppress(OSError):  # nothing has come, or all has ended
            seen += os.read(ours, 65_536)
        return seen.count(b"Active campaigns: 1") >= 2

    await eventually(seen_twice)
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(10):
        assert await process.wait() == 0
    await seen_twice()
    os.close(ours)
    assert b"Vote!" in seen
    assert b"Traceback" not in seen and b"Aborted" not in seen


async def test_watching_for_a_machine_is_an_object_a_line(store_url: str, world: World) -> None:
    async with running("status", "--watch", "--json", REDIS_URL=store_url) as watching:
        first, second = [json.loads(await watching.says("{")) for _ in range(2)]
        ended = await watching.stop(signal.SIGINT)
    assert (ended.code, ended.err) == (0, "")
    assert second["at"] > first["at"]


async def test_how_long_the_oldest_text_waits_is_told(redis: Redis, world: World) -> None:
    texter = await queued(world, 2)
    await asyncio.sleep(0.5)
    now = await look(Store(Nodes(redis), "here"))
    assert now.queue.outbox == 2
    queued_at = (await world.conversation(texter.campaign, 1))["texts"][0]["at"]
    assert now.queue.oldest_seconds == pytest.approx((now.at - queued_at) / 1000, abs=0.25)


async def test_a_store_that_is_away_is_a_refusal(world: World) -> None:
    async with Redis.from_url("redis://127.0.0.1:1") as away:
        with pytest.raises(Refused, match="try_again"):
            await look(Store(Nodes(away), "nowhere"))


HUB = Process(host="one", pid=7, version="1", since=0, sockets=OpenSockets(texter=1200, admin=3))
CARRIER = Process(host="two", pid=8, version="1", since=0, carrying=Carrying(carrier="pigeon", rate=2.25, in_hand=9))
NOW = Deployment(
    at=300_000,
    hubs=[HUB],
    sockets=OpenSockets(texter=1200, admin=3),
    carriers=[CARRIER],
    troubles={"pigeon": "Its wings are wet."},
    queue=Queue(outbox=1500, oldest_seconds=400.0, in_hand=9),
    store=StoreState(
        where="here", memory_bytes=3_200_000, memory_most=2_000_000_000, persistence="each change on disk"
    ),
    campaigns=[Active(4, "[red]Spring[/red]", {"initial": 1000, "reply": 5, "quiet": 0}, dict.fromkeys("ab", 1), 5)],
)


def test_it_is_plain_lines_where_there_is_no_terminal() -> None:
    assert lines(sections(NOW)) == [
        "Store: here, 3.2 MB of 2.0 GB of memory, each change on disk",
        "Hubs: 1, with 1,200 texters' and 3 admins' sockets",
        "  host  process  version  since      texters  admins",
        "  one   7        1        5 min ago  1,200    3",
        "Carriers: 1",
        "  carrier  host  process  version  since      texts/s  in hand",
        "  pigeon   two   8        1        5 min ago  2.2      9",
        "Nothing goes out by pigeon: Its wings are wet.",
        "Texts: 1,500 wait for a carrier, the oldest for 7 min; carriers have 9 in hand",
        "Active campaigns: 1",
        "  id  title              unassigned  held  replies waiting",
        "  4   [red]Spring[/red]  1,005       2     5",
    ]


def test_a_title_is_shown_in_a_terminal_as_it_is_written() -> None:
    console = Console(record=True, width=120, file=io.StringIO())
    console.print(drawn(sections(NOW)))
    assert "[red]Spring[/red]" in console.export_text()


def test_where_there_is_nothing_no_table_is_shown() -> None:
    none = sections(
        Deployment(
            at=0,
            hubs=[],
            sockets=OpenSockets(texter=0, admin=0),
            carriers=[],
            troubles={},
            queue=Queue(outbox=0, oldest_seconds=0.0, in_hand=0),
            store=NOW.store,
            campaigns=[],
        )
    )
    assert [line.split(":")[0] for line in lines(none)] == ["Store", "Hubs", "Carriers", "Texts", "Active campaigns"]
    assert all(not section.rows for section in none)


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7_300, "2 h"), (200_000, "2 d")]
)
def test_a_duration_is_said_in_the_unit_that_fits(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_a_size_is_said_in_the_unit_that_fits() -> None:
    assert (size(1_540_000), size(12_300_000_000)) == ("1.5 MB", "12.3 GB")


@pytest.mark.parametrize(
    ("info", "save", "said"),
    [
        ({"aof_enabled": 1}, "", "each change on disk"),
        (
            {"aof_enabled": 1, "aof_last_write_status": "err"},
            "",
            "each change on disk, but the last could not be written",
        ),
        ({"aof_enabled": 0}, "", "nothing on disk"),
        ({"aof_enabled": 0}, "3600 1", "all on disk now and then"),
        ({"rdb_last_bgsave_status": "err"}, "3600 1", "all on disk now and then, but the last time failed"),
        ({}, None, "it doesn't say what it keeps"),
    ],
)
async def test_it_says_what_the_store_keeps(
    info: dict[str, Any], save: str | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def save_points(_: Redis) -> str | None:
        return save

    monkeypatch.setattr(fitness, "_save_points", save_points)
    async with Redis() as redis:
        assert await fitness.persistence(redis, info) == said
