"""The limits of open sockets, per member and per address."""

import logging
from collections import Counter

from server.host.addresses import is_loopback
from server.host.crowded import Crowded

log = logging.getLogger(__name__)

SOCKETS_PER_MEMBER = 200
SOCKETS_PER_ADDRESS = 1_000
MEMBERS_BEHIND_A_PROXY = 20
"""Members who came from one address, and nobody from another: enough to say that there may be a proxy in between."""


class Doors:
    """Counts the open sockets, per member and per address.

    public  people come from elsewhere: then even the address of this very machine must be a proxy's
    """

    def __init__(self, public: bool = False) -> None:
        self._open: Counter[int | str] = Counter()
        self._public = public
        self._came: set[int] = set()
        self._address: str | None = None
        self._crowded = Crowded("open sockets")

    def enter(self, member: int, address: str) -> bool:
        """Take a place, or say that there are too many."""
        if self._open[member] >= SOCKETS_PER_MEMBER:
            return False
        if self._open[address] >= SOCKETS_PER_ADDRESS:
            self._crowded.tell(address, SOCKETS_PER_ADDRESS)
            return False
        self._open.update((member, address))
        self._tell_if_one_address(member, address)
        return True

    def leave(self, member: int, address: str) -> None:
        """Give the place back."""
        for whose in (member, address):
            self._open[whose] -= 1
            if not self._open[whose]:
                del self._open[whose]

    def _tell_if_one_address(self, member: int, address: str) -> None:
        """Say it once if the first members who come have one address between them: it may be our own proxy's."""
        if self._came and address != self._address:
            self._address = None  # there are several, so there is nothing to say any more
        elif len(self._came) < MEMBERS_BEHIND_A_PROXY:
            self._address = address
            self._came.add(member)
            if len(self._came) == MEMBERS_BEHIND_A_PROXY and (self._public or not is_loopback(address)):
                log.warning(
                    "%d members have come, all from one address, %s. If that is your own proxy, name it in "
                    "TRUSTED_PROXIES and let it send X-Forwarded-For. Until then limits per address count everybody "
                    "together.",
                    MEMBERS_BEHIND_A_PROXY,
                    address,
                )
