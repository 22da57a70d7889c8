"""The numbers that Prometheus reads from real processes."""

import asyncio
import json
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import click
import httpx
import psutil
import pytest
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect

from server import scraping as module
from server.cli.options import Address
from server.client import Client
from server.host.listening import listen
from server.measures.declared import MEASURES
from server.scraping import scraped
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.carriers.carrying import eventually, queued, settled
from tests.command_line import handraise, loaded, running
from tests.scrapes import scrape
from tests.test_serve import workers
from tests.world import World

OPTIONS = ("--reply-rate", "0", "--fail-rate", "0", "--delay", "0")


async def ask(opened: ClientConnection, name: str, **args: Any) -> Any:
    """Ask something, and return its answer, passing over pushes."""
    await opened.send(json.dumps([1, name, args]))
    while (answer := json.loads(await asyncio.wait_for(opened.recv(), 10)))[0] not in ("reply", "refused"):
        pass
    return answer


def sockets_of(pid: int, port: int) -> int:
    """The number of browsers that are connected to a process at this port."""
    connections = psutil.Process(pid).net_connections("tcp")
    return sum(one.status == psutil.CONN_ESTABLISHED and one.laddr.port == port for one in connections)


async def test_several_processes_are_one_to_prometheus_also_when_one_is_killed(store_url: str, world: World) -> None:
    campaign = await world.campaign(5, self_assign=True, batch_size=2)
    ana = await world.texter(campaign)
    token = await world.members.token(await world.member("Ben"))
    arguments = ("serve", "--port", "0", "--workers", "2", "--metrics", "127.0.0.1:0")
    async with AsyncExitStack() as stack, running(*arguments, REDIS_URL=store_url) as hub:
        page = (await hub.says("Metrics: ")).split()[-1]
        assert "Handraise serves" not in hub.said
        at = (await hub.says("with 2 processes")).split()[2].replace("http", "ws")
        pids = await workers(hub)

        async def both_listen() -> bool:
            read = await scrape(page)
            return read("handraise_hubs") == read("handraise_hubs_listening") == 2

        await eventually(both_listen)
        headers = {"Authorization": f"Bearer {token}"}
        sockets = [
            await stack.enter_async_context(
                connect(f"{at}/ws/texter", subprotocols=["handraise.v1.json"], additional_headers=headers)  # type: ignore[list-item]
            )
            for _ in range(12)
        ]
        for opened in sockets:
            assert (await ask(opened, "open_console"))[0] == "reply"
            assert (await ask(opened, "opt_out", campaign=99, conversation=1))[2] == "unknown_campaign"
            assert (await ask(opened, 'a client\'s "words"\n'))[2] == "unknown_command"

        read = await scrape(page)
        assert read.families == MEASURES.keys()
        assert read("handraise_connections", side="texter") == 12
        assert read("handraise_processes", kind="hub") == 2
        assert read.all("handraise_commands_total") == {
            frozenset({("command", command), ("outcome", outcome)}): 12
            for command, outcome in (
                ("open_console", "ok"),
                ("opt_out", "unknown_campaign"),
                ("unknown_command", "unknown_command"),
            )
        }
        assert read("handraise_command_seconds_count", command="open_console") == 12
        assert (read("handraise_store_round_trip_seconds_count") or 0) > 12
        assert read("handraise_loops_down", loop="audit") == 0
        assert read("handraise_unassigned_conversations", campaign=str(campaign), lane="initial") == 5
        assert read("handraise_held_conversations", campaign=str(campaign), lane="initial") == 0
        assert read("handraise_replies_waiting", campaign=str(campaign)) == 0
        assert (read("handraise_store_up"), read("handraise_outbox_texts"), read("handraise_taken_texts")) == (1, 0, 0)

        await ana.request()  # nobody here shows her console, so nothing of it is pushed
        async with httpx.AsyncClient() as browser:
            for method, path in (("GET", "/"), ("GET", "/metrics/x"), ("POST", "/metrics"), ("HEAD", "/metrics")):
                assert (await browser.request(method, page.removesuffix("/metrics") + path)).status_code == 404

        held = {pid: sockets_of(pid, int(at.rsplit(":", 1)[1])) for pid in pids}
        busiest = max(pids, key=held.__getitem__)
        os.kill(busiest, signal.SIGKILL)

        async def replaced() -> bool:
            return busiest not in await workers(hub) and await both_listen()

        await eventually(replaced)
        read = await scrape(page)
        assert (sum(held.values()), held[busiest] > 0) == (12, True)
        assert read("handraise_connections", side="texter") == 12 - held[busiest]
        assert read("handraise_commands_total", command="open_console", outcome="ok") == 12
        assert read("handraise_command_seconds_count", command="open_console") == 12
        assert read("handraise_unassigned_conversations", campaign=str(campaign), lane="initial") == 3
        ended = await hub.stop()

    assert ended.code == 0
    with pytest.raises(httpx.ConnectError):
        await scrape(page)


async def test_a_hub_that_is_one_process_tells_its_own_and_ends_in_order_while_it_is_asked(
    store_url: str, world: World
) -> None:
    token = await world.members.token(await world.member("Root", "admin"))
    async with running("serve", "--port", "0", "--metrics", "127.0.0.1:0", REDIS_URL=store_url) as hub:
        page = (await hub.says("Metrics: ")).split()[-1]
        at = (await hub.says("Handraise serves")).split()[-1]
        async with Client(at, token, "/ws/admin") as admin:
            await admin.ask("open_admin")
            read = await scrape(page)
        _, writer = await asyncio.open_connection("127.0.0.1", int(page.split(":")[2].split("/")[0]))
        writer.write(b"GET /metrics")
        ended = await hub.stop()
        writer.close()

    assert (ended.code, ended.err) == (0, "")
    assert (read("handraise_hubs"), read("handraise_connections", side="admin")) == (1, 1)
    assert read("handraise_commands_total", command="open_admin", outcome="ok") == 1


async def test_a_carrier_tells_what_became_of_its_texts(store_url: str, world: World) -> None:
    texter = await queued(world, 3)

    command = ("carrier", "simulator", *OPTIONS, "--metrics", "127.0.0.1:0")
    async with running(*command, REDIS_URL=store_url, PYTHONPROFILEIMPORTTIME="1") as carrier:
        page = (await carrier.says("Metrics: ")).split()[-1]
        assert "The simulator carries" not in carrier.said
        await settled(world, texter.campaign, *["delivered"] * 3)
        read = await scrape(page)
        ended = await carrier.stop()

    assert read("handraise_texts_total", carrier="simulator", outcome="sent") == 3
    assert read("handraise_carrier_seconds_count", carrier="simulator") == 3
    assert read("handraise_texts_in_hand") == read("handraise_outbox_texts") == read("handraise_taken_texts") == 0
    assert read("handraise_held_conversations", campaign=str(texter.campaign), lane="quiet") == 3
    assert "uvicorn" not in loaded(ended.err)


@asynccontextmanager
async def page_of(scripts: Scripts) -> AsyncIterator[str]:
    """The address of the metrics of this very process."""
    said: list[str] = []
    async with scraped(listen("127.0.0.1", 0), scripts, said.append):
        yield said[0].split()[-1]


async def test_while_the_store_is_away_all_else_is_told(redis: Redis) -> None:
    async with Redis.from_url("redis://127.0.0.1:1") as away, page_of(Scripts(Nodes(away))) as page:
        read = await scrape(page)

    assert read("handraise_store_up") == 0
    assert read("handraise_outbox_texts") is None
    assert read("handraise_hubs") is not None


async def test_of_many_active_campaigns_the_newest_are_told(
    scripts: Scripts, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.work.ACTIVE_CAMPAIGNS", 2)
    ids = [await world.campaign(1, launch=launch) for launch in (True, True, True, False)]
    async with page_of(scripts) as page:
        told = (await scrape(page)).all("handraise_replies_waiting")

    assert {dict(labels)["campaign"] for labels in told} == {str(ids[1]), str(ids[2])}


async def test_a_fault_is_told_and_logged_and_the_next_scrape_answered(
    scripts: Scripts, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    await redis.set("{a}:campaigns", "not a set")
    async with page_of(scripts) as page, httpx.AsyncClient() as prometheus:
        assert (await prometheus.get(page)).status_code == 500
        await redis.delete("{a}:campaigns")
        await scrape(page)
    assert "The metrics couldn't be told." in caplog.text


@pytest.mark.parametrize("said", [b"", b"GET /metrics HTTP/1.1\r\n", b"GET /metrics HTTP/1.1\r\nX: " + b"x" * 20_000])
async def test_half_a_request_gets_no_answer_and_is_not_waited_for_long(
    scripts: Scripts, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ASKED_WITHIN_SECONDS", 0.1)
    async with page_of(scripts) as page:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(page.split(":")[2].split("/")[0]))
        writer.write(said)
        async with asyncio.timeout(10):
            with suppress(ConnectionResetError):
                assert await reader.read() == b""
        writer.close()


async def test_a_browser_that_is_still_being_answered_keeps_no_process_from_ending(scripts: Scripts) -> None:
    async with page_of(scripts) as page:
        _, writer = await asyncio.open_connection("127.0.0.1", int(page.split(":")[2].split("/")[0]))
        writer.write(b"GET /metrics")
        await asyncio.sleep(0.05)
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 1
    writer.close()


@pytest.mark.parametrize(
    ("written", "read"),
    [("127.0.0.1:9464", ("127.0.0.1", 9464)), ("[::1]:0", ("::1", 0)), ("metrics.internal:1", ("metrics.internal", 1))],
)
def test_an_address_is_a_host_and_a_port(written: str, read: tuple[str, int]) -> None:
    assert Address().convert(written, None, None) == read


@pytest.mark.parametrize("written", ["", "9464", ":9464", "127.0.0.1", "127.0.0.1:", "host:65536", "::1:9464", "a b:1"])
def test_anything_else_is_none(written: str) -> None:
    with pytest.raises(click.BadParameter, match="write it like"):
        Address().convert(written, None, None)


async def test_an_address_that_is_none_or_taken_is_told_in_a_sentence(store_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        for command in (("serve", "--port", "0", "--workers", "2"), ("carrier", "simulator")):
            ended = await handraise(*command, "--metrics", taken, REDIS_URL=store_url)
            assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
            assert "choose another with --metrics" in ended.err
    ended = await handraise("serve", "--metrics", "9464", REDIS_URL=store_url)
    assert (ended.code, ended.out) == (2, "")
    assert "'9464' isn't an address: write it like 127.0.0.1:9464 or [::1]:9464." in ended.err


async def test_a_carriers_process_says_if_it_can_do_its_work(world: World, scripts: Scripts) -> None:
    await world.member("Ada", "admin")
    why: list[str] = []
    pages: list[str] = []

    def trouble() -> str | None:
        return why[0] if why else None

    at = listen("127.0.0.1", 0, "--metrics")
    async with scraped(at, scripts, pages.append, trouble=trouble), httpx.AsyncClient() as browser:
        page = pages[0].split()[-1]
        ready = page.removesuffix("/metrics") + "/health/ready"
        answer = await browser.get(ready)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok", "ready": True, "reasons": []})
        why.append("Nobody has paid.")
        answer = await browser.get(ready)
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/json")
        assert answer.json()["reasons"] == [{"code": "carrier_stopped", "sentence": "Nobody has paid."}]
        await scripts.run("note_carrier", carrier="pigeon", trouble="Nobody has paid.")
        assert (await scrape(page))("handraise_carrier_stopped", carrier="pigeon") == 1
    async with scraped(listen("127.0.0.1", 0, "--metrics"), scripts, pages.append), httpx.AsyncClient() as browser:
        assert (await browser.get(pages[1].split()[-1].removesuffix("/metrics") + "/health/ready")).status_code == 404
