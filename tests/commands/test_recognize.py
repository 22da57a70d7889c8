from server.store import keys
from tests.account import add, add_token, listening, sign_in

DAY = 24 * 3600 * 1000
MINUTE = 60 * 1000


async def test_a_session_and_a_token_say_whose_they_are(scripts):
    ana, ben = await add(scripts, "Ana"), await add(scripts, "Ben")
    session, token = await sign_in(scripts, ana), f"token:{await add_token(scripts, ben)}"

    assert (await scripts.run("recognize", credential=session))["name"] == "Ana"
    assert (await scripts.run("recognize", credential=token))["name"] == "Ben"


async def test_nothing_else_in_the_store_vouches_for_anybody(scripts):
    await add(scripts, "Ana")

    for credential in ("session:made-up", "token:made-up", "member:1", ""):
        assert await scripts.run("recognize", credential=credential) is None


async def test_a_session_lasts_30_days_from_its_last_use(scripts):
    session = keys.under(keys.ACCOUNT, await sign_in(scripts, await add(scripts, "Ana")))
    assert 30 * DAY - MINUTE < await scripts.redis.pttl(session) <= 30 * DAY
    await scripts.redis.pexpire(session, DAY)
    await scripts.redis.hincrby(session, "used", -29 * DAY)

    await scripts.run("recognize", credential="session:one")

    assert 30 * DAY - MINUTE < await scripts.redis.pttl(session) <= 30 * DAY


async def test_using_it_again_and_again_writes_nothing(scripts):
    ana = await add(scripts, "Ana")
    credentials = [await sign_in(scripts, ana), f"token:{await add_token(scripts, ana)}"]
    for credential in credentials:
        await scripts.run("recognize", credential=credential)
    written = (await scripts.redis.info("persistence"))["rdb_changes_since_last_save"]

    for credential in credentials * 10:
        await scripts.run("recognize", credential=credential)

    assert (await scripts.redis.info("persistence"))["rdb_changes_since_last_save"] == written


async def test_the_first_use_of_a_token_is_announced_and_that_of_a_session_is_not(scripts):
    ana = await add(scripts, "Ana")
    credentials = [await sign_in(scripts, ana), f"token:{await add_token(scripts, ana)}"]
    await scripts.redis.hset(keys.under(keys.ACCOUNT, credentials[0]), "used", 0)

    async with listening(scripts) as heard:
        for credential in credentials * 2:
            await scripts.run("recognize", credential=credential)
        (news,) = await heard.news()

    assert news["account"]["tokens_changed"] == 2


async def test_the_uses_of_many_tokens_are_announced_once_a_second_and_the_rest_at_the_next_audit(scripts):
    tokens = [f"token:{await add_token(scripts, await add(scripts, name))}" for name in ("Ana", "Ben", "Cleo")]

    async with listening(scripts) as heard:
        for token in tokens:
            await scripts.run("recognize", credential=token)
        at_once = await heard.news()
        await scripts.redis.hset(keys.ACCOUNT, "use_told", 0)  # a while ago
        for _ in range(2):
            await scripts.run("still_valid", credentials=[])
        later = await heard.news()

    assert [news["account"]["tokens_changed"] for news in (*at_once, *later)] == [4, 5]
    listed = await scripts.run("list_tokens")
    assert all(token["used"] for token in listed)
