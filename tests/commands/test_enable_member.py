import pytest

from server.errors import Refused
from tests.account import add, listening, sign_in


async def test_a_disabled_member_can_sign_in_again(scripts):
    await add(scripts, "Ana", "admin")
    ben = await add(scripts, "Ben")
    old = await sign_in(scripts, ben, "session:old")
    await scripts.run("disable_member", member=ben)

    thing = await scripts.run("enable_member", member=ben)

    assert thing == {"id": ben, "name": "Ben", "email": "ben@example.org", "role": "texter", "disabled": False}
    assert await scripts.run("find_member", emails=["ben@example.org"]) == thing
    new = await sign_in(scripts, ben, "session:new")
    assert await scripts.run("still_valid", credentials=[old, new]) == [new]


async def test_it_is_announced_once(scripts):
    await add(scripts, "Ana", "admin")
    ben = await add(scripts, "Ben")
    await scripts.run("disable_member", member=ben)

    async with listening(scripts) as heard:
        thing = await scripts.run("enable_member", member=ben)
        assert await scripts.run("enable_member", member=ben) == thing

        assert await heard.news() == [{"member": thing}]


async def test_nobody_who_is_not_there_is_enabled(scripts):
    with pytest.raises(Refused, match="unknown_member"):
        await scripts.run("enable_member", member=9)
