from tests.account import add, listening


async def test_hubs_hear_whose_membership_changed(scripts):
    ana, ben = await add(scripts, "Ana"), await add(scripts, "Ben")

    async with listening(scripts) as heard:
        assert await scripts.run("tell_senders", of=7, members=[ana, ben]) == []

        assert await heard.news() == [{"senders": {"campaign": 7, "members": [ana, ben]}}]


async def test_who_was_disabled_meanwhile_is_named(scripts):
    ana, ben = await add(scripts, "Ana"), await add(scripts, "Ben")
    await scripts.run("disable_member", member=ben)

    assert await scripts.run("tell_senders", of=7, members=[ana, ben]) == [ben]
