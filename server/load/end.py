"""The campaign as the deployment holds it, by an admin's word: the campaign, its senders, and all conversations."""

import asyncio
import csv
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.client import HTTPException
from io import TextIOWrapper
from typing import TypeVar

from msgspec import convert
from websockets.exceptions import InvalidHandshake

from server.client import Client
from server.errors import HandraiseError
from server.load.evidence import Conversation, End
from server.load.tab import CantOpen, patiently
from server.wire.things import Campaign, Sender

T = TypeVar("T")

STILL_WITHIN_SECONDS = 60.0
"""Seconds that are waited until nothing changes any more: the simulator's last people may still write."""

GONE_WITHIN_SECONDS = 12.0
"""Seconds that are waited, at most, until no text is queued. Texts are held for up to ten, so that they can be undone;
a carrier that is away or slow leaves some for longer."""

READ_WITHIN_SECONDS = 60.0
"""Seconds that the export may take to go on."""


class Restless(HandraiseError):
    """The campaign goes on changing, so what it holds can't be compared with what was done."""


async def still(url: str, token: str, campaign: int) -> End:
    """Return what the campaign holds, once it is the same before and after it is read.

    Raises Restless, CantOpen.
    """
    try:
        return await _still(url, token, campaign)
    except (OSError, HTTPException, InvalidHandshake) as error:
        raise CantOpen(f"The campaign can't be read: {error or type(error).__name__}.") from error


async def _still(url: str, token: str, campaign: int) -> End:
    began = time.monotonic()
    deadline, gone = began + STILL_WITHIN_SECONDS, began + GONE_WITHIN_SECONDS
    async with Client(url, token, "/ws/admin") as board:
        while time.monotonic() < deadline:
            before = await patiently(lambda: board.ask("watch_campaign", campaign=campaign))
            conversations, queued = await _in_a_thread(lambda: exported(url, token, campaign))
            after = await patiently(lambda: board.ask("watch_campaign", campaign=campaign))
            if before["things"] == after["things"] and not (queued and time.monotonic() < gone):
                thing, *rows = after["things"]
                return End(convert(thing, Campaign), convert(rows, list[Sender]), conversations)
            await asyncio.sleep(1)
    raise Restless(f"The campaign was still changing after {STILL_WITHIN_SECONDS:.0f} s.")


def exported(url: str, token: str, campaign: int) -> tuple[dict[int, Conversation], int]:
    """Read all conversations of a campaign from its export, and how many of their texts are queued.

    Raises OSError, HTTPException.
    """
    address = f"{url.rstrip('/')}/campaigns/{campaign}/export.csv"
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310
    lanes, out, queued = dict[int, str](), defaultdict[int, list[str]](list), 0
    with urllib.request.urlopen(request, timeout=READ_WITHIN_SECONDS) as file:  # noqa: S310
        for row in csv.DictReader(TextIOWrapper(file, "utf-8-sig", newline="")):
            conversation = int(row["conversation"])
            lanes[conversation] = row["lane"]
            if row["direction"] == "out":
                out[conversation].append(row["text"])
                queued += row["status"] == "queued"
    return {conversation: Conversation(lane, out[conversation]) for conversation, lane in lanes.items()}, queued


async def _in_a_thread(work: Callable[[], T]) -> T:
    """Return what `work` returns, done in a thread that the end of the program doesn't wait for."""
    loop, done = asyncio.get_running_loop(), asyncio.Future[T]()

    def tell(outcome: Callable[[], None]) -> None:
        if not done.done():
            outcome()

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # it is raised where it is awaited
            outcome = partial(done.set_exception, error)
        else:
            outcome = partial(done.set_result, result)
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(tell, outcome)

    threading.Thread(target=run, daemon=True).start()
    return await done
