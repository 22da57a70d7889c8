"""A load test from its beginning to its verdict. The people live in processes of their own (crew.py)."""

import asyncio
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec
from websockets.exceptions import InvalidHandshake, InvalidURI

from server.campaigns.settings import SIMULATOR
from server.client import Client
from server.host.addresses import is_loopback
from server.load.crew import Orders
from server.load.deployment import program
from server.load.end import Restless, still
from server.load.evidence import End, Evidence, Violation
from server.load.figures import Figures, Measured
from server.load.history import Alike, AnyRecord, Differs, Fell, Held, Stuck, Taken, records
from server.load.plan import BadPlan, Person, Plan
from server.load.preparing import not_simulated
from server.load.tab import ALIKE_WITHIN_SECONDS, ANSWERED_WITHIN_SECONDS, CantOpen, patiently
from server.load.verdict import judge, unjudged
from server.wire.frames import Encoding

BEGINS_AFTER_SECONDS = 1.5
"""Seconds until people begin to come: by then all processes are there."""

SHOWN_EVERY_SECONDS = 1.0
"""Seconds between two looks at the figures."""

LIVE_SECONDS = 5.0
"""Seconds that the live figures are of."""

ENDED_WITHIN_SECONDS = ANSWERED_WITHIN_SECONDS + ALIKE_WITHIN_SECONDS + 60
"""Seconds in which a process must have finished, once it is time to leave."""


PEOPLE_PER_ADDRESS = 400
"""People who connect from one of this machine's own addresses; a hub lets in 1,000 sockets from each."""

READ_AHEAD_BYTES = 2**20
"""Bytes that are read ahead of a process's record."""

Show = Callable[[Figures, float], None]
"""Is told the latest figures, and the seconds that are left."""


ENCODINGS = {"json": (Encoding.JSON,), "msgpack": (Encoding.MSGPACK,), "both": tuple(Encoding)}


@dataclass(frozen=True, slots=True)
class Options:
    """The size and the manner of a load test.

    rate       acts a second of all texters together; 0: each thinks for `think` seconds, on average
    ramp       seconds over which they come
    duration   seconds that it lasts after that
    encodings  of the connections, by turns
    """

    texters: int
    admins: int
    rate: float = 0.0
    think: float = 1.0
    ramp: float = 0.0
    duration: float = 30.0
    encodings: tuple[Encoding, ...] = tuple(Encoding)
    processes: int = 1
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a load test.

    unjudged  a sentence for each promise that couldn't be judged
    """

    figures: Figures
    violations: list[Violation]
    unjudged: list[str]
    compared: int


class Heard:
    """All records so far."""

    def __init__(self) -> None:
        self.measured = Measured()
        self.judged: dict[type, list[Any]] = {Held: [], Taken: [], Fell: [], Differs: [], Stuck: [], Alike: []}

    def take(self, record: AnyRecord) -> None:
        """Take in a record."""
        if isinstance(record, Held | Taken | Fell | Differs | Stuck | Alike):
            self.judged[type(record)].append(record)
        else:
            self.measured.take(record)

    def evidence(self, before: End | None, end: End | None) -> Evidence:
        """Return all that is judged."""
        held, taken, fell, differs, stuck, _ = self.judged.values()
        return Evidence(self.measured.asked, held, taken, fell, differs, stuck, before, end)


async def run(
    urls: Sequence[str],
    plan: Plan,
    options: Options,
    show: Show,
    leaving: asyncio.Event,
    heard: Heard | None = None,
) -> Result:
    """Drive the people of a plan for a while, through one hub or several in turn, and judge.

    `show` is told the latest figures each second; `heard` takes in all records. Raises BadPlan, CantOpen.
    """
    people = len(plan.texters) < options.texters or len(plan.admins) < options.admins
    if people:
        raise BadPlan(f"The plan has {len(plan.texters):,} texters and {len(plan.admins):,} admins, which is too few.")
    await _must_be_simulated(urls[0], plan, options.admins)
    admin = plan.admins[0] if plan.admins else None
    before = await _before(urls[0], admin, plan.campaign) if admin else None
    heard = heard or Heard()
    options = replace(options, processes=max(options.processes, len(urls)))
    begin = time.monotonic() + BEGINS_AFTER_SECONDS
    async with AsyncExitStack() as crews:
        orders = [_orders(urls[nth % len(urls)], plan, options, begin, nth) for nth in range(options.processes)]
        running = [await crews.enter_async_context(_crew(each, heard.take)) for each in orders]
        until = begin + options.ramp + options.duration
        while time.monotonic() < until and not leaving.is_set() and any(map(_lives, running)):
            show(heard.measured.figures(time.monotonic() - LIVE_SECONDS, time.monotonic()), until - time.monotonic())
            with suppress(TimeoutError):
                async with asyncio.timeout(min(SHOWN_EVERY_SECONDS, max(0.0, until - time.monotonic()))):
                    await leaving.wait()
        ended = time.monotonic()
        for process in running:
            await _tell_to_leave(process, heard.take)
    without_admin = []
    end = None
    if admin is None:
        without_admin.append("No admin took part, so boards, counts and texts that went out twice weren't judged.")
    else:
        try:
            end = await still(urls[0], admin, plan.campaign)
        except (CantOpen, Restless) as error:  # that reads as no verdict, so it isn't one
            said = str(error).rstrip(".")
            heard.take(
                Stuck("The campaign at the end", time.monotonic(), f"{said}, so counts and texts weren't judged")
            )
    evidence = heard.evidence(before, end)
    return Result(
        heard.measured.figures(begin, ended, each_second=True),
        judge(evidence),
        [*without_admin, *unjudged(evidence)],
        len(heard.judged[Alike]),
    )


async def _must_be_simulated(url: str, plan: Plan, admins: int) -> None:
    """Raise BadPlan unless the campaign is there, active, the simulator's alone, and so many admins are enough."""
    if not plan.texters:
        raise BadPlan("There is no texter in it. If it wasn't prepared to the end, clean it and prepare it again.")
    try:
        async with asyncio.timeout(ANSWERED_WITHIN_SECONDS), Client(url, plan.texters[0]) as client:
            answer = await patiently(lambda: client.ask("open_console"))
    except CantOpen as error:
        raise BadPlan(f"The first texter's console doesn't open at {url}: {error}.") from error
    except (OSError, InvalidHandshake, InvalidURI, TimeoutError) as error:
        raise BadPlan(f"{url} doesn't answer as a hub does: {error or 'it took too long'}.") from error
    console = client.thing("console", answer["me"]["id"], plan.campaign)
    if console is None:
        raise BadPlan(f"There is no campaign {plan.campaign} that the first texter is a sender of.")
    if console["carrier"] != SIMULATOR:
        raise BadPlan(not_simulated(plan.campaign))
    if console["request"]["reason"] in ("not_active", "self_assign_off"):
        raise BadPlan(f"Campaign {plan.campaign} can't be worked on: {console['request']['sentence']}")
    if console["request"]["reason"] == "first_needs_yes" and not admins:
        raise BadPlan(f"In campaign {plan.campaign} an admin must allow first batches: let an admin take part.")


async def _before(url: str, admin: str, campaign: int) -> End:
    """Return what the campaign holds at the beginning.

    Raises BadPlan.
    """
    try:
        return await still(url, admin, campaign)
    except (CantOpen, Restless) as error:
        raise BadPlan(f"An admin can't read campaign {campaign}: {error}") from error


def _orders(url: str, plan: Plan, options: Options, begin: float, nth: int) -> Orders:
    """Return the orders of one process: every so-manieth person is its own."""

    many = options.texters > PEOPLE_PER_ADDRESS and is_loopback(urlsplit(url).hostname or "")

    def people(tokens: list[str], count: int, role: str, ramp: float) -> list[Person]:
        return [
            Person(
                f"{role} {n + 1}",
                tokens[n],
                ramp * n / count,
                options.encodings[n % len(options.encodings)],
                f"127.0.0.{1 + n // PEOPLE_PER_ADDRESS}" if many else None,
            )
            for n in range(nth, count, options.processes)
        ]

    return Orders(
        url=url,
        campaign=plan.campaign,
        texters=people(plan.texters, options.texters, "texter", options.ramp),
        admins=people(plan.admins, options.admins, "admin", 0.0),
        think=options.think,
        rate=options.rate / options.processes,
        seed=f"{options.seed}:{nth}",
        begin=begin,
    )


@asynccontextmanager
async def _crew(orders: Orders, take: Callable[[AnyRecord], None]) -> AsyncIterator[Process]:
    """Run the people of one process until this is left; each record goes to `take`."""
    process = await asyncio.create_subprocess_exec(
        *program("load", "crew"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=READ_AHEAD_BYTES,
        start_new_session=True,  # Ctrl-C reaches us alone, and we end it
    )
    into = cast(asyncio.StreamWriter, process.stdin)
    into.write(msgspec.json.encode(orders) + b"\n")
    reading = asyncio.create_task(_read(cast(asyncio.StreamReader, process.stdout), take))
    try:
        yield process
        await reading
    finally:
        reading.cancel()
        if process.returncode is None:
            process.kill()
        into.close()
        await process.wait()


async def _read(out: asyncio.StreamReader, take: Callable[[AnyRecord], None]) -> None:
    async for record in records(out):
        take(record)


async def _tell_to_leave(process: Process, take: Callable[[AnyRecord], None]) -> None:
    """Tell a process that it is time, and wait until it has compared what its people show."""
    into = cast(asyncio.StreamWriter, process.stdin)
    with suppress(ConnectionError):
        into.write(b"leave\n")
        await into.drain()
    try:
        async with asyncio.timeout(ENDED_WITHIN_SECONDS):
            code = await process.wait()
    except TimeoutError:
        process.kill()
        code = None
    if code != 0:
        why = f"ended with {code}" if code is not None else f"didn't end within {ENDED_WITHIN_SECONDS:.0f} s"
        take(Stuck("A process of the load test", time.monotonic(), f"it {why}, so its people weren't judged"))


def _lives(process: Process) -> bool:
    return process.returncode is None
