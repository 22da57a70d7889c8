"""The list of who opted out, or in again: as a file, from a file, and in pages.

    file ──▶ a process that reads it (contacts/reader.py) ──▶ opt_out_phones ──▶ opt_out_contacts in each campaign

As always the account notes it first. Stopped half-way, nobody is texted who has been noted, and importing the file
again finishes it.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from msgspec import convert

from server.campaigns.imports import Source
from server.campaigns.reading import account_now, patiently
from server.contacts.cells import csv_text, for_spreadsheet
from server.contacts.rows import Contact, Rejected
from server.store import lookups
from server.store.scripts import Scripts
from server.wire.account import OptOuts, PhoneOptOut
from server.words.comparable import comparable, comparable_name
from server.words.moments import iso

COLUMNS = ["phone", "status", "at", "by", "how"]
OUT, IN_AGAIN = "opted out", "opted in again"
"""Words in the column `status`."""
PHONES_PER_SCRIPT = 500
"""Phones that one script opts out: it holds the store for some milliseconds."""
BACK = "The list says that this person has opted in again, so nothing is changed."


async def opt_outs_page(
    scripts: Scripts, phone: str | None, digits: str | None, after: str | None, limit: int
) -> OptOuts:
    """Return a page of the phones that have opted out, those of late first: of all, or of those with these digits in a
    row. A `phone` that has opted out is all there is.

    A search looks through all of them, a few thousand with each step.

    Raises Refused (try_again).
    """
    if phone and (one := await _step(scripts, phone=phone, limit=1))["opt_outs"]:
        return OptOuts(opt_outs=convert(one["opt_outs"], list[PhoneOptOut]), total=one["total"])
    found: list[dict[str, Any]] = []
    place, more = after, True
    while more and len(found) <= limit:
        step = await _step(scripts, after=place, digits=digits, limit=limit + 1 - len(found))
        found += step["opt_outs"]
        place = step.get("next")
        more = place is not None
    next = found[limit - 1]["place"] if len(found) > limit else None
    return OptOuts(opt_outs=convert(found[:limit], list[PhoneOptOut]), next=next, total=step["total"])


async def _step(scripts: Scripts, **asked: Any) -> dict[str, Any]:
    """List some, with all of them in the order of time: older versions kept none."""
    step: dict[str, Any] = await scripts.run("list_opt_outs", **asked)
    if step["ordered"] == step["total"]:
        return step
    cursor = await scripts.run("order_opt_outs", cursor="0")
    while cursor != "0":
        cursor = await scripts.run("order_opt_outs", cursor=cursor)
    again: dict[str, Any] = await scripts.run("list_opt_outs", **asked)
    return again


async def exported(scripts: Scripts) -> AsyncIterator[str]:
    """Yield the list as CSV, piece by piece, safe to open in a spreadsheet: each phone once, `at` in the account's
    time zone, or in UTC.

    Of what older versions noted, some or all columns after the status are empty.
    """
    zone = (await patiently(partial(account_now, scripts))).time_zone
    yield "\ufeff" + csv_text([COLUMNS])
    seen = set[str]()
    cursor, more = 0, True
    while more:
        cursor, notes = await patiently(partial(lookups.opt_out_notes, scripts, cursor))
        yield csv_text(_row(phone, note, zone) for phone, note in notes.items() if phone not in seen)
        seen.update(notes)
        more = cursor != 0
    more = True
    while more:
        cursor, phones = await patiently(partial(lookups.opted_out_phones, scripts, cursor))
        without = [phone for phone in phones if phone not in seen]
        yield csv_text(_row(phone, {"out": True}, zone) for phone in without)
        seen.update(without)
        more = cursor != 0


def _row(phone: str, note: dict[str, Any], zone: str | None) -> list[str]:
    when = iso(note.get("at"), zone)
    status = OUT if note["out"] else IN_AGAIN
    return [for_spreadsheet(phone), status, when, for_spreadsheet(note.get("by") or ""), note.get("how") or ""]


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of an import: bytes of the file, rows read, people who have opted out by it and people who had
    before, since it began; rows rejected just now."""

    position: int
    rows: int
    opted_out: int
    already: int
    rejected: list[Rejected]


async def import_opt_outs(scripts: Scripts, source: Source, by: str | None = None) -> AsyncIterator[Progress]:
    """Opt out everybody in a file, in every campaign, by the member of that name, and tell the progress.

    Who has opted out already stays as noted; nobody is brought back, and nobody is told.

    Raises Refused: try_again, and as `read_contacts`.
    """
    rows = opted_out = already = 0
    async for chunk in source.chunks:
        rejected = [row for row in chunk.rows if isinstance(row, Rejected)]
        people = [row for row in chunk.rows if isinstance(row, Contact)]
        rejected += [Rejected(row.line, row.row, "opted_in_again", BACK) for row in people if _is_back(row)]
        phones = [row.phone for row in people if not _is_back(row)]
        for first in range(0, len(phones), PHONES_PER_SCRIPT):
            new = await _opt_out(scripts, phones[first : first + PHONES_PER_SCRIPT], by)
            opted_out += new
            already += len(phones[first : first + PHONES_PER_SCRIPT]) - new
        rows += len(chunk.rows)
        yield Progress(chunk.position, rows, opted_out, already, sorted(rejected, key=lambda row: row.line))


def _is_back(row: Contact) -> bool:
    """Return whether a row, of a list that `exported` made, is of somebody who has opted in again."""
    return any(comparable_name(name) == "status" and comparable(said) == IN_AGAIN for name, said in row.fields.items())


async def _opt_out(scripts: Scripts, phones: list[str], by: str | None) -> int:
    noted = await scripts.run("opt_out_phones", phones=phones, by=by, how="import")
    campaigns = await lookups.campaigns(scripts)
    await asyncio.gather(*(scripts.run("opt_out_contacts", id, notes=noted["notes"]) for id in campaigns))
    return int(noted["new"])
