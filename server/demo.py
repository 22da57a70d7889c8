"""Everything on one screen: a private store, the hub, a sample campaign, and simulated people who answer."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from random import Random
from socket import socket

import msgspec

from server.app import create_app
from server.campaigns import contact, launching, senders, settings
from server.campaigns.merge import packed_columns
from server.campaigns.reading import campaign_now
from server.carriers.handover import Handover
from server.carriers.patience import Patience
from server.carriers.simulator import Simulator
from server.config import Config
from server.contacts.columns import columns_of
from server.errors import Refused
from server.people.members import Member, Members
from server.serve import CantListen, Say, Server, listen, open_files
from server.store.connecting import open_store
from server.store.scripts import Scripts
from server.things import Campaign

TITLE = "Saturday in the park (sample)"
SCRIPT = "Hi {first_name}! It's the park crew. We plant trees in {neighborhood} this Saturday at 10. Can you join us?"
PEOPLE = (("Ada", "admin"), ("Ana", "texter"), ("Ben", "texter"), ("Chloe", "texter"))
COLUMNS = ["First name", "Last name", "Phone", "neighborhood"]
BATCH = 20
"""Conversations that a request gives, few enough to get through while you try it."""
PORTS = range(8000, 8100)

STRANGER = "+15035550199"
AREA_CODES = (206, 212, 303, 312, 404, 415, 512, 617, 702, 808)
FIRST_NAMES = (
    *("Aaliyah", "Mateo", "Priya", "José", "Zoë", "Søren", "Łukasz", "Nguyễn", "Oluwaseun", "Siobhán", "D'Andre"),
    *(
        "李娜",
        "陽葵",
        "민준",
        "Анна",
        "محمد",
        "נועה",
        "आरव",
        "Ελένη",
        "Mary Jo",
        "Max",
        "Ruth",
        "Tom",
        "Ivy 🌻",
        "DJ 🎧 Kay",
    ),
)
LAST_NAMES = (
    *("Alvarez", "Begum", "Chen", "Dubois", "Eze", "Fischer", "García", "Haddad", "Ivanov", "Jackson", "Kowalski"),
    *("Lê", "Müller", "Nakamura", "O'Brien", "Patel", "Quispe", "Rossi", "Smith-Jones", "Tran", "Usman", "王", ""),
)
NEIGHBORHOODS = ("Riverside", "the Old Town", "Maple Hill", "Harbor East", "the Flats")


async def demo(data: Path, listening: socket, say: Say, *, seed: int, delay: float) -> None:
    """Run the demo of a data folder until Ctrl-C; started again, it goes on with what is there.

    `seed` and `delay` are the simulator's.

    Raises StoreTrouble.
    """
    config = Config(data=data)
    logging.getLogger("handraise.carrier").setLevel(logging.ERROR)  # that the store is away, the hub says already
    async with open_store(config) as store:
        scripts, patience = Scripts(store.redis), Patience()
        members = Members(scripts, config)
        say(f"The store: {store.where}")
        known = [await members.add(f"{name.lower()}@example.org", name, role) for name, role in PEOPLE]
        people = [person for person in known if not person.disabled]
        await sample_campaign(scripts, [person for person in people if person.role == "texter"])
        welcome = await invitation(members, people, listening.getsockname()[1])
        hub = Server(create_app(config), lambda: say(welcome), open_files(say))
        async with Simulator(scripts, patience, seed=seed, delay=delay) as carrier:
            carrying = asyncio.create_task(Handover(scripts, carrier, patience).run())
            carrying.add_done_callback(lambda _: hub.leave())
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


async def sample_campaign(scripts: Scripts, texters: list[Member]) -> None:
    """Make the sample campaign, launched, with these texters. Each step can be done again: a begun one is finished."""
    campaign = await _first(scripts)
    if campaign is None:
        sample = settings.Settings(title=TITLE, script=SCRIPT, self_assign=True, batch_size=BATCH)
        await settings.create(scripts, sample)
        return await sample_campaign(scripts, texters)
    id, status = campaign.id, campaign.status
    if status == "draft":
        await contact.add_contacts(scripts, id, list(contacts()), packed_columns(columns_of(COLUMNS)))
        await launching.launch(scripts, id)
        # Somebody in no list, for the admin's page of answers that nobody is assigned to.
        await contact.receive(
            scripts, STRANGER, "Hi! My neighbor gave me this number. Can I come, too?", "demo:stranger"
        )
    if status != "archived" and not campaign.senders:
        # Only now: those chosen before the launch would get everybody at once, and have nothing to request.
        await senders.add(scripts, id, [texter.id for texter in texters])


async def _first(scripts: Scripts) -> Campaign | None:
    """Return the first campaign of this account that was ever made, which is the sample; None if there is none."""
    for id in (await scripts.run("describe_account"))["campaigns"]:
        try:
            return await campaign_now(scripts, id)
        except Refused as refused:
            if refused.code != "unknown_campaign":
                raise
    return None


def contacts() -> Iterator[tuple[str, str]]:
    """A thousand people with numbers kept free for stories, always the same: phone, and JSON as it is kept."""
    dice = Random(1)
    for area in AREA_CODES:
        for number in range(100):
            phone = f"+1{area}555{number + 100:04}"
            fields = {"neighborhood": dice.choice(NEIGHBORHOODS)}
            person = (dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES), phone, fields)
            yield phone, msgspec.json.encode(person).decode()
