"""Plain questions to the store about the texts that wait for carriers, each in one round trip.

Each raises Refused (try_again).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from server.store import keys
from server.store.scripts import Scripts


@dataclass(frozen=True, slots=True)
class WithTexts:
    """A campaign with texts for a carrier: queued, held, taken and not reported, or first messages to be sent in bulk.

    numbers  the numbers that its texts come from; empty: the carrier's own
    answers  how many of those that are queued go before first messages
    """

    id: int
    numbers: str
    answers: int


async def with_texts(scripts: Scripts, known: Sequence[int]) -> tuple[list[int], list[WithTexts]]:
    """Return the ids of all campaigns, in order, and those of `known` that have texts for a carrier."""
    questions: list[tuple[str, ...]] = []
    for id in known:
        questions.append(("LLEN", keys.under(keys.campaign(id), "answers")))
        questions.append(("LLEN", keys.under(keys.campaign(id), "outbox")))
        questions.append(("HLEN", keys.under(keys.campaign(id), "sending")))
        questions.append(("HMGET", keys.campaign(id), "numbers", "status", "bulk_send", "bulk_at", "contacts"))
        questions.append(("ZCARD", keys.under(keys.campaign(id), "bulk_later")))
        questions.append(("ZCARD", keys.under(keys.campaign(id), "held")))
    ids, *told = await scripts.ask(("SMEMBERS", keys.under(keys.ACCOUNT, "campaigns")), *questions)
    some = []
    work = zip(known, *(told[n::6] for n in range(6)), strict=True)
    for id, answers, queued, taken, (numbers, *settings), later, held in work:
        if answers or queued or taken or held or _bulk_left(later, *settings):
            some.append(WithTexts(id, (numbers or b"").decode(), answers))
    return sorted(map(int, ids)), some


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """The account's settings for a carrier, or for numbers of it (lua/shared/carriers.lua).

    per_second, per_day  segments; 0: no limit
    price                of a segment, in millionths of the account's currency; None: it isn't known
    """

    per_second: float
    per_day: int
    price: int | None


async def carriers_and_time(scripts: Scripts, carrier: str) -> tuple[dict[str, CarrierRow], int | None, int]:
    """Return the account's settings for carriers by their names, what a text with a picture costs by one of them (in
    millionths, None if that isn't known), and the time by the store's clock in ms."""
    kept, picture, (seconds, microseconds) = await scripts.ask(
        ("HGETALL", keys.under(keys.ACCOUNT, "carriers")),
        ("HGET", keys.under(keys.ACCOUNT, "prices"), f"{carrier} picture"),
        ("TIME",),
    )
    rows = {}
    for name, row in kept.items():
        per_second, per_day, price = row.decode().split()
        rows[name.decode()] = CarrierRow(float(per_second), int(per_day), None if price == "-" else int(price))
    return rows, None if picture is None else int(picture), seconds * 1000 + microseconds // 1000


def _bulk_left(
    later: int, status: bytes | None, bulk_send: bytes | None, at: bytes | None, contacts: bytes | None
) -> bool:
    return status == b"active" and bulk_send == b"1" and (int(at or 0) < int(contacts or 0) or later > 0)
