"""Plain questions of one who takes a load test out again.

Each raises Refused (try_again).
"""

import json
from collections.abc import Sequence

from server.store import keys, lookups
from server.store.scripts import Scripts


async def titles(scripts: Scripts) -> dict[int, str]:
    """Return the titles of all campaigns that are made, by their ids. It takes 2 round trips."""
    ids = await lookups.campaigns(scripts)
    found = await scripts.ask(*(("HGET", keys.campaign(id), "title") for id in ids))
    return {id: title.decode() for id, title in zip(ids, found, strict=True) if title is not None}


async def phones(scripts: Scripts, campaign: int, conversations: Sequence[int]) -> list[str]:
    """Return the phones of those of these conversations that there are, in E.164."""
    [kept] = await scripts.ask(("HMGET", keys.under(keys.campaign(campaign), "contacts"), *conversations))
    return [json.loads(contact)[2] for contact in kept if contact is not None]
