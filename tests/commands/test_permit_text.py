from typing import Any

from server.store import keys, lookups
from server.store.scripts import Scripts
from tests.world import World

PHONE = "+12025550101"
HOUR_MS = 60 * 60 * 1000
TEXTED = keys.under(keys.ACCOUNT, "texted", PHONE)
PHONES = keys.under(keys.ACCOUNT, "phones")


async def permit(
    scripts: Scripts, identity: str | None = None, conversation: int = 3, to: int = 7, **more: Any
) -> bool | dict[str, int] | None:
    identity = identity or (await lookups.epoch(scripts)).account
    permitted: bool | dict[str, int] | None = await scripts.run(
        "permit_text", phone=PHONE, to=to, conversation=conversation, identity=identity, **more
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


# Two campaigns with the same person.


async def test_nobody_is_texted_unasked_by_a_second_campaign_within_the_hours(world: World) -> None:
    await world.member()
    before = await world.scripts.now()
    assert await permit(world.scripts, unasked=True) is True
    noted = await world.kept()

    other = await permit(world.scripts, to=8, unasked=True)

    assert isinstance(other, dict)
    assert (other["campaign"], other["hours"]) == (7, 6)
    assert before <= other["at"] <= await world.scripts.now()
    assert await world.kept() == noted


async def test_a_campaign_never_keeps_itself_from_texting(world: World) -> None:
    await world.member()
    assert await permit(world.scripts, unasked=True) is True
    assert await permit(world.scripts, unasked=True) is True


async def test_an_answer_a_text_by_itself_and_one_of_an_older_version_pass_and_count(world: World) -> None:
    await world.member()
    assert await permit(world.scripts, unasked=True) is True
    for campaign, more in ((8, {"unasked": False}), (9, {"automatic": "help"}), (10, {})):
        assert await permit(world.scripts, to=campaign, **more) is True
        blocked = await permit(world.scripts, unasked=True)
        assert isinstance(blocked, dict)
        assert blocked["campaign"] == campaign


async def test_after_the_hours_the_other_campaign_may_and_nothing_is_kept_longer(world: World) -> None:
    await world.member()
    await permit(world.scripts, unasked=True)
    assert 5.99 * HOUR_MS < await world.scripts.redis.pttl(TEXTED) <= 6 * HOUR_MS
    await world.scripts.redis.set(TEXTED, f"7:{await world.scripts.now() - 6 * HOUR_MS}")
    assert await permit(world.scripts, to=8, unasked=True) is True


async def test_the_hours_are_those_that_are_set_now(world: World) -> None:
    await world.member()
    await permit(world.scripts, unasked=True)
    await world.scripts.redis.set(TEXTED, f"7:{await world.scripts.now() - 2 * HOUR_MS}")
    await world.scripts.run("set_hours_between", hours=3)
    assert isinstance(await permit(world.scripts, to=8, unasked=True), dict)
    await world.scripts.run("set_hours_between", hours=2)
    assert await permit(world.scripts, to=8, unasked=True) is True


async def test_at_0_hours_campaigns_dont_heed_each_other_and_nothing_is_noted(world: World) -> None:
    await world.member()
    await world.scripts.run("set_hours_between", hours=0)
    assert await permit(world.scripts, unasked=True) is True
    assert not await world.scripts.redis.exists(TEXTED)
    assert await permit(world.scripts, to=8, unasked=True) is True


async def test_who_has_opted_out_is_told_so_first(world: World) -> None:
    await world.member()
    await permit(world.scripts, unasked=True)
    await world.scripts.run("opt_out_phone", phone=PHONE)
    assert await permit(world.scripts, to=8, unasked=True) is False


async def test_of_a_campaign_whose_contacts_are_deleted_nothing_is_noted(world: World) -> None:
    await world.member()
    await world.scripts.run("forget_places", of=7, fields=[])
    assert await permit(world.scripts, unasked=True) is True
    assert not await world.scripts.redis.exists(TEXTED, PHONES)


async def test_it_is_forgotten_with_the_place_of_the_phone(world: World) -> None:
    await world.member()
    for forget, args in (("forget_places", {"fields": [PHONE]}), ("forget_phones", {"phones": [PHONE]})):
        await permit(world.scripts, unasked=True)
        assert await world.scripts.redis.exists(TEXTED)
        await world.scripts.run(forget, **args)
        assert not await world.scripts.redis.exists(TEXTED)
