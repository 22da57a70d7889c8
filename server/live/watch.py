"""One campaign as this process shows it: what its sockets have been told, and which of them are told of a change."""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from msgspec.structs import replace

from server.live.console import Gate, console
from server.live.mailbox import Mailbox
from server.live.stranded import stranded
from server.store.keys import NOBODY
from server.wire.described import CampaignNews, Texter, sender_thing
from server.wire.frames import HEARD, changed, gone
from server.wire.things import Campaign, Console, Conversation, Member, Sender, Stranded

CONSOLES_IN_A_ROW = 50
"""Consoles that are told before everybody else gets a turn."""


@dataclass(eq=False, slots=True)
class Connection:
    """An open socket: whose it is, what vouches for them, and where to put what it shall show."""

    mailbox: Mailbox
    member: int
    admin: bool
    credential: str
    shows: bool = False
    """True once the socket has opened its console or board. Before that it is pushed nothing."""
    archived: bool = False
    """True if the socket asked for the archived campaigns, too."""
    opened: tuple[int, int] | None = None
    """The campaign and the conversation this socket has open."""
    campaigns: set[int] = field(default_factory=set)
    """The campaigns of which this socket shows something."""


@dataclass(eq=False)
class Watch:
    """One campaign as this process knows it, and the sockets that show something of it.

    texters   texter → lane counts, each with the `v` that they are from
    consoles  texter → the console that was last told, without its `v`
    offered   the texters whose console tells how many they could take
    shown     texter → the sockets that show this texter's console
    admins    the sockets of admin boards
    rows      the sockets that show a row for each sender
    opened    conversation → the sockets that have it open
    read      conversation → the `v` at which it was read again, as long as older ones may be announced
    behind    the texters whose console may have changed and who aren't told yet, the longest waiting first
    heard_at  when the last announcement was heard, by time.perf_counter; None: a snapshot was read since
    """

    campaign: int
    v: int = 0
    heard: int = 0
    """The `v` of the last announcement that was heard; `v` may be ahead of it, by a snapshot."""
    thing: Campaign | None = None
    gate: Gate | None = None
    stranded: Stranded | None = None
    """The `stranded` thing of this campaign; None if somebody can answer every answer."""
    texters: dict[int, Texter] = field(default_factory=dict)
    consoles: dict[int, Console] = field(default_factory=dict)
    offered: set[int] = field(default_factory=set)
    shown: defaultdict[int, set[Connection]] = field(default_factory=lambda: defaultdict(set))
    admins: set[Connection] = field(default_factory=set)
    rows: set[Connection] = field(default_factory=set)
    opened: defaultdict[int, set[Connection]] = field(default_factory=lambda: defaultdict(set))
    read: dict[int, int] = field(default_factory=dict)
    behind: OrderedDict[int, None] = field(default_factory=OrderedDict)
    heard_at: float | None = None
    has_turn: bool = False
    """True while it waits for its turn to tell those who are behind."""
    known: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the store has said what this campaign looks like, or that there is none."""

    @property
    def empty(self) -> bool:
        """True if no socket here shows anything of this campaign."""
        return not (self.shown or self.admins or self.rows or self.opened)

    def sockets(self) -> set[Connection]:
        """Return every socket that shows something of this campaign."""
        return self.admins.union(self.rows, *self.shown.values(), *self.opened.values())

    def show(self, connection: Connection) -> None:
        """Show the campaign to this socket from now on: on an admin's board, or as its texter's console."""
        (self.admins if connection.admin else self.shown[connection.member]).add(connection)

    def leave(self, connection: Connection) -> None:
        """Show this socket nothing of this campaign any more."""
        connection.campaigns.discard(self.campaign)
        self.close(connection)
        self.admins.discard(connection)
        if connections := self.shown.get(connection.member):
            connections.discard(connection)
            if not connections:
                del self.shown[connection.member]
                self._forget({connection.member})
        if connection in self.rows:
            self.rows.discard(connection)
            if not self.rows:
                self._forget(set(self.texters))

    def _forget(self, texters: Iterable[int]) -> None:
        for texter in texters:
            if not (self.rows or texter in self.shown):
                self.texters.pop(texter, None)
            if texter not in self.shown:
                self.consoles.pop(texter, None)
                self.offered.discard(texter)

    def tell(self, news: CampaignNews, members: Mapping[int, Member]) -> None:
        """Take in an announcement or a whole snapshot, and tell the sockets that show it.

        When many consoles may change, the others are `behind` until `tell_some` has told them.
        """
        if news.v < self.v:
            return
        self.v = news.v
        self.heard_at = HEARD.get()
        self.thing = thing = news.campaign
        before, self.gate = self.gate, Gate.of(thing)
        whole, away = changed(thing), gone("campaign", self.campaign, self.campaign, self.v)
        for admin in self.admins | self.rows:
            admin.mailbox.push(whole if self.on_board(admin) else away)
        self._tell_stranded(thing)
        told = [texter.id for texter in news.texters if self._learn(texter, news.v)]
        self._tell_rows(told, members)
        for texter in told[:CONSOLES_IN_A_ROW]:
            self._tell_console(texter)
        self.behind.update(dict.fromkeys(told[CONSOLES_IN_A_ROW:]))
        if self.gate != before:
            concerned = self.offered if self.gate.differs_in_numbers(before) else self.shown
            self.behind.update(dict.fromkeys(concerned))

    def tell_some(self) -> None:
        """Tell some of the texters who are behind how their console looks now."""
        HEARD.set(self.heard_at)
        for _ in range(min(CONSOLES_IN_A_ROW, len(self.behind))):
            texter, _ = self.behind.popitem(last=False)
            self._tell_console(texter)

    def on_board(self, admin: Connection) -> bool:
        """Return whether an admin's socket is to show the campaign: an archived one if it asked for these."""
        thing = self.thing
        return thing is not None and not thing.deleted and (admin.archived or thing.status != "archived")

    def tell_board(self, admin: Connection) -> None:
        """Tell an admin's socket that has just come what the campaign looks like."""
        if self.thing and self.on_board(admin):
            admin.mailbox.push(changed(self.thing))
        if self.stranded:
            admin.mailbox.push(changed(self.stranded))

    def _tell_stranded(self, thing: Campaign) -> None:
        """Tell admins on each change while there are any, so that they list again, and once when there are none."""
        before, self.stranded = self.stranded, stranded(thing)
        if not (before or self.stranded):
            return
        none = gone("stranded", self.campaign, self.campaign, self.v)
        frame = changed(self.stranded) if self.stranded else none
        for admin in self.admins:
            admin.mailbox.push(frame)

    def learn(self, snapshot: CampaignNews) -> None:
        """Take in some texters' counts, for a socket that has just come; everybody else's come by announcements."""
        for texter in snapshot.texters:
            self._learn(texter, snapshot.v)

    def _learn(self, texter: Texter, v: int) -> bool:
        """Keep a texter's counts, unless newer ones are known, and return whether anybody here shows this texter.

        They may show the texter although newer counts are known: a snapshot that was read for one socket told no other.
        """
        id = texter.id
        if not (self.rows or id in self.shown):
            return False
        if id not in self.texters or v >= self.texters[id].v:
            self.texters[id] = replace(texter, v=v)
        return True

    def console(self, texter: int) -> Console | None:
        """Return the texter's console thing; None if they are no sender, or the campaign is archived."""
        counts = self.texters.get(texter)
        if not counts or not counts.sender or not self.gate or self.gate.status == "archived":
            return None
        return console(self.gate, counts, self.campaign, max(self.v, counts.v))

    def show_console(self, texter: int) -> Console | None:
        """Return the same as `console`, and tell it to the texter's other sockets, if it is new to them."""
        self._tell_console(texter)
        return self.console(texter)

    def sender(self, texter: int, members: Mapping[int, Member]) -> Sender | None:
        """Return a sender's row; None if this texter is no sender (any more)."""
        counts, member = self.texters[texter], members.get(texter)
        return sender_thing(self.campaign, counts, counts.v, member) if counts.sender else None

    def _tell_rows(self, texters: Iterable[int], members: Mapping[int, Member]) -> None:
        for texter in texters if self.rows else ():
            row = self.sender(texter, members)
            frame = changed(row) if row else gone("sender", texter, self.campaign, self.v)
            for connection in self.rows:
                connection.mailbox.push(frame)

    def _tell_console(self, texter: int) -> None:
        if texter not in self.shown:  # only their row is, or they have left meanwhile
            return
        thing = self.console(texter)
        if thing is None:
            self.offered.discard(texter)
            if self.consoles.pop(texter, None) is None:
                return
            frame = gone("console", texter, self.campaign, self.v)
        elif self.consoles.get(texter) == (told := replace(thing, v=0)):
            return
        else:
            self.consoles[texter] = told
            (self.offered.add if thing.request.offer else self.offered.discard)(texter)
            frame = changed(thing)
        for connection in self.shown[texter]:
            connection.mailbox.push(frame)

    def tell_conversation(self, thing: Conversation, *, read: bool = False) -> None:
        """Show a conversation to its holder and to every socket that has it open; take it from a texter who lost it.

        It was announced, or `read` again. One that was read may be ahead of announcements that are yet to be heard.
        """
        if read:
            self.read = {id: v for id, v in self.read.items() if v > self.heard} | {thing.id: thing.v}
        elif thing.v < self.read.get(thing.id, 0):
            return
        holder = self.texters.get(thing.holder or NOBODY)
        holders = self.shown.get(thing.holder or NOBODY, set()) if not holder or holder.sender else set()
        frame = changed(thing)
        for connection in holders | self.opened.get(thing.id, set()):
            if connection in holders or connection.admin:
                connection.mailbox.push(frame)
            else:
                connection.mailbox.push(gone("conversation", thing.id, self.campaign, thing.v))
                self.close(connection)

    def tell_gone(self, conversation: int) -> None:
        """Take a conversation that is no longer there from every socket that has it open."""
        for connection in list(self.opened.get(conversation, ())):
            connection.mailbox.push(gone("conversation", conversation, self.campaign, self.v))
            self.close(connection)

    def open(self, connection: Connection, conversation: int) -> None:
        """This socket has this conversation open from now on, and no other."""
        connection.opened = (self.campaign, conversation)
        self.opened[conversation].add(connection)

    def close(self, connection: Connection) -> None:
        """This socket has no conversation open any more."""
        if connection.opened and connection.opened[0] == self.campaign:
            conversation = connection.opened[1]
            self.opened[conversation].discard(connection)
            if not self.opened[conversation]:
                del self.opened[conversation]
            connection.opened = None

    def opened_by(self, texters: Iterable[int]) -> set[int]:
        """Return the ids of the conversations that these texters have open, and that admins have."""
        theirs = (self.shown.get(texter, ()) for texter in texters)
        return {
            connection.opened[1]
            for connection in chain(self.admins, *theirs)
            if connection.opened and connection.opened[0] == self.campaign
        }
