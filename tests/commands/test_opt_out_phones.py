from server.store import keys
from server.store.scripts import Scripts

ONE, TWO, THREE = "+12025550101", "+12025550102", "+12025550103"


async def test_those_who_had_opted_out_stay_as_they_are_noted(scripts: Scripts) -> None:
    first = (await scripts.run("opt_out_phone", phone=ONE, by="Ana", how="texter"))["at"]
    await scripts.redis.sadd(keys.under(keys.ACCOUNT, "opted_out"), TWO)  # by an older version

    answer = await scripts.run("opt_out_phones", phones=[ONE, TWO, THREE], by="Ada", how="import")

    one, two, three = answer["notes"]
    assert answer["new"] == 1
    assert one == {"phone": ONE, "by": "Ana", "at": first, "how": "texter"}
    assert two == {"phone": TWO}
    assert (three["by"], three["how"]) == ("Ada", "import")
    assert await scripts.run("opt_out_phones", phones=[ONE, TWO, THREE], how="import") == {**answer, "new": 0}
    assert await scripts.redis.scard(keys.under(keys.ACCOUNT, "opted_out")) == 3
