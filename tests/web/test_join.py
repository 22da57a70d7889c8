import asyncio
import uuid
from collections.abc import AsyncIterator

import httpx
import pytest

from server.client import Client
from server.people.members import Member, Members
from tests.browsers import PLAIN, browser, browser_of
from tests.stored import everything
from tests.world import Texter, World


@pytest.fixture
async def ana(members: Members, hub_url: str) -> Member:
    """A texter."""
    return await members.add("ana@example.org", "Ana", "texter")


@pytest.fixture
async def root(members: Members, hub_url: str) -> Member:
    """An admin."""
    return await members.add("root@example.org", "Root", "admin")


@pytest.fixture
async def tab(hub_url: str, members: Members, ana: Member) -> AsyncIterator[httpx.AsyncClient]:
    """Ana's browser."""
    async with browser_of(hub_url, members, ana) as client:
        yield client


async def link_of(world: World, campaign: int) -> str:
    """The campaign's sender link."""
    link: str = (await world.counts(campaign))["sender_link"]
    return link


def holds(world: World, campaign: int, member: Member) -> Texter:
    """The member, as a texter of that campaign."""
    return Texter(world.scripts, campaign, member.id)


async def test_who_opens_the_link_becomes_a_sender_with_a_first_batch_and_is_led_to_the_console(
    world: World, tab: httpx.AsyncClient, ana: Member
) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    answer = await tab.get(await link_of(world, campaign))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/console#{campaign}")
    counts = await holds(world, campaign, ana).counts()
    assert (counts["sender"], counts["initial"]) == (True, 10)


async def test_who_is_not_signed_in_signs_in_first_and_then_joins(
    world: World, members: Members, hub_url: str, ana: Member
) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    link = await link_of(world, campaign)
    async with browser(hub_url) as tab:
        answer = await tab.get(link)
        assert answer.headers["location"] == f"/sign-in?next={link}"
        answer = await tab.post(f"{await members.sign_in_link(ana)}?next={link}")
        assert answer.headers["location"] == link
        await tab.get(link)
    assert (await holds(world, campaign, ana).counts())["initial"] == 10


async def test_who_is_no_member_of_the_account_gets_no_further_than_signing_in(world: World, hub_url: str) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    before = await everything(world.scripts.redis)
    async with browser(hub_url) as tab:
        answer = await tab.get(await link_of(world, campaign))
        page = await tab.get(answer.headers["location"])
    assert "Ask an admin of your organization" in page.text
    assert await everything(world.scripts.redis) == before


async def test_a_disabled_member_is_no_member_any_more(world: World, tab: httpx.AsyncClient, ana: Member) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    await world.scripts.run("disable_member", member=ana.id)
    assert (await tab.get(await link_of(world, campaign))).headers["location"].startswith("/sign-in?")
    assert (await world.counts(campaign))["senders"] == 0


async def test_an_admin_may_join_too(world: World, hub_url: str, members: Members, root: Member) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    async with browser_of(hub_url, members, root) as tab:
        await tab.get(await link_of(world, campaign))
    assert (await holds(world, campaign, root).counts())["initial"] == 10


async def test_asking_for_the_headers_alone_joins_nothing(world: World, tab: httpx.AsyncClient) -> None:
    link = await link_of(world, await world.campaign(contacts=25, sender_link=True))
    before = await everything(world.scripts.redis)
    answer = await tab.head(link)
    assert (answer.status_code, answer.headers.get("allow")) == (405, "GET")
    assert await everything(world.scripts.redis) == before


@pytest.mark.parametrize("lane", ["initial", "quiet"])
async def test_many_tabs_that_open_it_together_take_one_batch(
    world: World, tab: httpx.AsyncClient, ana: Member, lane: str
) -> None:
    campaign = await world.campaign(contacts=100, sender_link=True, bulk_send=lane == "quiet")
    await world.scripts.run("send_bulk", campaign, most=100)
    link = await link_of(world, campaign)
    answers = await asyncio.gather(*(tab.get(link) for _ in range(8)))
    assert {answer.headers["location"] for answer in answers} == {f"/console#{campaign}"}
    counts = await holds(world, campaign, ana).counts()
    assert counts[lane] == 10
    assert sum(counts[each] for each in ("initial", "reply", "quiet")) == 10


async def test_opening_it_again_takes_nothing_more_while_they_hold_something(
    world: World, tab: httpx.AsyncClient, ana: Member
) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    link, texter = await link_of(world, campaign), holds(world, campaign, ana)
    await tab.get(link)
    await texter.send_initials()
    answer = await tab.get(link)
    assert answer.headers["location"] == f"/console#{campaign}"
    assert (await texter.counts())["quiet"] == 10
    assert (await texter.counts())["initial"] == 0


async def test_opening_it_again_with_nothing_in_hand_takes_a_batch(
    world: World, tab: httpx.AsyncClient, ana: Member
) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    link, texter = await link_of(world, campaign), holds(world, campaign, ana)
    await tab.get(link)
    await texter.release()
    await tab.get(link)
    assert (await texter.counts())["initial"] == 10


async def test_a_sender_who_holds_nothing_gets_a_batch_too(world: World, tab: httpx.AsyncClient, ana: Member) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    texter = await world.texter(campaign)
    await tab.get(await link_of(world, campaign))
    assert (await texter.counts())["initial"] == 10


async def test_when_nobody_is_left_they_become_a_sender_all_the_same(
    world: World, tab: httpx.AsyncClient, ana: Member
) -> None:
    campaign = await world.campaign(contacts=10, sender_link=True)
    await (await world.texter(campaign, "Ben")).request()
    answer = await tab.get(await link_of(world, campaign))
    assert answer.status_code == 303
    counts = await holds(world, campaign, ana).counts()
    assert (counts["sender"], counts["initial"]) == (True, 0)


async def test_their_open_console_shows_the_new_campaign_at_once(
    world: World, tab: httpx.AsyncClient, members: Members, hub_url: str, ana: Member
) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    async with Client(hub_url, await members.token(ana)) as client:
        await client.ask("open_console")
        await tab.get(await link_of(world, campaign))
        await client.until(lambda client: (client.thing("console", ana.id, campaign) or {}).get("initial") == 10)


# Refused, each with a page that says why, and nothing changed.


async def refused(world: World, tab: httpx.AsyncClient, link: str, sentence: str) -> None:
    before = await everything(world.scripts.redis)
    answer = await tab.get(link)
    assert 400 <= answer.status_code < 500
    assert sentence in answer.text.replace("&#39;", "'")
    assert "<h1>" in answer.text
    assert await everything(world.scripts.redis) == before


@pytest.mark.parametrize("how", ["pause_campaign", "archive_campaign"])
async def test_a_paused_or_archived_campaign_takes_nobody_in(world: World, tab: httpx.AsyncClient, how: str) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    link = await link_of(world, campaign)
    await world.scripts.run(how, campaign)
    await refused(world, tab, link, "This campaign isn't active right now.")


async def test_a_draft_takes_nobody_in(world: World, tab: httpx.AsyncClient) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True, launch=False)
    assert await link_of(world, campaign) is None
    token = (await world.scripts.redis.hget(f"{{c:{campaign}}}", "sender_token")).decode()
    await refused(world, tab, f"/join/{token}", "This campaign isn't active right now.")


async def test_while_self_assignment_is_off_nobody_joins_and_afterwards_they_do(
    world: World, tab: httpx.AsyncClient, root: Member, ana: Member
) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    link = await link_of(world, campaign)
    await world.ask(root, "update_campaign", campaign=campaign, self_assign=False)
    await refused(world, tab, link, "Self assignment is off for this campaign.")
    await world.ask(root, "update_campaign", campaign=campaign, self_assign=True)
    await tab.get(link)
    assert (await holds(world, campaign, ana).counts())["initial"] == 10


async def test_a_disabled_link_is_disabled_for_good_and_a_new_one_works(
    world: World, tab: httpx.AsyncClient, root: Member, ana: Member
) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    old = await link_of(world, campaign)
    await world.ask(root, "update_campaign", campaign=campaign, sender_link=False)
    assert await link_of(world, campaign) is None
    await refused(world, tab, old, "This link doesn't work any more.")
    await world.ask(root, "update_campaign", campaign=campaign, sender_link=True)
    new = await link_of(world, campaign)
    assert new != old
    await refused(world, tab, old, "This link doesn't work any more.")
    await tab.get(new)
    assert (await holds(world, campaign, ana).counts())["initial"] == 10


@pytest.mark.parametrize(
    "token", ["made-up", "1-", "1-x", "99-x", "0-x", "-1-x", "9" * 4_000 + "-x", "1-\u00e9", "1-%00", "1%2Dx"]
)
async def test_a_made_up_link_leads_nowhere(world: World, tab: httpx.AsyncClient, token: str) -> None:
    await world.campaign(contacts=25, sender_link=True)
    await refused(world, tab, f"/join/{token}", "This link doesn't work any more.")


async def test_a_link_of_another_campaign_is_no_key_to_this_one(world: World, tab: httpx.AsyncClient) -> None:
    one = await world.campaign(contacts=5, sender_link=True)
    other = await world.campaign(contacts=5, sender_link=True)
    token = (await link_of(world, one)).removeprefix(f"/join/{one}-")
    await refused(world, tab, f"/join/{other}-{token}", "This link doesn't work any more.")


# Met signed out.


async def test_the_sign_in_says_which_campaign_and_organization_and_what_to_do_next(
    world: World, hub_url: str, root: Member
) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    await world.ask(root, "update_campaign", campaign=campaign, title="Saturday <in> the park")
    await world.ask(root, "set_organisation", name="Friends of the Park")
    async with browser(hub_url) as tab:
        page = await tab.get((await tab.get(await link_of(world, campaign))).headers["location"])
        again = await tab.post(page.request.url, data={"email": "ana@example.org", "password": "wrong"})
        plain = await tab.get("/sign-in?next=/console")
    for each in (page, again):
        assert "invited to text for <strong>Saturday &lt;in&gt; the park</strong> (Friends of the Park)." in each.text
        assert "Ask whoever sent you the link to invite you." in each.text
        assert "<h1>Sign in · Friends of the Park</h1>" in each.text
    assert "invited to text" not in plain.text
    assert (await world.counts(campaign))["senders"] == 0


async def test_without_a_name_of_the_organization_the_sign_in_goes_without(world: World, hub_url: str) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    async with browser(hub_url) as tab:
        page = await tab.get(f"/sign-in?next={await link_of(world, campaign)}")
    assert "<h1>Sign in</h1>" in page.text
    assert "</strong>. Sign in to join." in page.text


@pytest.mark.parametrize("how", ["pause_campaign", "archive_campaign"])
async def test_a_link_that_doesnt_work_now_says_so_before_the_sign_in(world: World, hub_url: str, how: str) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    link = await link_of(world, campaign)
    await world.scripts.run(how, campaign)
    async with browser(hub_url) as tab:
        await refused(world, tab, link, "This campaign isn't active right now.")
        assert "invited to text" not in (await tab.get(f"/sign-in?next={link}")).text


async def test_an_invented_link_says_before_the_sign_in_no_more_than_one_that_is_over(
    world: World, hub_url: str, root: Member
) -> None:
    campaign = await world.campaign(contacts=25, sender_link=True)
    old = await link_of(world, campaign)
    await world.ask(root, "update_campaign", campaign=campaign, sender_link=False)
    async with browser(hub_url) as tab:
        over, invented, elsewhere = [
            await tab.get(path) for path in (old, f"/join/{campaign}-{uuid.uuid4()}", f"/join/99-{uuid.uuid4()}")
        ]
    assert over.status_code == 410
    assert over.text == invented.text == elsewhere.text
    assert "This link doesn&#39;t work any more." in over.text
    assert (await world.counts(campaign))["title"] not in over.text


async def test_scripts_are_refused_with_a_word(world: World, members: Members, hub_url: str, ana: Member) -> None:
    async with httpx.AsyncClient(base_url=hub_url, verify=PLAIN) as script:
        script.headers["authorization"] = f"Bearer {await members.token(ana)}"
        answer = await script.get(f"/join/1-{uuid.uuid4()}")
    assert answer.json()["code"] == "link_disabled"
