from server.store import lookups
from tests.command_line import handraise
from tests.world import World


async def test_an_archived_campaign_is_deleted(store_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=1_200)
    await world.scripts.run("archive_campaign", campaign)
    ended = await handraise("delete", "campaign", str(campaign), "--yes", REDIS_URL=store_url)
    assert (ended.code, ended.out) == (
        0,
        f"Campaign {campaign}, Vote!, is deleted: 1,200 contacts and all their texts.\n",
    )
    assert await lookups.campaigns(world.scripts) == []
    for command in (("delete", "campaign", str(campaign), "--yes"), ("campaign", "status", str(campaign))):
        again = await handraise(*command, REDIS_URL=store_url)
        assert (again.code, again.err) == (1, "Error: There is no such campaign.\n")


async def test_without_the_title_nothing_is_deleted(store_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=3, launch=False)
    ended = await handraise("delete", "campaign", str(campaign), REDIS_URL=store_url)
    assert (ended.code, ended.out) == (1, "")
    assert f"Campaign {campaign}, Vote!: draft, 3 contacts." in ended.err
    assert (await world.counts(campaign))["contacts"] == 3


async def test_a_campaign_that_goes_on_is_to_be_archived_first(store_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ended = await handraise("delete", "campaign", str(campaign), "--yes", REDIS_URL=store_url)
    assert (ended.code, ended.err) == (
        1,
        f"Error: Campaign {campaign} is active. Archive it first, on its page.\n",
    )


async def test_the_retention_is_set_and_shown(store_url: str, world: World) -> None:
    await world.member()
    for given, shown in (("90", "90 days after their campaign is archived"), ("never", "for ever")):
        ended = await handraise("account", "set", "--retention-days", given, REDIS_URL=store_url)
        assert (ended.code, ended.err) == (0, "Saved.\n")
        told = await handraise("account", "show", REDIS_URL=store_url)
        assert f"Contacts' data are kept: {shown}" in told.out.splitlines()
    for wrong, code in (("0", 1), ("3651", 1), ("soon", 2), ("-1", 2)):
        ended = await handraise("account", "set", "--retention-days", wrong, REDIS_URL=store_url)
        assert ended.code == code
