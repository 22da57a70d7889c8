import pytest

from server.errors import Refused
from tests.account import add, add_token, listening


async def test_earlier_tokens_stay_valid(scripts):
    ana = await add(scripts, "Ana")

    credentials = [f"token:{await add_token(scripts, ana, name)}" for name in ("one", "two")]

    assert await scripts.run("still_valid", credentials=credentials) == credentials


async def test_a_token_is_new_and_not_used_yet(scripts):
    ana = await add(scripts, "Ana")

    async with listening(scripts) as heard:
        thing = await scripts.run("add_token", member=ana, token="digest", name="nightly load test")
        (news,) = await heard.news()

    assert news["account"]["tokens_changed"] == 1
    assert thing.pop("created") > 1_700_000_000_000
    assert thing == {"token": "digest", "member": ana, "name": "nightly load test", "used": None}


async def test_nobody_who_is_not_there_gets_one(scripts):
    with pytest.raises(Refused, match="unknown_member"):
        await add_token(scripts, 9)
    assert await scripts.run("list_tokens") == []
