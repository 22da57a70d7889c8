"""The campaigns that sockets of this process show something of, each with its Watch, read from the store.

Announcements come in order, numbered by `v`. Where one may have been missed, the whole campaign is read again.
"""

import asyncio
from collections.abc import Awaitable, Collection, Iterable, Sequence

from msgspec import convert

from server.errors import Refused
from server.live.announcements import Announcements
from server.live.directory import Directory
from server.live.news import campaign_news, in_order
from server.live.watch import Connection, Watch
from server.measures.declared import GAPS_REPAIRED
from server.store import keys, lookups
from server.store.same_store import SameStore
from server.store.scripts import Scripts
from server.wire.described import CampaignNews
from server.wire.things import Conversation

KNOWN_WITHIN_SECONDS = 10.0
"""Seconds that a socket waits for the first snapshot of a campaign or the account before it is told to try again."""


class Watches:
    """Keeps one Watch for each campaign that is shown here. Methods that ask the store raise Refused (try_again)."""

    def __init__(self, scripts: Scripts, store: SameStore, directory: Directory, announcements: Announcements) -> None:
        self._scripts = scripts
        self._store = store
        self._directory = directory
        self._announcements = announcements
        self._watches: dict[int, Watch] = {}
        self._behind: asyncio.Queue[Watch] = asyncio.Queue()
        """The campaigns that have consoles to tell, each once."""

    def all(self) -> list[Watch]:
        """Return the watches of all campaigns that are shown here."""
        return list(self._watches.values())

    def channels(self) -> list[str]:
        """Return the channels on which these campaigns are announced."""
        return list(map(_channel, self._watches))

    def get(self, campaign: int) -> Watch | None:
        """Return the watch of a campaign, or None if nobody here is shown anything of it."""
        return self._watches.get(campaign)

    def enter(self, connection: Connection, campaign: int) -> Watch:
        """Return the watch of a campaign of which this socket is to show something, a new one if nobody here did."""
        connection.campaigns.add(campaign)
        return self._watches.get(campaign) or self._watches.setdefault(campaign, Watch(campaign))

    def leave(self, connection: Connection) -> None:
        """Show this socket nothing of any campaign any more."""
        for campaign in list(connection.campaigns):
            if watch := self._watches.get(campaign):
                watch.leave(connection)

    def forget(self) -> set[Connection]:
        """Forget all campaigns, and return the sockets that showed something of one."""
        showing: set[Connection] = set()
        for watch in self._watches.values():
            showing |= watch.sockets()
            watch.known.set()  # nobody needs to wait for it any more
            watch.behind.clear()
        self._watches.clear()
        return showing

    async def known(self, watch: Watch) -> None:
        """Subscribe to the campaign, if nobody has, and wait until the store has said what it looks like.

        Raises Refused (try_again), also when all was forgotten meanwhile.
        """
        if not watch.known.is_set():
            await self._announcements.subscribe(_channel(watch.campaign))
            await within(watch.known.wait())
        if self._watches.get(watch.campaign) is not watch:
            raise Refused("try_again")

    async def still_known(self, *watches: Watch) -> None:
        """Wait like `known`, and see that the store hasn't gone back: what is shown next comes from this memory.

        Raises Refused (try_again).
        """
        await asyncio.gather(*map(self.known, watches))
        await self.versions(watches)
        for watch in watches:
            await self.known(watch)

    async def drop_unwatched(self) -> None:
        """Drop every watch that no socket needs any more, and stop hearing its campaign."""
        for campaign, watch in list(self._watches.items()):
            if watch.empty:  # looked at just before it is dropped: while one is unsubscribed, another may be opened
                del self._watches[campaign]
                await self._announcements.unsubscribe(_channel(campaign))

    async def take_in(self, channel: str, payload: bytes) -> None:
        """Take in an announcement on a campaign's channel, and tell whoever shows what it changes.

        Raises Unreadable, Refused (try_again).
        """
        if watch := self._watches.get(_campaign_of(channel)):
            await self._take_in(watch, campaign_news(payload, watch.campaign))

    async def _take_in(self, watch: Watch, news: CampaignNews) -> None:
        if news.v > watch.v + 1:
            await self.repair(watch, "announcement")
        in_order(news.v, watch)
        if news.conversation:
            watch.tell_conversation(news.conversation)
        if news.v > watch.v:
            self._tell(watch, news)
        if news.taken:
            await self._reread(watch, watch.opened_by(texter.id for texter in news.texters))

    def _tell(self, watch: Watch, news: CampaignNews) -> None:
        watch.tell(news, self._directory.members)
        if watch.behind and not watch.has_turn:
            watch.has_turn = True
            self._behind.put_nowait(watch)

    async def keep_telling(self) -> None:
        """Tell the consoles that are behind, some at a time and the campaigns by turns, without end.

        So a change of thousands of consoles holds up neither what is announced after it nor anybody's answer.
        """
        while True:
            watch = await self._behind.get()
            try:
                watch.tell_some()
            finally:
                watch.has_turn = bool(watch.behind)
                if watch.has_turn:
                    self._behind.put_nowait(watch)
            await asyncio.sleep(0)

    async def read_again(self, channel: str) -> None:
        """Read the campaign of a channel again, if it is still shown here."""
        if watch := self._watches.get(_campaign_of(channel)):
            await self.refresh(watch)

    async def snapshot(self, watch: Watch, texters: Iterable[int]) -> CampaignNews | None:
        """Read a campaign with some of its texters' counts; None if there is no such campaign.

        All its senders' counts come too when somebody here watches its rows. Raises Refused (try_again).
        """
        known = self._store.life, watch.v
        try:
            rows = bool(watch.rows)
            described = await self._scripts.run("snapshot", watch.campaign, texters=list(texters), rows=rows)
        except Refused as refused:
            if refused.code != "unknown_campaign":
                raise
            await self._store.must_not_fall(keys.campaign(watch.campaign), known, 0)
            return None
        snapshot = convert(described, CampaignNews)
        await self._store.must_not_fall(keys.campaign(watch.campaign), known, snapshot.v)
        return snapshot

    async def refresh(self, watch: Watch) -> None:
        """Read a campaign and its open conversations again, and push what differs: changes may have been missed."""
        if snapshot := await self.snapshot(watch, list(watch.shown)):
            self._tell(watch, snapshot)
            await self._reread(watch, set(watch.opened))
        watch.known.set()

    async def repair(self, watch: Watch, noticed: str) -> None:
        """Refresh a campaign of which announcements were missed, as the next announcement or an audit has noticed."""
        GAPS_REPAIRED.add("campaign", noticed)
        await self.refresh(watch)

    async def _reread(self, watch: Watch, conversations: Collection[int]) -> None:
        for conversation in conversations:
            try:
                described = await self._scripts.run("open_conversation", watch.campaign, conversation=conversation)
            except Refused as refused:
                if refused.code != "unknown_conversation":  # the data of the campaign's contacts are deleted
                    raise
                watch.tell_gone(conversation)
            else:
                watch.tell_conversation(convert(described, Conversation), read=True)

    async def show(self, campaign: int, connections: Collection[Connection]) -> None:
        """Show a campaign to some more sockets. They are told of it now, or else once it is heard."""
        for connection in connections:
            self.enter(connection, campaign).show(connection)
        watch = self._watches[campaign]
        if not watch.known.is_set():
            return await self._announcements.subscribe(_channel(campaign))
        texters = {connection.member for connection in connections if not connection.admin}
        if texters and (snapshot := await self.snapshot(watch, texters)):
            watch.learn(snapshot)
        for connection in connections:
            if connection.admin:
                watch.tell_board(connection)
            elif connection in watch.shown.get(connection.member, ()):  # else it has left meanwhile
                watch.show_console(connection.member)

    async def versions(self, watches: Sequence[Watch]) -> list[int]:
        """Return the versions of the account and of these campaigns in the store, asked in one round trip.

        Raises Refused (try_again), also when one of them fell.
        """
        owners = [keys.ACCOUNT, *(keys.campaign(watch.campaign) for watch in watches)]
        known = [(self._store.life, v) for v in (self._directory.v, *(watch.v for watch in watches))]
        versions = await lookups.versions(self._scripts, owners)
        for owner, before, now in zip(owners, known, versions, strict=True):
            await self._store.must_not_fall(owner, before, now)
        return versions


async def within(known: Awaitable[object]) -> None:
    """Wait until something is known, but not for long.

    Raises Refused (try_again).
    """
    try:
        async with asyncio.timeout(KNOWN_WITHIN_SECONDS):
            await known
    except TimeoutError as error:
        raise Refused("try_again") from error


def _channel(campaign: int) -> str:
    return keys.changes(keys.campaign(campaign))


def _campaign_of(channel: str) -> int:
    """The 7 of `{c:7}:changes`."""
    return int(channel[3 : channel.index("}")])
