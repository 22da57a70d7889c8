from server.store import keys


async def test_a_deed_is_kept_and_its_id_says_when(scripts):
    deed = {"by": 1, "name": "Root", "did": "launch_campaign", "campaign": 7}
    before = await scripts.now()

    id = await scripts.run("note_deed", deed=deed)

    assert before <= int(id.split("-")[0]) <= await scripts.now()
    assert await scripts.run("list_deeds", limit=10) == [deed | {"id": id}]


async def test_the_oldest_go_when_there_are_many_thousands(scripts, redis):
    stream = keys.under(keys.ACCOUNT, "deeds")
    async with redis.pipeline(transaction=False) as pipe:
        for _ in range(12_000):
            pipe.xadd(stream, {"deed": b"\x80"})
        await pipe.execute()

    last = await scripts.run("note_deed", deed={"name": "Root", "did": "set_currency"})

    assert 10_000 <= await redis.xlen(stream) < 10_200
    assert [deed["id"] for deed in await scripts.run("list_deeds", limit=1)] == [last]
