"""A real list, twenty texters on two hubs, and processes killed on the way: nobody is lost, nobody is texted twice."""

import asyncio
import itertools
import os
import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.client import Client, ConnectionLost
from server.config import Config
from server.errors import Refused
from server.people.members import Members
from server.store import keys
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from server.wire.frames import Encoding
from tests.processes import Process, free_port, handraise, hub_process

CONTACTS = 1_200
TEXTERS = 20
BATCH = 25
AREAS = (202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215)


@pytest.fixture
def contacts_csv(tmp_path: Path) -> Path:
    """A list as people have it: a BOM, semicolons, CRLF, columns in any case, some rows that can't be texted."""
    rows = ["\ufeffLast Name;CELL;first_name;City"]
    for n in range(CONTACTS):
        rows.append(f"Doe {n};({AREAS[n // 100]}) 555-01{n % 100:02d};Contact {n};Springfield")
    rows.append("Bad;12;Number;Nowhere")
    path = tmp_path / "contacts.csv"
    path.write_text("\r\n".join(rows) + "\r\n", encoding="utf-8", newline="")
    return path


async def command(data: Path, *arguments: str) -> str:
    """Run a command to its end, and give its last line."""
    async with handraise(*arguments, HANDRAISE_DATA=str(data)) as process:
        async with asyncio.timeout(60):
            assert await process.process.wait() == 0, process.log()
        return process.log().strip().splitlines()[-1]


async def at_once() -> None:
    """Think nothing."""


async def work(
    client: Client, campaign: int, batches: list[int], think: Callable[[], Awaitable[None]] = at_once
) -> list[list[int]]:
    """Request and send until nobody is left, through whatever happens; gives the batches. They think before each."""
    got: list[list[int]] = []
    while True:
        try:
            await client.request_conversations(campaign)
        except Refused as refused:
            if refused.code == "none_unassigned":
                return got
            assert refused.code == "initials_left", refused
        batch = await _asked(client, "list_conversations", campaign=campaign, lane="initial")
        got.append([thing["id"] for thing in batch["conversations"]])
        batches.append(len(got[-1]))
        for conversation in got[-1]:
            await think()
            try:
                await _asked(client, "send_initial", campaign=campaign, conversation=conversation)
            except Refused as refused:
                assert refused.code == "already_sent", refused


async def _asked(client: Client, name: str, **args: object) -> dict[str, list[dict[str, int]]]:
    while True:
        try:
            answer: dict[str, list[dict[str, int]]] = await client.ask(name, **args)
            return answer
        except ConnectionLost:
            pass
        except Refused as refused:
            if refused.code != "try_again":
                raise
            await asyncio.sleep(0.1)


def store_of(data: Path) -> int:
    """The process id of the private store in a data folder."""
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                line = (process / "cmdline").read_bytes()
                inside = (process / "cwd").readlink() == data
            except OSError:
                continue
            if inside and b"valkey-server" in line:
                return int(process.name)
    raise AssertionError("no store runs here")


@pytest.mark.timeout(240)
async def test_twenty_texters_text_everybody_once_whatever_is_killed(tmp_path: Path, contacts_csv: Path) -> None:
    data = tmp_path / "data"
    ports = [free_port(), free_port()]
    here = {"HANDRAISE_DATA": str(data)}
    async with hub_process("", ports[0], **here) as first, hub_process("", ports[1], **here) as second:
        await command(data, "member", "add", "root@example.org", "--name", "Root", "--role", "admin")
        tokens = await texters(data)
        campaign = int(
            await command(
                data,
                *(
                    "campaign",
                    "create",
                    "Vote",
                    "--contacts",
                    str(contacts_csv),
                    "--script",
                    "Hi {first_name}!",
                    "--hours",
                    "any",
                ),
                *("--self-assign", "--batch-size", str(BATCH), "--launch"),
            )
        )
        root = await command(data, "token", "root@example.org")
        async with (
            handraise("carrier", "simulator", "--delay", "0", "--reply-rate", "0", **here),
            asyncio.timeout(150),
        ):
            await invite(first, root, campaign)
            await text_everybody(first, second, tokens, campaign, data, ports[1])
            await until_sent(data, campaign)
        await command(data, "check")


async def texters(data: Path) -> list[str]:
    """Add all texters; gives their tokens."""
    async with Redis(unix_socket_path=str(data / "store.sock")) as redis:
        members = Members(Scripts(Nodes(redis)), Config(secret_key="for tests"))
        added = [await members.add(f"texter{n}@example.org", f"texter{n}", "texter") for n in range(TEXTERS)]
        return [await members.token(member) for member in added]


async def invite(hub: Process, token: str, campaign: int) -> None:
    """Make all texters senders."""
    async with Client(hub.url, token, "/ws/admin") as admin:
        members = [thing["id"] for thing in (await admin.ask("open_admin"))["things"] if thing["kind"] == "member"]
        await admin.ask("add_senders", campaign=campaign, members=members)


async def text_everybody(
    first: Process, second: Process, tokens: list[str], campaign: int, data: Path, port: int
) -> None:
    """All texters at work, while a hub and then the store are killed."""
    batches: list[int] = []

    async def one(n: int, token: str) -> list[list[int]]:
        encoding = (Encoding.JSON, Encoding.MSGPACK)[n % 2]
        async with Client((first, second)[n // 2 % 2].url, token, encoding=encoding) as client:
            await client.ask("open_console")
            return await work(client, campaign, batches)

    working = asyncio.gather(*(one(n, token) for n, token in enumerate(tokens)))
    while sum(batches) < CONTACTS / 4:
        await asyncio.sleep(0.01)
    await second.kill()
    async with hub_process("", port, HANDRAISE_DATA=str(data)):
        while sum(batches) < CONTACTS / 2:
            await asyncio.sleep(0.01)
        os.kill(store_of(data), signal.SIGKILL)
        got = await working
    held = Counter(itertools.chain.from_iterable({id for batch in mine for id in batch} for mine in got))
    assert set(held.values()) == {1}, "two texters were handed one conversation"
    assert len(held) == CONTACTS
    assert all(len(batch) <= BATCH for mine in got for batch in mine)


async def until_sent(data: Path, campaign: int) -> None:
    """Wait until the carrier has carried everything, and look that each contact was texted exactly once."""
    async with Redis(unix_socket_path=str(data / "store.sock")) as redis:
        owner = keys.campaign(campaign)
        while await redis.llen(keys.under(owner, "outbox")) or await redis.hlen(keys.under(owner, "sending")):
            await asyncio.sleep(0.05)
        lengths = [await redis.llen(keys.under(owner, "texts", id)) for id in range(1, CONTACTS + 1)]
        assert set(lengths) == {1}
