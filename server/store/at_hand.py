"""Plain questions to the store about what texters have at hand: tags, and their own canned replies.

Each raises Refused (try_again).
"""

from collections.abc import Sequence
from typing import Any

import msgpack
import msgspec

from server.store import keys
from server.store.scripts import Scripts


async def account_tags(scripts: Scripts) -> dict[int, str]:
    """Return the account's tags in their order, id → name."""
    [packed] = await scripts.ask(("HGET", keys.ACCOUNT, "tags"))
    return _tags(packed)


async def chosen_tags(scripts: Scripts, campaigns: Sequence[int]) -> list[dict[int, str]]:
    """Return the tags of each of these campaigns, id → name, also those that aren't offered any more."""
    return [_tags(packed) for packed in await scripts.ask(*(("HGET", keys.campaign(id), "tags") for id in campaigns))]


def _tags(packed: bytes | None) -> dict[int, str]:
    return {tag: name for tag, name, *_ in msgspec.json.decode(packed or b"[]")}


async def own_replies(scripts: Scripts, member: int) -> list[dict[str, Any]]:
    """Return a member's own canned replies in their order: {id, title, text}."""
    return await _replies(scripts, keys.under(keys.ACCOUNT, "own_replies", member))


async def account_canned(scripts: Scripts) -> list[dict[str, Any]]:
    """Return the canned replies with which campaigns start, in their order: {id, title, text}."""
    return await _replies(scripts, keys.under(keys.ACCOUNT, "canned"))


async def _replies(scripts: Scripts, key: str) -> list[dict[str, Any]]:
    [packed] = await scripts.ask(("GET", key))
    replies: list[dict[str, Any]] = msgpack.unpackb(packed)["replies"] if packed else []
    return replies
