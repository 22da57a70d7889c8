"""Measures what a text costs by the carrier, beside a bare loop over Telnyx's SDK, against the same stand-in.

    python -m tests.benchmarks.telnyx_send [TEXTS] [ROUNDS]

Both send 32 at a time, and in turn. The stand-in is a process of its own. What counts is this process's CPU for each
text: the least of the rounds, since a busy machine only adds.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE
from dataclasses import replace

import uvloop
from redis.asyncio import Redis

from server.carriers.carrier import Sent, Text
from server.carriers.patience import Patience
from server.carriers.telnyx.carrier import Telnyx
from server.config import Config
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.benchmarks.beside import beside
from tests.carriers.telnyx_account import PROFILE, TelnyxAccount

PUBLIC = "https://text.invalid"


def text(number: int) -> Text:
    """One of the texts."""
    phone = f"+1202{5550000 + number}"
    return Text(7, number + 1, 1, phone, "Hi Ana! Can you come on Saturday?", 0.0, 1, "an account")


async def compare(url: str, texts: int, rounds: int) -> None:
    """Print both, and how much more the carrier takes."""
    config = Config(telnyx=replace(TelnyxAccount().settings(), api_url=url), public_url=PUBLIC)
    async with Telnyx(config, Scripts(Nodes(Redis())), Patience(), now=0) as carrier:

        async def bare(number: int) -> None:
            one = text(number)
            await carrier.calls.client.messages.send(
                to=one.phone,
                text=one.text,
                messaging_profile_id=PROFILE,
                webhook_url=f"{PUBLIC}/carriers/telnyx/status?t=7.{number}.1.1",
                idempotency_key=f"bare:{number}",
            )

        async def carried(number: int) -> None:
            assert isinstance(await carrier.send(text(number)), Sent)

        await beside(bare, carried, texts, rounds)


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
