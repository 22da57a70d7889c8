"""Keeps which members have a console open on any hub. Each hub vouches for its members for a while, and renews that.

Hubs tell each other who came and went, gathered over half a second. At each audit a hub renews its word, and reads
everybody: what it missed, or whom a killed hub no longer vouches for, it learns then. All times are the store's, so
that a hub whose clock is off says what the others say.
"""

import asyncio
import secrets
from collections import Counter
from contextlib import suppress

from server.errors import Refused
from server.live.directory import Directory
from server.live.news import PresenceNews, presence_news
from server.store import keys
from server.store.scripts import Scripts

CHANNEL = keys.under(keys.ACCOUNT, "presence")

PRESENCE_EVERY_SECONDS = 0.5
"""Seconds at least between two words to the store about who came and went: a thousand may arrive at once."""


class Presence:
    """The members online here, told to the other hubs, and those online anywhere, told to the directory."""

    def __init__(self, scripts: Scripts, directory: Directory) -> None:
        self._scripts = scripts
        self._directory = directory
        self._hub = secrets.token_hex(8)
        self._here: Counter[int] = Counter()
        """Member → how many sockets of theirs are open here."""
        self._moved: set[int] = set()
        """Members who came or went, which the store hasn't been told yet."""
        self._at: dict[str, set[int]] = {}
        """Hub → the members online there."""
        self._looking = False
        self._heard: list[PresenceNews] = []
        """Announcements that came while everybody was read: the answer may be older."""
        self._to_look = False
        self._to_do = asyncio.Event()

    def arrive(self, member: int) -> None:
        """Count one more open socket of this member."""
        self._here[member] += 1
        if self._here[member] == 1:
            self._moves(member)

    def leave(self, member: int) -> None:
        """Count one open socket of this member less."""
        self._here[member] -= 1
        if not self._here[member]:
            del self._here[member]
            self._moves(member)

    def is_elsewhere(self, member: int) -> bool:
        """Return whether a member has a socket open on another hub, as far as it is heard here."""
        return any(member in members for hub, members in self._at.items() if hub != self._hub)

    def _moves(self, member: int) -> None:
        self._moved.add(member)
        self._to_do.set()

    def look_again(self) -> None:
        """Read everybody soon, and renew this hub's word: something may have been missed."""
        self._to_look = True
        self._to_do.set()

    def take_in(self, payload: bytes) -> None:
        """Take in that members came to a hub or went.

        Raises Unreadable.
        """
        if not payload:  # an older version says only that something changed
            return self.look_again()
        news = presence_news(payload)
        if self._looking:
            self._heard.append(news)
        self._move(news)
        for member in (*news.came, *news.went):
            online = any(member in members for members in self._at.values())
            self._directory.tell_online(member, online, news.at)

    def _move(self, news: PresenceNews) -> None:
        there = self._at.setdefault(news.hub, set())
        there.update(news.came)
        there.difference_update(news.went)

    async def keep_telling(self) -> None:
        """Tell and read each time that there may be something new, without end."""
        while True:
            await self._to_do.wait()
            self._to_do.clear()
            with suppress(Refused):  # the next audit has it done
                await self._tell()
                if self._to_look:
                    self._to_look = False
                    await self._look()
            await asyncio.sleep(PRESENCE_EVERY_SECONDS)

    async def _tell(self) -> None:
        """Tell the store who came here and went since it was told last. Raises Refused (try_again)."""
        moved, self._moved = self._moved, set()
        came = [member for member in moved if member in self._here]
        went = [member for member in moved if member not in self._here]
        try:
            if came:
                await self._scripts.run("arrive", members=came, hub=self._hub)
            if went:
                await self._scripts.run("leave", members=went, hub=self._hub)
        except BaseException:
            self._moved |= moved
            raise

    async def _look(self) -> None:
        """Read everybody, and renew this hub's word. Raises Refused (try_again)."""
        self._looking = True
        try:
            found = await self._scripts.run("who_is_online", members=list(self._here), hub=self._hub)
            self._at = {hub: set(members) for hub, members in (found["online"] or {}).items()}
            for news in self._heard:
                self._move(news)
            self._directory.tell_all_online(set().union(*self._at.values()), found["at"])
        finally:
            self._looking = False
            self._heard.clear()

    async def go(self) -> None:
        """Tell the other hubs that this one stops: nobody is online here any more. Raises Refused (try_again)."""
        if self._here:
            await self._scripts.run("leave", members=list(self._here), hub=self._hub)
