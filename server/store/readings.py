"""The readings of campaigns' histories (lua/shared/history.lua), many campaigns at once."""

from collections.abc import Sequence

from server.store import keys, lookups
from server.store.scripts import Scripts

ON_BOARD = (b"active", b"paused")


async def readings(scripts: Scripts, minutes: Sequence[int]) -> dict[int, list[bytes | None]]:
    """Return the readings of these minutes since 1970: campaign → 'unassigned sent answered', None where nothing
    happened. Only campaigns that are active or paused and have one are in it. It takes 2 round trips.

    Raises Refused (try_again).
    """
    ids = await lookups.campaigns(scripts)
    statuses: list[tuple[str | int, ...]] = [("HGET", keys.campaign(id), "status") for id in ids]
    asked: list[tuple[str | int, ...]] = [("HMGET", keys.under(keys.campaign(id), "readings"), *minutes) for id in ids]
    told = await scripts.ask(*statuses, *asked)
    every = zip(ids, told[: len(ids)], told[len(ids) :], strict=True)
    return {id: noted for id, status, noted in every if status in ON_BOARD and any(noted)}
