"""Notices when the store isn't the one that this process knows: another account's, an emptied one, or one gone back."""

import asyncio
import itertools
import logging
from collections.abc import Callable
from contextlib import suppress

from server.errors import Refused
from server.store import lookups
from server.store.epoch import Epoch
from server.store.scripts import Scripts

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 1.0
"""Seconds between two questions to the store whether it is still the one that this process knows."""


class SameStore:
    """Keeps the epoch that this process goes by, and logs each change of it once.

    forget  is called, at once, whenever what this process remembers of the store holds no more
    binds   whether `scripts` go by this epoch, too: verbs of the account are then refused while another one answers
    epoch   None until the store has been asked
    lost    whether the store held an account, and holds none now
    life    how often this process has forgotten all that it knew of the store
    """

    def __init__(self, scripts: Scripts, forget: Callable[[], None], *, binds: bool) -> None:
        self.epoch: Epoch | None = None
        self.lost = False
        self.life = 0
        self._scripts = scripts
        self._forget = forget
        self._binds = binds
        self._questions = itertools.count()
        self._answered = -1
        self._one_at_a_time = asyncio.Lock()

    async def look(self) -> None:
        """Ask the store for its epoch, and forget everything if it is another one.

        Calls at the same time may share one question to the store: one that was asked after each of them began.

        Raises Refused (try_again).
        """
        wanted = next(self._questions)
        async with self._one_at_a_time:
            if self._answered > wanted:
                return
            asked = next(self._questions)
            before, found = self.epoch, await lookups.epoch(self._scripts)
            self._take_in(found)
            if before and not before.servers <= found.servers:  # what waits in the pool led to the one before
                await self._scripts.nodes.let_go()
            self._answered = asked

    async def keep_looking(self) -> None:
        """Look again and again, without end."""
        while True:
            with suppress(Refused):
                await self.look()
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def _take_in(self, found: Epoch) -> None:
        before, self.epoch = self.epoch, found
        if self._binds:
            self._scripts.epoch = found
        if before is None or before.lasts(found):
            return
        if found.account is None and before.account is not None:
            self.lost = True
            log.error(
                "The store holds no account any more: it was emptied, or another one answers. "
                "Nothing goes on until it holds one again."
            )
        elif self.lost and found.account is not None:
            self.lost = False
            log.warning("The store holds an account again; going on with that one.")
        elif before.account is not None and found.account != before.account:
            log.error("The store holds another account than before; going on with that one.")
        else:
            log.info("The store was started again, or another server took its place: all is read again.")
        if before.account is not None or not before.servers <= found.servers:
            self._forget_all()

    async def must_not_fall(self, owner: str, known: tuple[int, int], now: int) -> None:
        """Compare the version of a campaign or the account with the one that was known before the store was asked.

        `known` is the life in which that was, and the version. If it fell although the epoch is the same, somebody has
        put an older state in place: all is forgotten, unless it was meanwhile.

        Raises Refused (try_again) if it fell.
        """
        life, v = known
        if now < v:
            await self.look()  # a store that is emptied, or another, has fallen too, and is told as what it is
            if life == self.life:
                log.error("The store went back to an earlier state: %s is at version %d, and was at %d.", owner, now, v)
                self._forget_all()
            raise Refused("try_again")

    def _forget_all(self) -> None:
        self.life += 1
        self._forget()
