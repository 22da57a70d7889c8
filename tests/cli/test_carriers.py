import asyncio
import signal

import pytest

from tests import processes
from tests.carriers.carrying import eventually, queued, settled
from tests.command_line import handraise, loaded, running
from tests.world import World


async def test_a_carrier_needs_a_name_and_an_unknown_one_is_told_the_known_ones(store_url: str) -> None:
    unnamed = await handraise("carrier", REDIS_URL=store_url)
    unknown = await handraise("carrier", "pigeon", REDIS_URL=store_url)

    assert unnamed.code == unknown.code == 2
    assert "simulator" in unnamed.out + unnamed.err
    assert "There is no carrier called 'pigeon'; there is: simulator, " in unknown.err


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_the_simulator_carries_until_it_is_told_to_leave(
    store_url: str, world: World, how: signal.Signals
) -> None:
    texter = await queued(world, 3)

    options = ("--reply-rate", "0", "--fail-rate", "0", "--delay", "0")
    async with running("carrier", "simulator", *options, REDIS_URL=store_url) as carrier:
        await settled(world, texter.campaign, *["delivered"] * 3)
        ended = await carrier.stop(how)

    assert ended.code == 0
    assert "The simulator carries" in ended.out


async def test_a_rate_is_kept_to(store_url: str, world: World) -> None:
    texter, clock = await queued(world, 3), asyncio.get_running_loop()

    options = ("--reply-rate", "0", "--fail-rate", "0", "--delay", "0", "--rate", "4")
    async with running("carrier", "simulator", *options, REDIS_URL=store_url) as carrier:
        await carrier.says("The simulator carries")
        began = clock.time()
        await settled(world, texter.campaign, *["delivered"] * 3)
        assert clock.time() - began >= 0.4
        await carrier.stop()


NOT_FOR_CARRIERS = (
    *("server.live", "server.web", "server.people", "server.commands", "server.world", "server.serve"),
    *("prometheus_client", "starlette", "uvicorn", "argon2", "smtplib", "aiosmtplib", "email.mime", "phonenumbers"),
    *("httpx", "nacl", "telnyx"),
)


async def test_the_process_of_a_carrier_loads_nothing_of_a_hub_and_no_mail(store_url: str, world: World) -> None:
    texter = await queued(world)

    async def answered() -> bool:
        return len((await world.conversation(texter.campaign, 1))["texts"]) > 1

    options = ("carrier", "simulator", "--reply-rate", "1", "--fail-rate", "0", "--delay", "0")
    async with processes.handraise(*options, REDIS_URL=store_url, PYTHONPROFILEIMPORTTIME="1") as carrier:
        await eventually(answered)
        assert await carrier.stop() == 0
        modules = loaded(carrier.log())

    assert "server.carriers.simulator" in modules
    assert [module for module in NOT_FOR_CARRIERS if module in modules] == []
