"""A restart is gentle: what was asked is answered, and the sockets are told to come back spread over time."""

import asyncio
import time

from server.client import Client
from tests.processes import hub_process
from tests.world import World

SOCKETS = 40


async def test_sockets_are_told_to_come_back_one_after_the_other(store_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=10)
    await world.texter(campaign)
    token = await world.members.token(await world.member())
    closed: list[tuple[int | None, float]] = []

    async def until_closed(client: Client) -> None:
        await client.until(lambda c: c.close_code is not None, within=30)
        closed.append((client.close_code, time.monotonic()))

    async with hub_process(store_url) as hub:
        clients = [Client(hub.url, token) for _ in range(SOCKETS)]
        await asyncio.gather(*(client.__aenter__() for client in clients))
        await asyncio.gather(*(client.ask("open_console") for client in clients))
        leaving = [asyncio.create_task(until_closed(client)) for client in clients]
        stopping = asyncio.create_task(hub.stop())
        answers = await asyncio.gather(
            *(client.ask("request_conversations", campaign=campaign, request_id="r") for client in clients[:5]),
            return_exceptions=True,
        )
        await asyncio.gather(*leaving)
        assert await stopping == 0
        await asyncio.gather(*(client.__aexit__(None, None, None) for client in clients))
        log = hub.log()
    assert {code for code, _ in closed} == {1012}
    times = [at for _, at in closed]
    assert max(times) - min(times) > 0.5, "all at once"
    assert {"assigned": 10, "initial": 10, "reply": 0, "quiet": 0} in answers
    assert "Traceback" not in log
