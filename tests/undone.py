"""Acts that texters can undo, in tests: what a store holds but for traces, and time that passes for them."""

import re
from typing import Any

from server.store import keys
from tests.stored import everything
from tests.world import World

TRACES = ("readings", "ledger", "moved", "active", "opt_outs")
"""Keys of a campaign in which an undone act leaves something: that it was, when, and who opted out and in again."""


async def without_traces(world: World) -> dict[str, Any]:
    """Everything in the store that an undone act must leave as it was."""
    found = {}
    for name, (kind, value) in (await everything(world.scripts.redis)).items():
        if re.fullmatch(r"\{c:\d+\}", name):
            pairs = dict(zip(value[::2], value[1::2], strict=True))
            found[name] = (
                kind,
                {field: one for field, one in pairs.items() if field not in (b"v", b"skips", b"ledger_last")},
            )
        elif not name.startswith("{a}") and name.split(":")[-1] not in TRACES and ":mark" not in name:
            found[name] = kind, value
    return found


async def time_is_over(world: World, campaign: int, *names: str) -> None:
    """Let the time be over in which acts can be undone: of all, or of these names in `held` and `undoable`."""
    for key in (keys.under(keys.campaign(campaign), name) for name in ("held", "undoable")):
        for name, at in await world.scripts.redis.zrange(key, 0, -1, withscores=True):
            if not names or name.decode() in names:
                await world.scripts.redis.zadd(key, {name: at - 3_600_000})
