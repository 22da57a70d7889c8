"""The account as this process knows it: settings, members, and which of them are online. Tells admins each change."""

import asyncio
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from server.live.news import AccountNews
from server.live.watch import Connection
from server.wire.described import DescribedAccount, WholeAccount
from server.wire.frames import Frame, changed, gone
from server.wire.things import AnyThing, Member, Presence


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
        self.members: dict[int, Member] = {}
        self._account: DescribedAccount | None = None
        self._online: dict[int, Presence] = {}
        self.known.clear()

    def things(self) -> list[AnyThing]:
        """Return the things of the account: itself, its members, and the presence of each who is or was online."""
        account = [self._account.thing(self.v)] if self._account else []
        return [*account, *(replace(member, v=self.v) for member in self.members.values()), *self._online.values()]

    def take_in(self, news: AccountNews) -> None:
        """Take in an announcement: `v`, and the account or the member that changed or went, if one did."""
        self.v = news.v
        if news.account:
            self._learn_account(news.account)
        if news.member:
            self._learn_member(news.member)
        if news.gone is not None:
            self._forget_member(news.gone)

    def refresh(self, whole: WholeAccount) -> None:
        """Take in a whole description of the account, and tell what differs."""
        self.v = whole.v
        self._learn_account(whole.account)
        for member in whole.members:
            self._learn_member(member)
        for gone_meanwhile in self.members.keys() - {member.id for member in whole.members}:
            self._forget_member(gone_meanwhile)
        self.known.set()

    def tell_all_online(self, online: set[int], at: int) -> None:
        """Take in who is online at this time (ms by the store's clock): these members and no others."""
        before = {id for id, presence in self._online.items() if presence.online}
        for member in online ^ before:
            self.tell_online(member, member in online, at)

    def tell_online(self, member: int, online: bool, at: int) -> None:
        """Take in whether a member is online at this time."""
        before = self._online.get(member)
        if online != bool(before and before.online):
            v = max(at, before.v) if before else at  # also if that clock was set back
            self._online[member] = Presence(id=member, v=v, online=online)
            self._tell(changed(self._online[member]))

    def _learn_account(self, account: DescribedAccount) -> None:
        if account != self._account:
            self._account = account
            self._tell(changed(account.thing(self.v)))

    def _learn_member(self, member: Member) -> None:
        if member != self.members.get(member.id):
            self.members[member.id] = member
            self._tell(changed(replace(member, v=self.v)))

    def _forget_member(self, member: int) -> None:
        if self.members.pop(member, None):
            self._online.pop(member, None)
            self._tell(gone("member", member, None, self.v))

    def _tell(self, frame: Frame) -> None:
        for connection in self._admins():
            connection.mailbox.push(frame)
