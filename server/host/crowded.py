"""Tells of an address that has reached a limit: it may be a proxy that the settings don't name, or a whole office."""

import logging
import math
import time

TOLD_EVERY_SECONDS = 60.0
"""Seconds between two log lines about a limit, at least, whichever address reaches it."""

log = logging.getLogger(__name__)


class Crowded:
    """One limit per address. `what` is counted, in words for the log."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._told = -math.inf

    def tell(self, address: str, most: int) -> None:
        """Say that this address has reached the limit of `most`, unless that was said of one less than a minute ago."""
        now = time.monotonic()
        if now < self._told + TOLD_EVERY_SECONDS:
            return
        self._told = now
        log.warning(
            "%s has %s %s, as many as one address may have: no more are kept. If that is your own proxy, name it in "
            "TRUSTED_PROXIES and let it send X-Forwarded-For, so that people are counted by their own addresses. If an "
            "office or a school is behind it, its people share this limit.",
            address,
            f"{most:,}",
            self._what,
        )
