from server.store import keys
from tests.world import World

DAY_MS = 24 * 3600 * 1000


async def test_each_member_has_the_time_of_their_last_sign_in(world: World) -> None:
    root, ana = await world.member("Root", "admin"), await world.member("Ana")
    before = await world.scripts.now()
    for credential in ("session:one", "session:two"):
        await world.scripts.run("start_session", member=ana.id, credential=credential)
    [one] = (await world.ask(root, "list_sign_ins"))["sign_ins"]
    assert one["member"] == ana.id
    assert before <= one["at"] <= await world.scripts.now()


async def test_it_stays_known_after_signing_out(world: World) -> None:
    root, ana = await world.member("Root", "admin"), await world.member("Ana")
    await world.scripts.run("start_session", member=ana.id, credential="session:one")
    await world.scripts.run("end_session", credential="session:one")
    assert [one["member"] for one in (await world.ask(root, "list_sign_ins"))["sign_ins"]] == [ana.id]


async def test_of_an_older_versions_session_it_is_when_that_was_used_last(world: World) -> None:
    root, ana = await world.member("Root", "admin"), await world.member("Ana")
    await world.members.token(ana)
    await world.scripts.run("start_session", member=ana.id, credential="session:one")
    await world.scripts.redis.hdel(keys.under(keys.ACCOUNT, "member", ana.id), "signed_in")
    used = int(await world.scripts.redis.hget(keys.under(keys.ACCOUNT, "session:one"), "used"))
    assert (await world.ask(root, "list_sign_ins"))["sign_ins"] == [{"member": ana.id, "at": used}]
