"""The ledger rebuilds the buckets, and shows when it or the store isn't whole."""

import asyncio
from typing import Any

import pytest

from server.campaigns.replay import Outcome, replay
from server.errors import Refused
from server.store import keys, lookups
from tests.command_line import handraise
from tests.world import Texter, World


async def an_evening(world: World) -> tuple[int, Texter]:
    """A campaign of thirty contacts in which much has moved, and a texter of it."""
    campaign = await world.campaign(contacts=30)
    ana, ben = await world.texter(campaign), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initials()
    await world.contact_writes(campaign, 1)
    await ben.request()
    await ben.release()
    root = await world.member("Root", "admin")
    await world.ask(root, "reassign", campaign=campaign, holders=[ana.id], to=[ben.id], lanes=["quiet"], count=3)
    await ana.close((await ana.holds("reply"))[0])
    await world.scripts.run("opt_out_phone", phone="+12025550199", by=None, how="admin")
    return campaign, ana


def ledger(campaign: int) -> str:
    return keys.under(keys.campaign(campaign), "ledger")


async def test_the_ledger_and_the_store_agree(world: World) -> None:
    campaign, _ = await an_evening(world)
    outcome = await replay(world.scripts, campaign)
    assert (outcome.faults, outcome.conversations, outcome.unjudged) == ([], 30, 0)
    assert outcome.entries > 14


async def test_each_entry_that_is_missing_is_found(world: World) -> None:
    campaign, _ = await an_evening(world)
    entries = await world.scripts.redis.xrange(ledger(campaign))
    for n, (id, _) in enumerate(entries, 1):
        await world.scripts.redis.xdel(ledger(campaign), id)
        outcome = await replay(world.scripts, campaign)
        assert outcome.faulty, n
        said = f"Entry {n} of" if n < len(entries) else f"should end with entry {n}"
        assert any(said in fault for fault in outcome.faults)
        await world.scripts.redis.delete(ledger(campaign))
        for each, kept in entries:
            await world.scripts.redis.xadd(ledger(campaign), kept, each)
    assert not (await replay(world.scripts, campaign)).faulty


async def test_a_conversation_that_is_elsewhere_is_found(world: World) -> None:
    campaign, ana = await an_evening(world)
    bucket = keys.under(keys.campaign(campaign), "bucket", ana.id, "quiet")
    conversation = (await ana.holds("quiet"))[0]
    await world.scripts.redis.zrem(bucket, conversation)
    outcome = await replay(world.scripts, campaign)
    assert outcome.faults == [f"Conversation {conversation} isn't in the bucket that the store notes for it."]
    await world.scripts.redis.zadd(keys.under(keys.campaign(campaign), "bucket", 0, "quiet"), {str(conversation): 1})
    await world.scripts.redis.hset(keys.under(keys.campaign(campaign), "where"), str(conversation), "0:quiet")
    outcome = await replay(world.scripts, campaign)
    assert outcome.faults == [f"Conversation {conversation} is in 0:quiet; by the ledger it is in {ana.id}:quiet."]


async def test_what_was_trimmed_isnt_judged(world: World) -> None:
    campaign = await world.campaign(contacts=5, launch=False)
    root = await world.member("Root", "admin")
    await world.ask(root, "update_campaign", campaign=campaign, ledger_entries=1000)
    await world.scripts.run("launch_campaign", campaign, most=10)
    ana = await world.texter(campaign)
    for _ in range(1_000):
        await ana.request()
        await ana.release()
    outcome = await replay(world.scripts, campaign)
    assert (outcome.faults, outcome.unjudged) == ([], 0)
    assert outcome.entries == 1_001
    assert int(await world.scripts.redis.hget(keys.campaign(campaign), "ledger_trimmed") or 0) > 0
    first, _ = (await world.scripts.redis.xrange(ledger(campaign), count=1))[0]
    await world.scripts.redis.xdel(ledger(campaign), first)
    assert (await replay(world.scripts, campaign)).faulty


async def test_an_older_campaign_is_judged_from_its_first_entry_on(world: World) -> None:
    campaign, ana = await an_evening(world)
    await world.scripts.redis.delete(ledger(campaign))
    await world.scripts.redis.hdel(keys.campaign(campaign), "ledger_last")
    await ana.release()
    outcome = await replay(world.scripts, campaign)
    assert (outcome.faults, outcome.entries) == ([], 1)
    assert 0 < outcome.unjudged < 30


async def test_it_is_exact_while_everything_moves(world: World) -> None:
    campaign = await world.campaign(contacts=3_000, batch_size=100)
    texters = [await world.texter(campaign, name) for name in ("Ana", "Ben", "Cleo")]

    async def work(texter: Texter) -> None:
        for _ in range(30):
            await texter.request()
            await texter.release()

    working = asyncio.gather(*map(work, texters))
    outcomes: list[Outcome] = []
    while not working.done():
        outcomes.append(await replay(world.scripts, campaign))
    await working
    assert outcomes
    assert [outcome.faults for outcome in outcomes] == [[]] * len(outcomes)


@pytest.mark.parametrize(("pages", "rounds"), [(0, 100), (0, 600), (1, 600)])
async def test_what_is_trimmed_while_it_reads_isnt_missing(
    pages: int, rounds: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some of it, or all: before the first page is read, or after it."""
    campaign = await world.campaign(contacts=5)
    root, ana = await world.member("Root", "admin"), await world.texter(campaign)
    await world.ask(root, "update_campaign", campaign=campaign, ledger_entries=1000)
    for _ in range(950):
        await ana.request()
        await ana.release()
    ledger_after, asked = lookups.ledger_after, 0

    async def overtaken(*args: Any) -> Any:
        nonlocal asked
        asked += 1
        for _ in range(rounds if asked == pages + 1 else 0):
            await ana.request()
            await ana.release()
        return await ledger_after(*args)

    monkeypatch.setattr(lookups, "ledger_after", overtaken)
    assert (await replay(world.scripts, campaign)).faults == []


async def test_chosen_ones_are_told_in_any_order(world: World) -> None:
    campaign = await world.campaign(contacts=10)
    root, ana = await world.member("Root", "admin"), await world.texter(campaign)
    for chosen in ([1, 8, 3], [5, 4, 6]):
        await world.ask(root, "reassign", campaign=campaign, holders=None, to=[ana.id], conversations=chosen)
        assert (await replay(world.scripts, campaign)).faults == []


async def test_there_is_no_such_campaign(world: World) -> None:
    with pytest.raises(Refused, match="unknown_campaign"):
        await replay(world.scripts, 99)


async def test_on_the_command_line(world: World, store_url: str) -> None:
    campaign, _ = await an_evening(world)
    ended = await handraise("replay", str(campaign), REDIS_URL=store_url)
    assert ended.code == 0, ended.err
    assert ended.out.startswith("30 conversations, ")
    assert ended.out.endswith("entries: the ledger and the store agree.\n")
    id, _ = (await world.scripts.redis.xrange(ledger(campaign)))[2]
    await world.scripts.redis.xdel(ledger(campaign), id)
    ended = await handraise("replay", str(campaign), "--json", REDIS_URL=store_url)
    assert ended.code == 1
    assert "Entry 3 of the ledger is missing." in ended.out
