import pytest

from server.errors import Refused
from server.store import keys
from tests.world import World


async def test_a_new_campaign_is_a_draft_without_contacts(world: World) -> None:
    root = await world.member("Root", "admin")
    created = await world.ask(root, "create_campaign", title=" Vote! ")
    counts = await world.counts(created["campaign"])
    assert counts["title"] == "Vote!"
    assert (counts["status"], counts["script"], counts["contacts"], counts["sent"]) == ("draft", "", 0, 0)
    assert counts["unassigned"] == counts["held"] == {"initial": 0, "reply": 0, "quiet": 0}
    assert (counts["self_assign"], counts["bulk_send"], counts["batch_size"]) == (False, False, None)


async def test_it_is_listed(world: World) -> None:
    first, second = await world.campaign(), await world.campaign()
    assert (await world.scripts.run("describe_account"))["campaigns"] == [first, second]


async def test_self_assignment_from_the_start_takes_the_accounts_batch_size(world: World) -> None:
    await world.scripts.run("set_default_batch_size", size=42)
    campaign = await world.campaign(self_assign=True, batch_size=None)
    assert (await world.counts(campaign))["batch_size"] == 42


async def test_a_batch_size_of_its_own_counts_more(world: World) -> None:
    campaign = await world.campaign(self_assign=True, batch_size=7)
    assert (await world.counts(campaign))["batch_size"] == 7


async def test_a_sender_link_is_shown_once_launched(world: World) -> None:
    campaign = await world.campaign(contacts=1, sender_link=True, launch=False)
    draft = await world.counts(campaign)
    assert (draft["sender_link"], draft["sender_link_enabled"]) == (None, True)
    await world.scripts.run("launch_campaign", campaign, most=1000)
    assert (await world.counts(campaign))["sender_link"].startswith("/join/")


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"title": " \n"}, "empty_title"),
        ({"title": ""}, "empty_title"),
        ({"batch_size": 0}, "batch_size_out_of_range"),
        ({"batch_size": -1}, "batch_size_out_of_range"),
        ({"batch_size": 5001}, "batch_size_out_of_range"),
        ({"script": "é" * 1601}, "text_too_long"),
        ({"script": "Hi {first_name!"}, "bad_braces"),
        ({"sender_link": True}, "self_assign_off"),
    ],
)
async def test_settings_that_cannot_be_leave_no_campaign(world: World, settings: dict, code: str) -> None:
    root = await world.member("Root", "admin")
    async with world.refused(code):
        await world.ask(root, "create_campaign", **{"title": "Vote!", **settings})


async def test_the_script_itself_refuses_a_sender_link_without_self_assignment(world: World) -> None:
    async with world.refused("self_assign_off"):
        settings = {"title": "Vote!", "sender_link": True, "token": "t", "default_batch_size": 300}
        await world.scripts.run("create_campaign", 1, **settings)


async def test_making_it_again_changes_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    await ana.request()
    before = await world.counts(campaign)
    async with world.listening(campaign) as heard:
        await world.scripts.run("create_campaign", campaign, title="Again!", default_batch_size=300, token="t")
        assert await heard.news() == []
    assert await world.counts(campaign) == before


async def test_an_id_that_is_listed_and_not_made_is_no_campaign(world: World) -> None:
    listed = await world.scripts.run("new_campaign")
    with pytest.raises(Refused, match="unknown_campaign"):
        await world.counts(listed)
    assert not await world.scripts.redis.exists(keys.campaign(listed))


async def test_hubs_hear_of_it(world: World) -> None:
    async with world.listening(1) as heard:
        await world.campaign()
        (message,) = await heard.news()
    assert (message["v"], message["campaign"]["status"], message["texters"]) == (1, "draft", [])
