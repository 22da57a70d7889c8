"""The store's network goes silent: nothing is closed, nothing is answered, and old connections stay dead for ever.

A firewall forgets connections that were idle, or the store moves to another host under the same name.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest

from server.client import Client
from server.errors import Refused
from tests.faults.network import Network, network_to
from tests.processes import handraise, hub_process
from tests.world import World

BACK_WITHIN = 5.0
"""Seconds after the network's return."""

SOON = 1.0
"""Seconds in which something is done that takes milliseconds."""


@pytest.fixture
async def network(store_url: str) -> AsyncIterator[Network]:
    async with network_to(store_url) as network:
        yield network


async def a_request_that_fails(client: Client, campaign: int) -> None:
    """Something is asked for while the network is away, and its unknown outcome is told."""
    with pytest.raises(Refused, match="try_again"):
        async with asyncio.timeout(2 * BACK_WITHIN):
            await client.ask("request_conversations", campaign=campaign, request_id="lost")


@pytest.mark.parametrize("new_ones_hang", [False, True], ids=["only old ones are dead", "new ones hang too"])
async def test_commands_are_as_quick_as_before_soon_after_the_network_is_back(
    network: Network, world: World, new_ones_hang: bool
) -> None:
    campaign = await world.campaign(contacts=50)
    ana = await world.texter(campaign)
    token = await world.members.token(await world.member())
    async with hub_process(network.url) as hub, Client(hub.url, token) as client:
        await client.ask("open_console")
        both_under_way = [client.ask("list_conversations", campaign=campaign, lane="initial") for _ in range(20)]
        await asyncio.gather(*both_under_way)

        network.go_silent(new_ones_hang=new_ones_hang)
        if new_ones_hang:
            await a_request_that_fails(client, campaign)
            network.come_back()

        async with asyncio.timeout(BACK_WITHIN):
            await client.request_conversations(campaign)
        async with asyncio.timeout(SOON):
            await asyncio.gather(
                *(client.ask("list_conversations", campaign=campaign, lane="initial") for _ in "12345")
            )
    assert (await ana.counts())["initial"] == 10


async def test_the_carrier_goes_on_soon_after_the_network_is_back(network: Network, world: World) -> None:
    campaign = await world.campaign(contacts=20)
    ana = await world.texter(campaign)
    await ana.request()
    first, second, *_ = await ana.holds("initial")
    async with handraise("carrier", "simulator", "--delay", "0", "--reply-rate", "0", REDIS_URL=network.url) as carrier:
        await ana.send_initial(first)
        await carried(world, campaign, first)

        network.go_silent(new_ones_hang=True)
        await ana.send_initial(second)
        await carrier.says("The store is away")
        network.come_back()

        async with asyncio.timeout(BACK_WITHIN):
            await carried(world, campaign, second)


async def carried(world: World, campaign: int, conversation: int) -> None:
    """Wait until it is known what became of the conversation's first text."""
    while (await world.conversation(campaign, conversation))["texts"][0]["status"] in ("queued", "sending"):
        await asyncio.sleep(0.05)


async def test_a_command_line_that_gets_no_answer_ends_with_a_sentence(network: Network, world: World) -> None:
    campaign = await world.campaign(contacts=1)
    network.go_silent(new_ones_hang=True)
    async with handraise("campaign", "status", str(campaign), REDIS_URL=network.url) as status:
        assert await status.process.wait() == 1
        assert status.log().startswith("Error: There is no store at redis://")
        assert len(status.log().splitlines()) == 1


async def test_processes_that_are_to_leave_do_not_wait_for_the_network(network: Network, world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.texter(campaign)
    token = await world.members.token(await world.member())
    async with (
        handraise("carrier", "simulator", "--delay", "0", REDIS_URL=network.url) as carrier,
        hub_process(network.url) as hub,
        Client(hub.url, token) as client,
    ):
        await client.ask("open_console")
        await carrier.says("carries the texts")
        network.go_silent(new_ones_hang=True)
        await carrier.says("The store is away")

        await asyncio.gather(hub.stop(within=30), carrier.stop(within=30))
        log = hub.log() + carrier.log()
    assert "Traceback" not in log


@pytest.mark.parametrize("new_ones_hang", [False, True], ids=["only old ones are dead", "new ones hang too"])
async def test_consoles_are_pushed_changes_as_before_soon_after_the_network_is_back(
    network: Network, world: World, new_ones_hang: bool
) -> None:
    campaign = await world.campaign(contacts=50)
    ana = await world.texter(campaign)
    token = await world.members.token(await world.member())
    async with hub_process(network.url) as hub, Client(hub.url, token) as client:
        await client.ask("open_console")

        network.go_silent(new_ones_hang=new_ones_hang)
        if new_ones_hang:
            await hub.says("The store is away")
            network.come_back()

        await ana.request()  # asked of the store by another way
        await client.until(lambda c: c.thing("console", ana.id, campaign)["initial"] == 10, within=BACK_WITHIN)
        for left in reversed(range(10)):  # and these aren't found by looking every 5 s
            (conversation, *_) = await ana.holds("initial")
            await ana.send_initial(conversation)
            await client.until(
                lambda c, left=left: c.thing("console", ana.id, campaign)["initial"] == left, within=SOON
            )
