"""Asking the store until it answers: a carrier outlives any outage of the store."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from server.errors import Refused

AGAIN = 0.25
"""Seconds between two askings."""
GRACE = 5.0
"""Seconds that an answer is still waited for once we are to leave."""

T = TypeVar("T")
log = logging.getLogger("handraise.carrier")


class Patience:
    """Asks until there is an answer; tells once that the store is away, and once that it is back.

    leaving  set when the process is to end
    """

    def __init__(self) -> None:
        self.leaving = asyncio.Event()
        self._away = False

    async def rest(self, seconds: float) -> None:
        """Let time pass, or less of it when we are to leave."""
        try:
            async with asyncio.timeout(seconds):
                await self.leaving.wait()
        except TimeoutError:
            return

    async def ask(self, question: Callable[[], Awaitable[T]]) -> T:
        """The answer to a question that is safe to ask again.

        Raises Refused; `try_again` only when we are to leave and the store stays away.
        """
        patience = GRACE
        while True:
            try:
                answer = await question()
            except Refused as refused:
                if refused.code != "try_again" or patience <= 0:
                    raise
            else:
                self._tell(away=False)
                return answer
            self._tell(away=True)
            if self.leaving.is_set():
                patience -= AGAIN
            await asyncio.sleep(AGAIN)

    def _tell(self, away: bool) -> None:
        if away != self._away:
            self._away = away
            log.warning("The store is away; waiting for it." if away else "The store is back; going on.")
