from server.store import keys
from tests.account import add, listening, sign_in


async def test_a_session_ends_for_good_and_alone(scripts):
    ana = await add(scripts, "Ana")
    one, two = await sign_in(scripts, ana, "session:one"), await sign_in(scripts, ana, "session:two")

    async with listening(scripts) as heard:
        await scripts.run("end_session", credential=one)

        assert await heard.news() == [{"ended": {"credential": one}}]
    assert await scripts.run("still_valid", credentials=[one, two]) == [two]
    assert await scripts.redis.zrange(keys.under(keys.ACCOUNT, "credentials_of", ana), 0, -1) == [two.encode()]


async def test_ending_it_again_is_no_trouble_and_no_news(scripts):
    session = await sign_in(scripts, await add(scripts, "Ana"))
    await scripts.run("end_session", credential=session)

    async with listening(scripts) as heard:
        await scripts.run("end_session", credential=session)

        assert await heard.news() == []
