"""A campaign's conversations and texts as CSV, streamed: a row for each text, and one for who has none."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from server.background import end
from server.campaigns.reading import campaign_now, patiently
from server.contacts.cells import csv_text, for_spreadsheet
from server.store.scripts import Scripts
from server.web.asking import admins_campaign, members, noted
from server.wire.at_hand import CountedQuestion, CountedTag
from server.words.comparable import comparable_name
from server.world import world_of

CONVERSATIONS_PER_PIECE = 200
"""Conversations read in one script: the store is held for a millisecond or two."""

CONVERSATIONS_AT_ONCE = 25
"""Conversations written without letting others in this process do something: some tenths of a millisecond."""

COLUMNS = ["conversation", "first_name", "last_name", "phone", "lane", "holder", "wrong_number"]
TEXT_COLUMNS = ["direction", "text", "at", "status", "why"]
OURS = {comparable_name(name) for name in [*COLUMNS, *TEXT_COLUMNS]}


class Contact(msgspec.Struct, frozen=True, array_like=True):
    """A contact as campaigns keep it (keys.py, `contacts`), in JSON."""

    first_name: str
    last_name: str
    phone: str
    fields: dict[str, str]


class Text(msgspec.Struct, frozen=True):
    """A text as it is kept (lua/shared/texts.lua): direction, words, ms since 1970, status, why it didn't go out."""

    d: str
    t: str
    at: int
    s: str | None = None
    w: str | None = None


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A conversation as it is kept. `holder` is NOBODY while it is unassigned; an empty `contact` was removed."""

    id: int
    holder: int
    lane: str
    contact: str
    texts: list[Text]
    wrong_number: bool = False
    tags: list[int] = []
    answers: dict[str, int] = {}


class Labels:
    """The columns of a campaign's tags, if it has any, and of each question of its survey."""

    def __init__(self, tags: Iterable[CountedTag] = (), survey: Sequence[CountedQuestion] = ()) -> None:
        self._tags = {tag.id: tag.name for tag in tags}
        self._questions = [str(question.id) for question in survey]
        self._answers = {answer.id: answer.answer for question in survey for answer in question.answers}
        asked = [for_spreadsheet(question.question) for question in survey]
        names = Counter[str]()
        self.headings = ["tags"] if self._tags else []
        for question in asked:
            if comparable_name(question) in OURS | {"tags"}:
                question = f"question {question}"
            names[question] += 1
            self.headings.append(question if names[question] == 1 else f"{question} ({names[question]})")

    def of(self, conversation: Kept) -> list[str]:
        """Return the values of a conversation in these columns."""
        tags = "; ".join(self._tags[tag] for tag in conversation.tags if tag in self._tags)
        answers = [self._answers.get(conversation.answers.get(question, 0), "") for question in self._questions]
        return [for_spreadsheet(value) for value in ([tags] if self._tags else []) + answers]


NO_LABELS = Labels()

_contact = msgspec.json.Decoder(Contact).decode


async def export(request: Request) -> Response:
    """`GET /campaigns/ID/export.csv`, for admins."""
    campaign = await admins_campaign(request)
    scripts = world_of(request).scripts
    described = await campaign_now(scripts, campaign)
    emails = {member.id: member.email for member in await members(request).all()}
    return StreamingResponse(
        rows(scripts, campaign, described.fields, emails, Labels(described.tags, described.survey)),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="campaign-{campaign}.csv"'},
    )


async def rows(
    scripts: Scripts, campaign: int, fields: list[str], emails: dict[int, str], labels: Labels = NO_LABELS
) -> AsyncIterator[str]:
    """Yield the file piece by piece; memory holds two pieces at a time, since one is read while another is written."""
    yield "\ufeff" + csv_text([[*COLUMNS, *headings(fields, labels.headings), *labels.headings, *TEXT_COLUMNS]])
    first, reading = 1, asyncio.create_task(_read(scripts, campaign, 1))
    try:
        while conversations := await reading:
            first += len(conversations)
            reading = asyncio.create_task(_read(scripts, campaign, first))
            written = []
            for some in range(0, len(conversations), CONVERSATIONS_AT_ONCE):
                await asyncio.sleep(0)  # the next ones are asked for, and others of this process are served
                piece = conversations[some : some + CONVERSATIONS_AT_ONCE]
                told = (row for conversation in piece for row in _rows(conversation, fields, emails, labels))
                written.append(csv_text(told))
            yield "".join(written)
    finally:
        await end([reading])


def headings(fields: list[str], labels: Iterable[str]) -> list[str]:
    """Return names for the columns of the contacts' own fields: all different, and none like one of ours."""
    ours = OURS | {comparable_name(name) for name in labels}
    names = [for_spreadsheet(name) for name in fields]
    taken = Counter(names)
    for place, name in enumerate(names):
        if taken[name] > 1 or comparable_name(name) in ours:
            while name in taken:
                name = f"contact {name}"
            taken[name] = 1
            names[place] = name
    return names


async def _read(scripts: Scripts, campaign: int, first: int) -> list[Kept]:
    piece = {"first": first, "count": CONVERSATIONS_PER_PIECE}
    read = await patiently(lambda: scripts.run("export_conversations", campaign, **piece))
    return msgspec.convert(read, list[Kept])


def _rows(conversation: Kept, fields: list[str], emails: dict[int, str], labels: Labels) -> Iterable[list[Any]]:
    if not conversation.contact:  # removed while this was a draft
        return
    contact = _contact(conversation.contact)
    names = [for_spreadsheet(contact.first_name), for_spreadsheet(contact.last_name)]
    phone = for_spreadsheet(contact.phone)  # else it becomes 1.21256E+10 and is lost when the file is saved
    holder = for_spreadsheet(emails.get(conversation.holder, ""))
    who = [conversation.id, *names, phone, conversation.lane, holder, "yes" if conversation.wrong_number else ""]
    custom = [*(for_spreadsheet(contact.fields.get(name, "")) for name in fields), *labels.of(conversation)]
    for text in conversation.texts:
        at = datetime.fromtimestamp(text.at / 1000, UTC).isoformat(timespec="seconds")
        yield [*who, *custom, text.d, for_spreadsheet(text.t), at, text.s or "", for_spreadsheet(text.w or "")]
    if not conversation.texts:
        yield [*who, *custom, *("" for _ in TEXT_COLUMNS)]


routes = [Route("/campaigns/{campaign}/export.csv", noted("export_conversations", export))]
routes[0].methods = {"GET"}  # without the HEAD that Starlette adds: all would be read, for nobody
