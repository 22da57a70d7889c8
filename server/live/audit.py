"""Asks the store now and then whether this hub knows all: an announcement or a sign-out may have been missed."""

import asyncio
import logging

from server.errors import Refused
from server.live.account import AccountWatch
from server.live.directory import Directory
from server.live.presence import Presence
from server.live.sockets import Sockets
from server.live.watches import Watches
from server.store.refusals import store_says

log = logging.getLogger(__name__)

AUDIT_EVERY_SECONDS = 5.0
"""Seconds between two questions to the store whether all is known here: ten after a fault, every console is right."""


class Audit:
    """Looks at the account, at every campaign that is shown here, at sign-ins and at who is online."""

    def __init__(
        self, account: AccountWatch, directory: Directory, watches: Watches, sockets: Sockets, presence: Presence
    ) -> None:
        self._account = account
        self._directory = directory
        self._watches = watches
        self._sockets = sockets
        self._presence = presence
        self._refused = False

    async def run(self) -> None:
        """Ask again and again, without end."""
        while True:
            await asyncio.sleep(AUDIT_EVERY_SECONDS)
            try:
                await self._watches.drop_unwatched()
                await self._look_for_missed()
                await self._sockets.check_sign_ins()
                self._presence.look_again()
            except Refused as refused:
                self._tell_refusing(store_says(refused))
            else:
                self._tell_refusing("")

    def _tell_refusing(self, says: str) -> None:
        """Log when the store begins to refuse everything, and when it ends. (One that is away: see Announcements.)"""
        if says and not self._refused:
            log.error("The store refuses everything: %s", says)
        elif self._refused and not says:
            log.warning("The store does what it is asked again.")
        self._refused = bool(says)

    async def _look_for_missed(self) -> None:
        watches = self._watches.all()
        account_v, *versions = await self._watches.versions(watches)
        if account_v > self._directory.v:
            await self._account.repair("audit")
        self._sockets.close_former_admins(self._directory.members)  # those who came while their role was changed
        for watch, v in zip(watches, versions, strict=True):
            if v > watch.v:
                await self._watches.repair(watch, "audit")
