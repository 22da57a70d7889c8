"""Makes what a load test needs, on the store itself: members with tokens, and a campaign of people who don't exist."""

import re
import secrets
from collections.abc import Collection

import msgspec

from server.campaigns import contact, launching, senders, settings
from server.campaigns.chunks import in_chunks
from server.campaigns.merge import packed_columns
from server.campaigns.reading import campaign_now
from server.campaigns.settings import SIMULATOR
from server.contacts.columns import columns_of
from server.contacts.zones import zone_of
from server.load.plan import BadPlan, Plan
from server.people.members import Members
from server.store.scripts import Scripts

NOBODYS = "+999"
"""The country code of the contacts' numbers: the ITU keeps 999 free, so no such number can be called (E.164)."""

CONTACTS_AT_ONCE = 1_000
"""Contacts that are added, or forgotten, in one script."""

MEMBERS_AT_ONCE = 500
"""Members that become senders in one script."""

ADDRESS = re.compile(r"load-[0-9a-f]{6}-(texter|admin)-\d+@example\.org")
"""The e-mail address of a member of a load test."""

COLUMNS = ["First name", "Last name", "Phone"]
SCRIPT = "Hi {first_name}! Can you join us on Saturday? (a load test)"


async def prepare(
    scripts: Scripts, members: Members, texters: int, admins: int, contacts: int, batch_size: int
) -> Plan:
    """Make members and a launched campaign that only the simulator carries, and return the plan.

    Raises Refused.
    """
    new = settings.NewCampaign(
        title="Load test", script=SCRIPT, self_assign=True, batch_size=batch_size, carrier=SIMULATOR
    )
    campaign = await settings.create(scripts, new)
    for first in range(0, contacts, CONTACTS_AT_ONCE):
        some = [person(campaign, n) for n in range(first, min(first + CONTACTS_AT_ONCE, contacts))]
        await contact.add_contacts(scripts, campaign, some, packed_columns(columns_of(COLUMNS)))
    await launching.launch(scripts, campaign)
    return msgspec.structs.replace(await people(scripts, members, campaign, texters, admins), contacts=contacts)


async def people(scripts: Scripts, members: Members, campaign: int, texters: int, admins: int) -> Plan:
    """Make members, the texters senders of the campaign, and return the plan.

    Raises BadPlan if the campaign isn't the simulator's alone, Refused.
    """
    if (await campaign_now(scripts, campaign)).carrier != SIMULATOR:
        raise BadPlan(not_simulated(campaign))
    run = secrets.token_hex(3)
    tokens: dict[str, list[str]] = {"texter": [], "admin": []}
    made: dict[str, list[int]] = {"texter": [], "admin": []}
    for role, count in (("admin", admins), ("texter", texters)):
        for n in range(1, count + 1):
            member = await members.add(f"load-{run}-{role}-{n}@example.org", f"Load {role} {n} ({run})", role)
            made[role].append(member.id)
            tokens[role].append(await members.token(member, f"load test {run}"))
    for first in range(0, texters, MEMBERS_AT_ONCE):
        await senders.add(scripts, campaign, made["texter"][first : first + MEMBERS_AT_ONCE])
    return Plan(
        campaign=campaign, texters=tokens["texter"], admins=tokens["admin"], made=made["admin"] + made["texter"]
    )


async def clean(scripts: Scripts, members: Members, plan: Plan) -> None:
    """Take all out again that `prepare` made. Interrupted, cleaning again goes on.

    Raises Refused not_simulated, try_again.
    """
    if (await campaign_now(scripts, plan.campaign)).status != "archived":
        await scripts.run("archive_campaign", plan.campaign)
    await in_chunks(scripts, "empty_campaign", plan.campaign, carrier=SIMULATOR)
    for first in range(0, plan.contacts, CONTACTS_AT_ONCE):
        some = range(first, min(first + CONTACTS_AT_ONCE, plan.contacts))
        await scripts.run("forget_phones", phones=[person(plan.campaign, n)[0] for n in some])
    await forget(scripts, members, plan.made)
    await scripts.run("forget_campaign", id=plan.campaign)


async def forget(scripts: Scripts, members: Members, made: Collection[int]) -> None:
    """Take these members out of the account, as if they had never been there; no others than a load test's.

    Raises Refused try_again.
    """
    for member in await members.all():
        if member.id in made and ADDRESS.fullmatch(member.email):
            await senders.disable(scripts, member.id)
            await members.forget(member)


def person(campaign: int, n: int) -> tuple[str, str, str]:
    """Return a contact who doesn't exist: phone, JSON as it is kept, time zone. No two campaigns share one."""
    phone = f"{NOBODYS}{campaign % 10_000:04}{n:08}"
    return phone, msgspec.json.encode((f"Person {n}", "", phone, {})).decode(), zone_of(phone)


def not_simulated(campaign: int) -> str:
    """Say that a campaign could text real people."""
    return (
        f"Campaign {campaign} isn't the simulator's alone, so a load test could text real people. "
        "Make one with handraise load prepare."
    )
