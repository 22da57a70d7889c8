from server.store import keys
from server.store.scripts import Scripts

ORDER = keys.under(keys.ACCOUNT, "out_since")


async def test_all_stand_in_the_order_of_time_afterwards(scripts: Scripts) -> None:
    noted = [(await scripts.run("opt_out_phone", phone=f"+1202555010{nth}"))["at"] for nth in range(3)]
    right = await scripts.redis.zrange(ORDER, 0, -1)
    assert [int(entry[:14]) for entry in right] == noted
    await scripts.redis.zadd(ORDER, {"00000000000000 +12025550109": 0})  # somebody who isn't opted out
    await scripts.redis.zrem(ORDER, right[1])
    assert await scripts.run("order_opt_outs", cursor="0") == "0"
    assert await scripts.redis.zrange(ORDER, 0, -1) == right


async def test_it_goes_on_from_its_cursor(scripts: Scripts) -> None:
    await scripts.redis.sadd(keys.under(keys.ACCOUNT, "opted_out"), *(f"+1303{number:07}" for number in range(3_000)))
    cursor, steps = await scripts.run("order_opt_outs", cursor="0"), 1
    while cursor != "0":
        cursor, steps = await scripts.run("order_opt_outs", cursor=cursor), steps + 1
    assert steps > 1
    assert await scripts.redis.zcard(ORDER) == 3_000
