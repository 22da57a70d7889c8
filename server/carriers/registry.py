"""The carriers by name: how each is built, and what its command takes. A new carrier is its file and an entry here."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from server.carriers.carrier import Carrier
from server.carriers.patience import Patience
from server.carriers.simulator import Simulator, signing_key
from server.carriers.telnyx import setup as telnyx_setup
from server.carriers.telnyx.carrier import Telnyx
from server.carriers.twilio import setup as twilio_setup
from server.carriers.twilio.carrier import Twilio
from server.config import Config
from server.errors import Refused
from server.store.scripts import Scripts


@dataclass(frozen=True, slots=True)
class Option:
    """A number that `handraise carrier NAME` takes: a whole one where its default is.

    least  None: it may be anything
    most   None: no upper limit
    """

    name: str
    default: float
    help: str
    least: float | None = 0
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something else that `handraise carrier NAME` does when it is asked to, in place of carrying.

    takes  the name of the value that it takes; None: none
    do     does it, by the carrier, which is entered; gives lines for people. May raise CarrierStopped, CarrierUnsure
    """

    name: str
    help: str
    do: Callable[[Any, str], AsyncIterator[str]]
    takes: str | None = None


class Build(Protocol):
    """Builds a carrier; `options` are those that its command takes, by their names."""

    def __call__(self, config: Config, scripts: Scripts, patience: Patience, **options: Any) -> Awaitable[Carrier]:
        """Raises BadSetting, where the settings don't say enough, and Refused (try_again)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A carrier in the registry. `sentence` says whom it reaches.

    lookup  a sentence on what it takes for looking a number up; None: it can't
    """

    sentence: str
    build: Build
    options: tuple[Option, ...] = ()
    deeds: tuple[Deed, ...] = ()
    lookup: str | None = None


async def simulator(config: Config, scripts: Scripts, patience: Patience, **options: Any) -> Simulator:
    """Build the simulator."""
    return Simulator(scripts, patience, await signing_key(scripts), **options)


async def telnyx(config: Config, scripts: Scripts, patience: Patience, **options: Any) -> Telnyx:
    """Build Telnyx. Its settings are checked as Twilio's are."""
    return Telnyx(config, scripts, patience, await scripts.now())


async def twilio(config: Config, scripts: Scripts, patience: Patience, **options: Any) -> Twilio:
    """Build Twilio. Its settings are checked when it is entered, and for each request that comes in."""
    return Twilio(config.twilio, config.public_url, scripts)


CONFIGURE = "Tell {} where to post answers and reports, then end."
TEST = "Send one text to this number and follow it until it is delivered, then end."

CARRIERS: Mapping[str, Entry] = {
    "simulator": Entry(
        "Made-up people, who answer. Nobody real is texted.",
        simulator,
        (
            Option("seed", 1, "The same seed, the same people.", least=None),
            Option("reply_rate", 0.4, "Share of first texts they answer.", most=1),
            Option("fail_rate", 0.03, "Share of texts that don't arrive.", most=1),
            Option("delay", 1.0, "Scale of time; 0: at once."),
        ),
        lookup="The simulator's lookups are made up, and cost nothing.",
    ),
    "telnyx": Entry(
        "Real people, by Telnyx.",
        telnyx,
        deeds=(
            Deed("configure", CONFIGURE.format("Telnyx"), lambda it, _: telnyx_setup.configure(it.calls)),
            Deed("test", TEST, lambda it, phone: telnyx_setup.try_out(it.calls, phone), "NUMBER"),
        ),
    ),
    "twilio": Entry(
        "Real people, by Twilio.",
        twilio,
        lookup="Twilio's list price is 0.008 USD a number.",
        deeds=(
            Deed("configure", CONFIGURE.format("Twilio"), twilio_setup.configure),
            Deed("test", TEST, twilio_setup.try_out, "NUMBER"),
        ),
    ),
}


ASKED = [carrier.name for carrier in (Simulator, Telnyx, Twilio) if not carrier.repeats]
"""Carriers that can be asked what became of a text without sending it."""


def known_carrier(name: str | None) -> None:
    """Raise Refused unknown_carrier if no carrier has this name; empty or None stands for none at all."""
    if name and name not in CARRIERS:
        raise Refused("unknown_carrier")
