"""Follows the account: its settings, members and list of campaigns, who became a sender, whose sign-in ended."""

import asyncio
from collections import defaultdict

from msgspec import convert

from server.live.directory import Directory
from server.live.news import account_news, in_order
from server.live.sockets import Sockets
from server.live.watches import Watches
from server.measures.declared import GAPS_REPAIRED
from server.store import keys
from server.store.same_store import SameStore
from server.store.scripts import Scripts
from server.wire.described import WholeAccount

TEXTERS_PER_ROUND_TRIP = 100
"""Texters whose campaigns are asked for at once, when the account is read again."""


class AccountWatch:
    """Takes what the account announces to the directory, the watches and the sockets."""

    def __init__(
        self, scripts: Scripts, store: SameStore, directory: Directory, watches: Watches, sockets: Sockets
    ) -> None:
        self._scripts = scripts
        self._store = store
        self._directory = directory
        self._watches = watches
        self._sockets = sockets

    async def take_in(self, payload: bytes) -> None:
        """Take in an announcement, and tell the sockets that it concerns.

        Raises Unreadable, Refused (try_again).
        """
        news = account_news(payload)
        if news.v > self._directory.v + 1:
            await self.repair("announcement")
        in_order(news.v, self._directory)
        if news.v <= self._directory.v:
            return
        self._directory.take_in(news)
        if news.member:
            self._sockets.close_if_no_admin(news.member)
        if news.campaign:
            await self._show_to_admins(news.campaign)
        if news.senders:
            await self._show_to_texters(news.senders.campaign, set(news.senders.members))
        if ended := news.ended:
            self._sockets.sign_out(ended.credential)
            self._sockets.sign_out(ended.member)

    async def refresh(self) -> None:
        """Read the account again: push what differs, and close the sockets whose sign-in has ended.

        Raises Refused (try_again).
        """
        whole = await self.describe()
        self._directory.refresh(whole)
        for campaign in whole.campaigns:
            await self._show_to_admins(campaign)
        self._sockets.close_former_admins(self._directory.members)
        for campaign, texters in (await self._senders()).items():
            await self._show_to_texters(campaign, texters)
        await self._sockets.check_sign_ins()

    async def _senders(self) -> dict[int, set[int]]:
        """Return the campaigns of the texters with a socket here: campaign → those who may be its senders.

        Raises Refused (try_again).
        """
        texters = list({connection.member for connection in self._sockets.all if not connection.admin})
        senders: defaultdict[int, set[int]] = defaultdict(set)
        for first in range(0, len(texters), TEXTERS_PER_ROUND_TRIP):
            some = texters[first : first + TEXTERS_PER_ROUND_TRIP]
            found = await asyncio.gather(*(self._scripts.run("campaigns_of", member=texter) for texter in some))
            for texter, campaigns in zip(some, found, strict=True):
                for campaign in campaigns:
                    senders[campaign].add(texter)
        return senders

    async def repair(self, noticed: str) -> None:
        """Refresh the account, of which announcements were missed, as the next announcement or an audit has noticed."""
        GAPS_REPAIRED.add("account", noticed)
        await self.refresh()

    async def describe(self) -> WholeAccount:
        """Return the account as the store has it now.

        Raises Refused (try_again), also when the version fell.
        """
        known = self._store.life, self._directory.v
        whole = convert(await self._scripts.run("describe_account"), WholeAccount)
        await self._store.must_not_fall(keys.ACCOUNT, known, whole.v)
        return whole

    async def _show_to_admins(self, campaign: int) -> None:
        """Show a campaign, which may be new here, to admins who don't have it yet.

        Don't wait for the subscription: its confirmation pushes what the campaign looks like.
        """
        watch = self._watches.get(campaign)
        if admins := [admin for admin in self._sockets.admins() if not watch or admin not in watch.admins]:
            await self._watches.show(campaign, admins)

    async def _show_to_texters(self, campaign: int, texters: set[int]) -> None:
        """Show the console to these texters, who may have become senders. Don't wait, like `_show_to_admins`."""
        watch = self._watches.get(campaign)
        new = [
            connection
            for connection in self._sockets.of(texters)
            if connection.shows and not connection.admin
            if not watch or connection not in watch.shown.get(connection.member, ())
        ]
        if new:
            await self._watches.show(campaign, new)
