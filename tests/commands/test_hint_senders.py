import pytest

from server.errors import Refused
from tests.account import add, listening


async def test_members_learn_where_they_may_be_senders(scripts):
    ana, ben = await add(scripts, "Ana"), await add(scripts, "Ben")
    campaign = await scripts.run("new_campaign")

    async with listening(scripts) as heard:
        members = await scripts.run("hint_senders", to=campaign, members=[ben, ana])

        assert [member["name"] for member in members] == ["Ben", "Ana"]
        assert await scripts.run("campaigns_of", member=ana) == [campaign]
        assert await heard.news() == [{"senders": {"campaign": campaign, "members": [ben, ana]}}]


@pytest.mark.parametrize("stranger", [3, 99])
async def test_one_unknown_or_disabled_member_keeps_all_of_them_out(scripts, stranger):
    await add(scripts, "Ana", "admin")
    ben, cleo = await add(scripts, "Ben"), await add(scripts, "Cleo")
    await scripts.run("disable_member", member=cleo)
    campaign = await scripts.run("new_campaign")

    async with listening(scripts) as heard:
        with pytest.raises(Refused, match="unknown_member"):
            await scripts.run("hint_senders", to=campaign, members=[ben, stranger])

        assert await scripts.run("campaigns_of", member=ben) == []
        assert await heard.news() == []


async def test_a_campaign_that_is_not_listed_gets_none(scripts):
    ana = await add(scripts, "Ana")

    with pytest.raises(Refused, match="unknown_campaign"):
        await scripts.run("hint_senders", to=9, members=[ana])
    assert await scripts.run("campaigns_of", member=ana) == []


async def test_only_those_who_were_not_noted_yet_are_news(scripts):
    ana, ben = await add(scripts, "Ana"), await add(scripts, "Ben")
    campaign = await scripts.run("new_campaign")
    await scripts.run("hint_senders", to=campaign, members=[ana])

    async with listening(scripts) as heard:
        members = await scripts.run("hint_senders", to=campaign, members=[ana, ben])

        assert [member["name"] for member in members] == ["Ana", "Ben"]
        assert await heard.news() == [{"senders": {"campaign": campaign, "members": [ben]}}]


async def test_nobody_is_no_news(scripts):
    campaign = await scripts.run("new_campaign")

    async with listening(scripts) as heard:
        assert await scripts.run("hint_senders", to=campaign, members=[]) == []
        assert await heard.news() == []
