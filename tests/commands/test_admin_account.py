"""The admins' commands for the account and its members."""

import asyncio

import pytest

import server.campaigns.chunks
from server.campaigns import senders
from server.errors import Refused
from server.people.members import Member, token_id
from server.store import keys
from server.store.scripts import Scripts
from tests.account import listening
from tests.world import World


@pytest.fixture
async def root(world: World) -> Member:
    """An admin."""
    return await world.member("Root", "admin")


# set_default_batch_size


async def test_the_default_batch_size_is_set_and_cleared(world: World, root: Member) -> None:
    thing = await world.ask(root, "set_default_batch_size", size=5_000)
    assert (thing["kind"], thing["default_batch_size"], thing["default_is_set"]) == ("account", 5_000, True)
    thing = await world.ask(root, "set_default_batch_size", size=None)
    assert (thing["default_batch_size"], thing["default_is_set"]) == (300, False)


@pytest.mark.parametrize("size", [0, -1, 5_001, 2**53])
async def test_a_default_out_of_range_is_refused(world: World, root: Member, size: int) -> None:
    await world.ask(root, "set_default_batch_size", size=20)
    async with world.refused("batch_size_out_of_range"):
        await world.ask(root, "set_default_batch_size", size=size)


@pytest.mark.parametrize("size", ["abc", "", 1.5, True, [300]])
async def test_a_default_that_is_no_whole_number_is_refused(world: World, root: Member, size: object) -> None:
    async with world.refused("bad_arguments"):
        await world.ask(root, "set_default_batch_size", size=size)


# invite_member


async def test_an_invited_member_gets_a_link_that_signs_them_in(world: World, root: Member) -> None:
    thing = await world.ask(root, "invite_member", email="ana@example.org", name="Ana", role="texter")
    assert (thing["kind"], thing["name"], thing["role"], thing["disabled"]) == ("member", "Ana", "texter", False)
    assert thing["link"].startswith("/invite/")
    assert (await world.members.of_link(thing["link"].removeprefix("/invite/"))).id == thing["id"]


async def test_without_a_mail_server_the_admin_is_told_to_pass_the_link_on(world: World, root: Member) -> None:
    thing = await world.ask(root, "invite_member", email="ana@example.org", name="Ana", role="texter")
    assert (thing["sent"], "pass the link on yourself" in thing["sentence"]) == (False, True)


async def test_inviting_a_member_again_changes_nothing_and_gives_a_fresh_link(world: World, root: Member) -> None:
    first = await world.ask(root, "invite_member", email="ana@example.org", name="Ana", role="texter")
    again = await world.ask(root, "invite_member", email="ANA@example.org", name="Somebody", role="admin")
    assert (again["id"], again["name"], again["role"]) == (first["id"], "Ana", "texter")
    assert again["link"] != first["link"]
    for thing in (first, again):
        assert await world.members.of_link(thing["link"].removeprefix("/invite/"))


async def test_a_disabled_member_is_not_invited_again(world: World, root: Member) -> None:
    ana = await world.member("Ana")
    await world.ask(root, "disable_member", member=ana.id)
    async with world.refused("unknown_member"):
        await world.ask(root, "invite_member", email=ana.email, name="Ana", role="texter")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"email": "ana"}, "bad_email"),
        ({"email": ""}, "bad_email"),
        ({"email": "a@b\nBcc: c@d"}, "bad_email"),
        ({"name": " "}, "empty_name"),
        ({"name": "x" * 201}, "name_too_long"),
        ({"role": "owner"}, "bad_arguments"),
        ({"email": 7}, "bad_arguments"),
    ],
)
async def test_who_cannot_be_invited_is_refused(
    world: World, root: Member, wrong: dict[str, object], code: str
) -> None:
    async with world.refused(code):
        await world.ask(root, "invite_member", **{"email": "ana@example.org", "name": "Ana", "role": "texter"} | wrong)


# disable_member


async def test_all_they_hold_open_anywhere_becomes_unassigned_in_chunks(
    world: World, root: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.campaigns.chunks, "CONVERSATIONS_PER_SCRIPT", 3)
    one, other = await world.campaign(contacts=10), await world.campaign(contacts=10, batch_size=7)
    ana = await world.texter(one)
    await ana.request()
    await (await world.texter(other)).request()
    async with world.listening(one) as heard:
        thing = await world.ask(root, "disable_member", member=ana.id)
        held = [message["campaign"]["held"]["initial"] for message in await heard.news()]
    assert thing["disabled"] is True
    assert held == [7, 4, 1, 0]
    for campaign in (one, other):
        counts = await world.counts(campaign)
        assert (counts["unassigned"]["initial"], counts["senders"]) == (10, 0)


async def test_a_disabling_that_stopped_half_way_is_finished_by_asking_again(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=10)
    ana = await world.texter(campaign)
    await ana.request()
    await world.scripts.run("disable_member", member=ana.id)
    await world.ask(root, "disable_member", member=ana.id)
    assert (await world.counts(campaign))["unassigned"]["initial"] == 10


async def test_a_campaign_that_they_only_nearly_joined_is_passed_over(world: World, root: Member) -> None:
    nearly, really = await world.campaign(contacts=5), await world.campaign(contacts=5)
    ana = await world.texter(really)
    await world.scripts.run("hint_senders", to=nearly, members=[ana.id])
    await world.ask(root, "disable_member", member=ana.id)
    assert (await world.counts(really))["senders"] == 0


async def test_who_is_disabled_while_they_are_being_added_ends_up_as_no_sender(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=10)
    ana, ben = await world.member("Ana"), await world.member("Ben")

    class Slow(Scripts):
        """A process that comes to a stop before it makes anybody a sender."""

        async def run(self, verb: str, campaign: int | None = None, **args: object) -> object:
            if verb == "add_senders":
                await world.ask(root, "disable_member", member=ana.id)
            return await super().run(verb, campaign, **args)

    thing = await senders.add(Slow(world.scripts.nodes), campaign, [ana.id, ben.id])
    assert thing.senders == 1
    assert await world.scripts.redis.smembers(keys.under(keys.campaign(campaign), "senders")) == {b"%d" % ben.id}


async def test_the_last_admin_stays(world: World, root: Member) -> None:
    second = await world.member("Second", "admin")
    await world.ask(root, "disable_member", member=second.id)
    async with world.refused("last_admin"):
        await world.ask(root, "disable_member", member=root.id)


async def test_two_admins_who_disable_each_other_leave_one(world: World, root: Member) -> None:
    second = await world.member("Second", "admin")
    outcomes = await asyncio.gather(
        world.ask(root, "disable_member", member=second.id),
        world.ask(second, "disable_member", member=root.id),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [outcome.code for outcome in refused] == ["last_admin"]
    assert [member.disabled for member in await world.members.all()].count(False) == 1


async def test_nobody_unknown_is_disabled(world: World, root: Member) -> None:
    for member in (0, -1, 99):
        async with world.refused("unknown_member"):
            await world.ask(root, "disable_member", member=member)


# change_role and enable_member


async def test_a_member_becomes_an_admin_and_a_texter_again(world: World, root: Member) -> None:
    ana = await world.member("Ana")
    for role in ("admin", "texter"):
        thing = await world.ask(root, "change_role", member=ana.id, role=role)
        assert (thing["kind"], thing["id"], thing["role"]) == ("member", ana.id, role)


async def test_a_member_enabled_again_is_no_sender_and_holds_nothing(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=10)
    ana = await world.texter(campaign)
    await ana.request()
    await world.ask(root, "disable_member", member=ana.id)
    thing = await world.ask(root, "enable_member", member=ana.id)
    assert (thing["kind"], thing["id"], thing["disabled"]) == ("member", ana.id, False)
    counts = await world.counts(campaign)
    assert (counts["unassigned"]["initial"], counts["senders"]) == (10, 0)
    await world.ask(root, "add_senders", campaign=campaign, members=[ana.id])
    assert (await ana.request())["assigned"] == 10


# create_token, list_tokens and revoke_token


async def test_an_admin_makes_a_token_for_themselves_and_sees_it_once(world: World, root: Member) -> None:
    made = await world.ask(root, "create_token", name=" Nightly\nbackup ")
    assert made["token"] == token_id(made["secret"])
    [listed] = (await world.ask(root, "list_tokens"))["tokens"]
    assert (listed["token"], listed["member"], listed["name"]) == (made["token"], root.id, "Nightly backup")
    assert made["secret"] not in str(await world.kept())


@pytest.mark.parametrize("by_its_id", [True, False])
async def test_a_token_is_revoked_by_its_id_or_by_itself(world: World, root: Member, by_its_id: bool) -> None:
    ana = await world.member("Ana")
    token, other = await world.members.token(ana, "one"), await world.members.token(ana, "two")
    async with listening(world.scripts) as heard:
        thing = await world.ask(root, "revoke_token", token=token_id(token) if by_its_id else token)
        (news,) = await heard.news()
        assert (news["ended"], news["account"]["tokens_changed"]) == ({"credential": f"token:{token_id(token)}"}, 3)
    assert (thing["token"], thing["member"], thing["name"]) == (token_id(token), ana.id, "one")
    left = (await world.ask(root, "list_tokens"))["tokens"]
    assert [(each["token"], each["used"]) for each in left] == [(token_id(other), None)]


@pytest.mark.parametrize("token", ["", "made-up", "0" * 64, "x" * 5_000, "{a}"])
async def test_a_token_that_is_not_there_is_refused(world: World, root: Member, token: str) -> None:
    await world.members.token(root)
    async with world.refused("unknown_token"):
        await world.ask(root, "revoke_token", token=token)


# Senders of an archived campaign


async def test_an_archived_campaign_takes_no_senders_and_leaves_no_hint_of_it(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.member("Ana")
    await world.ask(root, "archive_campaign", campaign=campaign)
    async with world.refused("archived"):
        await world.ask(root, "add_senders", campaign=campaign, members=[ana.id])
