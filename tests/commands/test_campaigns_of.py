from tests.account import add


async def test_campaigns_are_given_in_order_and_each_once(scripts):
    ana, ben = await add(scripts, "Ana"), await add(scripts, "Ben")
    campaigns = [await scripts.run("new_campaign") for _ in range(11)]
    for campaign in [*reversed(campaigns), 3]:
        await scripts.run("hint_senders", to=campaign, members=[ana])

    assert await scripts.run("campaigns_of", member=ana) == campaigns
    assert await scripts.run("campaigns_of", member=ben) == []
