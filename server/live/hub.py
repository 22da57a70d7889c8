"""One reader of changes per process, which tells its sockets what they are to show.

The store announces each change of a campaign on its channel, described whole and numbered (`v`). The hub takes it in,
and its Watch of that campaign (watches.py) tells the sockets that show something of it. A hub holds no truth:
whatever it may have missed (a gap in `v`, a new subscription, a lost connection) it reads again in one script, and goes
on from there. The account is followed in server/live/account.py, and sockets are closed in server/live/sockets.py.

What it remembers holds for one store that goes forwards (server/store/epoch.py). When another one answers, or this
one has gone back, the hub forgets all of it, and its sockets are closed: they open again, and replace all they show.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from server.background import Background, end
from server.errors import Refused
from server.live.account import AccountWatch
from server.live.announcements import Announcements
from server.live.audit import Audit
from server.live.directory import Directory
from server.live.disturbances import Disturbances
from server.live.here import Here
from server.live.presence import CHANNEL as PRESENCE
from server.live.presence import Presence
from server.live.sockets import Sockets, StillValid
from server.live.watch import Connection, Watch
from server.live.watches import Watches, within
from server.measures.declared import HUBS
from server.store import keys
from server.store.same_store import SameStore
from server.store.scripts import Scripts
from server.wire.things import AnyThing, Console

LISTENING_WITHIN_SECONDS = 3.0
"""Seconds that are waited at the start until the store is heard."""

ACCOUNT = keys.changes(keys.ACCOUNT)


class Hub:
    """`still_valid` says which of some credentials still vouch for their member."""

    def __init__(self, scripts: Scripts, still_valid: StillValid) -> None:
        self.sockets = Sockets(still_valid)
        self._scripts = scripts
        self._directory = Directory(self.sockets.admins)
        self._presence = Presence(scripts, self._directory)
        self._store = SameStore(scripts, self._forget, binds=True)
        self._disturbances = Disturbances(scripts)
        heard = self._disturbances.over
        self._announcements = Announcements(scripts.nodes, self._channels, self._take_in, self._read_again, heard)
        self._watches = Watches(scripts, self._store, self._directory, self._announcements)
        self._account = AccountWatch(scripts, self._store, self._directory, self._watches, self.sockets)
        self._here = Here(scripts, self._watches, self._presence)
        self._audit = Audit(self._account, self._directory, self._watches, self.sockets, self._presence)
        self._sending_away: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def running(self, background: Background) -> AsyncIterator[None]:
        """Listen, audit and look who is online for as long as this lasts. It begins once the hub hears the store."""
        HUBS.add(1)
        try:
            async with background.running(
                listen=self._announcements.listen,
                keep_looking=self._store.keep_looking,
                note_disturbances=self._disturbances.keep_noting,
                tell_consoles=self._watches.keep_telling,
                audit=self._audit.run,
                look_who_is_online=self._presence.keep_telling,
                vouch_here=self._here.keep_vouching,
            ):
                with suppress(TimeoutError):  # then `check` says so for as long as it doesn't
                    async with asyncio.timeout(LISTENING_WITHIN_SECONDS):
                        await self._announcements.listening.wait()
                yield
        finally:
            HUBS.add(-1)
            await end(self._sending_away)
            with suppress(Refused):
                await self._presence.go()

    def check(self) -> None:
        """Raise Refused (no_account, not_listening) if this hub can't keep consoles up to date."""
        if self._store.lost:
            raise Refused("no_account")
        if not self._announcements.listening.is_set():
            raise Refused("not_listening")

    # Sockets come, open things and go. Before one shows anything, the store is asked whether it is still the same.

    def join(self, connection: Connection) -> None:
        """Take in a socket that has opened; its member is online from now on."""
        self.sockets.enter(connection)
        self._presence.arrive(connection.member)

    def leave(self, connection: Connection) -> None:
        """Forget a socket that has closed; nothing is pushed to it any more."""
        self.sockets.leave(connection)
        self._watches.leave(connection)
        self._presence.leave(connection.member)

    async def open_console(self, connection: Connection) -> list[AnyThing]:
        """Return a console thing for each campaign that the member sends for, and keep them up to date from now on.

        Raises Refused (try_again).
        """
        await self._store.look()
        connection.shows = True
        campaigns = await self._scripts.run("campaigns_of", member=connection.member)
        consoles = await asyncio.gather(*(self._show_console(connection, campaign) for campaign in campaigns))
        if not connection.shows:  # all was forgotten meanwhile
            raise Refused("try_again")
        return [console for console in consoles if console]

    async def _show_console(self, connection: Connection, campaign: int) -> Console | None:
        texter = connection.member
        watch = self._watch_for(connection, campaign)
        watch.show(connection)
        await self._watches.known(watch)
        if texter in watch.texters:
            await self._watches.still_known(watch)
        elif snapshot := await self._watches.snapshot(watch, [texter]):  # which sees, too, whether the store went back
            watch.learn(snapshot)
        return watch.show_console(texter)

    async def open_admin(self, connection: Connection, archived: bool) -> list[AnyThing]:
        """Return account, members, campaigns and who is online, and keep them up to date from now on.

        Raises Refused (try_again).
        """
        await self._store.look()
        connection.shows, connection.archived = True, archived
        await within(self._directory.known.wait())
        ids = (await self._account.describe()).campaigns
        campaigns = [self._watch_for(connection, campaign) for campaign in ids]
        for watch in campaigns:
            watch.show(connection)
        await self._watches.still_known(*campaigns)
        if not connection.shows:
            raise Refused("try_again")
        for watch in campaigns if archived else ():
            watch.tell_board(connection)  # in place of a word that it has gone from the board, which may still wait
        return [
            *self._directory.things(),
            *(watch.thing for watch in campaigns if watch.thing and watch.on_board(connection)),
            *(watch.stranded for watch in campaigns if watch.stranded),
        ]

    async def watch_campaign(self, connection: Connection, campaign: int) -> list[AnyThing]:
        """Return the campaign and a row for each of its senders, and keep them up to date from now on.

        Raises Refused (unknown_campaign, try_again).
        """
        await self._store.look()
        watch = self._watch_for(connection, campaign)
        watch.rows.add(connection)
        await self._watches.still_known(watch)
        snapshot = await self._watches.snapshot(watch, [])
        if snapshot is None or watch.thing is None or watch.thing.deleted:
            watch.leave(connection)
            raise Refused("unknown_campaign")
        watch.learn(snapshot)
        senders = [watch.sender(texter, self._directory.members) for texter in watch.texters]
        return [watch.thing, *(sender for sender in senders if sender)]

    async def open_conversation(self, connection: Connection, campaign: int, conversation: int) -> None:
        """Tell this socket from now on of this conversation, and no longer of the one that it had open before.

        Raises Refused (try_again).
        """
        if connection.opened and (before := self._watches.get(connection.opened[0])):
            before.close(connection)
        watch = self._watch_for(connection, campaign)
        watch.open(connection, conversation)
        await self._watches.known(watch)

    def _watch_for(self, connection: Connection, campaign: int) -> Watch:
        """Return the watch of a campaign for an open socket.

        Raises Refused (not_signed_in) if the socket has closed meanwhile: nobody would ever take it out of the watch.
        """
        if connection not in self.sockets.all:
            raise Refused("not_signed_in")
        return self._watches.enter(connection, campaign)

    # Announcements of the store.

    def _channels(self) -> list[str]:
        return [PRESENCE, ACCOUNT, *self._watches.channels()]

    async def _take_in(self, channel: str, payload: bytes) -> None:
        if channel == PRESENCE:
            self._presence.take_in(payload)
        elif channel == ACCOUNT:
            await self._account.take_in(payload)
        else:
            await self._watches.take_in(channel, payload)

    async def _read_again(self, channel: str) -> None:
        if channel == PRESENCE:
            self._presence.look_again()
        elif channel == ACCOUNT:  # confirmed before any campaign when listening begins
            await self._store.look()
            await self._account.refresh()
        else:
            await self._watches.read_again(channel)

    # The store is another, or has gone back.

    def _forget(self) -> None:
        """Forget all that is known, and close every socket that shows any of it: it opens again and replaces all."""
        showing = self._watches.forget().union(connection for connection in self.sockets.all if connection.shows)
        self._directory.forget()
        for connection in showing:
            connection.shows, connection.opened = False, None
            connection.campaigns.clear()
        self._announcements.listen_anew()
        task = asyncio.create_task(self.sockets.send_away(showing))
        self._sending_away.add(task)
        task.add_done_callback(self._sending_away.discard)
