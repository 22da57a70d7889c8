"""An announcement that can't be read silences nothing: what changes next is pushed as quickly as before."""

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import msgpack
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import to_builtins
from redis.asyncio import Redis

from server.client import Client
from server.live.directory import Directory
from server.live.mailbox import Mailbox
from server.live.news import Unreadable, account_news, campaign_news
from server.live.presence import CHANNEL as PRESENCE
from server.live.watch import Connection, Watch
from server.shown import Thing
from server.store import keys
from tests.described import campaign, conversation, tell_all, texter
from tests.world import World

OTHERS = (None, True, -1, 0, 7, 2**53, 2**63, 1.5, float("nan"), "", "x", "\ud800", b"\xff", [], [None], {}, {"a": 1})
"""The values that a field may have instead of its own."""


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all places inside a message where something may be changed."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inside:
        yield (*way, name)
        yield from places(one, (*way, name))


def mutated(message: Any, dice: Random) -> bytes:
    """The message as another version may have written it, or as it is when it was damaged on the way."""
    if dice.random() < 0.1:
        return dice.randbytes(dice.randrange(40))
    message = copy.deepcopy(message)
    for _ in range(dice.randint(1, 3)):
        *way, name = dice.choice(list(places(message)))
        inside = message
        for step in way:
            inside = inside[step]
        how = dice.randrange(4)
        if how == 0:
            del inside[name]
        elif how == 1:
            inside[name] = dice.choice(OTHERS)
        elif how == 2 and isinstance(inside[name], int):
            inside[name] += dice.choice((-1, 1, 2, 1000))
        elif isinstance(inside, dict):
            inside[f"new_{name}"] = dice.choice(OTHERS)
        if not list(places(message)):
            break
    payload: bytes = msgpack.packb(message, unicode_errors="surrogatepass")
    if dice.random() < 0.3:
        at = dice.randrange(len(payload))
        payload = dice.choice((payload[:at], payload[:at] + dice.randbytes(1) + payload[at + 1 :], payload + b"\x01"))
    return payload


MESSAGE: Thing = {
    "v": 3,
    "campaign": to_builtins(campaign(v=3, sender_link="/join/7-t", fields=["Street"])),
    "texters": [
        {
            **to_builtins(texter(initial=2, sent=1, day={"since": 1, "last": 2, "initials": 1, "replies": 0})),
            "taken": {"by": "Root", "move": "m", "moved": 3},
        },
    ],
    "conversation": {
        **to_builtins(conversation(3, v=3, holder=1, lane="quiet")),
        "texts": [{"id": 1, "direction": "out", "text": "Hi", "at": 1, "status": "sent"}],
        "opt_outs": [{"opted_out": True, "by": "Root", "at": 1}, {"opted_out": False, "at": 2}],
    },
}


def test_a_whole_announcement_is_read_with_fields_that_are_unknown_here() -> None:
    newer = {**MESSAGE, "newer": {"a": 1}, "campaign": {**MESSAGE["campaign"], "newer": [1]}}
    assert campaign_news(msgpack.packb(newer), 7) == campaign_news(msgpack.packb(MESSAGE), 7)


@given(st.randoms(use_true_random=False))
def test_whatever_is_read_of_a_campaign_can_be_taken_in(dice: Random) -> None:
    try:
        news = campaign_news(mutated(MESSAGE, dice), 7)
    except Unreadable:
        return
    watch = Watch(7)
    watch.shown[1].add(Connection(Mailbox(lambda: None), 1, False, "token:1"))
    tell_all(watch, news)
    if news.conversation:
        watch.tell_conversation(news.conversation)


ACCOUNT = {
    "v": 3,
    "account": {
        **{"name": "Ours", "default_batch_size": 300, "default_is_set": False, "stop_languages": "es fr"},
        **{"tokens_changed": 0, "unplaced": 1, "last_unplaced": 1},
    },
    "member": {"id": 1, "name": "Ana", "email": "ana@example.org", "role": "texter", "disabled": False},
}


@given(st.randoms(use_true_random=False))
def test_whatever_is_read_of_the_account_can_be_taken_in(dice: Random) -> None:
    try:
        message = account_news(mutated(ACCOUNT, dice))
    except Unreadable:
        return
    Directory(lambda: []).take_in(message)


@given(st.binary(max_size=60))
def test_bytes_that_are_no_announcement_are_unreadable(payload: bytes) -> None:
    for read in (account_news, lambda it: campaign_news(it, 7)):
        with pytest.raises(Unreadable):
            read(payload)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"v": 4}, "another campaign or version"),
        ({"campaign": {**MESSAGE["campaign"], "id": 8}}, "another campaign or version"),
        ({"conversation": {**MESSAGE["conversation"], "v": 9}}, "a conversation of another campaign or version"),
        ({"conversation": {**MESSAGE["conversation"], "campaign": 8}}, "a conversation of another"),
        ({"conversation": {**MESSAGE["conversation"], "contact": "Max"}}, "contact"),
        ({"v": 0, "campaign": {**MESSAGE["campaign"], "v": 0}}, "there is no version 0"),
        ({"texters": None}, "Expected `array`"),
        ({"texters": [{**MESSAGE["texters"][0], "sent": "1"}]}, "texters.*sent"),
        ({"texters": [{**MESSAGE["texters"][0], "day": "today"}]}, "texters.*day"),
        ({"conversation": {**MESSAGE["conversation"], "opt_outs": [1]}}, "opt_outs"),
    ],
)
def test_what_contradicts_itself_is_unreadable(change: Thing, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        campaign_news(msgpack.packb({**MESSAGE, **change}), 7)


def test_an_account_of_other_types_is_unreadable() -> None:
    message = {**ACCOUNT, "account": {**ACCOUNT["account"], "stop_languages": ["es"]}}
    with pytest.raises(Unreadable, match="stop_languages"):
        account_news(msgpack.packb(message))


async def test_a_version_that_was_announced_already_is_read_again(hub_url: str, world: World, redis: Redis) -> None:
    campaign = await world.campaign(contacts=5)
    root = await world.members.token(await world.member("Root", "admin"))
    channel = keys.changes(keys.campaign(campaign))
    async with Client(hub_url, root, "/ws/admin") as board:
        await board.ask("open_admin")
        forged = await world.scripts.run("snapshot", campaign, texters=[], rows=False)
        forged["v"] = forged["campaign"]["v"] = forged["v"] + 1
        forged["campaign"]["title"] = "Forged"
        await redis.publish(channel, msgpack.packb(forged))
        await board.until(lambda c: c.thing("campaign", campaign, campaign)["title"] == "Forged", within=1.0)
        await world.scripts.run("update_campaign", campaign, title="Real", default_batch_size=1, token="t")
        await board.until(lambda c: c.thing("campaign", campaign, campaign)["title"] == "Real", within=1.0)


async def heard(redis: Redis, world: World, campaign: int) -> dict[str, list[Any]]:
    """Real announcements, by channel."""
    channels = [keys.changes(keys.campaign(campaign)), keys.changes(keys.ACCOUNT)]
    found: dict[str, list[Any]] = {channel: [] for channel in channels}
    async with redis.pubsub() as pubsub:
        await pubsub.subscribe(*channels)
        cleo = await world.texter(campaign, "Cleo")
        await cleo.request()
        await cleo.send_initials()
        await cleo.release()
        await world.member("Dan")
        await world.scripts.run("set_default_batch_size", size=20)
        await pubsub.ping()
        while (message := await pubsub.get_message(timeout=10))["type"] != "pong":
            if message["type"] == "message":
                found[message["channel"].decode()].append(msgpack.unpackb(message["data"], strict_map_key=False))
    assert all(found.values())
    return found


def lasting(client: Client) -> dict[Any, Thing]:
    """The things that the client shows, without presence and without versions."""
    return {
        key: {name: value for name, value in thing.items() if name != "v"}
        for key, thing in client.things.items()
        if thing["kind"] != "presence"
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
async def test_pushes_go_on_whatever_is_announced(hub_url: str, world: World, redis: Redis, seed: int) -> None:
    dice = Random(seed)
    campaign = await world.campaign(contacts=60)
    ana = await world.texter(campaign, "Ana")
    token = await world.members.token(await world.member("Ana"))
    root = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token) as console, Client(hub_url, root, "/ws/admin") as board:
        await console.ask("open_console")
        await board.ask("open_admin")
        real = await heard(redis, world, campaign)
        for turn in range(4):
            for _ in range(dice.randint(1, 6)):
                channel = dice.choice([*real, PRESENCE])
                await redis.publish(channel, mutated(dice.choice(real.get(channel, [{"a": 1}])), dice))
            title = f"Title {turn}"
            await world.scripts.run("update_campaign", campaign, title=title, default_batch_size=1, token="t")
            await console.until(lambda c, t=title: c.thing("console", ana.id, campaign)["title"] == t, within=1.0)
            await board.until(lambda c, t=title: c.thing("campaign", campaign, campaign)["title"] == t, within=1.0)
            new = await world.campaign()
            await board.until(lambda c, new=new: c.thing("campaign", new, new), within=1.0)
        async with Client(hub_url, root, "/ws/admin") as fresh:
            await fresh.ask("open_admin")
            await board.until(lambda c: lasting(c) == lasting(fresh), within=10.0)
