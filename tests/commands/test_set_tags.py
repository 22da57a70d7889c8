import pytest

from server.campaigns.at_hand import rename_tags
from server.shown import Thing
from server.store import keys
from tests.labels import ask, tag, with_tags
from tests.world import World


def names(account: Thing) -> dict[int, str]:
    return {tag["id"]: tag["name"] for tag in account["tags"]}


async def test_they_keep_their_order_and_their_ids_and_no_id_is_given_again(world: World) -> None:
    account = await ask(world, "set_tags", tags=[{"name": "Volunteer"}, {"name": "Spanish"}])
    assert names(account) == {1: "Volunteer", 2: "Spanish"}
    account = await ask(world, "set_tags", tags=[{"id": 2, "name": "Español"}])
    account = await ask(world, "set_tags", tags=[{"name": "Volunteer"}, {"id": 2, "name": "Español"}])
    assert list(names(account).items()) == [(3, "Volunteer"), (2, "Español")]
    async with world.refused("unknown_tag"):
        await ask(world, "set_tags", tags=[{"id": 1, "name": "Volunteer"}])


async def test_a_new_name_is_one_in_every_campaign_that_has_chosen_the_tag(world: World) -> None:
    campaign, archived, other = [await world.campaign(contacts=2) for _ in range(3)]
    for each in (campaign, archived):
        await with_tags(world, each, "Volunteer") if each == campaign else await ask(
            world, "set_campaign_tags", campaign=each, tags=[1]
        )
    await tag(world, campaign, 1, 1)
    await world.scripts.run("archive_campaign", archived)
    before = await world.counts(other)
    await ask(world, "set_tags", tags=[{"id": 1, "name": "Helper"}])
    for each, count in ((campaign, 1), (archived, 0)):
        thing = await world.counts(each)
        assert thing["tags"] == [{"id": 1, "name": "Helper", "count": count, "offered": True}]
        assert thing["at_hand"] == thing["v"]
    assert await world.counts(other) == before


async def test_a_renaming_that_was_stopped_half_way_goes_on(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await with_tags(world, campaign, "Volunteer")
    await world.scripts.run("set_tags", tags=[{"id": 1, "name": "Helper"}])  # as a hub does that is killed then
    await rename_tags(world.scripts)
    thing = await world.counts(campaign)
    assert [tag["name"] for tag in thing["tags"]] == ["Helper"]
    await rename_tags(world.scripts)
    assert await world.counts(campaign) == thing


async def test_one_that_is_taken_off_the_account_stays_where_it_is_chosen(world: World) -> None:
    campaign, other = await world.campaign(contacts=1), await world.campaign(contacts=1)
    await with_tags(world, campaign, "Volunteer")
    await ask(world, "set_tags", tags=[])
    assert [tag["offered"] for tag in (await world.counts(campaign))["tags"]] == [True]
    await ask(world, "set_campaign_tags", campaign=campaign, tags=[1])
    async with world.refused("unknown_tag"):
        await ask(world, "set_campaign_tags", campaign=other, tags=[1])


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ([{"name": " "}], "empty_label"),
        ([{"name": "a" * 101}], "label_too_long"),
        ([{"name": "Volunteer"}, {"name": "volunteer "}], "same_label"),
        ([{"name": str(n)} for n in range(51)], "too_many"),
    ],
)
async def test_names_that_cannot_be_are_refused(world: World, tags: list[Thing], code: str) -> None:
    await world.member("Root", "admin")
    async with world.refused(code):
        await ask(world, "set_tags", tags=tags)


async def test_the_same_again_is_told_to_nobody(world: World) -> None:
    await ask(world, "set_tags", tags=[{"name": "Volunteer"}])
    v = await world.scripts.redis.hget(keys.ACCOUNT, "v")
    await ask(world, "set_tags", tags=[{"id": 1, "name": "Volunteer"}])
    assert await world.scripts.redis.hget(keys.ACCOUNT, "v") == v
