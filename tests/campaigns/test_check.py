import asyncio

import pytest
from redis.asyncio import Redis

from server.campaigns import check as module
from server.campaigns.check import NOTHING, check
from server.store import keys
from tests.labels import answer, tag, with_survey, with_tags
from tests.world import Texter, World


@pytest.fixture(autouse=True)
def releasing_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RELEASING_SECONDS", 0.05)


async def busy(world: World) -> Texter:
    """A campaign with conversations in every lane."""
    texter = await world.texter(await world.campaign(40))
    await texter.request()
    sent = await texter.send_initials()
    for conversation in sent[:4]:
        await world.contact_writes(texter.campaign, conversation)
    await texter.close(sent[0])
    await world.contact_writes(texter.campaign, sent[5], "STOP", stop=True)
    await world.contact_writes(texter.campaign, 30)
    return texter


async def sentences(world: World) -> list[tuple[int | None, str]]:
    findings = await check(world.scripts)
    assert findings.as_dict()["ok"] is not bool(findings.faults)
    return [(fault.conversation, fault.sentence) for fault in findings.faults]


def key(texter: Texter, *parts: str | int) -> str:
    return keys.under(keys.campaign(texter.campaign), *parts)


async def test_nothing_is_wrong_with_an_account_without_campaigns(world: World) -> None:
    await world.member("Root", "admin")
    assert (await check(world.scripts)).as_dict() == {"ok": True, "campaigns": 0, "conversations": 0, "faults": []}


async def test_a_store_without_an_account_is_a_fault(world: World) -> None:
    findings = await check(world.scripts)

    assert findings.as_dict() == {
        "ok": False,
        "campaigns": 0,
        "conversations": 0,
        "faults": [{"campaign": None, "conversation": None, "sentence": NOTHING}],
    }


async def test_nothing_is_wrong_with_campaigns_in_use(world: World) -> None:
    await busy(world)
    await busy(world)
    await world.scripts.run("new_campaign")  # listed, not made yet

    findings = await check(world.scripts)

    assert findings.as_dict() == {"ok": True, "campaigns": 2, "conversations": 80, "faults": []}


async def test_a_conversation_in_two_buckets_is_a_fault(world: World, redis: Redis) -> None:
    texter = await busy(world)
    await redis.zadd(key(texter, "bucket", texter.id, "initial"), {"40": 1})

    found = await sentences(world)

    assert (40, f"It is in 2 buckets at once: 0:initial, {texter.id}:initial.") in found
    assert (None, "By its counter it has 0 assigned initials; counted, they are 1.") in found


async def test_a_conversation_in_the_bucket_of_somebody_never_heard_of_is_a_fault(world: World, redis: Redis) -> None:
    texter = await busy(world)
    await redis.zadd(key(texter, "bucket", 77, "quiet"), {"40": 1})

    assert await sentences(world) == [(40, "It is in 2 buckets at once: 0:initial, 77:quiet.")]


async def test_a_conversation_in_no_bucket_is_a_fault(world: World, redis: Redis) -> None:
    texter = await busy(world)
    await redis.zrem(key(texter, "bucket", 0, "initial"), "40")

    assert (40, "It is in no bucket; it should be in 0:initial.") in await sentences(world)


async def test_a_conversation_in_another_bucket_than_noted_is_a_fault(world: World, redis: Redis) -> None:
    texter = await busy(world)
    await redis.hset(key(texter, "where"), "40", f"{texter.id}:quiet")

    assert await sentences(world) == [(40, f"It is in 0:initial and noted to be in {texter.id}:quiet.")]


async def test_a_conversation_without_a_contact_is_a_fault(world: World, redis: Redis) -> None:
    texter = await busy(world)
    await redis.zadd(key(texter, "bucket", 0, "initial"), {"41": 41})
    await redis.hset(key(texter, "where"), "41", "0:initial")

    assert (41, "It has no contact.") in await sentences(world)


async def test_an_initial_with_texts_is_a_fault(world: World, redis: Redis) -> None:
    texter = await busy(world)
    await redis.copy(key(texter, "texts", 30), key(texter, "texts", 40))

    assert (40, "It counts as not begun, and has texts.") in await sentences(world)


@pytest.mark.parametrize("name", ["contacts", "held_reply", "held_quiet", "closed", "opted_out", "sent"])
async def test_a_counter_that_differs_from_what_is_there_is_a_fault(world: World, redis: Redis, name: str) -> None:
    texter = await busy(world)
    await redis.hincrby(keys.campaign(texter.campaign), name, 1)

    found = await sentences(world)

    assert found and all(conversation in (None, 41) for conversation, _ in found)


async def test_someone_who_is_no_sender_must_not_hold_open_conversations(world: World, redis: Redis) -> None:
    texter = await busy(world)
    await redis.srem(key(texter, "senders"), texter.id)

    assert await sentences(world) == [(None, f"Member {texter.id} holds 8 open conversations and is no sender.")]


async def test_a_sender_who_is_just_being_removed_is_no_fault(world: World, redis: Redis) -> None:
    texter = await busy(world)

    async def remove() -> None:
        for _ in range(8):
            await world.scripts.run("remove_sender", texter.campaign, member=texter.id, most=1)
            await asyncio.sleep(0.02)

    removing = asyncio.create_task(remove())
    await asyncio.sleep(0.01)
    assert await sentences(world) == []
    await removing


async def test_a_campaign_that_is_not_listed_is_a_fault(world: World, redis: Redis) -> None:
    texter = await busy(world)
    await redis.srem(keys.under(keys.ACCOUNT, "campaigns"), texter.campaign)

    assert await sentences(world) == [(None, "It isn't in the account's list of campaigns.")]


async def test_what_moves_while_it_looks_is_no_fault(world: World) -> None:
    campaign = await world.campaign(3000, batch_size=50)
    texters = [await world.texter(campaign, name) for name in ("Ana", "Ben", "Chloe")]
    looking = True

    async def work(texter: Texter) -> None:
        while looking:
            await texter.request()
            for conversation in (await texter.send_initials())[:5]:
                await world.contact_writes(campaign, conversation)
            await texter.release()

    working = [asyncio.create_task(work(texter)) for texter in texters]
    try:
        for _ in range(5):
            assert await sentences(world) == []
    finally:
        looking = False
        await asyncio.gather(*working)


async def test_a_tag_or_answer_that_only_one_place_knows_is_a_fault(world: World, redis: Redis) -> None:
    texter = await busy(world)
    [one] = await with_tags(world, texter.campaign, "One")
    await with_survey(world, texter.campaign)
    for conversation in (1, 2, 3):
        await tag(world, texter.campaign, conversation, one)
        await answer(world, texter.campaign, conversation, 1, 2)
    assert await sentences(world) == []
    await redis.zrem(key(texter, "labelled"), "answer 2 0000000001")
    await redis.zadd(key(texter, "labelled"), {"tag 1 0000000004": 0})
    await redis.hdel(key(texter, "labels"), "2")

    assert await sentences(world) == [
        (1, "Its labels and their index differ: answer 2."),
        (2, "Its labels and their index differ: answer 2, tag 1."),
        (4, "Its labels and their index differ: tag 1."),
    ]
