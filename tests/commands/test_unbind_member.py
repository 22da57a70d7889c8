import pytest

from server.errors import Refused
from server.store import keys
from tests.account import add


async def test_a_member_is_unbound_once(scripts, redis):
    ana = await add(scripts, "Ana")
    who = {"issuer": "https://id.org", "subject": "https://id.org 1", "emails": ["ana@example.org"]}
    await scripts.run("sign_in_by_identity", **who, credential="session:one")

    assert await scripts.run("unbind_member", member=ana) is True
    assert await scripts.run("unbind_member", member=ana) is False

    assert not await redis.exists(keys.under(keys.ACCOUNT, "subjects"))
    assert await scripts.run("recognize", credential="session:one")


async def test_nobody_who_is_not_there_is_unbound(scripts):
    with pytest.raises(Refused, match="unknown_member"):
        await scripts.run("unbind_member", member=9)
