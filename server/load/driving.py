"""The load test as its command runs it: finds or makes what it needs, shows the figures, and tells the verdict."""

import asyncio
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from server.config import Config
from server.errors import HandraiseError
from server.host.signals import on_signals
from server.load.deployment import deployed
from server.load.plan import BadPlan, Plan, read_plan, read_tokens
from server.load.preparing import forget, people, prepare
from server.load.report import as_html, as_json
from server.load.run import Options, Result, run
from server.load.screen import Screen
from server.people.members import Members
from server.upgrades.opening import open_account

OWN_TEXTERS, OWN_ADMINS = 20, 1
"""The people of a load test that nothing was said of."""

ANSWER_DELAY = 0.5
"""The simulator's scale of time in a deployment of our own: people there answer quickly."""


class Abandoned(HandraiseError):
    """Somebody ended a load test before its verdict."""


async def against(urls: Sequence[str], plan: Plan, options: Options) -> Result:
    """Run a load test on a deployment's hubs, show it, and tell the verdict. Ctrl-C ends it early, and it is judged.

    Raises Abandoned on a second Ctrl-C, BadPlan, CantOpen.
    """
    leaving = asyncio.Event()
    screen = Screen(Console())
    with screen:
        running = asyncio.create_task(run(urls, plan, options, screen.show, leaving))

        def leave() -> None:
            if leaving.is_set():
                running.cancel()
            leaving.set()

        with on_signals(leave):
            await asyncio.wait([running])
    if running.cancelled():
        raise Abandoned("It was ended before it was judged, so there is no verdict.")
    result = running.result()
    screen.tell(result)
    return result


async def on_our_own(options: Options, workers: int, contacts: int, batch_size: int) -> Result:
    """Run a load test on a deployment that is made for it and removed again.

    Raises DoesntStart, StoreTrouble.
    """
    async with deployed(workers, ANSWER_DELAY, options.seed) as deployment:
        config = Config(data=deployment.data)
        async with open_account(config) as (_, scripts):
            members = Members(scripts, config)
            plan = await prepare(
                scripts, members, secrets.token_hex(3), options.texters, options.admins, contacts, batch_size
            )
        return await against([deployment.url], plan, options)


async def on_the_server(urls: Sequence[str], campaign: int, options: Options) -> Result:
    """Run a load test on a campaign of the store that is at hand, with members that are made for it and forgotten.

    Raises BadPlan, CantOpen, Refused, StoreTrouble.
    """
    config = Config.read()
    async with open_account(config) as (_, scripts):
        members = Members(scripts, config)
        name = secrets.token_hex(3)
        try:
            plan = await people(scripts, members, name, campaign, options.texters, options.admins)
            return await against(urls, plan, options)
        finally:
            await forget(scripts, members, name)


def planned(plan: Path | None, campaign: int | None, tokens: Path | None) -> Plan | None:
    """Return the plan that a file holds, or that a campaign and a file of tokens make; None without such a file.

    Raises BadPlan.
    """
    if plan:
        return read_plan(plan)
    if campaign is None:
        raise BadPlan("Say on which campaign, and whose tokens: --plan FILE, or --campaign ID and --tokens FILE.")
    if tokens is None:
        return None
    texters, admins = read_tokens(tokens)
    return Plan(campaign=campaign, texters=texters, admins=admins)


def written(result: Result, options: Options, url: str, json: Path | None, html: Path | None) -> None:
    """Write the result to files.

    Raises BadPlan.
    """
    about: dict[str, Any] = {"hub": url, **msgspec.to_builtins(options), "encodings": ", ".join(options.encodings)}
    try:
        if json:
            json.write_bytes(as_json(result, about))
        if html:
            html.write_text(as_html(result, about))
    except OSError as error:
        raise BadPlan(f"{error.filename} can't be written: {error.strerror}.") from error
