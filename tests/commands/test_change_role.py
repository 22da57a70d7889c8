import pytest

from server.errors import Refused
from tests.account import add, listening, sign_in


async def test_a_texter_becomes_an_admin_and_stays_signed_in(scripts):
    await add(scripts, "Ana", "admin")
    ben = await add(scripts, "Ben")
    session = await sign_in(scripts, ben)

    async with listening(scripts) as heard:
        thing = await scripts.run("change_role", member=ben, role="admin")

        assert thing == {"id": ben, "name": "Ben", "email": "ben@example.org", "role": "admin", "disabled": False}
        assert await heard.news() == [{"member": thing}]
    assert await scripts.run("recognize", credential=session) == thing


async def test_a_role_that_they_have_already_changes_nothing(scripts):
    ana = await add(scripts, "Ana", "admin")

    async with listening(scripts) as heard:
        assert (await scripts.run("change_role", member=ana, role="admin"))["role"] == "admin"
        assert await heard.news() == []


async def test_one_of_two_admins_can_become_a_texter_and_the_last_one_cannot(scripts):
    ana, ben = await add(scripts, "Ana", "admin"), await add(scripts, "Ben", "admin")

    assert (await scripts.run("change_role", member=ana, role="texter"))["role"] == "texter"
    with pytest.raises(Refused, match="last_admin"):
        await scripts.run("change_role", member=ben, role="texter")
    assert (await scripts.run("find_member", emails=["ben@example.org"]))["role"] == "admin"


async def test_a_disabled_admin_doesnt_count_as_one(scripts):
    ana, ben = await add(scripts, "Ana", "admin"), await add(scripts, "Ben", "admin")
    await scripts.run("disable_member", member=ben)

    with pytest.raises(Refused, match="last_admin"):
        await scripts.run("change_role", member=ana, role="texter")
    assert (await scripts.run("change_role", member=ben, role="texter"))["role"] == "texter"


async def test_who_is_not_there_and_a_role_that_is_none_are_refused(scripts):
    ana = await add(scripts, "Ana", "admin")

    with pytest.raises(Refused, match="unknown_member"):
        await scripts.run("change_role", member=9, role="admin")
    with pytest.raises(Refused, match="bad_arguments"):
        await scripts.run("change_role", member=ana, role="owner")
