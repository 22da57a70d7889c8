from tests.account import add


async def test_a_member_is_found_without_case_and_space(scripts):
    ana = await add(scripts, "Ana")

    assert (await scripts.run("find_member", email=" ANA@example.ORG "))["id"] == ana


async def test_nobody_is_found_under_an_unknown_or_impossible_address(scripts):
    await add(scripts, "Ana")

    assert await scripts.run("find_member", email="ben@example.org") is None
    assert await scripts.run("find_member", email="") is None
