"""The sample campaign of the demo, with a thousand people who don't exist."""

from collections.abc import Iterator
from random import Random

import msgspec

from server.campaigns import contact, launching, senders, settings
from server.campaigns.merge import packed_columns
from server.campaigns.reading import campaign_now
from server.contacts.columns import columns_of
from server.contacts.zones import zone_of
from server.errors import Refused
from server.people.members import Member
from server.store.scripts import Scripts
from server.wire.things import Campaign

TITLE = "Saturday in the park (sample)"
SCRIPT = "Hi {first_name}! It's the park crew. We plant trees in {neighborhood} this Saturday at 10. Can you join us?"
COLUMNS = ["First name", "Last name", "Phone", "neighborhood"]
BATCH = 20
"""Conversations that a request gives, few enough to get through while you try it."""
STRANGER = "+15035550199"
AREA_CODES = (206, 212, 303, 312, 404, 415, 512, 617, 702, 808)
FIRST_NAMES = (
    *("Aaliyah", "Mateo", "Priya", "José", "Zoë", "Søren", "Łukasz", "Nguyễn", "Oluwaseun", "Siobhán", "D'Andre"),
    *("李娜", "陽葵", "민준", "Анна", "محمد", "נועה", "आरव"),
    *("Ελένη", "Mary Jo", "Max", "Ruth", "Tom", "Ivy 🌻", "DJ 🎧 Kay"),
)
LAST_NAMES = (
    *("Alvarez", "Begum", "Chen", "Dubois", "Eze", "Fischer", "García", "Haddad", "Ivanov", "Jackson", "Kowalski"),
    *("Lê", "Müller", "Nakamura", "O'Brien", "Patel", "Quispe", "Rossi", "Smith-Jones", "Tran", "Usman", "王", ""),
)
NEIGHBORHOODS = ("Riverside", "the Old Town", "Maple Hill", "Harbor East", "the Flats")


async def sample_campaign(scripts: Scripts, texters: list[Member]) -> None:
    """Make the sample campaign, launched, with these texters. Each step can be done again: a begun one is finished."""
    campaign = await _first(scripts)
    if campaign is None:
        sample = settings.Settings(title=TITLE, script=SCRIPT, self_assign=True, batch_size=BATCH, carrier="simulator")
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


def contacts() -> Iterator[tuple[str, str, str]]:
    """A thousand people with numbers kept free for stories, always the same: phone, JSON as it is kept, time zone."""
    dice = Random(1)
    for area in AREA_CODES:
        for number in range(100):
            phone = f"+1{area}555{number + 100:04}"
            fields = {"neighborhood": dice.choice(NEIGHBORHOODS)}
            person = (dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES), phone, fields)
            yield phone, msgspec.json.encode(person).decode(), zone_of(phone)
