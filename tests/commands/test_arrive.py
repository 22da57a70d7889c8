import pytest

from tests.account import online, presence_told

pytestmark = pytest.mark.usefixtures("account")


async def test_who_arrives_is_online_for_every_hub_and_all_of_them_hear_of_it(scripts):
    async with presence_told(scripts) as told:
        await scripts.run("arrive", members=[3], hub="one")

        assert await told()
    assert await online(scripts, hub="two") == [3]


async def test_a_hub_that_was_killed_vouches_for_nobody_after_15_seconds(scripts):
    await scripts.run("arrive", members=[3], hub="killed")

    until = await scripts.redis.zscore("{a}:online", "3:killed")

    seconds, _ = await scripts.redis.time()
    assert 10 < until / 1000 - seconds <= 16


async def test_nobody_is_vouched_for_in_a_store_that_was_emptied(scripts):
    await scripts.redis.flushall()

    await scripts.run("arrive", members=[3], hub="one")

    assert await scripts.redis.keys("*") == []


async def test_who_comes_back_after_their_time_has_run_out_is_told_of(scripts):
    await scripts.redis.zadd("{a}:online", {"3:one": 1})

    async with presence_told(scripts) as told:
        await scripts.run("arrive", members=[3], hub="one")

        assert await told()


async def test_the_hubs_hear_who_came_and_nobody_who_was_there_already(scripts):
    await scripts.run("arrive", members=[3], hub="one")

    async with presence_told(scripts) as told:
        await scripts.run("arrive", members=[3], hub="one")
        await scripts.run("arrive", members=[3, 4, 5], hub="one")

        news = await told()
    assert (news.hub, news.came, news.went) == ("one", [4, 5], [])
