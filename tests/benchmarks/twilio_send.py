"""CPU of a text handed over by the carrier, beside a bare loop over the SDK's own client, against the same stand-in.

    python -m tests.benchmarks.twilio_send [--texts 2000] [--rounds 5]

Both send with 32 at a time; the rounds alternate. The stand-in is a process of its own. Says milliseconds of this
process's CPU for each text: the least of the rounds, since a busy machine only adds.
"""

import argparse
import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvloop
from redis.asyncio import Redis
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from server.carriers.carrier import Sent, Text
from server.carriers.twilio.carrier import Twilio
from server.carriers.twilio.senders import callback
from server.config import TwilioSettings
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.benchmarks.beside import Send, beside
from tests.carriers.twilio_side import Account

PUBLIC = "https://text.example.org"


def text(number: int) -> Text:
    """One of the texts."""
    return Text(7, number + 1, 1, f"+1202{5550000 + number}", "Hi Ana! Can you come on Saturday?", 0.0, 1, "an account")


def settings(url: str) -> TwilioSettings:
    """The settings of a process that uses the stand-in at this address."""
    account = Account()
    return TwilioSettings(account.sid, account.token, service=account.service, api_url=url)


@asynccontextmanager
async def standing_in(**faults: Any) -> AsyncIterator[tuple[str, int]]:
    """The address and process id of a stand-in that serves while this lasts."""
    arguments = ("--routes", json.dumps({PUBLIC: ""}), "--faults", json.dumps(faults))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.carriers.twilio_stand_in", *arguments, stdout=PIPE
    )
    assert process.stdout
    try:
        yield (await process.stdout.readline()).decode().split()[-1], process.pid
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def sdk_alone(url: str) -> AsyncIterator[Send]:
    """Sending by the SDK alone, by its own client, for as long as this lasts."""
    account = Account()
    http = AsyncTwilioHttpClient()
    client = Client(account.sid, account.token, http_client=http)
    client.api.base_url = url

    async def bare(number: int) -> None:
        one = text(number)
        address = callback(PUBLIC, one)
        await client.messages.create_async(
            to=one.phone, body=one.text, messaging_service_sid=account.service, status_callback=address
        )

    yield bare
    await http.close()


async def main(texts: int, rounds: int) -> None:
    """Print both, and how much more the carrier takes."""
    async with (
        standing_in() as (url, _),
        sdk_alone(url) as bare,
        Twilio(settings(url), PUBLIC, Scripts(Nodes(Redis()))) as carrier,
    ):

        async def carried(number: int) -> None:
            assert isinstance(await carrier.send(text(number)), Sent)

        await beside(bare, carried, texts, rounds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    uvloop.run(main(asked.texts, asked.rounds))
