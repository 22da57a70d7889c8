"""People searched for by name or phone, over all campaigns, the newest first.

    query ──▶ Sought ──▶ the index of every campaign ──▶ those in all fields ──▶ their contacts ──▶ those that fit
              words.names                                candidates              compared

The work is bounded: where very many begin alike, not all are looked at, and the answer says so.
"""

import asyncio
from collections.abc import Iterator
from itertools import islice

import msgspec

from server.campaigns.indexing import named
from server.contacts.numbers import Unusable, read_phone
from server.store import found, lookups
from server.store.found import Place
from server.store.keys import NOBODY
from server.store.scripts import Scripts
from server.wire.people import Found, FoundPerson
from server.words.names import Sought, sought

CANDIDATES_LOOKED_AT = 8_000
"""Contacts that are compared for one search at most: some tens of milliseconds."""
COMPARED_IN_FULL = 3_000
"""Contacts of these whose names are taken apart at most: some tens of milliseconds, too."""
CONTACTS_AT_ONCE = (100, 1_000)
"""Contacts that are read at first, and then: nearly always the first ones are enough."""
LEAST_DIGITS_OF_A_WHOLE = 7
BESIDE_LETTERS = bytes(range(ord("0"))) + bytes(range(ord("9") + 1, ord("A"))) + b"[\\]^_`" + bytes(range(123, 128))
SMALL = bytes(range(256)).lower()

TOO_LITTLE = "Type at least two letters of a name, or the last four digits of a number."
TOO_MANY = "Many people are called like that. Type more of the name, or the last name too."

Match = tuple[Place, int, str, str, str]
"""A campaign, a conversation of it, and its contact's first name, last name and phone."""


async def search(scripts: Scripts, query: str, limit: int, region: str) -> Found:
    """Return at most `limit` conversations whose contacts fit a query. A phone without a country code is of `region`.

    Raises Refused (try_again).
    """
    asked = sought(query)
    matches: list[Match] = []
    hint, more = None, False
    if len(asked.digits) >= LEAST_DIGITS_OF_A_WHOLE and not asked.words:
        phone = read_phone(asked.typed, region)
        matches = [] if isinstance(phone, Unusable) else await _with_phone(scripts, phone)
    if not matches and not asked.fields:
        hint = TOO_LITTLE
    elif not matches:
        looking = _Looking(scripts, asked, limit + 1)
        matches = await looking.through(await _places(scripts))
        hint = TOO_MANY if looking.given_up else None
        more = looking.given_up
    people = await _described(scripts, matches[:limit])
    return Found(people=people, more=more or len(matches) > limit, hint=hint)


async def _places(scripts: Scripts) -> list[Place]:
    return await found.places(scripts, list(reversed(await lookups.campaigns(scripts))))


async def _with_phone(scripts: Scripts, phone: str) -> list[Match]:
    there = await lookups.conversations_with(scripts, phone)
    matches = []
    for place in await found.places(scripts, sorted(there, reverse=True)):
        conversation = there[place.campaign]
        for packed in await found.contacts(scripts, place.campaign, [conversation]):
            if packed and (contact := named(packed)).phone == phone:
                matches.append((place, conversation, contact.first_name, contact.last_name, phone))
    return matches


class _Looking:
    """One search through the candidates, until `wanted` fit.

    given_up  true once there were more candidates than are looked at
    """

    def __init__(self, scripts: Scripts, asked: Sought, wanted: int) -> None:
        self._scripts = scripts
        self._asked = asked
        self._wanted = wanted
        self._looked_at = self._compared = 0
        self._needles = [word.encode() for word in asked.words]
        self.given_up = False

    async def through(self, places: list[Place]) -> list[Match]:
        """Return the matches in these campaigns, in their order."""
        candidates = _candidates(places, await found.listed(self._scripts, places, self._asked.fields))
        matches: list[Match] = []
        at_once = CONTACTS_AT_ONCE[0]
        while len(matches) < self._wanted and (some := list(islice(candidates, at_once))):
            if self._looked_at >= CANDIDATES_LOOKED_AT or self._compared >= COMPARED_IN_FULL:
                self.given_up = True
                break
            at_once, self._looked_at = CONTACTS_AT_ONCE[1], self._looked_at + len(some)
            kept = await found.contacts_of(self._scripts, [(place.campaign, id) for place, id in some])
            matches += [match for one, packed in zip(some, kept, strict=True) if (match := self._match(one, packed))]
        return matches[: self._wanted]

    def _match(self, candidate: tuple[Place, int], packed: bytes | None) -> Match | None:
        if not packed or not self._may_fit(packed):
            return None
        self._compared += 1
        contact = named(packed)
        if not self._asked.fits(contact.first_name, contact.last_name, contact.phone):
            return None
        return (*candidate, contact.first_name, contact.last_name, contact.phone)

    def _may_fit(self, packed: bytes) -> bool:
        """Return whether it is worth while to take a contact's names apart: plain letters tell that at once."""
        if not packed.isascii() or b"\\u" in packed:
            return True
        plain = packed.translate(SMALL, BESIDE_LETTERS)
        return all(needle in plain for needle in self._needles)


def _candidates(places: list[Place], listed: list[list[list[bytes]]]) -> Iterator[tuple[Place, int]]:
    for place, spans in zip(places, listed, strict=True):
        for span, values in enumerate(spans):
            for conversation in found.in_all(span, values):
                yield place, conversation


async def _described(scripts: Scripts, matches: list[Match]) -> list[FoundPerson]:
    held, opted_out, account = await asyncio.gather(
        found.holders(scripts, [(place.campaign, conversation) for place, conversation, *_ in matches]),
        lookups.opted_out(scripts, [phone for *_, phone in matches]),
        scripts.run("describe_account"),
    )
    names = {member["id"]: member["name"] for member in account["members"]}
    return [
        msgspec.convert(
            {
                "campaign": place.campaign,
                "title": place.title,
                "status": place.status,
                "conversation": conversation,
                "first_name": first_name,
                "last_name": last_name,
                "phone": phone,
                "lane": lane,
                "holder": names.get(holder) if holder != NOBODY else None,
                "opted_out": out,
            },
            FoundPerson,
        )
        for (place, conversation, first_name, last_name, phone), (holder, lane), out in zip(
            matches, held, opted_out, strict=True
        )
    ]
