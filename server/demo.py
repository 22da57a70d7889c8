"""Everything on one screen: a private store, the hub, a sample campaign, and simulated people who answer."""

import asyncio
import logging
from pathlib import Path
from socket import socket

from server.app import create_app
from server.carriers.handover import Handover
from server.carriers.patience import Patience
from server.carriers.simulator import Simulator
from server.config import Config
from server.host.listening import CantListen, listen
from server.host.open_files import Say, open_files
from server.people.members import Member, Members
from server.sample import sample_campaign
from server.serve import Server
from server.store.processes import reporting
from server.upgrades.opening import open_account

PEOPLE = (("Ada", "admin"), ("Ana", "texter"), ("Ben", "texter"), ("Chloe", "texter"))
PORTS = range(8000, 8100)


async def demo(data: Path, listening: socket, say: Say, *, seed: int, delay: float) -> None:
    """Run the demo of a data folder until Ctrl-C; started again, it goes on with what is there.

    `seed` and `delay` are the simulator's.

    Raises StoreTrouble.
    """
    config = Config(data=data)
    logging.getLogger("handraise.carrier").setLevel(logging.ERROR)  # that the store is away, the hub says already
    async with open_account(config) as (store, scripts):
        patience = Patience()
        members = Members(scripts, config)
        say(f"The store: {store.where}")
        known = [await members.add(f"{name.lower()}@example.org", name, role) for name, role in PEOPLE]
        people = [person for person in known if not person.disabled]
        await sample_campaign(scripts, [person for person in people if person.role == "texter"])
        welcome = await invitation(members, people, listening.getsockname()[1])
        hub = Server(create_app(config), lambda: say(welcome), open_files(say))
        async with Simulator(scripts, patience, seed=seed, delay=delay) as carrier:
            handover = Handover(scripts, carrier, patience)
            carrying = asyncio.create_task(handover.run())
            carrying.add_done_callback(lambda _: hub.leave())
            async with reporting(store.background, scripts, handover.work):
                await hub.serve([listening])
                patience.leaving.set()
                await carrying
    say("The demo has stopped. Start it again to go on where you were.")


def listen_somewhere() -> socket:
    """Listen on the first of PORTS that is free, and return the socket.

    Raises CantListen.
    """
    for port in PORTS:
        try:
            return listen("127.0.0.1", port)
        except CantListen:
            continue
    raise CantListen(f"The ports {PORTS[0]} to {PORTS[-1]} are all taken: choose another with --port.")


async def invitation(members: Members, people: list[Member], port: int) -> str:
    """Return what the person at the screen reads: links with a host name each, so that one browser keeps them apart."""
    width = max(len(person.name) for person in people)
    links = [
        f"  {person.name:{width}}  {person.role:6}  http://{person.name.lower()}.localhost:{port}"
        + await members.sign_in_link(person, again=True)
        for person in people
    ]
    return "\n".join(["", "Open these, side by side:", "", *links, "", "Ctrl-C stops the demo.", ""])
