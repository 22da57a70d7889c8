import pytest

from server.errors import Refused
from server.store import keys
from tests.account import add, add_token, listening, sign_in


async def test_nothing_of_a_disabled_member_counts_any_more(scripts):
    await add(scripts, "Ana", "admin")
    ben = await add(scripts, "Ben")
    credentials = [
        await sign_in(scripts, ben, "session:one"),
        await sign_in(scripts, ben, "session:two"),
        f"token:{await add_token(scripts, ben)}",
    ]

    await scripts.run("disable_member", member=ben)

    assert await scripts.run("still_valid", credentials=credentials) == []
    assert await scripts.run("list_tokens") == []
    assert await scripts.redis.exists(keys.under(keys.ACCOUNT, "credentials_of", ben)) == 0


async def test_it_is_announced_with_all_their_sockets_to_be_closed(scripts):
    await add(scripts, "Ana", "admin")
    ben = await add(scripts, "Ben")

    async with listening(scripts) as heard:
        thing = await scripts.run("disable_member", member=ben)

        assert thing == {"id": ben, "name": "Ben", "email": "ben@example.org", "role": "texter", "disabled": True}
        account = (await scripts.run("describe_account"))["account"]
        assert await heard.news() == [{"member": thing, "ended": {"member": ben}, "account": account}]
        assert account["tokens_changed"] == 1


async def test_asking_again_changes_nothing(scripts):
    await add(scripts, "Ana", "admin")
    ben = await add(scripts, "Ben")
    thing = await scripts.run("disable_member", member=ben)

    async with listening(scripts) as heard:
        assert await scripts.run("disable_member", member=ben) == thing
        assert await heard.news() == []


async def test_a_disabled_member_can_be_given_nothing_to_sign_in_with(scripts):
    await add(scripts, "Ana", "admin")
    ben = await add(scripts, "Ben")
    await scripts.run("add_sign_in_link", member=ben, link="old")
    await scripts.run("disable_member", member=ben)

    for verb, args in {
        "start_session": {"member": ben, "credential": "session:new"},
        "add_token": {"member": ben, "token": "new", "name": ""},
        "add_sign_in_link": {"member": ben, "link": "new"},
        "use_sign_in_link": {"link": "old", "press": "p", "credential": "session:new"},
        "set_password": {"member": ben, "password": "hash"},
    }.items():
        with pytest.raises(Refused, match="unknown_member"):
            await scripts.run(verb, **args)


async def test_the_last_admin_cannot_be_disabled(scripts):
    ana, ben = await add(scripts, "Ana", "admin"), await add(scripts, "Ben", "admin")
    await add(scripts, "Cleo")
    await scripts.run("disable_member", member=ben)

    with pytest.raises(Refused, match="last_admin"):
        await scripts.run("disable_member", member=ana)
    assert (await scripts.run("find_member", emails=["ana@example.org"]))["disabled"] is False


async def test_nobody_who_is_not_there_is_disabled(scripts):
    with pytest.raises(Refused, match="unknown_member"):
        await scripts.run("disable_member", member=9)
