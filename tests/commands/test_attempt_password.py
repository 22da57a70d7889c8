import pytest

from server import keys
from server.errors import Refused
from tests.account import add


async def test_what_to_compare_with_is_given_in_any_case_of_the_address(scripts):
    ana = await add(scripts, "Ana")
    await scripts.run("set_password", member=ana, password="hash")

    assert await scripts.run("attempt_password", email=" ANA@example.org") == {"member": ana, "password": "hash"}


@pytest.mark.parametrize("email", ["ana@example.org", "nobody@example.org"])
async def test_the_eleventh_attempt_in_15_minutes_is_refused_whoever_it_is(scripts, email):
    await scripts.run("set_password", member=await add(scripts, "Ana"), password="hash")
    for _ in range(10):
        await scripts.run("attempt_password", email=email)

    with pytest.raises(Refused, match="too_many_attempts"):
        await scripts.run("attempt_password", email=email.upper())
    assert 0 < await scripts.redis.ttl(keys.under(keys.ACCOUNT, "attempts", email)) <= 15 * 60


async def test_there_is_nothing_to_compare_with_for_strangers_and_who_is_disabled(scripts):
    await add(scripts, "Ana", "admin")
    ben = await add(scripts, "Ben")
    await scripts.run("set_password", member=ben, password="hash")
    await scripts.run("disable_member", member=ben)

    for email in ("ana@example.org", "ben@example.org", "nobody@example.org", "not an address"):
        assert await scripts.run("attempt_password", email=email) is None
