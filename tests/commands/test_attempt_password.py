import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from server.store import keys
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.account import add, sign_in

EMAIL = "ana@example.org"


async def attempt(scripts: Scripts, email: str = EMAIL, **place: Any) -> Any:
    """Try a password for an e-mail address, from some place."""
    return await scripts.run("attempt_password", emails=[email], **place)


async def test_what_to_compare_with_is_given_under_any_form_of_the_address(scripts):
    ana = await add(scripts, "Ana")
    await scripts.run("set_password", member=ana, password="hash")

    answer = await scripts.run("attempt_password", emails=["another@example.org", EMAIL])

    assert answer == {"member": ana, "password": "hash", "stranger": True}


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
async def test_the_eleventh_attempt_in_15_minutes_is_refused_whoever_it_is(scripts, email):
    await scripts.run("set_password", member=await add(scripts, "Ana"), password="hash")
    for n in range(10):
        assert "wait" not in await attempt(scripts, email, address=f"192.0.2.{n}")

    answer = await attempt(scripts, email, address="192.0.2.99")

    assert answer.keys() == {"wait"}
    assert 0 < answer["wait"] <= 15 * 60 * 1000


async def test_one_address_may_try_30_people_and_no_more(scripts):
    for n in range(30):
        assert "wait" not in await attempt(scripts, f"{n}@example.org", address="192.0.2.1")

    for email in ("30@example.org", "not an address"):
        assert "wait" in await attempt(scripts, email, address="192.0.2.1")
        assert "wait" not in await attempt(scripts, email, address="192.0.2.2")


async def test_looking_first_counts_nothing_and_tells_no_hash(scripts):
    ana = await add(scripts, "Ana")
    await scripts.run("set_password", member=ana, password="hash")
    for _ in range(40):
        assert await attempt(scripts, address="192.0.2.1", look=True) == {"stranger": True}
    assert await attempt(scripts, device="browser", members=[ana], look=True) == {"stranger": False}
    assert await scripts.redis.keys("*attempts*") == []

    for _ in range(10):
        await attempt(scripts)
    assert "wait" in await attempt(scripts, look=True)


async def test_right_passwords_are_not_held_against_an_address(scripts):
    ana = await add(scripts, "Ana")
    for n in range(40):
        assert "wait" not in await attempt(scripts, address="192.0.2.1")
        await scripts.run("start_session", member=ana, credential=f"session:{n}", address="192.0.2.1", stranger=True)
        await scripts.redis.delete(keys.under(keys.ACCOUNT, "addresses_of", ana))

    assert await scripts.redis.get(keys.under(keys.ACCOUNT, "attempts", "from", "192.0.2.1")) == b"0"


async def test_all_counts_end_after_15_minutes(scripts):
    ana = await add(scripts, "Ana")
    await attempt(scripts, address="192.0.2.1")
    await attempt(scripts, "nobody@example.org", address="192.0.2.1")
    await attempt(scripts, device="browser", members=[ana])

    names = ("of:1", "of:nobody@example.org", "from:192.0.2.1", "of:1:browser")
    for name in names:
        assert 0 < await scripts.redis.pttl(keys.under(keys.ACCOUNT, "attempts", name)) <= 15 * 60 * 1000
    assert len(await scripts.redis.keys("*attempts*")) == len(names)


@pytest.mark.parametrize(
    "place", [{"device": "browser", "members": [1]}, {"address": "192.0.2.1"}], ids=["browser", "address"]
)
async def test_a_place_that_a_member_signed_in_from_has_a_count_of_its_own(scripts, place):
    ana = await add(scripts, "Ana")
    await scripts.run("start_session", member=ana, credential="session:one", address="192.0.2.1")
    for n in range(12):
        await attempt(scripts, address=f"203.0.113.{n}")

    for _ in range(10):
        assert (await attempt(scripts, **place))["stranger"] is False
    assert "wait" in await attempt(scripts, **place)
    assert "wait" in await attempt(scripts, address="203.0.113.99")


async def test_a_browser_in_which_only_others_have_signed_in_is_a_strangers(scripts):
    await add(scripts, "Ana")

    assert (await attempt(scripts, device="browser", members=[2, 3]))["stranger"] is True
    assert (await attempt(scripts, "nobody@example.org", device="browser", members=[1]))["stranger"] is True


async def test_signing_in_forgives_what_was_tried_in_that_place(scripts):
    ana = await add(scripts, "Ana")
    place = {"device": "browser", "members": [ana]}
    for _ in range(11):
        await attempt(scripts, **place)

    await scripts.run("start_session", member=ana, credential="session:one", device="browser")

    assert "wait" not in await attempt(scripts, **place)


strangers = st.lists(
    st.tuples(
        st.sampled_from([EMAIL, "ben@example.org", "nobody@example.org"]),
        st.sampled_from([f"203.0.113.{n}" for n in range(4)]),
        st.integers(1, 40),
    ),
    max_size=8,
)


@given(tried=strangers)
async def test_whatever_strangers_try_the_owner_gets_in_where_they_were_before(store_url, tried):
    async with Redis.from_url(store_url) as redis:
        await redis.flushall()
        scripts = Scripts(Nodes(redis))
        ana = await add(scripts, "Ana")
        await scripts.run("start_session", member=ana, credential="session:one", address="192.0.2.1")

        for email, address, times in tried:
            await asyncio.gather(*(attempt(scripts, email, address=address) for _ in range(times)))

        assert "wait" not in await attempt(scripts, address="192.0.2.1")
        assert "wait" not in await attempt(scripts, address="203.0.113.1", device="browser", members=[7, ana])


async def test_the_addresses_of_a_member_are_the_last_20(scripts):
    ana = await add(scripts, "Ana")
    for n in range(25):
        await scripts.run("start_session", member=ana, credential=f"session:{n}", address=f"192.0.2.{n}")
        await scripts.redis.zincrby(keys.under(keys.ACCOUNT, "addresses_of", ana), n - 100, f"192.0.2.{n}")

    kept = keys.under(keys.ACCOUNT, "addresses_of", ana)
    assert await scripts.redis.zcard(kept) == 20
    assert await scripts.redis.ttl(kept) > 0


async def test_there_is_nothing_to_compare_with_for_strangers_and_who_is_disabled(scripts):
    await add(scripts, "Ana", "admin")
    ben = await add(scripts, "Ben")
    await scripts.run("set_password", member=ben, password="hash")
    await sign_in(scripts, ben)
    await scripts.run("disable_member", member=ben)

    for email in (EMAIL, "ben@example.org", "nobody@example.org", "not an address", ""):
        assert await attempt(scripts, email) == {"stranger": True}
