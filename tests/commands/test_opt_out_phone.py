from server.store import keys
from server.store.scripts import Scripts

PHONE = "+12025550123"


async def test_a_phone_is_noted_and_each_note_is_later_than_the_one_before(scripts: Scripts) -> None:
    notes = [await scripts.run("opt_out_phone", phone=PHONE, by="Ana") for _ in range(20)]

    assert notes == sorted(set(notes))
    assert await scripts.redis.smembers(keys.under(keys.ACCOUNT, "opted_out")) == {PHONE.encode()}
