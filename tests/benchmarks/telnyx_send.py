"""Measures what a text costs by the carrier, beside a bare loop over Telnyx's SDK, against the same stand-in.

    python -m tests.benchmarks.telnyx_send [TEXTS] [ROUNDS]

Both send 32 at a time, and in turn. The stand-in is a process of its own. What counts is this process's CPU for each
text: the least of the rounds, since a busy machine only adds.
"""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from dataclasses import replace

import uvloop
from redis.asyncio import Redis

from server.carriers.carrier import Sent, Text
from server.carriers.patience import Patience
from server.carriers.telnyx import Telnyx
from server.config import Config
from server.store.scripts import Scripts
from tests.carriers.telnyx_account import PROFILE, TelnyxAccount

AT_ONCE = 32
PUBLIC = "https://text.invalid"


async def cpu(send: Callable[[int], Awaitable[None]], texts: int) -> float:
    """Milliseconds of CPU for each of so many texts."""
    numbers = iter(range(texts))

    async def some() -> None:
        for number in numbers:
            await send(number)

    began = time.process_time()
    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    return (time.process_time() - began) / texts * 1000


def text(number: int, round: int) -> Text:
    """One of the texts."""
    phone = f"+1202555{number:04d}"
    return Text(7, number + 1, round, phone, "Hi Ana! Can you come on Saturday?", 0.0, 1, "an account")


async def compare(url: str, texts: int, rounds: int) -> None:
    """Print both, and how much more the carrier takes."""
    settings = replace(TelnyxAccount().settings(), api_url=url)
    took: dict[str, list[float]] = {"bare": [], "carrier": []}
    config = Config(telnyx=settings, public_url=PUBLIC, accept_loss=True)
    async with Telnyx(config, Scripts(Redis()), Patience(), now=0) as carrier:
        client = carrier.calls.client
        for round in range(rounds):

            async def bare(number: int, round: int = 2 * round) -> None:
                one = text(number, round)
                key, address = f"{number}:{round}", f"{PUBLIC}/carriers/telnyx/status?t=7.{number}.{round}.1"
                await client.messages.send(
                    to=one.phone,
                    text=one.text,
                    messaging_profile_id=PROFILE,
                    webhook_url=address,
                    idempotency_key=key,
                )

            async def carried(number: int, round: int = 2 * round + 1) -> None:
                assert isinstance(await carrier.send(text(number, round)), Sent)

            took["bare"].append(await cpu(bare, texts))
            took["carrier"].append(await cpu(carried, texts))
    least = {name: min(each) for name, each in took.items()}
    print(f"the SDK alone  {least['bare']:.3f} ms of CPU a text")
    print(f"carrier.send   {least['carrier']:.3f} ms of CPU a text")
    print(f"the carrier takes {least['carrier'] / least['bare']:.2f} times as much")


async def main(texts: int = 2000, rounds: int = 5) -> None:
    """Start the stand-in, and compare."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.carriers.telnyx_stand_in", "--faults", '{"mute": 1}', stdout=PIPE
    )
    assert process.stdout
    try:
        await compare((await process.stdout.readline()).decode().split()[-1], texts, rounds)
    finally:
        process.kill()
        await process.wait()


if __name__ == "__main__":
    uvloop.run(main(*map(int, sys.argv[1:])))
