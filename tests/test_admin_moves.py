"""Whatever an admin moves while texters work: every promise holds at each step, however the steps interleave.

A move goes in many scripts. Here they are the real commands, in chunks of two, and after each single script it is
Hypothesis that says whose comes next; then everything there is is read, and compared with what a hub shows.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

import server.campaigns.chunks
import server.campaigns.launching
from server.config import Config
from server.errors import Refused
from server.live.mailbox import Mailbox
from server.live.watch import Connection, Watch
from server.people.members import Members
from server.store.keys import NOBODY, OPEN_LANES
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from server.wire.described import CampaignNews
from server.wire.things import Sender
from tests.announcements import Announcements, listening
from tests.described import tell_all
from tests.stored import Stored, campaigns, everything
from tests.world import World

CONTACTS = 12
TEXTERS = (2, 3, 4)
"""The members with these ids; 1 is the admin."""

Act = tuple[str, dict[str, Any]]


def act(name: str, **args: st.SearchStrategy[Any]) -> st.SearchStrategy[Act]:
    return st.tuples(st.just(name), st.fixed_dictionaries(args))


texter = st.sampled_from(TEXTERS)
some = st.lists(texter, min_size=1, max_size=3, unique=True)
lanes = st.sampled_from((["initial", "reply", "quiet"], ["initial"], ["reply"], ["quiet", "closed"]))
moves = st.one_of(
    act("unassign", holders=st.none() | some, lanes=lanes),
    act("reassign", holders=st.none() | some, to=some, lanes=lanes, count=st.none() | st.integers(1, 8)),
    act("remove_sender", member=texter),
    act("add_senders", members=some),
    act("send_bulk"),
)
work = st.one_of(
    act("request", texter=texter, request_id=st.sampled_from("abc")),
    act("send_initials", texter=texter),
    act("release", texter=texter),
    act("contact_writes", conversation=st.integers(1, CONTACTS), stop=st.sampled_from((False, False, False, True))),
)
acts = st.lists(st.one_of(moves, work, work), min_size=2, max_size=7)
endings = st.lists(act("archive_campaign"), max_size=1)
turns = st.lists(st.integers(0, 6), min_size=8, max_size=60)
prepared = st.lists(st.tuples(texter, st.sampled_from(("initial", "quiet", "reply"))), max_size=3)


class InTurns(Scripts):
    """Scripts that each run only when it is their turn."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(Nodes(redis))
        self.waiting: list[asyncio.Future[None]] = []

    async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
        turn = asyncio.get_running_loop().create_future()
        self.waiting.append(turn)
        await turn
        return await super().run(verb, campaign, **args)


class Play:
    """A campaign that the acts are played on, and a hub's view of it that hears nothing but announcements."""

    def __init__(self, redis: Redis, heard: Announcements) -> None:
        self.redis = redis
        self.heard = heard
        self.scripts = Scripts(Nodes(redis))
        self.world = World(self.scripts, Members(self.scripts, Config(secret_key="for tests")))
        self.in_turns = InTurns(redis)
        self.slow = World(self.in_turns, Members(self.in_turns, Config(secret_key="for tests")))
        self.answers: dict[tuple[int, str], list[dict[str, int]]] = {}

    async def set_the_scene(self, holdings: list[tuple[int, str]]) -> None:
        """Arrange an active campaign with three senders, some of whom hold conversations."""
        self.root = await self.world.member("Root", "admin")
        self.campaign = await self.world.campaign(CONTACTS, batch_size=3, bulk_send=True)
        self.senders = [await self.world.texter(self.campaign, name) for name in ("Ana", "Ben", "Cleo")]
        assert tuple(sender.id for sender in self.senders) == TEXTERS
        for member, lane in holdings:
            sender = self.senders[TEXTERS.index(member)]
            with suppress(Refused):
                await sender.request()
            for conversation in await sender.send_initials() if lane != "initial" else ():
                if lane == "reply":
                    await self.world.contact_writes(self.campaign, conversation)
        await self.heard.news()
        self.watch, self.shown = await self.fresh(), await self.fresh()

    async def play(self, acts: list[Act], turns: list[int]) -> None:
        """Play all acts at once, one script at a time."""
        doing = [asyncio.create_task(self.one(nth, name, args)) for nth, (name, args) in enumerate(acts)]
        places = iter(turns * 100)
        while left := [task for task in doing if not task.done()]:
            if len(self.in_turns.waiting) < len(left):
                await asyncio.sleep(0)
                continue
            self.in_turns.waiting.pop(next(places) % len(left)).set_result(None)
            while len(self.in_turns.waiting) < sum(not task.done() for task in doing):
                await asyncio.sleep(0)
            await self.everything_holds()
        await asyncio.gather(*doing)

    async def one(self, nth: int, name: str, args: dict[str, Any]) -> None:
        """Do one act, or be refused."""
        with suppress(Refused):
            await self.how(nth, name)(**args)

    def how(self, nth: int, name: str) -> Callable[..., Awaitable[Any]]:
        run, campaign = self.in_turns.run, self.campaign

        async def ask(**args: Any) -> None:
            await self.slow.ask(self.root, name, campaign=campaign, **args)

        async def send_bulk() -> None:
            for _ in range(3):
                await run("send_bulk", campaign, most=2)

        async def request(texter: int, request_id: str) -> None:
            answer = await run("request_conversations", campaign, texter=texter, request_id=request_id)
            self.answers.setdefault((texter, request_id), []).append(answer)

        async def send_initials(texter: int) -> None:
            page = await run("list_conversations", campaign, holder=texter, lane="initial", limit=100)
            for thing in page["conversations"]:
                with suppress(Refused):
                    sent = await run("send_initial", campaign, texter=texter, conversation=thing["id"])
                    assert sent["holder"] == texter, "somebody sent what another holds"

        async def release(texter: int) -> None:
            await server.campaigns.chunks.in_chunks(
                self.in_turns, "release_conversations", campaign, texter=texter, lanes=["initial", "reply", "quiet"]
            )

        async def contact_writes(conversation: int, stop: bool) -> None:
            said = {"text": "Yes", "reference": f"r{nth}", "stop": stop}
            await run("receive_text", campaign, conversation=conversation, **said)

        known = {how.__name__: how for how in (send_bulk, request, send_initials, release, contact_writes)}
        return known.get(name, ask)

    async def fresh(self) -> Watch:
        """The campaign as a hub shows it that has just begun to watch."""
        watch = Watch(self.campaign)
        for member in TEXTERS:
            watch.shown[member].add(Connection(Mailbox(lambda: None), member, False, "", shows=True))
        watch.rows.add(Connection(Mailbox(lambda: None), 1, True, "", shows=True))
        snapshot = await self.scripts.run("snapshot", self.campaign, texters=list(TEXTERS), rows=True)
        tell_all(watch, convert(snapshot, CampaignNews))
        return watch

    # Promises that always hold.

    async def everything_holds(self) -> None:
        stored = campaigns(await everything(self.redis))[self.campaign]
        self.every_conversation_has_one_holder_and_one_lane(stored)
        self.counts_add_up(stored)
        self.nobody_got_two_first_messages(stored)
        await self.consoles_equal_a_fresh_snapshot()

    def every_conversation_has_one_holder_and_one_lane(self, stored: Stored) -> None:
        found = Counter(id for bucket in stored.buckets.values() for id, _ in bucket)
        assert found == dict.fromkeys(range(1, CONTACTS + 1), 1)
        for (holder, lane), bucket in stored.buckets.items():
            for id, _ in bucket:
                assert stored.where.get(id, (NOBODY, "initial")) == (holder, lane)

    def counts_add_up(self, stored: Stored) -> None:
        sizes: Counter[str] = Counter()
        for (holder, lane), bucket in stored.buckets.items():
            sizes[lane if lane not in OPEN_LANES else f"held_{lane}" if holder else "unassigned"] += len(bucket)
        counted = ("held_initial", "held_reply", "held_quiet", "closed", "opted_out")
        assert {name: int(stored.hash[name]) for name in counted} == {name: sizes[name] for name in counted}

    def nobody_got_two_first_messages(self, stored: Stored) -> None:
        ours = {id: sum(direction == "out" for direction, _, _ in texts) for id, texts in stored.texts.items()}
        assert set(ours.values()) <= {0, 1}
        assert sorted(stored.outbox) == sorted((id, 1) for id, number in ours.items() if number)
        assert int(stored.hash["sent"]) == sum(ours.values())

    async def consoles_equal_a_fresh_snapshot(self) -> None:
        for message in await self.heard.news():
            assert message["v"] == self.watch.v + 1
            tell_all(self.watch, convert(message, CampaignNews))
        fresh = await self.fresh()
        assert self.watch.thing == fresh.thing
        for member in TEXTERS:
            assert self.watch.console(member) == fresh.console(member)
            assert row(self.watch, member) == row(fresh, member)

    async def all_is_settled(self) -> None:
        """Once every move is through: nothing open is with somebody who can't answer it, a request has one answer."""
        stored = campaigns(await everything(self.redis))[self.campaign]
        assert {holder for holder, lane in stored.buckets if lane in OPEN_LANES} <= {NOBODY, *stored.senders}
        for answers in self.answers.values():
            assert answers == answers[:1] * len(answers)


def row(watch: Watch, member: int) -> Sender | None:
    """A sender's row, without the version that it is from."""
    found = watch.sender(member, {})
    return found and replace(found, v=0)


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """An event loop for all the plays of a test."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.mark.timeout(600)
def test_every_promise_holds_at_each_step_of_moves_that_interleave_with_texters_work(
    store_url: str, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.campaigns.chunks, "CONVERSATIONS_PER_SCRIPT", 2)
    monkeypatch.setattr(server.campaigns.launching, "CONVERSATIONS_PER_SCRIPT", 2)
    steps = Counter[str]()

    async def one(redis: Redis, acts: list[Act], turns: list[int], holdings: list[tuple[int, str]]) -> None:
        await redis.flushall()
        async with listening(redis, 1) as heard:
            play = Play(redis, heard)
            await play.set_the_scene(holdings)
            await play.play(acts, turns)
            await play.all_is_settled()
        steps.update(name for name, _ in acts)

    async def opened(stack: AsyncExitStack) -> Redis:
        redis: Redis = await stack.enter_async_context(Redis.from_url(store_url, retry=Retry(NoBackoff(), 0)))
        return redis

    stack = AsyncExitStack()
    redis = runner.run(opened(stack))

    @settings(max_examples=150)
    @given(acts, endings, turns, prepared)
    def plays(acts: list[Act], ending: list[Act], turns: list[int], holdings: list[tuple[int, str]]) -> None:
        runner.run(one(redis, acts + ending, turns, holdings))

    try:
        plays()
    finally:
        runner.run(stack.aclose())
    assert set(steps) >= {"unassign", "reassign", "remove_sender", "add_senders", "send_bulk", "archive_campaign"}
