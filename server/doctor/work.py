"""Looks at the processes, the carriers, and if what waits is being done."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from importlib.metadata import version

from server.campaigns.reading import campaign_now
from server.carriers.carrier import CarrierStopped, CarrierUnsure
from server.carriers.patience import Patience
from server.carriers.registry import CARRIERS
from server.cli.deployment import Deployment
from server.config import Config
from server.doctor.findings import Finding, doubt, fine, wrong
from server.errors import BadSetting
from server.store.processes import Process
from server.store.scripts import Scripts

CHECKED_WITHIN_SECONDS = 60.0
WAITED_LONG_SECONDS = 900.0
"""Seconds after which a text should have gone out."""
START_HUB = "Start one: systemctl start handraise@8001, or: handraise serve"


def set_up(config: Config) -> list[str]:
    """Return the names of the carriers that the settings say something of."""
    settings = {"telnyx": config.telnyx, "twilio": config.twilio}
    return [name for name, told in settings.items() if told != type(told)()]


async def look_at_processes(now: Deployment) -> AsyncIterator[Finding]:
    """Look at who has reported within 15 s."""
    if now.hubs:
        yield fine("Hubs", f"Serving: {len(now.hubs)}, with {now.sockets.texter + now.sockets.admin:,} sockets.")
    else:
        yield wrong("Hubs", "None has reported for 15 s.", START_HUB)
    if others := versions(now.hubs + now.carriers):
        yield doubt(
            "Versions",
            f"This is {version('handraise')}, and there are processes of {', '.join(others)}.",
            "Finish the upgrade: start them anew, one after the other.",
        )


def versions(there: Sequence[Process]) -> list[str]:
    """Return the versions of these processes that aren't ours."""
    return sorted({process.version for process in there} - {version("handraise")})


async def look_at_carriers(config: Config, scripts: Scripts, now: Deployment) -> AsyncIterator[Finding]:
    """Ask each carrier that is set up if it would take texts, without sending one; and look at who carries.

    Raises Refused (try_again).
    """
    for name in set_up(config):
        yield await _credentials(name, config, scripts)
    for name, sentence in now.troubles.items():
        yield wrong(f"Carrier {name}", f"Nothing goes out by it: {sentence}")
    carrying = sorted({process.carrying.carrier for process in now.carriers if process.carrying})
    yield (
        fine("Carriers", f"Carrying texts: {', '.join(carrying)}, in {len(now.carriers)} processes.")
        if carrying
        else doubt("Carriers", "None has reported for 15 s, so no text goes out.", START_CARRIER.format("NAME"))
    )
    campaigns = await asyncio.gather(*(campaign_now(scripts, campaign.id) for campaign in now.campaigns))
    for campaign in campaigns:
        if campaign.carrier and campaign.carrier not in carrying:
            yield wrong(
                f"Campaign {campaign.id}",
                f"It is active and goes out by {campaign.carrier}, which no process carries by.",
                START_CARRIER.format(campaign.carrier),
            )


START_CARRIER = "Start one: systemctl start handraise-carrier@{0}, or: handraise carrier {0}"


async def _credentials(name: str, config: Config, scripts: Scripts) -> Finding:
    about = f"Carrier {name}"
    try:
        async with asyncio.timeout(CHECKED_WITHIN_SECONDS):
            carrier = await CARRIERS[name].build(config, scripts, Patience())
            async with carrier:
                await carrier.check()
    except (BadSetting, CarrierStopped) as error:
        return wrong(about, str(error))
    except (CarrierUnsure, TimeoutError) as error:
        return doubt(
            about, f"It can't be asked now ({str(error).rstrip('.') or 'no answer'}).", "Try again in a while."
        )
    return fine(about, "It accepts the credentials, and would take texts.")


async def look_at_queue(now: Deployment) -> AsyncIterator[Finding]:
    """Look if texts wait for nobody, or too long."""
    queue = now.queue
    if queue.outbox and not now.carriers:
        yield wrong("Texts", f"{queue.outbox:,} wait, and nobody sends them.", START_CARRIER.format("NAME"))
    elif queue.oldest_seconds > WAITED_LONG_SECONDS:
        minutes = f"{queue.oldest_seconds / 60:,.0f}"
        yield doubt(
            "Texts",
            f"{queue.outbox:,} wait, the oldest for {minutes} min.",
            "Raise what the carrier lets through (handraise account carrier NAME), or let more processes carry.",
        )
    else:
        yield fine("Texts", f"{queue.outbox:,} wait, none for long." if queue.outbox else "None waits.")
