import pytest

from server.errors import Refused
from server.store import keys
from tests.account import add, sign_in


async def test_a_member_is_signed_in(scripts):
    ana = await add(scripts, "Ana")

    thing = await scripts.run("start_session", member=ana, credential="session:one")

    assert thing["name"] == "Ana"
    assert await scripts.run("recognize", credential="session:one") == thing


async def test_signing_in_forgives_wrong_passwords(scripts):
    ana = await add(scripts, "Ana")
    for _ in range(10):
        await scripts.run("attempt_password", emails=["ana@example.org"])

    await sign_in(scripts, ana)

    assert (await scripts.run("attempt_password", emails=["ana@example.org"])).keys() == {"stranger"}


async def test_sessions_that_ran_out_are_forgotten(scripts):
    ana = await add(scripts, "Ana")
    credentials = keys.under(keys.ACCOUNT, "credentials_of", ana)
    await scripts.redis.zadd(credentials, {"session:long-ago": 1})

    await sign_in(scripts, ana)

    assert await scripts.redis.zrange(credentials, 0, -1) == [b"session:one"]


async def test_nobody_who_is_not_there_is_signed_in(scripts):
    with pytest.raises(Refused, match="unknown_member"):
        await sign_in(scripts, 9)
    assert await scripts.run("still_valid", credentials=["session:one"]) == []
