"""The time for which a carrier that takes no more texts is left alone. It doubles each time, until a text is taken."""

import asyncio

from server.carriers.carrier import Later

FIRST_SECONDS = 1.0
MOST_SECONDS = 60.0
MOST_ASKED_SECONDS = 600.0
"""Seconds that a carrier itself may ask us to wait, at most: more is a mistake of its own."""


class Backoff:
    """Answers `Later` for a carrier."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._until = 0.0

    def later(self, asked: float | None = None) -> Later:
        """Return when to try again: after as many seconds as the carrier asks for, else when the doubled time is over.

        Refusals of texts that were on their way together count as one.
        """
        if asked is not None:
            return Later(min(max(asked, FIRST_SECONDS), MOST_ASKED_SECONDS))
        now = asyncio.get_running_loop().time()
        if now >= self._until:
            self._seconds = min(self._seconds * 2, MOST_SECONDS) or FIRST_SECONDS
            self._until = now + self._seconds
        return Later(self._until - now)

    def taken(self) -> None:
        """Begin with a short time again: the carrier has taken a text."""
        self._seconds = self._until = 0.0
