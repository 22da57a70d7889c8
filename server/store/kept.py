"""Plain questions to the store about what is kept of contacts, and for how long.

Each raises Refused (try_again).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from server.store import keys
from server.store.lookups import ACCOUNT_PHONES
from server.store.scripts import Scripts

PLACES_PER_PAGE = 250
"""Phones of the account that are read at once, about."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The state of a campaign's data.

    archived     true once the campaign is archived; archived_at is when, in ms, None if an older version did it
    erased       true once its contacts' data are deleted
    deleted      true once it is to go altogether
    to_be_taken_out  true while something of that is left to be done
    """

    archived: bool
    archived_at: int | None
    erased: bool
    deleted: bool
    to_be_taken_out: bool


async def kept(scripts: Scripts, campaigns: Sequence[int]) -> list[Kept]:
    """Return the state of the data of each of these campaigns."""
    fields = ("status", "archived_at", "erased", "deleted_at", "to_empty")
    told = await scripts.ask(*(("HMGET", keys.campaign(id), *fields) for id in campaigns))
    return [
        Kept(status == b"archived", at and int(at), erased is not None, deleted is not None, left is not None)
        for status, at, erased, deleted, left in told
    ]


async def retention_days(scripts: Scripts) -> int | None:
    """Return for how many days after archiving contacts' data are kept; None: for ever."""
    [days] = await scripts.ask(("HGET", keys.ACCOUNT, "retention_days"))
    return days and int(days)


async def places(scripts: Scripts, cursor: int, phone: str = "") -> tuple[int, dict[str, int]]:
    """Return some of what is noted about the conversations that texted phones last, and the cursor of the next ones.

    It is a name ('phone', 'phone carrier number') → campaign; of one phone, if one is given. The first cursor is 0, and
    so is the last that is returned.
    """
    named = ("MATCH", f"{phone}*") if phone else ()
    [(after, found)] = await scripts.ask(("HSCAN", ACCOUNT_PHONES, cursor, *named, "COUNT", PLACES_PER_PAGE))
    noted = {name.decode(): int(place.split(b":")[0]) for name, place in found.items()}
    return int(after), {name: to for name, to in noted.items() if not phone or name.split(" ")[0] == phone}


async def lists_and_zones(scripts: Scripts, campaign: int) -> tuple[dict[int, str], list[str]]:
    """Return the lists that a campaign's contacts came with, number → columns as merge.py packs them, and the names of
    the contacts' time zones: the first has number 1."""
    name = keys.campaign(campaign)
    lists, zones = await scripts.ask(("HGETALL", keys.under(name, "lists")), ("HGET", name, "zones"))
    return {int(number): packed.decode() for number, packed in lists.items()}, msgspec.json.decode(zones or b"[]")
