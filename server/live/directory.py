"""The account as this process knows it: settings, members, and which of them are online. Tells admins each change."""

import asyncio
from collections.abc import Callable, Iterable

from server.live.watch import Connection
from server.things import Frame, Thing, account_thing, changed, member_thing, presence_thing


class Directory:
    """`admins` gives the sockets to tell."""

    def __init__(self, admins: Callable[[], Iterable[Connection]]) -> None:
        self.known = asyncio.Event()
        """Set once the store has said what the account looks like."""
        self._admins = admins
        self.forget()

    def forget(self) -> None:
        """Forget the account: until the store describes it, nothing is known."""
        self.v = 0
        self.heard = 0
        """The `v` of the last announcement that was heard; `v` may be ahead of it, by a snapshot."""
        self.members: dict[int, Thing] = {}
        self._account: Thing = {}
        self._online: dict[int, Thing] = {}
        self.known.clear()

    def things(self) -> list[Thing]:
        """Return the things of the account: itself, its members, and the presence of each who is or was online."""
        members = [member_thing(member, self.v) for member in self.members.values()]
        return [account_thing(self._account, self.v), *members, *self._online.values()]

    def take_in(self, message: Thing) -> None:
        """Take in an announcement: `v`, and the account or the member that changed, if one did."""
        self.v = message["v"]
        if account := message.get("account"):
            self._learn_account(account)
        if member := message.get("member"):
            self._learn_member(member)

    def refresh(self, described: Thing) -> None:
        """Take in a whole description of the account, and tell what differs."""
        self.v = described["v"]
        self._learn_account(described["account"])
        for member in described["members"]:
            self._learn_member(member)
        self.known.set()

    def tell_online(self, online: set[int], at: int) -> None:
        """Take in who is online at this time (ms by the store's clock)."""
        before = {id for id, thing in self._online.items() if thing["online"]}
        for member in online ^ before:
            v = max(at, self._online[member]["v"]) if member in self._online else at  # also if that clock was set back
            self._online[member] = presence_thing(member, member in online, v)
            self._tell(changed(self._online[member]))

    def _learn_account(self, account: Thing) -> None:
        if account != self._account:
            self._account = account
            self._tell(changed(account_thing(account, self.v)))

    def _learn_member(self, member: Thing) -> None:
        if member != self.members.get(member["id"]):
            self.members[member["id"]] = member
            self._tell(changed(member_thing(member, self.v)))

    def _tell(self, frame: Frame) -> None:
        for connection in self._admins():
            connection.mailbox.push(frame)
