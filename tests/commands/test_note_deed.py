import msgpack

from server.store import keys


async def test_a_deed_is_kept_with_its_time(scripts):
    deed = {"by": 1, "name": "Root", "did": "launch_campaign", "campaign": 7}
    before = await scripts.now()

    ids = [await scripts.run("note_deed", deed=deed) for _ in range(2)]

    second, first = await scripts.run("list_deeds", limit=10)
    assert before <= first["at"] <= second["at"] <= await scripts.now()
    assert ids == [1, 2]
    assert first == deed | {"id": 1, "at": first["at"]}


async def test_the_oldest_go_when_there_are_ten_thousand(scripts, redis):
    noted = {msgpack.packb({"id": n, "at": 1, "name": "Root", "did": "x"}): n for n in range(1, 10_004)}
    await redis.zadd(keys.under(keys.ACCOUNT, "deeds"), noted)

    last = await scripts.run("note_deed", deed={"name": "Root", "did": "set_currency"})

    assert await redis.zcard(keys.under(keys.ACCOUNT, "deeds")) == 10_000
    assert [deed["id"] for deed in await scripts.run("list_deeds", limit=2)] == [last, 10_003] == [10_004, 10_003]
