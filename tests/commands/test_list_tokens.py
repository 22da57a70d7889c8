from server.store import keys
from tests.account import add, add_token, sign_in


async def test_tokens_are_listed_newest_first_of_all_or_of_one(scripts):
    ana, ben = await add(scripts, "Ana"), await add(scripts, "Ben")
    await sign_in(scripts, ana)
    tokens = [await add_token(scripts, ana, "one"), await add_token(scripts, ben, "two"), await add_token(scripts, ana)]
    for age, token in enumerate(reversed(tokens)):
        await scripts.redis.hset(keys.under(keys.ACCOUNT, "token", token), "created", 9000 - age)

    assert [thing["token"] for thing in await scripts.run("list_tokens")] == tokens[::-1]
    assert [thing["name"] for thing in await scripts.run("list_tokens", member=ana)] == ["", "one"]


async def test_when_a_token_was_last_used_is_shown(scripts):
    token = await add_token(scripts, await add(scripts, "Ana"))
    [unused] = await scripts.run("list_tokens")
    await scripts.run("still_valid", credentials=[f"token:{token}"])

    [used] = await scripts.run("list_tokens")

    assert unused["used"] is None
    assert used["used"] >= used["created"]
