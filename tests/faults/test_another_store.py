"""When another account answers, or none, nothing goes on as if nothing had happened."""

import asyncio
import re

import httpx

from server.client import Client
from tests.faults.stores import Store, address, store
from tests.processes import Process, hub_process
from tests.world import Texter

WITHIN = 10.0
"""Seconds."""


async def ready(hub: Process) -> tuple[int, str]:
    """The HTTP status and the word with which the hub says whether it is ready."""
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(f"{hub.url}/health/ready")
        assert (await browser.get(f"{hub.url}/health/live")).status_code == 200
    return answer.status_code, answer.json()["status"]


async def becomes(hub: Process, code: int, status: str) -> None:
    """Wait until the hub answers with this HTTP status and this word."""
    async with asyncio.timeout(WITHIN):
        while await ready(hub) != (code, status):
            await asyncio.sleep(0.05)


def lines(hub: Process, words: str) -> list[str]:
    """The lines of the hub's log that contain these words."""
    return [line for line in hub.log().splitlines() if words in line]


async def inhabited(here: Store, name: str = "Ana", title: str = "Vote!") -> tuple[Texter, str]:
    """A campaign with a texter, and the texter's token."""
    texter = await here.world.texter(await here.world.campaign(15, title=title), name)
    return texter, await here.world.members.token(await here.world.member(name))


def titles(client: Client) -> set[str]:
    """The titles of the consoles that the client shows."""
    return {thing["title"] for thing in client.things.values() if thing["kind"] == "console"}


async def closed(client: Client) -> int:
    """The code with which the hub closed this socket."""
    await client.until(lambda c: c.close_code is not None, within=WITHIN)
    assert client.close_code is not None
    return client.close_code


async def test_an_emptied_store_is_told_once_and_the_account_made_there_is_gone_on_with(store_binary: str) -> None:
    async with store(store_binary) as here, hub_process(f"unix://{here.path}") as hub:
        _, token = await inhabited(here)
        admin = await here.world.members.token(await here.world.member("Root", "admin"))
        async with Client(hub.url, token) as console, Client(hub.url, admin, "/ws/admin") as board:
            await console.ask("open_console")
            await board.ask("open_admin")
            await here.redis.flushall()
            assert {await closed(console), await closed(board)} == {4401}
        await becomes(hub, 503, "no_account")
        assert await here.redis.keys("*") == [], "an emptied store stays empty"

        ben, token = await inhabited(here, "Ben", "New!")
        await becomes(hub, 200, "ok")
        async with Client(hub.url, token) as console:
            await console.ask("open_console")
            assert titles(console) == {"New!"}
            await ben.request()
            await console.until(lambda c: c.thing("console", ben.id, ben.campaign)["initial"] == 10, within=1.0)
        assert len(lines(hub, "holds no account any more")) == 1
        assert len(lines(hub, "holds an account again")) == 1
        assert "Traceback" not in hub.log()


async def test_a_command_on_an_emptied_store_makes_no_account_there(store_binary: str) -> None:
    async with store(store_binary) as here, hub_process(f"unix://{here.path}") as hub:
        token = await here.world.members.token(await here.world.member("Root", "admin"))
        async with Client(hub.url, token, "/ws/admin") as board:
            await board.ask("open_admin")
            await here.redis.flushall()
            refused = await asyncio.gather(
                board.ask("create_campaign", title="Nobody's"),
                board.ask("set_default_batch_size", size=5),
                board.ask("invite_member", email="eve@example.org", name="Eve", role="admin"),
                return_exceptions=True,
            )
            assert [type(one).__name__ in ("Refused", "ConnectionLost") for one in refused] == [True] * 3
            assert await closed(board) == 4401
        assert await here.redis.keys("*") == []


async def test_another_account_is_gone_on_with_and_the_right_store_when_it_is_back(store_binary: str) -> None:
    async with (
        store(store_binary) as right,
        store(store_binary) as wrong,
        address(right.path) as at,
        hub_process(at.url) as hub,
    ):
        _, ana = await inhabited(right, "Ana", "Right")
        _, ben = await inhabited(wrong, "Ben", "Wrong")
        async with Client(hub.url, ana) as console:
            await console.ask("open_console")
            at.leads_to(wrong.path)
            assert await closed(console) == 4401
        await becomes(hub, 200, "ok")
        async with Client(hub.url, ben) as console:
            await console.ask("open_console")
            assert titles(console) == {"Wrong"}
            at.leads_to(right.path)
            assert await closed(console) == 4401
        await becomes(hub, 200, "ok")
        async with Client(hub.url, ana) as console:
            await console.ask("open_console")
            assert titles(console) == {"Right"}
        assert len(lines(hub, "holds another account than before")) == 2


async def test_an_empty_store_in_place_of_the_right_one_signs_everybody_out_until_that_is_back(
    store_binary: str,
) -> None:
    async with (
        store(store_binary) as right,
        store(store_binary) as empty,
        address(right.path) as at,
        hub_process(at.url) as hub,
    ):
        ana, token = await inhabited(right)
        async with Client(hub.url, token) as console:
            await console.ask("open_console")
            at.leads_to(empty.path)
            assert await closed(console) == 4401
        await becomes(hub, 503, "no_account")
        at.leads_to(right.path)
        await becomes(hub, 200, "ok")
        async with Client(hub.url, token) as console:
            await console.ask("open_console")
            await ana.request()
            await console.until(lambda c: c.thing("console", ana.id, ana.campaign)["initial"] == 10, within=1.0)
        assert await empty.redis.keys("*") == []


async def test_cookies_are_signed_with_the_key_of_the_account_that_answers(store_binary: str) -> None:
    async def signed_in(here: Store, browser: httpx.AsyncClient) -> int:
        link = await here.world.members.sign_in_link(await here.world.member("Ana"))
        assert (await browser.post(link, data={"press": "p"})).status_code == 303
        return (await browser.get("/console")).status_code

    async with (
        store(store_binary) as one,
        store(store_binary) as other,
        address(one.path) as at,
        hub_process(at.url, SECRET_KEY="") as hub,
        httpx.AsyncClient(base_url=hub.url, headers={"origin": hub.url}) as browser,
    ):
        assert await signed_in(one, browser) == 200
        async with Client(hub.url, (await inhabited(one))[1]) as console:
            await console.ask("open_console")  # by now the hub knows the account
        await inhabited(other)
        at.leads_to(other.path)
        async with asyncio.timeout(WITHIN):
            while not lines(hub, "holds another account than before"):
                await asyncio.sleep(0.05)
        await becomes(hub, 200, "ok")
        assert (await browser.get("/console")).status_code == 303
        assert await signed_in(other, browser) == 200
        async with hub_process(f"unix://{other.path}", SECRET_KEY="") as second:
            assert (await browser.get(f"{second.url}/console")).status_code == 200


async def test_an_outage_is_one_line_of_the_log_when_it_begins_and_one_when_it_ends(store_binary: str) -> None:
    async with store(store_binary) as here, address(here.path) as at, hub_process(at.url) as hub:
        await inhabited(here)
        at.leads_to(None)
        await becomes(hub, 503, "try_again")
        await asyncio.sleep(2)  # many tries
        at.leads_to(here.path)
        await becomes(hub, 200, "ok")
        said = [line for line in hub.log().splitlines() if "The store" in line and not line.startswith("The store: ")]
    assert len(said) == 2, said
    level_and_process = rf"\d\d:\d\d:\d\d WARNING {hub.pid} "
    assert re.match(level_and_process + "The store is away; waiting for it", said[0])
    assert re.match(level_and_process + "The store is back; going on", said[1])
