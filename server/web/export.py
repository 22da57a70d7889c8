"""A campaign's conversations and texts as CSV, streamed: a row for each text, and one for who has none."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import Any

from msgspec import convert
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from server.background import end
from server.campaigns.reading import campaign_now, patiently
from server.contacts.cells import csv_text, for_spreadsheet
from server.store.keys import NOBODY
from server.store.scripts import Scripts
from server.web.asking import admins_campaign, members
from server.wire.things import Conversation
from server.words.comparable import comparable_name
from server.world import world_of

CONVERSATIONS_PER_PIECE = 200
"""Conversations read in one script: the store is held for a millisecond or two."""

COLUMNS = ["conversation", "first_name", "last_name", "phone", "lane", "holder"]
TEXT_COLUMNS = ["direction", "text", "at", "status"]
OURS = {comparable_name(name) for name in [*COLUMNS, *TEXT_COLUMNS]}


async def export(request: Request) -> Response:
    """`GET /campaigns/ID/export.csv`, for admins."""
    campaign = await admins_campaign(request)
    scripts = world_of(request).scripts
    described = await campaign_now(scripts, campaign)
    emails = {member.id: member.email for member in await members(request).all()}
    return StreamingResponse(
        rows(scripts, campaign, described.fields, emails),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="campaign-{campaign}.csv"'},
    )


async def rows(scripts: Scripts, campaign: int, fields: list[str], emails: dict[int, str]) -> AsyncIterator[str]:
    """Yield the file piece by piece; memory holds two pieces at a time, since one is read while another is written."""
    yield "\ufeff" + csv_text([[*COLUMNS, *headings(fields), *TEXT_COLUMNS]])
    first, reading = 1, asyncio.create_task(_read(scripts, campaign, 1))
    try:
        while conversations := await reading:
            first += len(conversations)
            reading = asyncio.create_task(_read(scripts, campaign, first))
            yield csv_text(row for conversation in conversations for row in _rows(conversation, fields, emails))
    finally:
        await end([reading])


def headings(fields: list[str]) -> list[str]:
    """Return names for the columns of the contacts' own fields: all different, and none like one of ours."""
    names = [for_spreadsheet(name) for name in fields]
    taken = Counter(names)
    for place, name in enumerate(names):
        if taken[name] > 1 or comparable_name(name) in OURS:
            while name in taken:
                name = f"contact {name}"
            taken[name] = 1
            names[place] = name
    return names


async def _read(scripts: Scripts, campaign: int, first: int) -> list[Conversation]:
    piece = {"first": first, "count": CONVERSATIONS_PER_PIECE}
    return convert(await patiently(lambda: scripts.run("export_conversations", campaign, **piece)), list[Conversation])


def _rows(conversation: Conversation, fields: list[str], emails: dict[int, str]) -> Iterable[list[Any]]:
    contact = conversation.contact
    names = [for_spreadsheet(contact.first_name), for_spreadsheet(contact.last_name)]
    phone = for_spreadsheet(contact.phone)  # else it becomes 1.21256E+10 and is lost when the file is saved
    holder = for_spreadsheet(emails.get(conversation.holder or NOBODY, ""))
    who = [conversation.id, *names, phone, conversation.lane, holder]
    custom = [for_spreadsheet(contact.fields.get(name, "")) for name in fields]
    for text in conversation.texts:
        at = datetime.fromtimestamp(text.at / 1000, UTC).isoformat(timespec="seconds")
        yield [*who, *custom, text.direction, for_spreadsheet(text.text), at, text.status or ""]
    if not conversation.texts:
        yield [*who, *custom, "", "", "", ""]


routes = [Route("/campaigns/{campaign}/export.csv", export)]
routes[0].methods = {"GET"}  # without the HEAD that Starlette adds: all would be read, for nobody
