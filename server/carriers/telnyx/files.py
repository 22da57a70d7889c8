"""Files that came with texts by Telnyx: what its event says of them, and where they are fetched from.

Telnyx keeps them for a while only, at addresses that need no signing in ("Send & Receive MMS").
"""

from collections.abc import Sequence
from typing import Any

from server.campaigns.attached import Attached
from server.host.fetching import Trusted

HOSTS = ("telnyx.com", "amazonaws.com")
"""The hosts that Telnyx keeps files on: its own, and the storage that it uses. They are asked over https alone."""


def attached(media: Sequence[Any]) -> tuple[Attached, ...] | int:
    """Return the files that an event lists; only their number if it doesn't say where they are."""
    named = [each for each in media if isinstance(each, dict) and isinstance(each.get("url"), str)]
    return tuple(Attached(each["url"], str(each.get("content_type") or "")) for each in named) or len(media)


def kept_at(api_url: str | None) -> Trusted:
    """Return the hosts that keep files; what stands for Telnyx is one of them."""
    return Trusted(HOSTS, api_url)
