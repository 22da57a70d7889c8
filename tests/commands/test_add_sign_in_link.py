import pytest

from server.errors import Refused
from server.store import keys
from tests.account import add


async def test_a_link_is_good_for_7_days(scripts):
    ana = await add(scripts, "Ana")

    assert (await scripts.run("add_sign_in_link", member=ana, link="digest"))["name"] == "Ana"

    days = await scripts.redis.ttl(keys.under(keys.ACCOUNT, "link", "digest")) / 86400
    assert 6.99 < days <= 7


async def test_nobody_who_is_not_there_gets_one(scripts):
    with pytest.raises(Refused, match="unknown_member"):
        await scripts.run("add_sign_in_link", member=9, link="digest")
    with pytest.raises(Refused, match="unknown_link"):
        await scripts.run("describe_sign_in_link", link="digest")
