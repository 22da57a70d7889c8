from server.store import keys
from tests.account import add, add_token, sign_in


async def test_sessions_are_listed_with_where_they_began_the_last_used_first(scripts):
    ana, ben = await add(scripts, "Ana"), await add(scripts, "Ben")
    before = await scripts.now()
    place = {"address": "192.0.2.1", "device": "d", "browser": "Firefox on Mac"}
    await scripts.run("start_session", member=ana, credential="session:one", **place)
    await sign_in(scripts, ana, "session:two")
    await sign_in(scripts, ben, "session:three")
    await add_token(scripts, ana)
    await scripts.redis.hset(keys.under(keys.ACCOUNT, "session", "two"), "used", 5)

    one, two = await scripts.run("list_sessions", member=ana)

    assert (one["address"], one["browser"]) == ("192.0.2.1", "Firefox on Mac")
    assert before <= one["since"] == one["used"] <= await scripts.now()
    assert (two["used"], two["address"], two["browser"]) == (5, "", "")
    assert "one" not in one["session"] and one["session"] != two["session"]


async def test_a_session_of_an_older_version_and_one_that_ran_out(scripts):
    ana = await add(scripts, "Ana")
    await sign_in(scripts, ana, "session:one")
    await scripts.redis.hdel(keys.under(keys.ACCOUNT, "session", "one"), "since", "address", "browser")
    await scripts.redis.zadd(keys.under(keys.ACCOUNT, "credentials_of", ana), {"session:long-ago": 1})

    [one] = await scripts.run("list_sessions", member=ana)

    assert one.keys() == {"session", "used"}
