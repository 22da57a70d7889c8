"""The work that waits: texts for carriers, and conversations for the texters of active campaigns."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import msgpack

from server.store import keys
from server.store.lookups import campaigns
from server.store.scripts import Scripts

ACTIVE_CAMPAIGNS = 300
"""Active campaigns whose conversations are told, at most: the newest."""


@dataclass(frozen=True, slots=True)
class Active:
    """An active campaign.

    unassigned, held  its open conversations, by lane
    replies_waiting   those in which the contact waits for an answer, held or not
    """

    id: int
    title: str
    unassigned: Mapping[str, int]
    held: Mapping[str, int]
    replies_waiting: int


@dataclass(frozen=True, slots=True)
class Work:
    """The work that waits.

    queued          texts of all campaigns that wait for a carrier, with those that can still be undone
    oldest_seconds  how long the oldest of them has waited; 0 if there are none
    taken           texts of all campaigns that carriers have taken and not reported
    active          the newest active campaigns, in order of their ids
    """

    queued: int
    oldest_seconds: float
    taken: int
    active: list[Active]


async def work_now(scripts: Scripts) -> Work:
    """Return the work that waits: in the outboxes, and with the texters of active campaigns. It takes 3 round trips."""
    ids = await campaigns(scripts)
    questions: list[tuple[str | int, ...]] = []
    for id in ids:
        questions.append(("HGET", keys.campaign(id), "status"))
        for queue in ("answers", "outbox"):
            questions.append(("LLEN", keys.under(keys.campaign(id), queue)))
            questions.append(("LINDEX", keys.under(keys.campaign(id), queue), 0))
        questions.append(("HLEN", keys.under(keys.campaign(id), "sending")))
        questions.append(("ZCARD", keys.under(keys.campaign(id), "held")))
    told = await scripts.ask(*questions)
    statuses, answers, first_answer, queued, first, taken, held = (told[place::7] for place in range(7))
    active = [id for id, status in zip(ids, statuses, strict=True) if status == b"active"][-ACTIVE_CAMPAIGNS:]
    queues = [*zip(ids, first_answer, strict=True), *zip(ids, first, strict=True)]
    oldest, active_now = await asyncio.gather(
        _oldest_seconds(scripts, [(id, text) for id, text in queues if text]),
        asyncio.gather(*(_active(scripts, id) for id in active)),
    )
    return Work(sum(answers + queued + held), oldest, sum(taken), active_now)


async def _oldest_seconds(scripts: Scripts, first: list[tuple[int, bytes]]) -> float:
    """Return how long the oldest of these queued texts has waited; each is a campaign and 'conversation:text'."""
    questions: list[tuple[str | int, ...]] = []
    for campaign, name in first:
        conversation, text = name.decode().split(":")
        questions.append(("LINDEX", keys.under(keys.campaign(campaign), "texts", conversation), int(text) - 1))
    (seconds, microseconds), *texts = await scripts.ask(("TIME",), *questions)
    queued_at = [msgpack.unpackb(text)["at"] / 1000 for text in texts if text]
    return max((seconds + microseconds / 1e6 - at for at in queued_at), default=0.0)


async def _active(scripts: Scripts, id: int) -> Active:
    pools = [keys.under(keys.campaign(id), "bucket", keys.NOBODY, lane) for lane in keys.OPEN_LANES]
    held = [f"held_{lane}" for lane in keys.OPEN_LANES]
    (title, *counts), *sizes = await scripts.ask(
        ("HMGET", keys.campaign(id), "title", *held), *(("ZCARD", pool) for pool in pools)
    )
    unassigned = dict(zip(keys.OPEN_LANES, sizes, strict=True))
    held_now = {lane: int(count or 0) for lane, count in zip(keys.OPEN_LANES, counts, strict=True)}
    return Active(id, (title or b"").decode(), unassigned, held_now, unassigned["reply"] + held_now["reply"])
