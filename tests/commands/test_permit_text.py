from server.store import keys, lookups
from server.store.scripts import Scripts
from tests.world import World

PHONE = "+12025550101"
PHONES = keys.under(keys.ACCOUNT, "phones")


async def permit(scripts: Scripts, identity: str | None = None, conversation: int = 3) -> bool | None:
    identity = identity or (await lookups.epoch(scripts)).account
    permitted: bool | None = await scripts.run(
        "permit_text", phone=PHONE, to=7, conversation=conversation, identity=identity
    )
    return permitted


async def test_a_text_is_permitted_and_its_conversation_is_where_an_answer_goes(world: World) -> None:
    await world.member()
    assert await permit(world.scripts) is True
    assert await permit(world.scripts, conversation=4) is True
    assert await world.scripts.redis.hget(PHONES, PHONE) == b"7:4"


async def test_to_a_phone_that_has_opted_out_no_text_is_permitted(world: World) -> None:
    await world.member()
    await world.scripts.run("opt_out_phone", phone=PHONE)
    before = await world.kept()
    assert await permit(world.scripts) is False
    assert await world.kept() == before


async def test_another_account_and_an_emptied_store_permit_nothing_and_note_nothing(world: World) -> None:
    assert await permit(world.scripts, "another") is None
    await world.member()
    assert await permit(world.scripts, "another") is None
    assert not await world.scripts.redis.exists(PHONES)
