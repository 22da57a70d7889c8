"""Claims an empty store for a restore: from then on nothing else opens it (server/store/half_restored.py)."""

import asyncio
import re

from server.backup.archive import BadBackup
from server.backup.primaries import primaries
from server.store import keys
from server.store.connecting import Store
from server.store.half_restored import MARK
from server.store.scanning import names
from server.store.scripts import Scripts

PASSING = re.compile(rb"\{a\}:(processes$|online$|mark$|chore:|attempts:|grant:)")
"""Keys that say what runs now. Hubs write them into an empty store, too; they aren't restored."""
NAMES_PER_PAGE = 500
HANDS_OFF_SECONDS = 5.0
"""Seconds in which another restore notices that it has lost the store; it looks before each round, which takes less."""


class Claim:
    """A store that is claimed by one restore. `mark` tells it from every other one."""

    def __init__(self, store: Store, mark: str) -> None:
        self._store = store
        self._account = store.redis
        self._mark = mark

    async def refuse_unless_free(self, again: bool) -> None:
        """Raise BadBackup unless the store is empty or, to restore `again`, holds a part of a backup."""
        begun = await self._account.exists(MARK)
        if begun and not again:
            raise BadBackup(
                f"A restore into the store {self._store.where} was interrupted, or goes on right now. "
                "If it doesn't, add --again: that empties the store and begins anew."
            )
        if again and not begun:
            raise BadBackup(f"No restore into the store {self._store.where} was interrupted: leave --again out.")
        if not begun and (held := await self._held()):
            raise BadBackup(
                f"The store {self._store.where} isn't empty ({held:,} keys), so nothing was restored. Restore into an "
                "empty one: set another REDIS_URL or HANDRAISE_DATA, or empty this one yourself."
            )

    async def begin(self, again: bool) -> None:
        """Set the mark, and empty the store to restore `again`.

        Raises BadBackup if another restore has begun meanwhile.
        """
        if not again:
            if not await self._account.set(MARK, self._mark, nx=True):
                raise BadBackup(f"Another restore into the store {self._store.where} has just begun.")
            return
        await self._account.set(MARK, self._mark)
        await asyncio.sleep(HANDS_OFF_SECONDS)
        for redis in primaries(self._store):
            async with redis.pipeline(transaction=True) as pipeline:
                pipeline.flushdb(asynchronous=True)
                if redis is self._account:
                    pipeline.set(MARK, self._mark)
                await pipeline.execute()

    async def refuse_unless_ours(self) -> None:
        """Raise BadBackup if the mark is gone, or another restore has set its own."""
        if await self._account.get(MARK) != self._mark.encode():
            raise BadBackup("The store was emptied meanwhile, or another restore has begun: look what it holds.")

    async def end(self) -> None:
        """Take the mark away: the store holds everything."""
        await self._account.delete(MARK)

    async def _held(self) -> int:
        """Return how many keys the store holds, without those that tell what runs, and an account without members."""
        held = 0
        async for some in names(Scripts(self._store.nodes), "*", NAMES_PER_PAGE):
            held += sum(not PASSING.match(name) and name != keys.ACCOUNT.encode() for name in some)
        used = await self._account.hmget(keys.ACCOUNT, ["last_member", "last_campaign"])
        return held + any(used)
