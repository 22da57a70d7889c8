"""Measures one way of handing texts over beside another, in turn, in this process's CPU."""

import asyncio
import time
from collections.abc import Awaitable, Callable

AT_ONCE = 32
"""Texts that are handed over at the same time."""

Send = Callable[[int], Awaitable[None]]
"""Hands over the text of this number; each number comes once."""


async def cpu(send: Send, numbers: range) -> float:
    """Milliseconds of CPU for each text."""
    left = iter(numbers)

    async def some() -> None:
        for number in left:
            await send(number)

    began = time.process_time()
    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    return (time.process_time() - began) / len(numbers) * 1000


async def beside(bare: Send, carried: Send, texts: int, rounds: int) -> None:
    """Print what each takes, the least of the rounds, since a busy machine only adds."""
    took: dict[Send, list[float]] = {bare: [], carried: []}
    for round in range(rounds):
        numbers = range(round * texts, (round + 1) * texts)
        for send in (bare, carried) if round % 2 else (carried, bare):
            took[send].append(await cpu(send, numbers))
    alone, carrier = min(took[bare]), min(took[carried])
    print(f"the SDK alone  {alone:.3f} ms of CPU a text")
    print(f"carrier.send   {carrier:.3f} ms of CPU a text")
    print(f"the carrier takes {carrier / alone:.2f} times as much")
