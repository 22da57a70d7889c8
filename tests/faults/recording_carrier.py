"""A process that carries texts into a file: a line `campaign:conversation:text phone` for each that it was handed.

    python -m tests.faults.recording_carrier FILE

What is in the file has gone out: a line is there, whole, before the carrier's answer is, also when the process is
killed right after.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator

from server.carriers.carrier import Answer, Heard, Sent, Text
from server.carriers.handover import Handover
from server.carriers.patience import Patience
from server.config import Config
from server.host.signals import on_signals
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.carriers.carrying import Remembering

TAKES = 0.05
"""Seconds for each text."""


class Recording(Remembering):
    """Writes down what it is handed."""

    name = "recording"
    settle_after = 600.0
    repeats = False
    looks_up = False

    def __init__(self, path: str) -> None:
        super().__init__()
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def missed(self, since: int) -> AsyncIterator[Heard]:
        """Nobody writes."""
        nothing: tuple[Heard, ...] = ()
        for heard in nothing:
            yield heard

    async def send(self, text: Text) -> Answer:
        """Write it down; the answer takes a moment."""
        os.write(self._file, f"{text.campaign}:{text.conversation}:{text.id} {text.phone}\n".encode())
        await asyncio.sleep(TAKES)
        return Sent()


async def main(path: str) -> None:
    """Until told to leave."""
    async with open_store(Config.read()) as store:
        patience = Patience()
        with on_signals(patience.leaving.set):
            await Handover(Scripts(store.nodes), Recording(path), patience).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
