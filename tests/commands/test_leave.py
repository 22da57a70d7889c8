import pytest

from tests.account import online, presence_told

pytestmark = pytest.mark.usefixtures("account")


async def test_who_leaves_one_hub_stays_online_at_another(scripts):
    for hub, member in (("one", 3), ("two", 3), ("one", 4)):
        await scripts.run("arrive", members=[member], hub=hub)

    async with presence_told(scripts) as told:
        await scripts.run("leave", members=[5], hub="one")  # who wasn't there
        await scripts.run("leave", members=[3, 4], hub="one")

        news = await told()
    assert (news.hub, news.came, news.went) == ("one", [], [3, 4])
    assert await online(scripts) == [3]


async def test_somebody_who_isnt_there_may_leave(scripts):
    await scripts.run("leave", members=[3], hub="one")

    assert await online(scripts) == []
