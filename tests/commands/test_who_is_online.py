import pytest

from tests.account import online

pytestmark = pytest.mark.usefixtures("account")


async def test_a_hub_vouches_again_for_its_own_by_asking(scripts):
    await scripts.redis.zadd("{a}:online", {"3:one": 1, "4:one": 1})

    assert await online(scripts, members=[3], hub="one") == [3]
    assert await online(scripts) == [3]


async def test_the_time_is_the_stores(scripts):
    before, _ = await scripts.redis.time()

    at = (await scripts.run("who_is_online", members=[], hub="one"))["at"]

    after, _ = await scripts.redis.time()
    assert before <= at // 1000 <= after


async def test_ten_thousand_members_of_a_hub_are_vouched_for(scripts):
    assert len(await online(scripts, members=list(range(1, 10_001)))) == 10_000
