"""Asking the store until it answers: a carrier outlives any outage of the store."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from server.errors import Refused
from server.store.refusals import store_says
from server.store.scripts import Scripts

ASK_AGAIN_AFTER_SECONDS = 0.25
"""Seconds between two askings."""
GRACE_SECONDS = 5.0
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
        self._told = -math.inf

    async def rest(self, seconds: float) -> None:
        """Let time pass, or less of it when we are to leave."""
        try:
            async with asyncio.timeout(seconds):
                await self.leaving.wait()
        except TimeoutError:
            return

    async def ask(self, question: Callable[[], Awaitable[T]]) -> T:
        """Return the answer to a question that is safe to ask again.

        Raises Refused; `try_again` only when we are to leave and the store stays away.
        """
        give_up = math.inf
        while True:
            asked = time.monotonic()
            try:
                answer = await question()
            except Refused as refused:
                if refused.code != "try_again" or time.monotonic() > give_up:
                    raise
                self._tell_away(refused, asked)
            else:
                self._tell_back(asked)
                return answer
            if self.leaving.is_set():
                give_up = min(give_up, time.monotonic() + GRACE_SECONDS)
            await asyncio.sleep(ASK_AGAIN_AFTER_SECONDS)

    async def run(self, scripts: Scripts, verb: str, campaign: int | None = None, **args: Any) -> Any:
        """Run a verb that is safe to ask for again, and return its answer.

        Raises Refused, like `ask`.
        """
        return await self.ask(partial(scripts.run, verb, campaign, **args))

    # Many ask at the same time, so an answer may be older than what was told last. And a connection from before the
    # store went away can fail once more after it is back: if it has gone again, the next asking says so.

    def _tell_away(self, refused: Refused, asked: float) -> None:
        if not self._away and asked >= self._told + ASK_AGAIN_AFTER_SECONDS:
            self._away, self._told = True, time.monotonic()
            says = store_says(refused)
            log.warning(
                "%s; waiting for it.", f"The store refuses everything ({says})" if says else "The store is away"
            )

    def _tell_back(self, asked: float) -> None:
        if self._away and asked >= self._told:
            self._away, self._told = False, time.monotonic()
            log.warning("The store is back; going on.")
