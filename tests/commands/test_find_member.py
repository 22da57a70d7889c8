from tests.account import add


async def test_a_member_is_found_under_any_form_of_the_address(scripts):
    ana = await add(scripts, "Ana")

    assert (await scripts.run("find_member", emails=["another@example.org", "ana@example.org"]))["id"] == ana


async def test_nobody_is_found_under_an_unknown_or_impossible_address(scripts):
    await add(scripts, "Ana")

    assert await scripts.run("find_member", emails=["ben@example.org"]) is None
    assert await scripts.run("find_member", emails=["", "not an address"]) is None
