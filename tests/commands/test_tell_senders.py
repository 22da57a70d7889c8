from tests.account import listening


async def test_hubs_hear_whose_membership_changed(scripts):
    async with listening(scripts) as heard:
        assert await scripts.run("tell_senders", of=7, members=[1, 2]) is None

        assert await heard.news() == [{"senders": {"campaign": 7, "members": [1, 2]}}]
