"""The texts that a process has taken and isn't done with. Those to one phone come out one at a time, in their order."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from server.carriers.carrier import Text
from server.measures.declared import TEXTS_IN_HAND


class InHand:
    """A queue for each phone. Any number of workers may wait for the next text."""

    def __init__(self) -> None:
        self._texts: dict[bytes, Text] = {}
        self._phones: dict[str, deque[Text]] = {}
        self._free: asyncio.Queue[str] = asyncio.Queue()
        self._done = asyncio.Event()

    def __len__(self) -> int:
        return len(self._texts)

    def __iter__(self) -> Iterator[Text]:
        return iter(self._texts.values())

    def __contains__(self, text: Text) -> bool:
        return text.mark in self._texts

    def hold(self, text: Text) -> None:
        """Take a text in hand, behind those to the same phone."""
        self._texts[text.mark] = text
        TEXTS_IN_HAND.add(1)
        if text.phone in self._phones:
            self._phones[text.phone].append(text)
        else:
            self._phones[text.phone] = deque([text])
            self._free.put_nowait(text.phone)

    @asynccontextmanager
    async def next(self) -> AsyncIterator[Text]:
        """Wait for the first text to a phone that no other worker is busy with. When this is left, it is done with."""
        phone = await self._free.get()
        texts = self._phones[phone]
        yield texts[0]
        del self._texts[texts.popleft().mark]
        TEXTS_IN_HAND.add(-1)
        if texts:
            self._free.put_nowait(phone)
        else:
            del self._phones[phone]
        self._done.set()

    async def at_most(self, count: int) -> None:
        """Wait until no more than so many texts are in hand."""
        while len(self) > count:
            self._done.clear()
            await self._done.wait()
