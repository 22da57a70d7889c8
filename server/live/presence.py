"""Keeps which members have a console open on any hub. Each hub vouches for its members for a while, and renews that.

All times are the store's, so that a hub whose clock is off says what the others say.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from server.errors import Refused
from server.store import keys
from server.store.scripts import Scripts

CHANNEL = keys.under(keys.ACCOUNT, "presence")

PRESENCE_EVERY_SECONDS = 0.5
"""Seconds at least between two looks at who is online: a thousand may arrive at once."""


class Presence:
    """The members online here, told to the other hubs. Each method but `keep_telling` raises Refused (try_again).

    tell     is called with the members who are online on any hub, and the store's time in ms
    changed  is set when somebody may have come or gone
    """

    def __init__(self, scripts: Scripts, tell: Callable[[set[int], int], None]) -> None:
        self.changed = asyncio.Event()
        self._tell = tell
        self._scripts = scripts
        self._hub = secrets.token_hex(8)
        self._here: Counter[int] = Counter()

    async def arrive(self, member: int) -> None:
        """Count one more open socket of this member."""
        self._here[member] += 1
        if self._here[member] == 1:
            await self._scripts.run("arrive", member=member, hub=self._hub)

    async def leave(self, member: int) -> None:
        """Count one open socket of this member less."""
        self._here[member] -= 1
        if not self._here[member]:
            del self._here[member]
            await self._scripts.run("leave", members=[member], hub=self._hub)

    async def online(self) -> tuple[set[int], int]:
        """Renew this hub's word. Return the members who are online on any hub, and the store's time in ms."""
        found = await self._scripts.run("who_is_online", members=list(self._here), hub=self._hub)
        return set(found["online"]), found["at"]

    async def keep_telling(self) -> None:
        """Tell who is online each time that it may have changed, without end."""
        while True:
            await self.changed.wait()
            self.changed.clear()
            with suppress(Refused):  # the next audit asks again
                self._tell(*await self.online())
            await asyncio.sleep(PRESENCE_EVERY_SECONDS)

    async def go(self) -> None:
        """Tell the other hubs that this one stops: nobody is online here any more."""
        if self._here:
            await self._scripts.run("leave", members=list(self._here), hub=self._hub)
