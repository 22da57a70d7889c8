"""The open sockets of this process, and how they are closed: signed out, no longer an admin, or to come back."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import suppress

from server.errors import Refused
from server.live.watch import Connection
from server.store.processes import OpenSockets
from server.wire.things import Member

BACK_WITHIN_SECONDS = 2.0
"""Seconds over which sockets are told to come back, so that they don't all do it at once."""

SIGN_INS_TRIED = 20
"""Times that another store is asked which sign-ins it knows. The first answers may be errors, on connections that
led to the store before. Then all sockets are told to come back, and those without a sign-in are closed as they do."""
TRIED_EVERY_SECONDS = 0.1
"""Seconds between two of these times."""

StillValid = Callable[[Collection[str]], Awaitable[set[str]]]


class Sockets:
    """The sockets by member, by credential, and the admins' ones: what concerns a few looks at no others.

    `still_valid` says which of some credentials still vouch for their member.
    """

    def __init__(self, still_valid: StillValid) -> None:
        self.all: set[Connection] = set()
        self._still_valid = still_valid
        self._admins: set[Connection] = set()
        self._of: defaultdict[int | str, set[Connection]] = defaultdict(set)
        """A member's id, or a credential → the sockets of that member, or that it vouches for."""

    def enter(self, connection: Connection) -> None:
        """Take in a socket that has opened."""
        self.all.add(connection)
        if connection.admin:
            self._admins.add(connection)
        for whose in (connection.member, connection.credential):
            self._of[whose].add(connection)

    def leave(self, connection: Connection) -> None:
        """Forget a socket that has closed."""
        self.all.discard(connection)
        self._admins.discard(connection)
        for whose in (connection.member, connection.credential):
            self._of[whose].discard(connection)
            if not self._of[whose]:
                del self._of[whose]

    def of(self, members: Iterable[int]) -> list[Connection]:
        """Return the sockets of these members."""
        return [connection for member in members for connection in self._of.get(member, ())]

    def count(self) -> OpenSockets:
        """Return how many there are, by side."""
        admins = sum(connection.admin for connection in self.all)
        return OpenSockets(texter=len(self.all) - admins, admin=admins)

    def admins(self) -> list[Connection]:
        """Return the sockets that show an admin's board."""
        return [connection for connection in self._admins if connection.shows]

    async def check_sign_ins(self) -> None:
        """Close the sockets whose sign-in has ended. Raises Refused (try_again)."""
        asked = {connection.credential for connection in self.all}
        for ended in asked - await self._still_valid(asked):  # a socket that came meanwhile wasn't asked about
            self.sign_out(ended)

    def sign_out(self, whose: int | str | None) -> None:
        """Close the sockets of a member, by their id, or those that a credential vouched for (4401)."""
        for connection in self._of.get(whose, ()) if whose is not None else ():
            connection.mailbox.close(4401, "You are signed out.")

    def close_if_no_admin(self, member: Member) -> None:
        """Close the admin sockets of a member who is no longer an admin (4403)."""
        for connection in self.of([member.id]) if member.role != "admin" else ():
            if connection.admin:
                connection.mailbox.close(4403, "This is for admins.")

    def close_former_admins(self, members: Mapping[int, Member]) -> None:
        """Close the admin sockets of members who are no longer admins (4403). `members` is id → member."""
        for id in {connection.member for connection in self._admins}:
            if member := members.get(id):
                self.close_if_no_admin(member)

    async def tell_to_come_back(self, connections: Collection[Connection], sentence: str) -> None:
        """Close these sockets (1012), spread over time; what is asked by then is answered first."""
        order = random.sample(list(connections), len(connections))
        for connection in order:
            connection.mailbox.close(1012, sentence)
            await asyncio.sleep(BACK_WITHIN_SECONDS / len(order))

    async def send_away(self, connections: Collection[Connection]) -> None:
        """Tell these sockets to come back, since the store is another; those it doesn't let in are signed out."""
        for _ in range(SIGN_INS_TRIED):
            if await self._sign_ins_checked():
                break
            await asyncio.sleep(TRIED_EVERY_SECONDS)
        await self.tell_to_come_back(connections, "What is shown here has to be read again: come back in a moment.")

    async def _sign_ins_checked(self) -> bool:
        with suppress(Refused):
            await self.check_sign_ins()
            return True
        return False
