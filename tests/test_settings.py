"""Settings as the product's users know them: each test is named after one of the sentences that say how they work.

Over the wire, as the admin's page and scripts do it.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

import server.campaigns.launching
from server.client import Client
from server.errors import Refused
from server.people.members import Member, Members
from server.shown import Thing
from tests.browsers import browser_of
from tests.carriers.carrying import Remembering, carrying, eventually
from tests.world import Texter, World


@dataclass
class Admin:
    """An admin's socket, on a campaign of ten contacts."""

    client: Client
    world: World

    async def draft(self, contacts: int = 10, **settings: Any) -> int:
        """A draft."""
        given = {"title": "Vote!", "script": "Hi {first_name}!", "hours": None, **settings}
        campaign: int = (await self.client.ask("create_campaign", **given))["campaign"]
        await self.world.add_contacts(campaign, contacts)
        return campaign

    async def launched(self, contacts: int = 10, senders: tuple[Member, ...] = (), **settings: Any) -> int:
        """A launched campaign."""
        campaign = await self.draft(contacts, **settings)
        if senders:
            await self.ask("add_senders", campaign, members=[sender.id for sender in senders])
        await self.ask("launch_campaign", campaign)
        return campaign

    async def ask(self, command: str, campaign: int, **args: Any) -> Thing:
        """Ask for something to be done to a campaign."""
        answer: Thing = await self.client.ask(command, campaign=campaign, **args)
        return answer

    async def update(self, campaign: int, **settings: Any) -> Thing:
        """Change settings."""
        return await self.ask("update_campaign", campaign, **settings)

    async def looks(self, campaign: int) -> Thing:
        """The campaign as it looks now."""
        return next(
            thing for thing in (await self.ask("watch_campaign", campaign))["things"] if thing["kind"] == "campaign"
        )

    async def default(self, size: int | None) -> Thing:
        """Set or clear the account's default batch size."""
        thing: Thing = await self.client.ask("set_default_batch_size", size=size)
        return thing

    async def refused(self, code: str, command: str, **args: Any) -> None:
        """Ask for what is refused by this word, and changes nothing."""
        async with self.world.refused(code):
            await self.client.ask(command, **args)


@pytest.fixture
async def ana(members: Members, hub_url: str) -> Member:
    """A texter."""
    return await members.add("ana@example.org", "Ana", "texter")


@pytest.fixture
async def ben(members: Members, hub_url: str) -> Member:
    """Another texter."""
    return await members.add("ben@example.org", "Ben", "texter")


@pytest.fixture
async def admin(hub_url: str, members: Members, world: World) -> AsyncIterator[Admin]:
    """An admin."""
    root = await members.add("root@example.org", "Root", "admin")
    async with Client(hub_url, await members.token(root), "/ws/admin") as client:
        await client.ask("list_tokens")  # by then it is noted that the token is used
        yield Admin(client, world)


@pytest.fixture
async def tab(hub_url: str, members: Members, ana: Member) -> AsyncIterator[httpx.AsyncClient]:
    """Ana's browser."""
    async with browser_of(hub_url, members, ana) as client:
        yield client


async def held(world: World, campaign: int, member: Member) -> Thing:
    """The number of conversations that a member holds in each lane."""
    return await Texter(world.scripts, campaign, member.id).counts()


# Self assignment


async def test_self_assignment_is_off_by_default(admin: Admin) -> None:
    assert (await admin.looks(await admin.draft()))["self_assign"] is False


async def test_self_assignment_may_be_switched_in_draft_and_while_active(
    admin: Admin, world: World, ana: Member
) -> None:
    campaign = await admin.draft()
    for on in (True, False):
        assert (await admin.update(campaign, self_assign=on))["self_assign"] is on
    await admin.ask("launch_campaign", campaign)
    await admin.ask("add_senders", campaign, members=[ana.id])
    texter = Texter(world.scripts, campaign, ana.id)
    await admin.update(campaign, self_assign=True)
    assert (await texter.request())["assigned"] == 10
    await texter.release()
    await admin.update(campaign, self_assign=False)
    with pytest.raises(Refused, match="self_assign_off"):
        await texter.request()


# Batch size


@pytest.mark.parametrize("size", [1, 300, 5_000])
async def test_the_batch_size_is_from_1_to_5000_and_changeable_in_draft_and_while_active(
    admin: Admin, size: int
) -> None:
    campaign = await admin.draft(self_assign=True, batch_size=7)
    assert (await admin.update(campaign, batch_size=size))["batch_size"] == size
    for wrong in (0, -1, 5_001):
        await admin.refused("batch_size_out_of_range", "update_campaign", campaign=campaign, batch_size=wrong)
    await admin.ask("launch_campaign", campaign)
    assert (await admin.update(campaign, batch_size=8))["batch_size"] == 8
    assert (await admin.update(campaign, batch_size=size))["batch_size"] == size
    for wrong in (0, -1, 5_001):
        await admin.refused("batch_size_out_of_range", "update_campaign", campaign=campaign, batch_size=wrong)


async def test_a_batch_size_changed_while_active_is_that_of_the_next_request(
    admin: Admin, world: World, ana: Member
) -> None:
    campaign = await admin.launched(self_assign=True, batch_size=2)
    await admin.ask("add_senders", campaign, members=[ana.id])
    texter = Texter(world.scripts, campaign, ana.id)
    assert (await texter.request())["assigned"] == 2
    await texter.send_initials()
    await admin.update(campaign, batch_size=5)
    assert (await texter.request())["assigned"] == 5


# Undo


async def test_replies_of_a_new_campaign_can_be_undone_for_three_seconds_and_first_messages_cannot(
    admin: Admin,
) -> None:
    new = await admin.client.ask("create_campaign", title="Vote!")
    thing = await admin.looks(new["campaign"])
    assert (thing["undo_initials"], thing["undo_replies"]) == (0, 3)
    none = await admin.client.ask("create_campaign", title="Vote!", undo_replies=0)
    assert (await admin.looks(none["campaign"]))["undo_replies"] == 0


# The last ones are shared; the most of one texter; the first batch


async def test_a_new_campaign_shares_its_last_conversations_and_has_no_caps(admin: Admin) -> None:
    thing = await admin.looks(await admin.draft(self_assign=True))
    assert (thing["fair_tail"], thing["most_held"], thing["most_a_day"]) == (True, 0, 0)
    assert (thing["first_needs_yes"], thing["link_lane"]) == (False, "")


async def test_who_joins_by_the_link_is_for_what_the_link_is_for(admin: Admin, world: World, ana: Member) -> None:
    campaign = await admin.launched(self_assign=True, link_lane="reply")
    await world.scripts.run("add_senders", campaign, members=[ana.id], by_link=True)
    assert (await Texter(world.scripts, campaign, ana.id).counts())["only"] == "reply"
    ben = await world.member("Ben")
    await admin.ask("add_senders", campaign, members=[ben.id])
    assert "only" not in await Texter(world.scripts, campaign, ben.id).counts()


async def test_a_ledger_keeps_as_many_entries_as_are_set(admin: Admin) -> None:
    campaign = await admin.launched()
    assert (await admin.looks(campaign))["ledger_entries"] == 0
    assert (await admin.update(campaign, ledger_entries=5_000))["ledger_entries"] == 5_000


@pytest.mark.parametrize("launched", [False, True])
async def test_when_self_assignment_is_first_enabled_the_batch_size_is_prefilled_with_the_accounts_default(
    admin: Admin, launched: bool
) -> None:
    await admin.default(42)
    campaign = await (admin.launched() if launched else admin.draft())
    assert (await admin.looks(campaign))["batch_size"] is None
    assert (await admin.update(campaign, self_assign=True))["batch_size"] == 42
    assert (await admin.looks(await admin.draft(self_assign=True)))["batch_size"] == 42


async def test_a_batch_size_that_was_ever_set_is_not_prefilled(admin: Admin) -> None:
    campaign = await admin.draft(batch_size=9)
    assert (await admin.update(campaign, self_assign=True))["batch_size"] == 9
    other = await admin.draft()
    assert (await admin.update(other, self_assign=True, batch_size=11))["batch_size"] == 11


async def test_switching_off_and_on_again_keeps_the_batch_size(admin: Admin) -> None:
    campaign = await admin.draft(self_assign=True, batch_size=9)
    await admin.default(42)
    await admin.update(campaign, self_assign=False)
    assert (await admin.update(campaign, self_assign=True))["batch_size"] == 9


# Account default batch size


async def test_the_accounts_default_batch_size_is_300_unless_set(admin: Admin) -> None:
    things = (await admin.client.ask("open_admin"))["things"]
    account = next(thing for thing in things if thing["kind"] == "account")
    assert (account["default_batch_size"], account["default_is_set"]) == (300, False)
    assert (await admin.looks(await admin.draft(self_assign=True)))["batch_size"] == 300


async def test_the_accounts_default_batch_size_is_from_1_to_5000(admin: Admin) -> None:
    for size in (1, 5_000):
        assert (await admin.default(size))["default_batch_size"] == size
    for wrong in (0, -1, 5_001):
        await admin.refused("batch_size_out_of_range", "set_default_batch_size", size=wrong)


async def test_clearing_the_box_returns_to_300(admin: Admin) -> None:
    thing = await admin.default(42)
    assert (thing["default_batch_size"], thing["default_is_set"]) == (42, True)
    thing = await admin.default(None)
    assert (thing["default_batch_size"], thing["default_is_set"]) == (300, False)
    assert (await admin.looks(await admin.draft(self_assign=True)))["batch_size"] == 300


async def test_changing_the_default_affects_only_campaigns_on_which_self_assignment_is_first_enabled_afterwards(
    admin: Admin,
) -> None:
    never, on, off_again = await admin.draft(), await admin.draft(self_assign=True), await admin.draft(self_assign=True)
    await admin.update(off_again, self_assign=False)
    before = [await admin.looks(campaign) for campaign in (never, on, off_again)]
    await admin.default(42)
    assert [await admin.looks(campaign) for campaign in (never, on, off_again)] == before
    assert (await admin.update(off_again, self_assign=True))["batch_size"] == 300
    assert (await admin.update(never, self_assign=True))["batch_size"] == 42


# Campaign sender link


async def test_the_sender_link_needs_self_assignment(admin: Admin) -> None:
    await admin.refused("self_assign_off", "create_campaign", title="Vote!", sender_link=True)
    campaign = await admin.draft()
    await admin.refused("self_assign_off", "update_campaign", campaign=campaign, sender_link=True)
    thing = await admin.update(campaign, self_assign=True, sender_link=True)
    assert thing["sender_link_enabled"] is True


async def test_the_sender_link_is_shown_once_launched(admin: Admin) -> None:
    campaign = await admin.draft(self_assign=True, sender_link=True)
    assert (await admin.looks(campaign))["sender_link"] is None
    thing = await admin.ask("launch_campaign", campaign)
    assert thing["sender_link"].startswith("/join/")


async def test_whoever_opens_the_link_and_is_a_member_becomes_a_sender_and_gets_a_first_batch_at_once_if_they_hold_none(
    admin: Admin, world: World, tab: httpx.AsyncClient, ana: Member
) -> None:
    campaign = await admin.launched(self_assign=True, batch_size=4, sender_link=True)
    link = (await admin.looks(campaign))["sender_link"]
    for _ in range(2):
        assert (await tab.get(link)).headers["location"] == f"/console#{campaign}"
        now = await held(world, campaign, ana)
        assert (now["sender"], now["initial"]) == (True, 4)


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("self assignment is off", "Self assignment is off for this campaign."),
        ("before launch", "This campaign isn't active right now."),
        ("paused", "This campaign isn't active right now."),
        ("archived", "This campaign isn't active right now."),
    ],
)
async def test_while_self_assignment_is_off_before_launch_when_paused_or_archived_a_page_says_so(
    admin: Admin, world: World, tab: httpx.AsyncClient, when: str, sentence: str
) -> None:
    campaign = await admin.draft(self_assign=True, sender_link=True)
    link = "/join/" + (await world.scripts.redis.hget(f"{{c:{campaign}}}", "sender_token")).decode()
    if when != "before launch":
        await admin.ask("launch_campaign", campaign)
    if when == "self assignment is off":
        await admin.update(campaign, self_assign=False)
    elif when in ("paused", "archived"):
        await admin.ask(f"{when.removesuffix('d')}_campaign", campaign)
    answer = await tab.get(link)
    assert answer.status_code >= 400
    assert sentence in answer.text.replace("&#39;", "'")
    assert (await admin.looks(campaign))["senders"] == 0


async def test_disabling_is_permanent_for_that_link_and_enabling_again_makes_a_new_one(
    admin: Admin, tab: httpx.AsyncClient
) -> None:
    campaign = await admin.launched(self_assign=True, sender_link=True)
    old = (await admin.looks(campaign))["sender_link"]
    assert (await admin.update(campaign, sender_link=False))["sender_link"] is None
    assert (await tab.get(old)).status_code == 410
    new = (await admin.update(campaign, sender_link=True))["sender_link"]
    assert new != old
    assert (await tab.get(old)).status_code == 410
    assert (await tab.get(new)).status_code == 303


async def test_enabling_a_link_that_is_enabled_keeps_it(admin: Admin) -> None:
    campaign = await admin.launched(self_assign=True, sender_link=True)
    link = (await admin.looks(campaign))["sender_link"]
    assert (await admin.update(campaign, sender_link=True))["sender_link"] == link


# Senders


async def test_senders_chosen_before_launch_get_the_conversations_distributed_evenly_at_launch(
    admin: Admin, world: World, ana: Member, ben: Member
) -> None:
    campaign = await admin.launched(contacts=11, senders=(ana, ben))
    assert [(await held(world, campaign, member))["initial"] for member in (ana, ben)] == [6, 5]
    assert (await admin.looks(campaign))["unassigned"]["initial"] == 0


async def test_distribution_goes_in_chunks_while_still_draft_and_launching_again_goes_on(
    admin: Admin, world: World, ana: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.campaigns.launching, "CONVERSATIONS_PER_SCRIPT", 4)
    campaign = await admin.draft(contacts=11)
    await admin.ask("add_senders", campaign, members=[ana.id, ben.id])
    interrupted = await world.scripts.run("launch_campaign", campaign, most=4)
    assert (interrupted["status"], interrupted["held"]["initial"]) == ("draft", 4)
    async with world.listening(campaign) as heard:
        thing = await admin.ask("launch_campaign", campaign)
        steps = [
            (message["campaign"]["status"], message["campaign"]["held"]["initial"]) for message in await heard.news()
        ]
    assert steps == [("draft", 8), ("active", 11)]
    assert thing["status"] == "active"
    assert [(await held(world, campaign, member))["initial"] for member in (ana, ben)] == [6, 5]


async def test_senders_added_later_get_none_they_request(admin: Admin, world: World, ana: Member, ben: Member) -> None:
    campaign = await admin.launched(senders=(ana,), self_assign=True)
    await admin.ask("add_senders", campaign, members=[ben.id])
    assert (await held(world, campaign, ben))["initial"] == 0
    await admin.ask("unassign", campaign, holders=[ana.id])
    assert (await Texter(world.scripts, campaign, ben.id).request())["assigned"] == 10


async def test_a_launch_needs_contacts_and_a_script_not_senders(admin: Admin, world: World) -> None:
    nobody = await admin.draft(contacts=0)
    silent = await admin.draft(script="")
    unwritten: int = (await admin.client.ask("create_campaign", title="Vote!"))["campaign"]
    await world.add_contacts(unwritten, 1)
    await admin.refused("no_contacts", "launch_campaign", campaign=nobody)
    await admin.refused("no_script", "launch_campaign", campaign=silent)
    await admin.refused("no_script", "launch_campaign", campaign=unwritten)
    assert (await admin.looks(await admin.launched()))["status"] == "active"


# Bulk send


async def test_with_bulk_send_initial_texts_go_out_in_the_background_on_launch_from_the_server_whoever_is_looking(
    hub_url: str, members: Members, world: World
) -> None:
    root = await members.add("root@example.org", "Root", "admin")
    async with Client(hub_url, await members.token(root), "/ws/admin") as client:
        campaign = await Admin(client, world).launched(contacts=30, bulk_send=True)
    carrier = Remembering()

    async def all_sent() -> bool:
        return (await world.counts(campaign))["sent"] == len(carrier.accepted) == 30

    async with carrying(world.scripts, carrier):  # nobody is connected any more
        await eventually(all_sent)
    assert {text.phone for text in carrier.accepted} == {f"+1202555{n:04d}" for n in range(30)}


async def test_bulk_sent_conversations_stay_unassigned_unless_senders_were_chosen(
    admin: Admin, world: World, ana: Member
) -> None:
    alone, chosen = await admin.launched(bulk_send=True), await admin.launched(bulk_send=True, senders=(ana,))
    for campaign in (alone, chosen):
        assert await world.scripts.run("send_bulk", campaign, most=100) == 10
    assert (await admin.looks(alone))["unassigned"]["quiet"] == 10
    assert (await held(world, chosen, ana))["quiet"] == 10


# Bulk reassign: over `initial`, `reply` or any open lane


OVER = [(["initial"], 6), (["reply"], 2), (["initial", "reply", "quiet"], 10)]


async def at_work(admin: Admin, world: World, ana: Member, ben: Member) -> int:
    """Ana holds six initials, two replies and two quiet ones; Ben, another sender, nothing."""
    campaign = await admin.launched(senders=(ana,))
    await admin.ask("add_senders", campaign, members=[ben.id])
    texter = Texter(world.scripts, campaign, ana.id)
    for conversation in (1, 2, 3, 4):
        await texter.send_initial(conversation)
    for conversation in (1, 2):
        await world.contact_writes(campaign, conversation)
    return campaign


@pytest.mark.parametrize(("lanes", "number"), OVER)
async def test_bulk_unassign_all(
    admin: Admin, world: World, ana: Member, ben: Member, lanes: list[str], number: int
) -> None:
    campaign = await at_work(admin, world, ana, ben)
    assert await admin.ask("unassign", campaign, lanes=lanes) == {"moved": number}
    assert sum((await admin.looks(campaign))["unassigned"].values()) == number


@pytest.mark.parametrize(("lanes", "number"), OVER)
async def test_reassign_all(
    admin: Admin, world: World, ana: Member, ben: Member, lanes: list[str], number: int
) -> None:
    campaign = await at_work(admin, world, ana, ben)
    asked = {"holders": [ana.id], "to": [ben.id], "lanes": lanes}
    assert await admin.ask("reassign", campaign, **asked) == {"moved": number}
    now = await held(world, campaign, ben)
    assert sum(now[lane] for lane in ("initial", "reply", "quiet")) == number


@pytest.mark.parametrize(("lanes", "number"), OVER)
@pytest.mark.parametrize("unassigned", [False, True])
async def test_reassign_some(
    admin: Admin, world: World, ana: Member, ben: Member, lanes: list[str], number: int, unassigned: bool
) -> None:
    campaign = await at_work(admin, world, ana, ben)
    if unassigned:
        await admin.ask("unassign", campaign)
    asked = {"holders": None if unassigned else [ana.id], "to": [ben.id], "lanes": lanes, "count": number - 1}
    assert await admin.ask("reassign", campaign, **asked) == {"moved": number - 1}
    now = await held(world, campaign, ben)
    assert sum(now[lane] for lane in lanes) == number - 1
