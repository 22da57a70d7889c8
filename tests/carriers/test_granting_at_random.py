"""Whatever rates are set and however processes take, put back and die: no limit is exceeded, and nothing starves."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

import pytest

from server.carriers.granting import Granting
from server.carriers.patience import Patience
from server.store import keys
from server.store.queues import WithTexts
from tests.paces import soon, time_passes
from tests.world import Texter, World

SIZES = {"a": 1, "a" * 161: 2, "ж" * 141: 3}
"""Texts by their segments."""
TEXTS = ("a", "a", *SIZES)
LARGEST = 3
CARRIER = "simulator"
NUMBERS = "12345"


@dataclass
class Went:
    """Texts that went out: (ms, day, segments, campaign), and their names by campaign."""

    log: list[tuple[int, int, int, int]] = field(default_factory=list)
    names: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def most_within(self, ms: int, *campaigns: int) -> int:
        """The most segments of these campaigns that went out within so many ms."""
        log = [(at, size) for at, _, size, campaign in self.log if campaign in campaigns]
        return max((sum(size for at, size in log if first <= at < first + ms) for first, _ in log), default=0)

    def days(self, *campaigns: int) -> Counter[int]:
        """The segments of these campaigns by day."""
        found: Counter[int] = Counter()
        for _, day, size, campaign in self.log:
            if campaign in campaigns:
                found[day] += size
        return found


@dataclass
class Stage:
    """Two campaigns whose carrier has limits, one of them with numbers of its own; the clock goes when we say so."""

    world: World
    dice: Random
    texters: list[Texter]
    processes: list[Granting]
    midnights: list[int]
    went: Went = field(default_factory=Went)
    clock: int = 0
    day: int = 0

    async def pass_time(self, ms: int) -> None:
        """Let time pass; a day that is nearly over ends."""
        left = self.midnights[self.day] - await self.world.scripts.now()
        if ms >= left - 60_000:
            ms = max(ms, left + 1_000)
            self.day += 1
        self.clock += ms
        self.midnights = [midnight - ms for midnight in self.midnights]
        await time_passes(self.world.scripts.redis, ms, *(texter.campaign for texter in self.texters))

    async def take(self, process: Granting, texter: Texter, numbers: str) -> None:
        """A process takes some texts, hands most over, and puts the rest back; answers go first."""
        await process.look()
        process._midnights = self.midnights[self.day :]
        campaign, name = texter.campaign, process._process
        answers = keys.under(keys.campaign(campaign), "answers")
        rows = await process.take(WithTexts(campaign, numbers, 0), self.dice.randint(1, 20), 0)
        if any(not row["answer"] for row in rows):
            assert not await self.world.scripts.redis.exists(answers)
        kept = rows[: self.dice.choice((len(rows), len(rows), self.dice.randint(0, len(rows))))]
        back = [f"{row['conversation']}:{row['id']}" for row in rows[len(kept) :]]
        await self.world.scripts.run("put_back_texts", campaign, carrier=name, texts=back)
        for row in kept:
            where = {"conversation": row["conversation"], "text": row["id"]}
            await self.world.scripts.run("report_text", campaign, status="sent", **where)
            size = SIZES[row["text"]]
            self.went.log.append((self.clock, self.day, size, campaign))
            self.went.names.setdefault(campaign, []).append((row["conversation"], row["id"]))


async def begun(world: World, dice: Random, contacts: int, **settings: float) -> Texter:
    """A campaign whose first messages are queued."""
    campaign = await world.campaign(contacts, batch_size=5000, carrier=CARRIER, **settings)
    texter = await world.texter(campaign)
    await texter.request()
    for conversation in range(1, contacts + 1):
        await texter.send_initial(conversation, dice.choice(TEXTS))
    return texter


@pytest.mark.parametrize("seed", range(5))
async def test_no_limit_is_exceeded_and_everything_goes_out(world: World, seed: int) -> None:
    dice = Random(seed)
    rate, slow = dice.choice((0.2, 1.25, 4.0, 40.0)), dice.choice((0.25, 1.0, 3.0))
    per_day, own_day, own_rate = dice.choice((0, 60, 100)), dice.choice((0, 50, 80)), dice.choice((0, 0.5, 2.0))
    run = world.scripts.run
    await run("set_carrier", carrier=CARRIER, per_second=rate, per_day=per_day)
    await run("set_carrier", carrier=CARRIER, numbers=NUMBERS, per_second=slow)
    one = await begun(world, dice, 40, numbers=NUMBERS)
    two = await begun(world, dice, 40, per_second=own_rate, per_day=own_day)
    processes = [Granting(world.scripts, Patience(), f"{CARRIER}.{n}", CARRIER) for n in range(3)]
    stage = Stage(world, dice, [one, two], processes, await soon(world.scripts, 60))
    answers = 0

    for _ in range(1_500):
        await stage.pass_time(dice.choice((0, 50, 500, 500, 2_000, 2_000, 20_000, 20_000, 4 * 3_600_000)))
        texter, numbers = dice.choice(((one, NUMBERS), (two, "")))
        await stage.take(dice.choice(processes), texter, numbers)
        went = stage.went.names.get(texter.campaign, [])
        if answers < 20 and went and dice.random() < 0.2:
            conversation, _ = dice.choice(went)
            thing = await world.conversation(texter.campaign, conversation)
            await world.contact_writes(texter.campaign, conversation)
            await texter.send_reply(conversation, dice.choice(TEXTS), last_seen=len(thing["texts"]) + 1)
            answers += 1
        if len(stage.went.log) == 80 + answers and answers == 20:
            break

    assert len(stage.went.log) == 80 + answers, "nothing starves"
    both, own = (one.campaign, two.campaign), (two.campaign,)
    for seconds in (1, 5, 60):
        assert stage.went.most_within(seconds * 1000, *both) <= rate * seconds + rate + LARGEST
        assert stage.went.most_within(seconds * 1000, one.campaign) <= slow * seconds + slow + LARGEST
        if own_rate:
            assert stage.went.most_within(seconds * 1000, *own) <= own_rate * seconds + own_rate + LARGEST
    assert not per_day or max(stage.went.days(*both).values()) <= per_day
    assert not own_day or max(stage.went.days(*own).values()) <= own_day
    for names in stage.went.names.values():
        assert len(set(names)) == len(names)
        for conversation, _ in names:
            ids = [id for at, id in names if at == conversation]
            assert ids == sorted(ids)
