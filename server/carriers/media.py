"""Files that came with contacts' texts, as browsers may see them: fetched from their carrier, and made safe."""

import asyncio
import logging
from collections.abc import Awaitable

from server.carriers.patience import Patience
from server.carriers.pictures import Picture, shown
from server.carriers.registry import CARRIERS
from server.config import Config
from server.errors import Refused
from server.host.fetching import NotFetched, TooLarge
from server.store.scripts import Scripts

FILES_FETCHED_AT_ONCE = 8
PICTURES_READ_AT_ONCE = 2
"""Pictures that one process reads at the same time: each may take up 120 MB."""
WAIT_SECONDS = 30.0
"""Seconds that a browser waits for its turn and its file."""
GONE = {403, 404, 410}
"""Statuses by which a carrier says that it has deleted a file, or that the address has run out."""

log = logging.getLogger("handraise.media")


class Media:
    """Fetches files for the browsers of one process, some at a time.

    reading  the turn to read a picture
    """

    def __init__(self, config: Config, scripts: Scripts) -> None:
        self._config = config
        self._scripts = scripts
        self._fetching = asyncio.Semaphore(FILES_FETCHED_AT_ONCE)
        self.reading = asyncio.Semaphore(PICTURES_READ_AT_ONCE)

    async def of(self, carrier: str, url: str) -> Picture | bytes:
        """Return a carrier's file as a picture to show or, if it is none, its bytes.

        Raises Refused file_gone, file_too_large, file_not_now, try_again.
        """
        if carrier not in CARRIERS:
            raise Refused("file_gone")
        try:
            async with asyncio.timeout(WAIT_SECONDS), self._fetching:
                kept = await CARRIERS[carrier].build(self._config, self._scripts, Patience())
                file = await fetched(kept.fetch(url))
                async with self.reading:
                    return await asyncio.to_thread(shown, file) or file
        except TimeoutError as error:
            raise Refused("file_not_now") from error


async def fetched(fetching: Awaitable[bytes]) -> bytes:
    """Return the file that this fetches.

    Raises Refused file_gone, file_too_large, file_not_now.
    """
    try:
        return await fetching
    except TooLarge as error:
        raise Refused("file_too_large") from error
    except NotFetched as error:
        log.warning("A carrier's file can't be shown: %s", error)
        raise Refused("file_gone" if error.status in GONE else "file_not_now") from error
