from tests.account import add


async def test_a_member_has_one_once_it_is_set(scripts):
    ana = await add(scripts, "Ana")
    assert await scripts.run("has_password", member=ana) is False

    await scripts.run("set_password", member=ana, password="hash")

    assert await scripts.run("has_password", member=ana) is True
