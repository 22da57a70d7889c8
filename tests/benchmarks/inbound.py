"""Measures the time from a carrier's webhook with a contact's text until a push shows it on its texter's screen.

    python -m tests.benchmarks.inbound [--rate 50] [--seconds 20]

A hub of two processes. The stand-ins for Twilio and Telnyx sign and post, in turn, at a rate that waits for no answer.
One texter holds all conversations, and follows them by the Python client. Wanted: under 300 ms for 99 of 100 texts, of
which up to 100 are the mailbox's, which lets pushes go ten times a second.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import uvloop

from server.campaigns import senders
from server.carriers.twilio.senders import inbound
from server.client import Client
from server.config import Config
from server.people.members import Members
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.benchmarks.hub import ENDPOINTS, serving
from tests.carriers.telnyx_account import TelnyxAccount
from tests.carriers.twilio_side import Account
from tests.world import Texter, World

PUBLIC = "https://text.example.org"
CONVERSATIONS = 500

Write = Callable[[str, str], Awaitable[None]]
"""Has a phone write these words."""


async def measured(client: Client, write: Write, phones: list[str], rate: float, seconds: float) -> list[float]:
    """Have the phones write in turn; gives the seconds from each post to the push, in order."""
    posted: dict[str, float] = {}
    took: list[float] = []
    count = round(rate * seconds)

    async def follow() -> None:
        async for change in client.changes():
            if change.what == "changed" and change.thing["kind"] == "conversation":
                began = posted.pop(change.thing["texts"][-1]["text"], None)
                if began is not None:
                    took.append(time.perf_counter() - began)
            if len(took) == count:
                return

    following, began, writing = asyncio.create_task(follow()), time.perf_counter(), set[asyncio.Task[None]]()
    await asyncio.sleep(0.1)
    for number in range(count):
        await asyncio.sleep(began + 0.1 + number / rate - time.perf_counter())
        words = f"Text {number}"
        posted[words] = time.perf_counter()
        writing.add(asyncio.ensure_future(write(phones[number % len(phones)], words)))
    async with asyncio.timeout(60):
        await asyncio.gather(following, *writing)
    return sorted(took)


async def main(rate: float, seconds: float) -> None:
    """Measure by each carrier, and print."""
    by_twilio, by_telnyx = Account(), TelnyxAccount()
    by_twilio.service_set["inbound_request_url"] = inbound(PUBLIC)
    by_telnyx.profile["webhook_url"] = f"{PUBLIC}/carriers/telnyx/inbound"
    more = {
        **by_telnyx.environment(),
        "PUBLIC_URL": PUBLIC,
        "TWILIO_ACCOUNT_SID": by_twilio.sid,
        "TWILIO_AUTH_TOKEN": by_twilio.token,
    }

    async def twilio(phone: str, words: str) -> None:
        await by_twilio.write(phone, words)

    async def telnyx(phone: str, words: str) -> None:
        by_telnyx.writes(phone, words)

    with TemporaryDirectory(prefix="handraise-") as data:
        config = Config(data=Path(data))
        async with open_store(config) as store:
            scripts = Scripts(store.nodes)
            world = World(scripts, Members(scripts, config))
            campaign = await world.campaign(CONVERSATIONS, batch_size=CONVERSATIONS)
            ana = await world.member()
            await senders.add(scripts, campaign, [ana.id])
            texter = Texter(scripts, campaign, ana.id)
            await texter.request()
            phones = [
                (await world.conversation(campaign, id))["contact"]["phone"] for id in await texter.send_initials()
            ]
            token = await world.members.token(ana)
            hub = (*ENDPOINTS["the hub"], "--workers", "2")
            async with serving(hub, data, more=more) as (url, pid), Client(url, token) as client:
                by_twilio.routes[PUBLIC] = by_telnyx.poster.proxies[PUBLIC] = url
                await client.ask("open_console")
                processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
                for name, write in (("twilio", twilio), ("telnyx", telnyx)):
                    used, own = sum(sum(one.cpu_times()[:2]) for one in processes), time.process_time()
                    took = await measured(client, write, phones, rate, seconds)
                    used = sum(sum(one.cpu_times()[:2]) for one in processes) - used
                    own = time.process_time() - own
                    print(
                        f"{name}: {len(took)} texts, p50 {statistics.median(took) * 1000:.0f} ms, "
                        f"p99 {took[int(len(took) * 0.99)] * 1000:.0f} ms, most {took[-1] * 1000:.0f} ms; the hub's "
                        f"CPU {used / len(took) * 1000:.1f} ms each; our own: {100 * own / seconds:.0f} % of a core"
                    )
    await by_twilio.close()
    await by_telnyx.poster.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    asked = parser.parse_args()
    uvloop.run(main(asked.rate, asked.seconds))
