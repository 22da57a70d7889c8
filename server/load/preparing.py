"""Makes what a load test needs, on the store itself: members with tokens, and a campaign of people who don't exist."""

import re
from collections.abc import Container

import msgspec

from server.campaigns import contact, launching, senders, settings
from server.campaigns.erasing import delete_campaign
from server.campaigns.merge import packed_columns
from server.campaigns.reading import campaign_now
from server.campaigns.settings import SIMULATOR
from server.contacts.columns import columns_of
from server.contacts.zones import zone_of
from server.errors import Refused
from server.load.plan import BadPlan, Plan
from server.people.members import Members
from server.store import load_tests
from server.store.scripts import Scripts

NOBODYS = "+999"
"""The country code of the contacts' numbers: the ITU keeps 999 free, so no such number can be called (E.164)."""

CONTACTS_AT_ONCE = 1_000
"""Contacts that are added, or forgotten, at once."""

MEMBERS_AT_ONCE = 500
"""Members that become senders in one script."""

NUMBER_DIGITS = 11
"""Digits of a contact's number that tell the campaign and the contact; one more tells how many tell the campaign."""

ADDRESS = re.compile(r"load-([0-9a-f]{6})-(texter|admin)-\d+@example\.org")
"""The e-mail address of a member of a load test; in it, the run that made them."""

TAKEN_BACK_AFTER_MINUTES = 3
"""Minutes without doing after which conversations go back: one until texters are warned, and two that a warning lasts.
None go back in a load test of less than that, or within five minutes of a restart (lua/account/is_calm.lua)."""

CAP_CONVERSATIONS = 100_000
"""The most that a texter may hold, or take in a day: more than any does."""

UNDO_INITIALS_SECONDS = 1
"""Seconds for which first messages can be undone: some texters are quick enough."""

COLUMNS = ["First name", "Last name", "Phone"]
SCRIPT = "Hi {first_name}! Can you join us on Saturday? (a load test)"


async def prepare(
    scripts: Scripts, members: Members, run: str, texters: int, admins: int, contacts: int, batch_size: int
) -> Plan:
    """Make members and a launched campaign that only the simulator carries, all named after a run; return the plan.

    All that texters meet in a day is on: caps that let everybody work on, undoing, taking back from the idle, the fair
    tail, and, if there is an admin, their yes to first batches.

    Raises BadPlan if there aren't numbers for so many contacts, Refused. What was made until then stays.
    """
    new = settings.NewCampaign(
        title=_title(run),
        script=SCRIPT,
        self_assign=True,
        batch_size=batch_size,
        carrier=SIMULATOR,
        take_back_initials=TAKEN_BACK_AFTER_MINUTES,
        take_back_replies=TAKEN_BACK_AFTER_MINUTES,
        fair_tail=True,
        most_held=CAP_CONVERSATIONS,
        most_a_day=CAP_CONVERSATIONS,
        first_needs_yes=admins > 0,
        undo_initials=UNDO_INITIALS_SECONDS,
    )
    campaign = await settings.create(scripts, new)
    if contacts > (most := 10 ** (NUMBER_DIGITS - len(str(campaign)))):
        raise BadPlan(f"Campaign {campaign} can have {most:,} contacts who don't exist, and no more.")
    for first in range(0, contacts, CONTACTS_AT_ONCE):
        some = [person(campaign, n) for n in range(first, min(first + CONTACTS_AT_ONCE, contacts))]
        await contact.add_contacts(scripts, campaign, some, packed_columns(columns_of(COLUMNS)))
    await launching.launch(scripts, campaign)
    plan = await people(scripts, members, run, campaign, texters, admins)
    return msgspec.structs.replace(plan, contacts=contacts)


async def people(scripts: Scripts, members: Members, run: str, campaign: int, texters: int, admins: int) -> Plan:
    """Make members named after a run, the texters senders of the campaign, and return the plan.

    Raises BadPlan if the campaign isn't the simulator's alone, Refused.
    """
    if (await campaign_now(scripts, campaign)).carrier != SIMULATOR:
        raise BadPlan(not_simulated(campaign))
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
        run=run,
        campaign=campaign,
        texters=tokens["texter"],
        admins=tokens["admin"],
        made=made["admin"] + made["texter"],
    )


async def clean(scripts: Scripts, members: Members, plan: Plan) -> tuple[int, int]:
    """Take all out again that `prepare` made, however far it came. Interrupted, cleaning again goes on.

    Returns how many campaigns and members that were. Raises Refused not_archived, not_simulated, try_again.
    """
    campaigns = [plan.campaign] if plan.campaign else await _campaigns_of(scripts, plan.run)
    for campaign in campaigns:
        thing = await campaign_now(scripts, campaign)
        if thing.carrier != SIMULATOR and not thing.deleted:
            raise Refused("not_simulated")
        if thing.status != "archived":
            await scripts.run("archive_campaign", campaign)
        for first in range(1, thing.contacts + 1, CONTACTS_AT_ONCE):
            phones = await load_tests.phones(scripts, campaign, range(first, first + CONTACTS_AT_ONCE))
            await scripts.run("forget_phones", phones=[phone for phone in phones if phone.startswith(NOBODYS)])
        await delete_campaign(scripts, campaign, carrier=SIMULATOR)
    return len(campaigns), await forget(scripts, members, plan.run, plan.made)


async def forget(scripts: Scripts, members: Members, run: str, made: Container[int] = ()) -> int:
    """Take the members of a run, and those of `made`, out of the account, as if they had never been there.

    None but a load test's are taken. Returns how many. Raises Refused try_again.
    """
    forgotten = 0
    for member in await members.all():
        found = ADDRESS.fullmatch(member.email)
        if found and (found[1] == run or member.id in made):
            await senders.disable(scripts, member.id)
            await members.forget(member)
            forgotten += 1
    return forgotten


async def _campaigns_of(scripts: Scripts, run: str) -> list[int]:
    """Return the campaigns that a run has made: one, or none yet."""
    return [id for id, title in (await load_tests.titles(scripts)).items() if title == _title(run)]


def _title(run: str) -> str:
    return f"Load test ({run})"


def person(campaign: int, n: int) -> tuple[str, str, str]:
    """Return a contact who doesn't exist: phone, JSON as it is kept, time zone. No two campaigns share one."""
    id = str(campaign)
    phone = f"{NOBODYS}{len(id)}{id}{n:0{NUMBER_DIGITS - len(id)}}"
    return phone, msgspec.json.encode((f"Person {n}", "", phone, {})).decode(), zone_of(phone)


def not_simulated(campaign: int) -> str:
    """Say that a campaign could text real people."""
    return (
        f"Campaign {campaign} isn't the simulator's alone, so a load test could text real people. "
        "Make one with handraise load prepare."
    )
