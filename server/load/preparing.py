"""Makes what a load test needs, on the store itself: members with tokens, and a campaign of people who don't exist."""

import re
import secrets

import msgspec

from server.campaigns import contact, launching, senders, settings
from server.campaigns.chunks import in_chunks
from server.campaigns.merge import packed_columns
from server.campaigns.reading import campaign_now
from server.contacts.columns import columns_of
from server.load.plan import SIMULATOR, Plan
from server.people.members import Members
from server.store.scripts import Scripts

NOBODYS = "+999"
"""The country code of the contacts' numbers: the ITU keeps 999 free, so no such number can be called (E.164)."""

CONTACTS_AT_ONCE = 1_000
"""Contacts that are added in one script."""

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
    run = secrets.token_hex(3)
    made: list[int] = []

    async def people(count: int, role: str) -> list[str]:
        tokens = []
        for n in range(1, count + 1):
            member = await members.add(f"load-{run}-{role}-{n}@example.org", f"Load {role} {n} ({run})", role)
            made.append(member.id)
            tokens.append(await members.token(member, f"load test {run}"))
        return tokens

    titled = settings.NewCampaign(
        title=f"Load test {run}", script=SCRIPT, self_assign=True, batch_size=batch_size, carrier=SIMULATOR
    )
    campaign = await settings.create(scripts, titled)
    for first in range(0, contacts, CONTACTS_AT_ONCE):
        some = [person(campaign, n) for n in range(first, min(first + CONTACTS_AT_ONCE, contacts))]
        await contact.add_contacts(
            scripts, campaign, some, packed_columns(columns_of(["First name", "Last name", "Phone"]))
        )
    await launching.launch(scripts, campaign)
    admin_tokens = await people(admins, "admin")
    texter_tokens = await people(texters, "texter")
    ids = made[admins:]
    for first in range(0, len(ids), MEMBERS_AT_ONCE):
        await senders.add(scripts, campaign, ids[first : first + MEMBERS_AT_ONCE])
    return Plan(campaign=campaign, contacts=contacts, texters=texter_tokens, admins=admin_tokens, made=made)


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
    there = {member.id: member for member in await members.all()}
    for id in plan.made:
        if id in there and ADDRESS.fullmatch(there[id].email):
            await senders.disable(scripts, id)
            await members.forget(there[id])
    await scripts.run("forget_campaign", id=plan.campaign)


def person(campaign: int, n: int) -> tuple[str, str]:
    """Return a contact who doesn't exist: phone, and JSON as it is kept. No two campaigns share one."""
    phone = f"{NOBODYS}{campaign % 10_000:04}{n:08}"
    return phone, msgspec.json.encode((f"Person {n}", "", phone, {})).decode()
