"""Brings the store up to this program's schema, step by step, while other processes do the same."""

import asyncio
import logging
import os
from importlib.metadata import version
from socket import gethostname

from server.errors import StoreTrouble
from server.store import keys, lookups
from server.store.processes import reported
from server.store.scripts import Scripts
from server.upgrades import steps
from server.upgrades.steps import Step

log = logging.getLogger(__name__)

ELECTED_FOR_SECONDS = 30.0
"""Seconds for which one process does a step alone. If it was killed, another one does the step after that."""
LOOK_EVERY_SECONDS = 0.5
"""Seconds between two looks whether the process that was elected is done with a step."""


async def upgrade(scripts: Scripts) -> None:
    """Do all steps that the store lacks. One process does each, the others wait for it. An empty store stays empty.

    Raises StoreTrouble if the store is newer than this program, or if a step has to wait until older programs are
    stopped; Refused (try_again).
    """
    waiting = False
    while kept := await lookups.schema(scripts):
        if max(kept.number, kept.least) > keys.SCHEMA:
            raise StoreTrouble(
                f"A newer version has upgraded the store to schema {max(kept.number, kept.least)}. This program "
                f"({version('handraise')}) understands schema {keys.SCHEMA}: start the newer version."
            )
        if kept.number == keys.SCHEMA:
            return
        number = kept.number + 1
        if wait := await _elected(scripts, number, steps.STEPS[number]):
            if not waiting:
                log.warning("Another process upgrades the store to schema %d; waiting for it.", number)
            waiting = True
            await asyncio.sleep(min(wait, LOOK_EVERY_SECONDS))


async def upgrade_if_older(scripts: Scripts) -> None:
    """Do all steps that the store lacks while this process runs: somebody has put an older state in place, or an older
    program beside us has made the account.

    Raises Refused (try_again).
    """
    kept = await lookups.schema(scripts)
    if kept and kept.number < keys.SCHEMA:
        try:
            await upgrade(scripts)
        except StoreTrouble as trouble:
            log.warning("The store isn't upgraded: %s", trouble)


async def _elected(scripts: Scripts, number: int, step: Step) -> float:
    """Do the step to this schema if this process is elected to; else return the seconds until another one may be."""
    if step.alone:
        await _stand_alone(scripts, number)
    process = f"{gethostname()}:{os.getpid()}"
    period = round(ELECTED_FOR_SECONDS * 1000)
    wait: int = await scripts.run("begin_chore", chore=f"upgrade_{number}", period=period, process=process)
    if not wait:
        log.warning("The store is upgraded to schema %d: %s", number, step.sentence)
        await step.do(scripts)
        await scripts.run("set_schema", to=number)
    return wait / 1000


async def _stand_alone(scripts: Scripts, number: int) -> None:
    """Let no program of an older schema run from now on.

    Raises StoreTrouble if some run.
    """
    if older := reported(await scripts.run("require_schema", least=number)):
        named = ", ".join(f"{it.kind} {it.pid} on {it.host} (version {it.version})" for it in older)
        raise StoreTrouble(
            f"The store can't be upgraded to schema {number} while an older version works on it. Stop these processes, "
            f"then start this one again: {named}."
        )
