from tests.account import add, add_token, listening, sign_in


async def test_one_session_is_ended_by_its_id(scripts):
    ana = await add(scripts, "Ana")
    for name in ("session:one", "session:two"):
        await sign_in(scripts, ana, name)
    ids = [session["session"] for session in await scripts.run("list_sessions", member=ana)]

    async with listening(scripts) as heard:
        assert await scripts.run("end_sessions", member=ana, session=ids[0]) == 1
        assert await scripts.run("end_sessions", member=ana, session=ids[0]) == 0

        [news] = await heard.news()
    [left] = await scripts.run("list_sessions", member=ana)
    assert left["session"] == ids[1]
    assert news["ended"]["credential"] in ("session:one", "session:two")


async def test_all_others_are_ended_and_tokens_stay(scripts):
    ana = await add(scripts, "Ana")
    names = [f"session:{n}" for n in range(4)]
    for name in names:
        await sign_in(scripts, ana, name)
    token = f"token:{await add_token(scripts, ana)}"

    assert await scripts.run("end_sessions", member=ana, keep=names[2]) == 3

    assert set(await scripts.run("still_valid", credentials=[*names, token])) == {names[2], token}


async def test_nobody_ends_another_members_session(scripts):
    ana, ben = await add(scripts, "Ana"), await add(scripts, "Ben")
    await sign_in(scripts, ana)
    await sign_in(scripts, ben, "session:bens")
    [session] = await scripts.run("list_sessions", member=ana)

    assert await scripts.run("end_sessions", member=ben, session=session["session"]) == 0
    assert len(await scripts.run("list_sessions", member=ana)) == 1
