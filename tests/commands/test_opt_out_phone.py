from server import keys


async def test_a_phone_is_opted_out_once(scripts):
    assert await scripts.run("opt_out_phone", phone="+12025550123") is True
    assert await scripts.run("opt_out_phone", phone="+12025550123") is False

    assert await scripts.redis.smembers(keys.under(keys.ACCOUNT, "opted_out")) == {b"+12025550123"}
