"""Time for what limits count by the store's clock: it passes at once."""

import msgpack
from redis.asyncio import Redis

from server.store import keys
from server.store.scripts import Scripts
from tests.world import World

DAY_MS = 24 * 60 * 60 * 1000
PACES = keys.under(keys.ACCOUNT, "paces")


async def time_passes(redis: Redis, ms: int, *campaigns: int) -> None:
    """Let so much time pass, and none before, for the limits of the account and of these campaigns."""
    seconds, microseconds = await redis.time()
    then = seconds * 1000 + microseconds // 1000 - ms
    for name, noted in (await redis.hgetall(PACES)).items():
        await redis.hset(PACES, name, _older(noted.decode(), then, ms))
    for campaign in campaigns:
        if noted := await redis.hget(keys.campaign(campaign), "pace"):
            await redis.hset(keys.campaign(campaign), "pace", _older(noted.decode(), then, ms))
    async for name in redis.scan_iter("{a}:grant:*"):
        grant = msgpack.unpackb(await redis.get(name))
        await redis.set(name, msgpack.packb({**grant, "at": grant["at"] - ms}), keepttl=True)


def _older(noted: str, then: int, ms: int) -> str:
    owed, *moments = noted.split()
    _, used, began, ends = map(int, moments)
    return f"{owed} {then} {used} {began - ms} {ends - ms}"


async def soon(scripts: Scripts, days: int = 3) -> list[int]:
    """The ends of the next days, a day apart, the first of them in a day."""
    now = await scripts.now()
    return [now + DAY_MS * day for day in range(1, days + 1)]


async def queue_texts(world: World, *texts: str, **settings: object) -> int:
    """A campaign in whose conversations these first messages are queued, in their order."""
    campaign = await world.campaign(contacts=len(texts), batch_size=5000, **settings)
    texter = await world.texter(campaign)
    await texter.request()
    for conversation, text in enumerate(texts, 1):
        await texter.send_initial(conversation, text)
    return campaign
