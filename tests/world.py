"""Steps with which tests arrange and act, in the words of the domain."""

import itertools
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

import pytest
from msgspec import convert, to_builtins

from server.campaigns import launching, senders
from server.campaigns.imports import import_contacts, read_contacts
from server.campaigns.merge import packed_columns
from server.campaigns.settings import NewCampaign, create
from server.commands.actors import ACTORS
from server.commands.table import Asking
from server.config import Config
from server.contacts.columns import Column
from server.errors import Refused
from server.live.hub import Hub
from server.live.mailbox import Mailbox
from server.live.watch import Connection
from server.people.mail import Mail
from server.people.members import Member, Members
from server.shown import Thing
from server.store import keys
from server.store.scripts import Scripts
from server.wire.things import Campaign, Conversation
from tests.announcements import Announcements, listening
from tests.stored import everything


def heard(described: Any, kind: type[Any]) -> Thing:
    """A thing that a script describes, as a client hears of it."""
    thing: Thing = to_builtins(convert(described, kind))
    return thing


def columns(*fields: str) -> str:
    """The columns of a list that has names, phones and these fields, as the importer hands them over."""
    known = [Column("First name", "first_name"), Column("Last name", "last_name"), Column("Phone", "phone")]
    return packed_columns([*known, *(Column(field, "field") for field in fields)])


@dataclass
class Texter:
    """A texter of one campaign, who asks the scripts directly."""

    scripts: Scripts
    campaign: int
    id: int

    async def request(self, request_id: str | None = None, only: str | None = None) -> dict[str, int]:
        """Press Request Conversations."""
        request_id = request_id or str(uuid.uuid4())
        answer: dict[str, int] = await self.scripts.run(
            "request_conversations", self.campaign, texter=self.id, request_id=request_id, only=only
        )
        return answer

    async def told(self) -> Thing:
        """The description of this texter, of which a console and a row are made."""
        snapshot = await self.scripts.run("snapshot", self.campaign, texters=[self.id], rows=False)
        found: Thing = snapshot["texters"][0]
        return found

    async def holds(self, lane: str) -> list[int]:
        """The ids of the conversations that the texter holds in a lane, in its order."""
        found: list[int] = []
        after = None
        while True:
            page = await self.scripts.run(
                "list_conversations", self.campaign, holder=self.id, lane=lane, after=after, limit=100
            )
            found += [thing["id"] for thing in page["conversations"]]
            after = page.get("next")
            if after is None:
                return found

    async def send_initial(self, conversation: int, text: str | None = None) -> Thing:
        """Send a first message."""
        return await self._do("send_initial", conversation, text=text)

    async def send_initials(self) -> list[int]:
        """Send every first message that the texter holds."""
        held = await self.holds("initial")
        for conversation in held:
            await self.send_initial(conversation)
        return held

    async def send_reply(self, conversation: int, text: str = "Great!", last_seen: int = 2) -> Thing:
        """Answer a contact."""
        return await self._do("send_reply", conversation, text=text, last_seen=last_seen)

    async def close(self, conversation: int) -> Thing:
        """Close a conversation."""
        return await self._do("close_conversation", conversation)

    async def undo(self, conversation: int) -> Thing:
        """Undo the last act, but an opt-out."""
        return await self._do("undo", conversation)

    async def skip(self, conversation: int) -> Thing:
        """Skip a first message."""
        return await self._do("skip_conversation", conversation)

    async def report_wrong_number(self, conversation: int) -> Thing:
        """Report a number as wrong."""
        return await self._do("report_wrong_number", conversation)

    async def release(self, lanes: tuple[str, ...] = ("initial", "reply", "quiet"), most: int = 1000) -> int:
        """Give back the conversations that the texter holds; returns their number."""
        moved: int = await self.scripts.run(
            "release_conversations", self.campaign, texter=self.id, lanes=list(lanes), most=most
        )
        return moved

    async def counts(self) -> Thing:
        """The texter's lane counts, `sender` and `moved`."""
        snapshot = await self.scripts.run("snapshot", self.campaign, texters=[self.id], rows=False)
        counts: Thing = snapshot["texters"][0]
        return counts

    async def _do(self, verb: str, conversation: int, **args: Any) -> Thing:
        thing = await self.scripts.run(verb, self.campaign, conversation=conversation, texter=self.id, **args)
        return heard(thing, Conversation)


class World:
    """Members and campaigns on one store."""

    def __init__(self, scripts: Scripts, members: Members) -> None:
        self.scripts = scripts
        self.members = members
        self.config = Config()
        self._phones = (f"+1202555{n:04d}" for n in itertools.count())
        self._references = itertools.count()

    async def member(self, name: str = "Ana", role: str = "texter") -> Member:
        """A member with this name."""
        return await self.members.add(f"{name.lower()}@example.org", name, role)

    async def campaign(
        self, contacts: int = 0, *, launch: bool = True, fields: dict[str, str] | None = None, **settings: Any
    ) -> int:
        """A campaign; by default launched, with self assignment on and batches of 10, where nothing can be undone."""
        wanted = {"title": "Vote!", "script": "Hi {first_name}!", "self_assign": True, "batch_size": 10, "hours": None}
        wanted |= {"fair_tail": False, "undo_replies": 0}
        campaign = await create(self.scripts, NewCampaign(**wanted | settings))
        await self.add_contacts(campaign, contacts, fields)
        if launch and contacts:
            await launching.launch(self.scripts, campaign)
        return campaign

    async def add_contacts(
        self, campaign: int, count: int, fields: dict[str, str] | None = None, zone: str | None = "America/New_York"
    ) -> list[int]:
        """Add contacts called Contact 1, Contact 2, …"""
        rows = []
        for n in range(1, count + 1):
            phone = next(self._phones)
            rows.append([phone, json.dumps([f"Contact {n}", "Doe", phone, fields or {}]), *([zone] if zone else [])])
        added: list[int] = []
        for first in range(0, count, 1000):
            added += await self.scripts.run(
                "add_contacts", campaign, contacts=rows[first : first + 1000], columns=columns(*fields or {})
            )
        return added

    async def imported(self, campaign: int, content: str, mapping: dict[str, str] | None = None) -> None:
        """Import a file as an upload does; `mapping` says what columns of which names hold."""
        with TemporaryFile() as file:
            file.write(content.encode())
            async with read_contacts(file, self.config.region, mapping) as source:
                async for _ in import_contacts(self.scripts, campaign, source):
                    pass

    async def texter(self, campaign: int, name: str = "Ana") -> Texter:
        """A member who is a sender of a campaign."""
        member = await self.member(name)
        await senders.add(self.scripts, campaign, [member.id])
        return Texter(self.scripts, campaign, member.id)

    async def contact_writes(
        self, campaign: int, conversation: int, text: str = "Yes", *, stop: bool = False, reference: str = ""
    ) -> Thing:
        """A contact writes."""
        thing = await self.scripts.run(
            "receive_text",
            campaign,
            conversation=conversation,
            text=text,
            reference=reference or f"r{next(self._references)}",
            stop=stop,
        )
        return heard(thing, Conversation)

    async def counts(self, campaign: int) -> Thing:
        """The campaign, as it looks now."""
        snapshot = await self.scripts.run("snapshot", campaign, texters=[], rows=False)
        return heard(snapshot["campaign"], Campaign)

    async def conversation(self, campaign: int, conversation: int) -> Thing:
        """A conversation, with all its texts."""
        thing = await self.scripts.run("open_conversation", campaign, conversation=conversation)
        return heard(thing, Conversation)

    async def a_moment(self) -> None:
        """The store's clock goes on, so that what comes next came later."""
        before = await self.scripts.redis.time()
        while (await self.scripts.redis.time())[1] // 1000 == before[1] // 1000:
            pass

    async def ask(self, member: Member, command: str, /, **args: Any) -> Any:
        """Ask for a command, as by a socket of this member; an admin's are the admins' commands."""
        hub = Hub(self.scripts, self.members.still_valid)
        connection = Connection(Mailbox(lambda: None), member.id, member.role == "admin", credential="")
        asking = Asking(
            member, self.scripts.acting(member.id), self.members, hub, Mail(self.config), connection, self.config.region
        )
        return to_builtins(await ACTORS[member.role].run(asking, command, args))

    @asynccontextmanager
    async def refused(self, code: str) -> AsyncIterator[None]:
        """Check that the command inside this block is refused by this word, and changes nothing."""
        before = await self.kept()
        with pytest.raises(Refused) as caught:
            yield
        assert caught.value.code == code
        assert await self.kept() == before

    async def kept(self) -> dict[str, Any]:
        """Everything in the store but the members who are online, the processes and chores, which are renewed."""
        return {
            name: value
            for name, value in (await everything(self.scripts.redis)).items()
            if name not in (keys.under(keys.ACCOUNT, "online"), keys.under(keys.ACCOUNT, "processes"))
            and not name.startswith(keys.under(keys.ACCOUNT, "chore"))
        }

    def listening(self, campaign: int) -> AbstractAsyncContextManager[Announcements]:
        """Hears what the campaign announces."""
        return listening(self.scripts.redis, campaign)
