"""A copy of a campaign: a new draft with its settings, its picture, what texters have at hand, and maybe its contacts.

It is made by the same doors as a campaign that somebody makes by hand. The sender link is a new one, and nobody is a
sender of it yet.
"""

from base64 import b64encode
from itertools import groupby
from typing import Any

import msgspec

from server.campaigns import at_hand
from server.campaigns.contact import add_contacts
from server.campaigns.merge import packed_columns
from server.campaigns.reading import campaign_by, campaign_now
from server.campaigns.settings import Settings, create, fresh_token, update
from server.contacts.columns import MEANINGS, Column
from server.contacts.zones import Zones
from server.errors import Refused
from server.limits import LIMITS
from server.store import at_hand as stored
from server.store import kept, lookups
from server.store.scripts import Scripts
from server.wire.at_hand import GivenAnswer, GivenCanned, GivenQuestion
from server.wire.things import Campaign

CONVERSATIONS_PER_PIECE = 200
"""Conversations read and added at once: the store is held for some milliseconds."""


async def copy(scripts: Scripts, campaign: int, title: str | None, *, with_contacts: bool, member: int) -> int:
    """Make a draft like a campaign, and return its id. `title` None: "Copy of" the one it has.

    Contacts who were removed or erased, or have opted out, don't come along, and none of a campaign whose contacts'
    data were deleted. Stopped half-way, the draft stays with what came.

    Raises Refused.
    """
    source = await campaign_now(scripts, campaign)
    if source.deleted:
        raise Refused("unknown_campaign")
    named = f"Copy of {source.title}"[: LIMITS.title] if title is None else title
    made = await create(scripts, _settings_of(source, named))
    try:
        await _at_hand(scripts, source, made, member)
        await _picture(scripts, source, made)
        await update(scripts, made, _last_settings_of(source))
        if with_contacts and source.erased is None:
            await _contacts(scripts, source, made)
    except Refused as refused:
        if refused.code != "try_again":
            raise
        sentence = f"The copy “{named}” was begun, and has only what came before the store went away. Look at it first."
        raise Refused("try_again", sentence) from refused
    return made


def _settings_of(source: Campaign, title: str) -> Settings:
    """Return every setting of a campaign, but those of its picture, which a new campaign hasn't yet."""
    same = {name: getattr(source, name) for name in Settings.__struct_fields__ if name != "sender_link"}
    link = source.sender_link_enabled
    different = {"title": title, "sender_link": link, "self_assign": source.self_assign or link}
    return Settings(**{**same, **different, "picture_first": False, "picture_replies": False})


def _last_settings_of(source: Campaign) -> Settings:
    """Return the settings that wait for others: for the picture, and for the sender link."""
    return Settings(
        picture_first=source.picture_first and source.picture is not None,
        picture_replies=source.picture_replies and source.picture is not None,
        self_assign=source.self_assign,
    )


async def _at_hand(scripts: Scripts, source: Campaign, made: int, member: int) -> None:
    theirs = await at_hand.at_hand(scripts, source.id, member)
    canned = [GivenCanned(title=reply.title, text=reply.text) for reply in theirs.canned]
    await at_hand.set_canned_replies(scripts, made, canned)
    known = await stored.account_tags(scripts)
    await at_hand.set_campaign_tags(scripts, made, [tag.id for tag in theirs.tags if tag.id in known])
    questions = [
        GivenQuestion(
            question=asked.question,
            answers=[GivenAnswer(answer=each.answer, reply=each.reply) for each in asked.answers],
        )
        for asked in theirs.survey
    ]
    await at_hand.set_survey(scripts, made, questions)


async def _picture(scripts: Scripts, source: Campaign, made: int) -> None:
    if source.picture is None:
        return
    token = source.picture.removeprefix("/pictures/").removesuffix(".jpg")
    picture = await lookups.picture(scripts, source.id, token)
    if picture is not None:
        packed = b64encode(picture).decode()
        await campaign_by("set_picture", scripts, made, token=fresh_token(made), picture=packed)


async def _contacts(scripts: Scripts, source: Campaign, made: int) -> None:
    lists, zones = await kept.lists_and_zones(scripts, source.id)
    own = [Column(name, "field") for name in source.fields]
    known = [Column(name, meaning) for name, meaning in MEANINGS.items()]
    unlisted = packed_columns([*known, *own])  # an older version has kept no list
    placed, first = Zones(own), 1
    while piece := await scripts.run("export_conversations", source.id, first=first, count=CONVERSATIONS_PER_PIECE):
        first += len(piece)
        contacts = [msgspec.json.decode(packed) for _, _, lane, packed, *_ in piece if packed and lane != "opted_out"]
        contacts = [contact for contact in contacts if contact[2]]  # those who were erased have no number
        out = await lookups.opted_out(scripts, [contact[2] for contact in contacts])
        going = [contact for contact, gone in zip(contacts, out, strict=True) if not gone]
        for number, some in groupby(going, key=_list_of):
            rows = [_row(contact, zones, placed, source.fields) for contact in some]
            await add_contacts(scripts, made, rows, lists.get(number, unlisted))


def _list_of(contact: list[Any]) -> int:
    return int(contact[4] or 0) if len(contact) > 4 else 0


def _row(contact: list[Any], zones: list[str], placed: Zones, fields: list[str]) -> tuple[str, str, str]:
    """Return a contact as `add_contacts` takes it."""
    phone, own = contact[2], contact[3] or {}
    number = contact[5] if len(contact) > 5 else 0
    zone = zones[number - 1] if number else placed.of(phone, [*(own.get(name, "") for name in fields), ""])
    return phone, msgspec.json.encode(contact[:4]).decode(), zone
