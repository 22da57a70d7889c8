import pytest

from server.errors import Refused
from tests.account import add, add_token, listening, sign_in


async def test_other_sessions_end_this_one_and_tokens_go_on(scripts):
    ana = await add(scripts, "Ana")
    here, there = await sign_in(scripts, ana, "session:here"), await sign_in(scripts, ana, "session:there")
    token = f"token:{await add_token(scripts, ana)}"

    async with listening(scripts) as heard:
        await scripts.run("set_password", member=ana, password="hash", keep=here)

        assert await heard.news() == [{"ended": {"credential": there}}]
    assert await scripts.run("still_valid", credentials=[here, there, token]) == [here, token]


async def test_it_forgives_wrong_passwords(scripts):
    ana = await add(scripts, "Ana")
    for _ in range(10):
        await scripts.run("attempt_password", emails=["ana@example.org"])

    await scripts.run("set_password", member=ana, password="hash")

    attempt = await scripts.run("attempt_password", emails=["ana@example.org"])
    assert attempt == {"member": ana, "password": "hash", "stranger": True}


async def test_nobody_who_is_not_there_gets_one(scripts):
    with pytest.raises(Refused, match="unknown_member"):
        await scripts.run("set_password", member=9, password="hash")
    assert await scripts.run("has_password", member=9) is False
