from tests.account import listening


async def test_campaigns_are_listed_and_announced_one_after_another(scripts):
    async with listening(scripts) as heard:
        assert [await scripts.run("new_campaign") for _ in range(2)] == [1, 2]

        assert await heard.news() == [{"campaign": 1}, {"campaign": 2}]
    assert (await scripts.run("describe_account"))["campaigns"] == [1, 2]
