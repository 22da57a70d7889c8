"""The last hour of all campaigns on the board: how many were unassigned, and sent, by five minutes."""

from server.store.readings import readings
from server.store.scripts import Scripts
from server.wire.replies import BoardHistory, Recent

MINUTE_MS = 60_000
MINUTES_EACH = 5
STRETCHES = 13
"""Five minutes each: an hour, and those that go on."""


async def recent(scripts: Scripts) -> BoardHistory:
    """Return the last hour of each campaign that is active or paused. It takes 3 round trips.

    Raises Refused (try_again).
    """
    last = await scripts.now() // MINUTE_MS // MINUTES_EACH
    first = (last - STRETCHES + 1) * MINUTES_EACH
    noted = await readings(scripts, range(first, first + STRETCHES * MINUTES_EACH))
    return BoardHistory(
        since=first * MINUTE_MS,
        every=MINUTES_EACH * MINUTE_MS,
        campaigns=[_by_five(id, each) for id, each in noted.items()],
    )


def _by_five(campaign: int, noted: list[bytes | None]) -> Recent:
    """Return the last numbers of every five minutes."""
    stretches = (noted[first : first + MINUTES_EACH] for first in range(0, len(noted), MINUTES_EACH))
    last = [next(filter(None, reversed(stretch)), None) for stretch in stretches]
    numbers = [each and list(map(int, each.split())) for each in last]
    return Recent(
        campaign=campaign,
        unassigned=[each[0] if each else None for each in numbers],
        sent=[each[1] if each else None for each in numbers],
    )
