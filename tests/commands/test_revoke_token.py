import pytest

from server.errors import Refused
from tests.account import add, add_token, listening


async def test_a_revoked_token_counts_no_more_and_the_others_do(scripts):
    ana = await add(scripts, "Ana")
    one, two = await add_token(scripts, ana, "one"), await add_token(scripts, ana, "two")

    async with listening(scripts) as heard:
        thing = await scripts.run("revoke_token", token=one)

        assert (thing["token"], thing["name"]) == (one, "one")
        (news,) = await heard.news()
        assert (news["ended"], news["account"]["tokens_changed"]) == ({"credential": f"token:{one}"}, 3)
    assert await scripts.run("still_valid", credentials=[f"token:{one}", f"token:{two}"]) == [f"token:{two}"]
    assert [thing["token"] for thing in await scripts.run("list_tokens")] == [two]


async def test_a_token_that_is_not_there_is_refused(scripts):
    token = await add_token(scripts, await add(scripts, "Ana"))
    await scripts.run("revoke_token", token=token)

    with pytest.raises(Refused, match="unknown_token"):
        await scripts.run("revoke_token", token=token)
