"""Reads from Telnyx's list what it couldn't post to us: texts from contacts, and reports."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from server.carriers.carrier import Heard
from server.carriers.telnyx.calls import Calls, asking
from server.carriers.telnyx.posts import REPORTS, Event, heard

PAGE = 100
"""Posts that are asked for at once."""


async def missed(calls: Calls, since: int) -> AsyncIterator[Heard]:
    """Give what each post would have said that Telnyx began since then (ms) and that never came here.

    The list has the posts of all that use this Telnyx account; the address tells ours.
    """
    wanted: Any = {
        "status": {"eq": "failed"},
        "event_type": ",".join(("message.received", *REPORTS)),
        "started_at": {"gte": datetime.fromtimestamp(since / 1000, UTC).isoformat()},
    }
    with asking("Telnyx doesn't list what it couldn't post."):
        async for post in calls.client.webhook_deliveries.list(filter=wanted, page_size=PAGE):
            told: dict[str, Any] = post.to_dict()
            tries = told.get("attempts") or ()
            if not any(address(one).startswith(f"{calls.public_url}/carriers/telnyx/") for one in tries):
                continue
            try:
                yield heard(msgspec.convert(told.get("webhook"), Event), calls.public_url)
            except msgspec.ValidationError:
                continue  # posted, it would have been refused


def address(attempt: dict[str, Any]) -> str:
    """Return the address that was tried."""
    return str(((attempt.get("http") or {}).get("request") or {}).get("url") or "")
