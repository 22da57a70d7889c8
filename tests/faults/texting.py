"""Fifty texters who work through two hubs while their store fails, and what became of all that they did."""

import asyncio
import os
import secrets
import sys
import time
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from msgspec.structs import replace as replace_struct

from server.config import Config
from server.load.evidence import End, Evidence
from server.load.history import OK, Alike
from server.load.preparing import prepare
from server.load.run import Heard, Options, run
from server.people.members import Members
from server.store import keys
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.command_line import handraise
from tests.faults.failovers import Fault, Store, Times
from tests.faults.recording_simulator import handed
from tests.faults.survival import MADE_AT, Known, judged
from tests.forked import ROOT
from tests.processes import unrecorded_hub
from tests.replicated.node import until
from tests.stored import everything

TEXTERS = 50
CONTACTS = 6_000
OPTIONS = Options(texters=TEXTERS, admins=1, think=0.5, ramp=0.5, duration=3600.0, processes=2)

CHANGES = (*MADE_AT, "request_conversations", "opt_out", "release_conversations")
"""Commands that change something."""

TRUE_WITHIN_SECONDS = 10.0
"""Seconds after a failover within which every console is true."""

ANSWERED_WITHIN_SECONDS = 2.0
"""Seconds, beyond the store's own failover, within which a request is answered again."""

WORK_SECONDS = 3.0
"""Seconds that people work before each fault, at least; after the last one it is a third."""


@dataclass
class Outcome:
    """The outcome of a run.

    wrong     promise, or what is lost → sentences
    late      what took longer than it may: on a busy machine it may be the machine's fault
    times     of each fault
    answered  seconds from the beginning of each fault until the next change was acknowledged
    true      seconds from the store's last return until the last console was true
    changes   how many were acknowledged
    """

    wrong: dict[str, list[str]]
    times: list[Times]
    late: list[str] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    true: float = 0.0
    changes: int = 0

    def told(self) -> str:
        """One line for people."""
        wrong = ", ".join(f"{len(sentences)} × {name}" for name, sentences in self.wrong.items()) or "nothing wrong"
        late = ", ".join(self.late) or "nothing late"
        faults = "; ".join(
            f"away {at.accepts - at.began:.1f} s, copies {at.copies - at.began:.1f} s, answered {after:.1f} s"
            for at, after in zip(self.times, self.answered, strict=True)
        )
        return f"{self.changes} changes; {faults}; true {self.true:.1f} s: {wrong}; {late}"


class Doubtful(Heard):
    """Judges nothing by what was only looked at while a primary was alone: the store had acknowledged none of it.

    times  of each fault so far
    """

    def __init__(self) -> None:
        super().__init__()
        self.times: list[Times] = []

    def evidence(self, before: End | None, end: End | None) -> Evidence:
        """Return all that is judged."""
        whole = super().evidence(before, end)
        alone = [(times.alone, times.copies) for times in self.times if times.alone < times.copies]
        held = [one for one in whole.held if not any(one.ended >= since and one.began <= till for since, till in alone)]
        return replace_struct(whole, held=held, fell=[] if alone else whole.fell)


@dataclass
class Scene:
    """A store, two hubs and a carrier, all at work.

    replicas  STORE_REPLICAS of all processes
    file      the carrier writes down here what it is handed
    """

    store: Store
    replicas: int
    urls: list[str]
    file: Path
    scripts: Scripts
    members: Members

    async def live(self, faults: Sequence[Fault], seed: int) -> Outcome:
        """Let fifty texters work on a campaign of their own while one fault after the other befalls the store."""
        dice = Random(seed)
        plan = await prepare(self.scripts, self.members, secrets.token_hex(3), TEXTERS, 1, CONTACTS, 10)
        key, heard, leaving = keys.campaign(plan.campaign), Doubtful(), asyncio.Event()
        clock = await self.scripts.now() - time.monotonic() * 1000
        texting = run(self.urls, plan, replace(OPTIONS, seed=seed), lambda *_: None, leaving, heard)
        async with asyncio.TaskGroup() as together:
            working = together.create_task(texting)
            while not any(one.outcome == OK for one in heard.measured.asked):
                await asyncio.sleep(0.1)
            for fault in faults:
                await asyncio.sleep(WORK_SECONDS + dice.uniform(0, 2))
                heard.times.append(await fault(self.store, key, dice))
            await asyncio.sleep(WORK_SECONDS / 3)
            leaving.set()
        wrong: dict[str, list[str]] = {}
        for violation in working.result().violations:
            wrong.setdefault(violation.promise, []).append(violation.sentence)
        held = await until(lambda: self._held_by_primary(key))  # on a busy machine there may be a failover more
        wrong |= judged(Known.of(heard.measured.asked, handed(self.file), plan.campaign, held, clock))
        checked = await handraise("check", REDIS_URL=self.store.url)
        if checked.code:
            wrong["check"] = [*checked.out.splitlines(), *checked.err.splitlines()]
        outcome = Outcome(wrong, heard.times)
        self._time(outcome, heard)
        return outcome

    async def _held_by_primary(self, key: str) -> dict[str, tuple[str, Any]]:
        return await everything((await self.store.primary(key)).redis)

    def _time(self, outcome: Outcome, heard: Heard) -> None:
        """Take the times of everything, and judge them."""
        done = [one for one in heard.measured.asked if one.outcome == OK and one.name in CHANGES]
        outcome.changes = len(done)
        for times in outcome.times:
            works = times.copies if self.replicas else times.accepts
            answered = min((one.ended for one in done if one.began >= times.began), default=float("inf"))
            outcome.answered.append(answered - times.began)
            if answered > works + ANSWERED_WITHIN_SECONDS:
                outcome.late.append(f"the next change was acknowledged {answered - works:.1f} s after the store")
        nobody = Alike("nobody", float("inf"), 0)
        last = max(heard.judged[Alike], key=lambda one: one.at, default=nobody)
        outcome.true = last.at - times.copies
        if outcome.true > TRUE_WITHIN_SECONDS:
            outcome.late.append(f"the console of {last.session} was true after {outcome.true:.1f} s")


@asynccontextmanager
async def scene(store: Store, replicas: int) -> AsyncIterator[Scene]:
    """Two hubs and a carrier on this store, for as long as this lasts."""
    settings = {"STORE_REPLICAS": str(replicas)}
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="hr-"))
        hubs = [await stack.enter_async_context(unrecorded_hub(store.url, **settings)) for _ in range(2)]
        file = Path(folder) / "handed"
        file.touch()
        await stack.enter_async_context(_carrier(file, REDIS_URL=store.url, **settings))
        config = Config(redis_url=store.url, accept_loss=True)
        opened = await stack.enter_async_context(open_store(config))
        scripts = Scripts(opened.nodes)
        yield Scene(store, replicas, [hub.url for hub in hubs], file, scripts, Members(scripts, config))


@asynccontextmanager
async def _carrier(file: Path, **settings: str) -> AsyncIterator[None]:
    """A simulator that writes down what it is handed, whose people answer quickly."""
    program = ("-m", "tests.faults.recording_simulator", str(file), "--delay", "0.3")
    env = {**os.environ, "HANDRAISE_ACCEPT_LOSS": "1", **settings}
    where = {"cwd": ROOT, "env": env}
    process = await asyncio.create_subprocess_exec(sys.executable, *program, **where, stdin=DEVNULL, stdout=DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 20)
        except TimeoutError:
            process.kill()
            await process.wait()
