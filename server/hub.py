"""One reader of changes per process, and the mailboxes of who watches.

The store announces each change of a campaign on its channel, described whole and numbered (`v`). The hub takes it in,
and its Watch of that campaign tells the sockets that show something of it. A hub holds no truth: whatever it may have
missed (a gap in `v`, a new subscription, a lost connection) it reads again in one script, and goes on from there.

What it remembers holds for one store that goes forwards (server/epoch.py). When another one answers, or this one has
gone back, the hub forgets all of it, and its sockets are closed: they open again, and replace all that they show.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable
from contextlib import asynccontextmanager, suppress
from typing import cast

from server import keys
from server.announcements import Announcements
from server.directory import Directory
from server.errors import Refused
from server.loops import for_ever
from server.messages import Thing
from server.news import account_news, campaign_news, in_order
from server.presence import CHANNEL as PRESENCE
from server.presence import Presence
from server.same_store import SameStore
from server.scripts import Scripts, store_says
from server.watch import Connection, Watch

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two questions to the store whether it is still the one that this hub knows."""

AUDIT_EVERY = 5.0
"""Seconds between two questions to the store whether all is known here (design section 5, Nothing missed)."""

PRESENCE_EVERY = 0.5
"""Seconds at least between two looks at who is online: a thousand may arrive at once."""

BACK_WITHIN = 2.0
"""Seconds over which sockets are told to come back, so that they don't all do it at once."""

SIGN_INS_TRIED = 20
"""How often a store that is another is asked who is signed in there: the first answers on connections that led to the
one before are errors. Then all sockets are told to come back, and whoever isn't signed in is told so there."""

LISTENING_WITHIN = 3.0
"""Seconds that are waited at the start until the store is heard."""

KNOWN_WITHIN = 10.0
"""Seconds that a socket waits for a campaign's first snapshot before it is told to try again."""

ACCOUNT = keys.changes(keys.ACCOUNT)

StillValid = Callable[[Collection[str]], Awaitable[set[str]]]


class Hub:
    """`still_valid` says which of some credentials still vouch for their member."""

    def __init__(self, scripts: Scripts, still_valid: StillValid) -> None:
        self.connections: set[Connection] = set()
        self._directory = Directory(self._admins)
        self._scripts = scripts
        self._still_valid = still_valid
        self._presence = Presence(scripts)
        self._watches: dict[int, Watch] = {}
        self._presence_changed = asyncio.Event()
        self._refused = False
        self._store = SameStore(scripts, self._forget, binds=True)
        self._life = 0  # how often all was forgotten
        self._sending_away: set[asyncio.Task[None]] = set()
        self._announcements = Announcements(scripts.redis, self._channels, self._take_in, self._read_again)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen, audit and look who is online for as long as this lasts. It begins once the hub hears the store."""
        loops = (self._announcements.listen, self._keep_looking, self._audit, self._look_who_is_online)
        tasks = [asyncio.create_task(for_ever(loop), name=loop.__name__) for loop in loops]
        try:
            with suppress(TimeoutError):  # then `check` says so for as long as it doesn't
                async with asyncio.timeout(LISTENING_WITHIN):
                    await self._announcements.listening.wait()
            yield
        finally:
            for task in (*tasks, *self._sending_away):
                task.cancel()
            await asyncio.gather(*tasks, *self._sending_away, return_exceptions=True)
            with suppress(Refused):
                await self._presence.go()

    def check(self) -> None:
        """Raise Refused if this hub can't keep consoles up to date: no_account, not_listening."""
        if self._store.lost:
            raise Refused("no_account")
        if not self._announcements.listening.is_set():
            raise Refused("not_listening")

    # Sockets come, open things and go. Before one is shown anything, the store is asked whether it is still the same.

    async def join(self, connection: Connection) -> None:
        """A socket is open: its member is online."""
        self.connections.add(connection)
        with suppress(Refused):  # a store that is away is told by the socket's first command
            await self._presence.arrive(connection.member)

    async def leave(self, connection: Connection) -> None:
        """A socket is closed: it is shown nothing any more."""
        self.connections.discard(connection)
        for watch in self._watches.values():
            watch.leave(connection)
        with suppress(Refused):  # the next renewal leaves them out
            await self._presence.leave(connection.member)

    async def open_console(self, connection: Connection) -> list[Thing]:
        """A console thing of each campaign the socket's member is a sender of, kept up to date from now on.

        Raises Refused (try_again).
        """
        await self._store.look()
        connection.shows = True
        campaigns = await self._scripts.run("campaigns_of", member=connection.member)
        consoles = await asyncio.gather(*(self._show_console(connection, campaign) for campaign in campaigns))
        if not connection.shows:  # all was forgotten meanwhile
            raise Refused("try_again")
        return [console for console in consoles if console]

    async def _show_console(self, connection: Connection, campaign: int) -> Thing | None:
        texter = connection.member
        watch = self._watch_for(connection, campaign)
        watch.shown[texter].add(connection)
        await self._still_known(watch)
        if texter not in watch.texters and (snapshot := await self._snapshot(watch, [texter])):
            watch.learn(snapshot)
        return watch.show_console(texter)

    async def open_admin(self, connection: Connection, archived: bool) -> list[Thing]:
        """Account, members, campaigns and who is online, kept up to date from now on.

        Raises Refused (try_again).
        """
        await self._store.look()
        connection.shows, connection.archived = True, archived
        await _within(self._directory.known.wait())
        ids = (await self._describe_account())["campaigns"]
        campaigns = await asyncio.gather(*(self._show_campaign(connection, campaign) for campaign in ids))
        if not connection.shows:
            raise Refused("try_again")
        return [
            *self._directory.things(),
            *(watch.thing for watch in campaigns if watch.thing and (archived or watch.thing["status"] != "archived")),
            *(watch.stranded for watch in campaigns if watch.stranded),
        ]

    async def _show_campaign(self, connection: Connection, campaign: int) -> Watch:
        watch = self._watch_for(connection, campaign)
        watch.admins.add(connection)
        await self._still_known(watch)
        return watch

    async def watch_campaign(self, connection: Connection, campaign: int) -> list[Thing]:
        """The campaign and a row for each of its senders, kept up to date from now on.

        Raises Refused (unknown_campaign, try_again).
        """
        await self._store.look()
        watch = self._watch_for(connection, campaign)
        watch.rows.add(connection)
        await self._still_known(watch)
        snapshot = await self._snapshot(watch, [])
        if snapshot is None or watch.thing is None:
            watch.leave(connection)
            raise Refused("unknown_campaign")
        watch.learn(snapshot)
        senders = [watch.sender(texter, self._directory.members) for texter in watch.texters]
        return [watch.thing, *(sender for sender in senders if sender)]

    async def open_conversation(self, connection: Connection, campaign: int, conversation: int) -> None:
        """From now on this socket is told what happens in this conversation, and in no other it had open.

        Raises Refused (try_again).
        """
        if connection.opened and (before := self._watches.get(connection.opened[0])):
            before.close(connection)
        watch = self._watch_for(connection, campaign)
        watch.open(connection, conversation)
        await self._known(watch)

    def _watch_for(self, connection: Connection, campaign: int) -> Watch:
        """A socket that has closed meanwhile is shown nothing: nobody would ever take it out again."""
        if connection not in self.connections:
            raise Refused("not_signed_in")
        return self._watch(campaign)

    def _watch(self, campaign: int) -> Watch:
        return self._watches.setdefault(campaign, Watch(campaign))

    async def _known(self, watch: Watch) -> None:
        """Wait until the store has said what this campaign looks like; the first to ask subscribes.

        Raises Refused (try_again), also when all was forgotten meanwhile.
        """
        await self._announcements.subscribe(_channel(watch.campaign))
        await _within(watch.known.wait())
        if self._watches.get(watch.campaign) is not watch:
            raise Refused("try_again")

    async def _still_known(self, watch: Watch) -> None:
        """Like `_known`, and ask the store whether it still knows as much: what is shown next is from this memory.

        Raises Refused (try_again).
        """
        await self._known(watch)
        await self._versions([watch])
        await self._known(watch)

    async def _drop_unwatched(self) -> None:
        for campaign, watch in list(self._watches.items()):
            if watch.empty:  # looked at just before it is dropped: while one is unsubscribed, another may be opened
                del self._watches[campaign]
                await self._announcements.unsubscribe(_channel(campaign))

    # What the store announces.

    def _channels(self) -> list[str]:
        return [PRESENCE, ACCOUNT, *map(_channel, self._watches)]

    async def _take_in(self, channel: str, payload: bytes) -> None:
        if channel == PRESENCE:
            self._presence_changed.set()
            return
        if channel == ACCOUNT:
            await self._take_in_account(account_news(payload))
        elif watch := self._watches.get(_campaign_of(channel)):
            await self._take_in_campaign(watch, campaign_news(payload, watch.campaign))

    async def _take_in_campaign(self, watch: Watch, message: Thing) -> None:
        if message["v"] > watch.v + 1:
            await self._refresh(watch)
        in_order(message["v"], watch)
        if conversation := message.get("conversation"):
            watch.tell_conversation(conversation)
        if message["v"] > watch.v:
            await watch.tell(message, self._directory.members)
        if message.get("taken"):
            await self._reread(watch, watch.opened_by(texter["id"] for texter in message["texters"]))

    async def _read_again(self, channel: str) -> None:
        if channel == ACCOUNT:  # the first that is confirmed when listening begins
            await self._store.look()
            await self._refresh_account()
        elif channel != PRESENCE and (watch := self._watches.get(_campaign_of(channel))):
            await self._refresh(watch)

    async def _snapshot(self, watch: Watch, texters: Iterable[int]) -> Thing | None:
        known = self._life, watch.v
        try:
            snapshot = await self._scripts.run("snapshot", watch.campaign, texters=list(texters), rows=bool(watch.rows))
        except Refused as refused:
            if refused.code != "unknown_campaign":
                raise
            await self._must_not_fall(keys.campaign(watch.campaign), known, 0)
            return None
        await self._must_not_fall(keys.campaign(watch.campaign), known, snapshot["v"])
        return cast(Thing, snapshot)

    async def _refresh(self, watch: Watch) -> None:
        """Read a campaign again, push what differs, and what is open too: those changes may have been missed."""
        if snapshot := await self._snapshot(watch, list(watch.shown)):
            await watch.tell(snapshot, self._directory.members)
            await self._reread(watch, set(watch.opened))
        watch.known.set()

    async def _reread(self, watch: Watch, conversations: Collection[int]) -> None:
        for conversation in conversations:
            watch.tell_conversation(
                await self._scripts.run("open_conversation", watch.campaign, conversation=conversation)
            )

    # The account: members, the list of campaigns, who became a sender, whose sign-in ended.

    def _admins(self) -> list[Connection]:
        return [connection for connection in self.connections if connection.admin and connection.shows]

    async def _take_in_account(self, message: Thing) -> None:
        if message["v"] > self._directory.v + 1:
            await self._refresh_account()
        in_order(message["v"], self._directory)
        if message["v"] <= self._directory.v:
            return
        self._directory.take_in(message)
        self._show_out()
        if campaign := message.get("campaign"):
            await self._show_to_admins(campaign)
        if senders := message.get("senders"):
            await self._show_to_texters(senders["campaign"], set(senders["members"]))
        if ended := message.get("ended"):
            self._sign_out(lambda connection: connection.credential == ended.get("credential"))
            self._sign_out(lambda connection: connection.member == ended.get("member"))

    async def _refresh_account(self) -> None:
        """Read the account again: what differs is pushed, and who may not be here any more is signed out."""
        described = await self._describe_account()
        self._directory.refresh(described)
        for campaign in described["campaigns"]:
            await self._show_to_admins(campaign)
        for texter in {connection.member for connection in self.connections if not connection.admin}:
            for campaign in await self._scripts.run("campaigns_of", member=texter):
                await self._show_to_texters(campaign, {texter})
        await self._check_sign_ins()

    async def _describe_account(self) -> Thing:
        known = self._life, self._directory.v
        described = cast(Thing, await self._scripts.run("describe_account"))
        await self._must_not_fall(keys.ACCOUNT, known, described["v"])
        return described

    async def _show_to_admins(self, campaign: int) -> None:
        """A campaign may be new here. Subscribing is not waited for: its confirmation pushes what it looks like."""
        watch = self._watches.get(campaign)
        if admins := [admin for admin in self._admins() if not watch or admin not in watch.admins]:
            await self._show(campaign, lambda watch: watch.admins.update(admins))

    async def _show_to_texters(self, campaign: int, texters: set[int]) -> None:
        """These may have become senders: show them the console, like `_show_to_admins`."""
        watch = self._watches.get(campaign)
        new = [
            connection
            for connection in self.connections
            if connection.shows and not connection.admin and connection.member in texters
            if not watch or connection not in watch.shown.get(connection.member, ())
        ]

        def add(watch: Watch) -> None:
            for connection in new:
                watch.shown[connection.member].add(connection)

        if new:
            await self._show(campaign, add)

    async def _show(self, campaign: int, add: Callable[[Watch], None]) -> None:
        watch = self._watch(campaign)
        add(watch)
        if watch.known.is_set():
            await self._refresh(watch)
        else:
            await self._announcements.subscribe(_channel(campaign))

    async def _check_sign_ins(self) -> None:
        asked = {connection.credential for connection in self.connections}
        ended = asked - await self._still_valid(asked)  # who came meanwhile wasn't asked about
        self._sign_out(lambda connection: connection.credential in ended)

    def _sign_out(self, whom: Callable[[Connection], bool]) -> None:
        for connection in filter(whom, self.connections):
            connection.mailbox.close(4401, "You are signed out.")

    def _show_out(self) -> None:
        """Who is no admin any more has no business on the admins' sockets."""
        for connection in self.connections:
            member = self._directory.members.get(connection.member)
            if connection.admin and member and member["role"] != "admin":
                connection.mailbox.close(4403, "This is for admins.")

    # What may have been missed, and who is online.

    async def _audit(self) -> None:
        while True:
            await asyncio.sleep(AUDIT_EVERY)
            try:
                await self._drop_unwatched()
                await self._look_for_missed()
                await self._check_sign_ins()
                self._presence_changed.set()
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
        watches = list(self._watches.values())
        account_v, *versions = await self._versions(watches)
        if account_v > self._directory.v:
            await self._refresh_account()
        self._show_out()  # who came in while their role was changed
        for watch, v in zip(watches, versions, strict=True):
            if v > watch.v:
                await self._refresh(watch)

    async def _versions(self, watches: list[Watch]) -> list[int]:
        """The versions of the account and of these campaigns in the store, in one round trip.

        Raises Refused (try_again), also when one of them fell.
        """
        owners = [keys.ACCOUNT, *(keys.campaign(watch.campaign) for watch in watches)]
        known = [(self._life, v) for v in (self._directory.v, *(watch.v for watch in watches))]
        versions = [int(v or 0) for v in await self._scripts.ask(*(("HGET", it, "v") for it in owners))]
        for owner, before, now in zip(owners, known, versions, strict=True):
            await self._must_not_fall(owner, before, now)
        return versions

    async def _look_who_is_online(self) -> None:
        while True:
            await self._presence_changed.wait()
            self._presence_changed.clear()
            if not self._store.lost:  # or it would leave something in a store that was emptied
                with suppress(Refused):  # the next audit asks again
                    self._directory.tell_online(*await self._presence.online())
            await asyncio.sleep(PRESENCE_EVERY)

    # The store is another, or has gone back.

    async def _keep_looking(self) -> None:
        while True:
            with suppress(Refused):
                await self._store.look()
            await asyncio.sleep(LOOK_EVERY)

    async def _must_not_fall(self, owner: str, known: tuple[int, int], now: int) -> None:
        """Compare a version with the one that was known, and in which life of this memory, before the store was asked.

        Raises Refused (try_again) if it fell; all is then forgotten, unless it was meanwhile.
        """
        life, v = known
        if now < v:
            await self._store.look()  # one that is emptied, or another, has fallen too, and says so itself
            if life == self._life:
                self._store.went_back(f"{owner} is at version {now}, and was at {v}")
            raise Refused("try_again")

    def _forget(self) -> None:
        """Know nothing any more, and close every socket that shows something: it opens again and replaces all of it."""
        self._life += 1
        showing = {connection for connection in self.connections if connection.shows}
        for watch in self._watches.values():
            showing |= watch.sockets()
            watch.known.set()  # nobody needs to wait for it any more
        self._watches.clear()
        self._directory.forget()
        for connection in showing:
            connection.shows, connection.opened = False, None
        self._announcements.listen_anew()
        task = asyncio.create_task(self._send_away(showing))
        self._sending_away.add(task)
        task.add_done_callback(self._sending_away.discard)

    async def _send_away(self, connections: set[Connection]) -> None:
        for _ in range(SIGN_INS_TRIED):
            if await self._sign_ins_checked():
                break
            await asyncio.sleep(LOOK_EVERY / 10)
        await self.tell_to_come_back(connections, "What is shown here has to be read again: come back in a moment.")

    async def _sign_ins_checked(self) -> bool:
        with suppress(Refused):
            await self._check_sign_ins()
            return True
        return False

    async def tell_to_come_back(self, connections: Collection[Connection], sentence: str) -> None:
        """Close these sockets (1012), spread over time; what is asked by then is answered first."""
        order = random.sample(list(connections), len(connections))
        for connection in order:
            connection.mailbox.close(1012, sentence)
            await asyncio.sleep(BACK_WITHIN / len(order))


async def _within(known: Awaitable[object]) -> None:
    try:
        async with asyncio.timeout(KNOWN_WITHIN):
            await known
    except TimeoutError as error:
        raise Refused("try_again") from error


def _channel(campaign: int) -> str:
    return keys.changes(keys.campaign(campaign))


def _campaign_of(channel: str) -> int:
    """The 7 of `{c:7}:changes`."""
    return int(channel[3 : channel.index("}")])
