from server.store import keys
from tests.account import add, add_token, sign_in


async def test_those_that_count_are_given_back(scripts):
    ana = await add(scripts, "Ana")
    session, token = await sign_in(scripts, ana), await add_token(scripts, ana)

    valid = await scripts.run("still_valid", credentials=[session, "session:gone", f"token:{token}", "token:gone"])

    assert valid == [session, f"token:{token}"]


async def test_none_of_none_count(scripts):
    assert await scripts.run("still_valid", credentials=[]) == []


async def test_an_open_socket_keeps_its_session_going(scripts):
    session = await sign_in(scripts, await add(scripts, "Ana"))
    key = keys.under(keys.ACCOUNT, session)
    await scripts.redis.hset(key, "used", 0)
    await scripts.redis.pexpire(key, 60_000)

    await scripts.run("still_valid", credentials=[session])

    assert await scripts.redis.pttl(key) > 29 * 24 * 3600 * 1000
