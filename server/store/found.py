"""Plain questions to the store about the index by which contacts are searched for, each in one round trip.

Each raises Refused (try_again).
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from sys import byteorder

from server.store import keys
from server.store.scripts import Scripts

SPAN = 32_768
"""Ids of conversations that one value of the index is about; also in lua/shared/find.lua."""


async def indexed(scripts: Scripts, campaigns: Sequence[int]) -> list[tuple[int, int]]:
    """Return for each campaign the last conversation up to which the index has all, and the last that there is."""
    told = await scripts.ask(*(("HMGET", keys.campaign(id), "indexed", "contacts") for id in campaigns))
    return [(int(done or 0), int(last or 0)) for done, last in told]


async def contacts(scripts: Scripts, campaign: int, conversations: Sequence[int]) -> list[bytes | None]:
    """Return the contact of each of these conversations as it is kept; None where there is none."""
    if not conversations:
        return []
    [kept] = await scripts.ask(("HMGET", keys.under(keys.campaign(campaign), "contacts"), *conversations))
    return list(kept)


async def contacts_of(scripts: Scripts, candidates: Sequence[tuple[int, int]]) -> list[bytes | None]:
    """Return the contact of each (campaign, conversation) as it is kept, those of one campaign one after the other."""
    by_campaign: dict[int, list[int]] = {}
    for campaign, conversation in candidates:
        by_campaign.setdefault(campaign, []).append(conversation)
    asked: list[tuple[str | int, ...]] = [
        ("HMGET", keys.under(keys.campaign(id), "contacts"), *some) for id, some in by_campaign.items()
    ]
    return [contact for kept in await scripts.ask(*asked) for contact in kept]


@dataclass(frozen=True, slots=True)
class Place:
    """A campaign in which is searched: its id, title and status, and the last id of a conversation."""

    campaign: int
    title: str
    status: str
    last: int


async def places(scripts: Scripts, campaigns: Sequence[int]) -> list[Place]:
    """Return those of these campaigns that have contacts, in the same order."""
    told = await scripts.ask(*(("HMGET", keys.campaign(id), "title", "status", "contacts") for id in campaigns))
    return [
        Place(id, title.decode(), status.decode(), int(last))
        for id, (title, status, last) in zip(campaigns, told, strict=True)
        if title is not None and int(last or 0) > 0
    ]


async def listed(scripts: Scripts, places: Sequence[Place], fields: Sequence[str]) -> list[list[list[bytes]]]:
    """Return for each campaign, and each span of its ids, the value of each of these fields of the index."""
    spans = [(place.campaign, span) for place in places for span in range(place.last // SPAN + 1)]
    told = iter(
        await scripts.ask(*(("HMGET", keys.under(keys.campaign(id), "find", span), *fields) for id, span in spans))
    )
    return [[[value or b"" for value in next(told)] for _ in range(place.last // SPAN + 1)] for place in places]


def in_all(span: int, values: Sequence[bytes]) -> list[int]:
    """Return the conversations that are in all of these values of one span, in order."""
    shortest, *others = sorted(values, key=len)
    if not shortest:
        return []
    both = set(_offsets(shortest))
    for other in others:
        both &= set(_offsets(other))
    return [span * SPAN + offset for offset in sorted(both)]


def _offsets(value: bytes) -> Sequence[int]:
    offsets = array("H", value)
    if byteorder == "little":
        offsets.byteswap()
    return offsets


async def holders(scripts: Scripts, places: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    """Return the holder (NOBODY: none) and the lane of each (campaign, conversation)."""
    told = await scripts.ask(*(("HGET", keys.under(keys.campaign(id), "where"), one) for id, one in places))
    pairs = [(at or b"0:initial").decode().split(":") for at in told]
    return [(int(holder), lane) for holder, lane in pairs]
