"""Every verb once, on a store in cluster mode: two nodes, so that touching a key of somebody else fails."""

import asyncio
import contextlib
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from server.campaigns.merge import compiled
from server.config import Config
from server.people.members import Members
from server.store import keys, scripts
from server.store.scripts import Scripts
from tests.world import World

SLOTS = 16384


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in opened]


@pytest.fixture(scope="module")
def nodes(store_binary: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[int, int]]]:
    """Two servers that wait to become a cluster: (port, port of the cluster's own talk)."""
    ports = free_ports(4)
    found, processes = [(ports[0], ports[1]), (ports[2], ports[3])], []
    try:
        for port, bus in found:
            folder: Path = tmp_path_factory.mktemp("node")
            settings = {"port": port, "cluster-port": bus, "bind": "127.0.0.1", "dir": folder, "loglevel": "warning"}
            options = [word for name, value in settings.items() for word in (f"--{name}", str(value))]
            command = [store_binary, *options, "--save", "", "--cluster-enabled", "yes"]
            processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        yield found
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.fixture
async def cluster(nodes: list[tuple[int, int]]) -> AsyncIterator[RedisCluster]:
    """A client of both, each of which has half of all keys."""
    retry = Retry(NoBackoff(), 0)
    async with Redis(port=nodes[0][0], retry=retry) as first, Redis(port=nodes[1][0], retry=retry) as second:
        for node, slots in ((first, (0, SLOTS // 2 - 1)), (second, (SLOTS // 2, SLOTS - 1))):
            await until(node.ping)
            if (await node.cluster("info"))["cluster_slots_assigned"] == "0":
                await node.cluster("addslotsrange", *slots)
        await first.cluster("meet", "127.0.0.1", *nodes[1])
        for node in (first, second):
            await until(lambda node=node: agrees(node))
            await node.flushall()
    async with RedisCluster(host="127.0.0.1", port=nodes[0][0], retry=retry) as client:
        yield client


async def agrees(node: Redis) -> None:
    """Raises until this node knows the whole cluster."""
    info = await node.cluster("info")
    if (info["cluster_state"], info["cluster_known_nodes"]) != ("ok", "2"):
        raise ConnectionError("not yet")


async def until(works: Any) -> None:
    """Try until it works."""
    async with asyncio.timeout(30):
        while True:
            with contextlib.suppress(RedisError, ConnectionError):
                await works()
                return
            await asyncio.sleep(0.05)


class Recorded(Scripts):
    """Knows which verbs were run."""

    def __init__(self, redis: Any) -> None:
        super().__init__(redis)
        self.verbs: set[str] = set()

    async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
        answer = await super().run(verb, campaign, **args)
        self.verbs.add(verb)
        return answer


async def test_every_verb_keeps_to_the_keys_of_its_campaign_or_of_the_account(cluster: RedisCluster) -> None:
    recorded = Recorded(cluster)
    world = World(recorded, Members(recorded, Config()))
    campaigns = [await a_campaigns_life(world) for _ in range(3)]
    await an_accounts_life(world)
    assert recorded.verbs == set(scripts.verbs())
    homes = {cluster.keyslot(keys.campaign(campaign)) < SLOTS // 2 for campaign in campaigns}
    assert homes == {True, False}


async def a_campaigns_life(world: World) -> int:
    """From its making to its end, with everything that can be asked of it."""
    run = world.scripts.run
    campaign = await world.campaign(contacts=30, launch=False, bulk_send=True, fields={"Team": "Red"})
    settings = {"self_assign": True, "sender_link": True, "token": "t", "default_batch_size": 300}
    script = "Hi {first_name} of {team}"
    await run("update_campaign", campaign, script=script, message=compiled(script), **settings)
    await run("preview_message", campaign, message=compiled(script), most=3)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await run("remove_sender", campaign, member=ben.id, most=1000)
    await run("finish_removals", campaign, disabled=[ben.id], most=1000)
    await run("launch_campaign", campaign, most=10)
    await ana.release()
    await world.texter(campaign, "Ben")
    await run("launch_campaign", campaign, most=1000)
    await run("join_campaign", campaign, token="t")
    await run("send_bulk", campaign, most=5)
    await run("unassign", campaign, holder=ben.id, lanes=["initial"], most=5, by={"name": "Root", "move": "1"})
    by = {"name": "Root", "move": "2"}
    await run("reassign", campaign, holder=0, to=ana.id, lane="initial", most=2, by=by)
    await ana.send_initials()
    await ben.send_initials()
    await ana.release()
    await world.contact_writes(campaign, 1)
    assert (await ana.request("once")) == (await ana.request("once"))
    await ana.send_initials()
    await ana.send_reply(1, last_seen=2)
    await ana.close((await ana.holds("quiet"))[0])
    for carrier in ("one", "two"):
        for text in await run("take_texts", campaign, carrier=carrier, count=5):
            report = {"conversation": text["conversation"], "text": text["id"], "status": "sent"}
            await run("report_text", campaign, **report)
    await run("put_back_texts", campaign, carrier="one", texts=["1:1"])
    await run("give_up_texts", campaign)
    await run("opt_out", campaign, conversation=2)
    await run("opt_in", campaign, conversation=2, at=2**52)
    await run("find_contact", campaign, phone="+12025550101")
    await run("list_conversations", campaign, limit=100)
    await run("export_conversations", campaign, first=1, count=100)
    await run("open_conversation", campaign, conversation=3)
    await run("check_conversation", campaign, conversation=3, seen=[])
    await run("campaign_history", campaign)
    await run("holders", campaign)
    counted = await run("check_counters", campaign)
    assert counted["counters"] == {name: counted["counted"][name] for name in counted["counters"]}
    for verb in ("pause_campaign", "resume_campaign", "archive_campaign"):
        await run(verb, campaign)
    return campaign


async def an_accounts_life(world: World) -> None:
    """Everything that can be asked of the account."""
    await world.scripts.run("index_emails", members={"ola@x.org": 99})
    await world.scripts.run("begin_chore", chore="tidy", period=1000, process="here:1")
    text = {"campaign": 1, "conversation": 1, "text": 1, "at": 1}
    await world.scripts.run("note_sent", carrier="simulator", reference="SM9", place=text)
    await world.scripts.run("find_sent", carrier="simulator", reference="SM9", status="delivered")
    run, ana = world.scripts.run, await world.member("Ana")
    await run("begin_chore", chore="sweep", period=10, process="one")
    await run("identify_account")
    await run("permit_text", phone="+12025550101", to=1, conversation=1, identity="another")
    await run("set_default_batch_size", size=20)
    await run("opt_out_phone", phone="+12025550101")
    await run("opt_in_phone", phone="+12025550101", by="Root")
    await run("place_text", reference="SM1", phone="+12025550101", text="Hi", stop=False, start=False)
    await run("list_unplaced", limit=10)
    await run("dismiss_unplaced", text=1)
    await run("set_stop_languages", languages="de")
    await run("campaigns_of", member=ana.id)
    await run("find_member", emails=[ana.email])
    await run("secret_key", offered="key")
    await run("add_sign_in_link", member=ana.id, link="l")
    await run("describe_sign_in_link", link="l")
    await run("use_sign_in_link", link="l", press="p", credential="session:one")
    await run("start_session", member=ana.id, credential="session:two")
    await run("set_password", member=ana.id, password="hash", keep="session:one")
    await run("has_password", member=ana.id)
    await run("attempt_password", emails=[ana.email])
    await run("recognize", credential="session:one")
    await run("add_token", member=ana.id, token="t", name="")
    await run("still_valid", credentials=["session:one", "token:t"])
    await run("list_tokens")
    await run("revoke_token", token="t")
    await run("end_session", credential="session:one")
    await run("arrive", member=ana.id, hub="one")
    assert (await run("who_is_online", members=[], hub="two"))["online"] == [ana.id]
    await run("leave", members=[ana.id], hub="one")
    await run("disable_member", member=ana.id)
    await run("enable_member", member=ana.id)
    await run("change_role", member=ana.id, role="admin")
    assert len((await run("describe_account"))["members"]) == 2


async def test_a_script_that_touches_somebody_elses_key_fails_here(cluster: RedisCluster) -> None:
    stray = '#!lua\nreturn redis.call("SADD", "{a}:stray", 1)'
    for campaign in (1, 2, 3):
        with pytest.raises(ResponseError, match="key"):
            await cluster.eval(stray, 1, keys.campaign(campaign))
    assert not await cluster.exists("{a}:stray")
