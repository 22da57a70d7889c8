"""Keeps which members have a console open on any hub. Each hub vouches for its members for a while, and renews that.

All times are the store's, so that a hub whose clock is off says what the others say.
"""

import secrets
from collections import Counter

from server.store import keys
from server.store.scripts import Scripts

CHANNEL = keys.under(keys.ACCOUNT, "presence")


class Presence:
    """The members online here, told to the other hubs. Each method raises Refused (try_again)."""

    def __init__(self, scripts: Scripts) -> None:
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

    async def go(self) -> None:
        """Tell the other hubs that this one stops: nobody is online here any more."""
        if self._here:
            await self._scripts.run("leave", members=list(self._here), hub=self._hub)
