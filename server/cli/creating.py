"""Makes a campaign of a file of contacts. A campaign that is made and can't be finished stays, as a draft."""

from collections.abc import Coroutine
from typing import Any, BinaryIO

import click

from server.campaigns import launching
from server.campaigns import senders as campaign_senders
from server.campaigns.doubles import Double, sentences
from server.campaigns.imports import import_contacts, read_contacts
from server.campaigns.settings import NewCampaign, Settings, update
from server.campaigns.settings import create as make_draft
from server.carriers.registry import known_carrier
from server.cli.account import changing, known_member
from server.cli.files import read_with_bar
from server.cli.running import T, note
from server.config import Config
from server.contacts.rows import Noticed, Rejected
from server.errors import Refused
from server.store.scripts import Scripts
from server.wire.arguments import checked


async def create(contacts: BinaryIO, encoding: str | None, senders: tuple[str, ...], launch: bool, **given: Any) -> int:
    """Make a campaign with these settings, add contacts and senders, launch it if it is to be, and return its id."""
    if (hours := given.pop("hours", None)) is not None:
        given["hours"] = None if hours == "any" else hours
    settings = checked(given, NewCampaign, "a campaign")
    known_carrier(settings.carrier)
    async with changing() as (scripts, members):
        texters = [(await known_member(members, email)).id for email in senders]
        id, noticed = await fill(scripts, contacts, encoding, settings)
        # With the contacts in, it is known which fields the script may use.
        thing = await finish(id, update(scripts, id, Settings(script=settings.script)))
        for lack in thing.lacking:
            note(lacking(lack.field, lack.contacts, thing.contacts))
        if texters:
            await finish(id, campaign_senders.add(scripts, id, texters))
        if launch and noticed.garbled:
            raise click.ClickException(f"Names look wrong, so campaign {id} is made and stays a draft.")
        if launch:
            await finish(id, launching.launch(scripts, id))
        return id


async def fill(scripts: Scripts, file: BinaryIO, encoding: str | None, settings: NewCampaign) -> tuple[int, Noticed]:
    """Make a campaign of a file's contacts, with a progress bar, and list the rejected rows.

    Returns its id and what was noticed in the rows.
    """
    made: list[int] = []
    rejected: list[Rejected] = []
    rows = added = 0
    noticed = Noticed()
    doubles: list[Double] | None = []

    async def make() -> int:
        made.append(await make_draft(scripts, settings))
        return made[0]

    with read_with_bar(file) as (read, bar):
        async with read_contacts(read, Config.read().region, encoding=encoding) as source:
            async for progress in import_contacts(scripts, make, source):
                bar.update(progress.position - bar.pos)
                rejected += progress.rejected
                rows, added, noticed, doubles = progress.rows, progress.added, progress.noticed, progress.doubles
    for row in rejected:
        note(f"Line {row.line}: {row.reason}. {row.sentence}")
    for notice in [*source.notices, *noticed.sentences(), *sentences(doubles)]:
        note(notice)
    note(f"{added:,} of {rows:,} rows came in.")
    if not made:
        raise click.ClickException("No row could come in, so no campaign was made.")
    return made[0], noticed


def lacking(field: str, contacts: int, among: int) -> str:
    """Say how many contacts have nothing for a field of the message."""
    have = "1 contact has" if contacts == 1 else f"{contacts:,} contacts have"
    return f"{have} no {{{field}}}, of {among:,} in all. Other words for them: {{{field}|…}}."


async def finish(id: int, doing: Coroutine[Any, Any, T]) -> T:
    """Do it to a campaign that is made; a refusal says that the campaign is there, as a draft."""
    try:
        return await doing
    except Refused as refused:
        raise click.ClickException(f"{refused.sentence} Campaign {id} is made and stays a draft.") from refused
