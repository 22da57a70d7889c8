"""`handraise load` as a person runs it: alone, while things are killed, and on a product that breaks a promise."""

import asyncio
import json
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from server.campaigns import senders
from tests.command_line import ROOT, Ended, handraise, start
from tests.processes import hub_process
from tests.stored import everything
from tests.world import World

SHORT = (
    "--texters",
    "6",
    "--think",
    "0.05",
    "--ramp",
    "0",
    "--batch-size",
    "3",
    "--contacts",
    "2000",
    "--workers",
    "1",
)
"""People in a hurry: much happens in few seconds."""


def hubs(load: int) -> list[psutil.Process]:
    """The processes that serve the deployment of a load test."""
    return [child for child in psutil.Process(load).children(recursive=True) if "--descriptor" in child.cmdline()]


def crews(load: int) -> list[psutil.Process]:
    """The processes in which the people of a load test live."""
    return [child for child in psutil.Process(load).children(recursive=True) if child.cmdline()[-1:] == ["crew"]]


def store(folder: str) -> psutil.Process:
    """The store of the load test whose temporary files lie in this folder."""

    def is_it(process: psutil.Process) -> bool:
        with suppress(psutil.Error):  # it has ended meanwhile
            return process.name() == "valkey-server" and process.cwd().startswith(folder)
        return False

    [found] = filter(is_it, psutil.process_iter())
    return found


async def test_alone_it_makes_a_deployment_judges_it_and_leaves_nothing(tmp_path: Path) -> None:
    """The hub and the store are killed meanwhile: nothing may come of that but lost answers."""
    folder = tempfile.mkdtemp(prefix="hr-")  # its own: other tests run load tests at the same time
    files = ("--json", tmp_path / "load.json", "--html", tmp_path / "load.html")
    people = ("--texters", "12", "--think", "0.1", "--ramp", "1", "--duration", "8", "--workers", "2")
    process = await start("load", *people, "--batch-size", "5", *files, TMPDIR=folder)
    while len(await asyncio.to_thread(hubs, process.pid)) < 2:
        await asyncio.sleep(0.2)
    await asyncio.sleep(6)
    (await asyncio.to_thread(hubs, process.pid))[0].kill()
    await asyncio.sleep(2)
    (await asyncio.to_thread(store, folder)).kill()
    out, err = await process.communicate()

    assert (process.returncode, b"Traceback" in err) == (0, False), (out + err).decode()
    assert b"Verdict: ok." in out
    told = json.loads((tmp_path / "load.json").read_text())
    assert (told["ok"], told["unjudged"], told["violations"]) == (True, [], [])
    figures = told["figures"]
    assert figures["closed"], "the killed hub's sockets were counted"
    assert figures["sends"] > 20 and figures["times"]["push delay"]["count"] > 20
    assert len(figures["each_second"]) >= 8
    page = (tmp_path / "load.html").read_text()
    assert "all promises kept" in page and page.count("<polyline") >= 6
    Path(folder).rmdir()  # nothing is left in it


async def test_on_the_server_a_plan_or_members_are_made_driven_and_taken_out_again(
    store_url: str, world: World, tmp_path: Path
) -> None:
    await world.member("Root", "admin")
    plan, hurry = tmp_path / "plan.json", "--think 0.05 --ramp 0 --duration 1".split()

    async def load(*args: str | Path) -> Ended:
        ended = await handraise("load", *args, REDIS_URL=store_url)
        assert ended.code == 0, ended.out + ended.err
        return ended

    async with hub_process(store_url) as hub:
        await load(
            "prepare", "--texters", "3", "--admins", "1", "--contacts", "60", "--batch-size", "2", "--plan", plan
        )
        by_plan = await load(hub.url, "--plan", plan, *hurry, "--encoding", "json")
        campaign = str(json.loads(plan.read_text())["campaign"])
        members = len(await world.members.all())
        alone = await load(hub.url, "--campaign", campaign, "--texters", "2", "--rate", "30", *hurry)
        assert len(await world.members.all()) == members
        assert by_plan.out.count("Verdict: ok.") == alone.out.count("Verdict: ok.") == 1
        replayed = await handraise("replay", campaign, REDIS_URL=store_url)
        assert (replayed.code, "the ledger and the store agree." in replayed.out) == (0, True), replayed.out
        again = await handraise("load", "prepare", "--texters", "1", "--plan", plan, REDIS_URL=store_url)
        assert (again.code, "is there already" in again.err) == (1, True)
        await load("clean", "--plan", plan)
    assert [member.name for member in await world.members.all()] == ["Root"]
    assert not plan.exists()


async def test_nothing_is_prepared_for_a_plan_that_cant_be_written(
    store_url: str, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "none" / "plan.json"
    ended = await handraise("load", "prepare", "--texters", "1", "--plan", path, REDIS_URL=store_url)
    assert (ended.code, ended.err) == (1, f"Error: {path} can't be written: No such file or directory.\n")
    assert await everything(world.scripts.redis) == {}


async def test_a_second_ctrl_c_ends_it_without_a_verdict(tmp_path: Path) -> None:
    folder = tempfile.mkdtemp(prefix="hr-")
    process = await start("load", *SHORT, "--duration", "60", TMPDIR=folder)
    while not await asyncio.to_thread(crews, process.pid):
        await asyncio.sleep(0.2)
    await asyncio.sleep(2)
    [crew] = crews(process.pid)
    crew.suspend()  # a comparison that takes long
    process.send_signal(signal.SIGINT)
    await asyncio.sleep(0.5)
    assert process.returncode is None
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(20):
        out, err = await process.communicate()
    assert process.returncode == 1, (out + err).decode()
    assert err.decode() == "Error: It was ended before it was judged, so there is no verdict.\n"
    assert b"Verdict" not in out
    Path(folder).rmdir()  # nothing is left in it


async def test_its_help_says_what_a_person_types() -> None:
    assert "Usage: handraise load [OPTIONS] [URL]..." in (await handraise("load", "--help")).out
    assert "Try 'handraise load --help' for help." in (await handraise("load", "--texters", "x")).err


async def test_a_plan_that_cant_be_driven_is_told_in_a_sentence(hub_url: str, world: World, tmp_path: Path) -> None:
    ana, root = await world.member("Ana"), await world.member("Root", "admin")
    token, admin = await world.members.token(ana), await world.members.token(root)
    real = (await world.texter(await world.campaign(contacts=5), "Ben")).campaign
    simulated = await world.campaign(contacts=5, carrier="simulator")
    tokens = tmp_path / "tokens"

    async def told(campaign: int, *lines: str, url: str = hub_url, people: tuple[str, ...] = ("--admins", "0")) -> str:
        tokens.write_text("\n".join(lines))
        ended = await handraise("load", url, "--campaign", str(campaign), "--tokens", tokens, *people)
        assert (ended.code, ended.out) == (1, "")
        return ended.err.removeprefix("Error: ").strip()

    await senders.add(world.scripts, real, [ana.id])
    assert "could text real people. Make one with handraise load prepare." in await told(real, token)
    assert await told(simulated, token) == f"There is no campaign {simulated} that the first texter is a sender of."
    assert "doesn't open at http://127" in await told(real, "wrong")
    assert "doesn't answer as a hub does" in await told(real, token, url="http://127.0.0.1:1")
    await senders.add(world.scripts, simulated, [ana.id])
    assert "An admin can't read" in await told(simulated, token, f"admin {token}", people=())
    assert "which is too few" in await told(simulated, token, f"admin {admin}", people=("--texters", "2"))
    asks_first = await world.campaign(contacts=5, carrier="simulator", first_needs_yes=True)
    await senders.add(world.scripts, asks_first, [ana.id])
    assert "an admin must allow first batches" in await told(asks_first, token)
    await world.scripts.run("pause_campaign", simulated)
    assert "isn't active right now" in await told(simulated, token)


MUTATIONS = {
    "a request takes what it leaves there": (
        "Single owner",
        "lua/shared/bucket.lua",
        'return redis.call("ZPOPMIN", bucket.name(holder, lane), count)',
        'return redis.call("ZRANGE", bucket.name(holder, lane), 0, count - 1, "WITHSCORES")',
    ),
    "the waiting room serves two texters the same": (
        "Single owner",
        "lua/shared/room.lua",
        'redis.call("HSET", key.served, texter, cmsgpack.pack(answer))',
        """for _, other in ipairs(redis.call("ZRANGE", key.here, 0, -1)) do
          redis.call("ZUNIONSTORE", bucket.name(other, "initial"), 2, bucket.name(other, "initial"),
            bucket.name(texter, "initial"), "AGGREGATE", "MAX")
          redis.call("HSET", key.served, other, cmsgpack.pack(answer))
        end""",
    ),
    "the waiting room doesn't record the holder": (
        "Single owner",
        "lua/shared/room.lua",
        'redis.call("HSET", key.served, texter, cmsgpack.pack(answer))',
        """redis.call("HSET", key.served, texter, cmsgpack.pack(answer))
        redis.call("HDEL", key.where, unpack(redis.call("ZRANGE", bucket.name(texter, "initial"), 0, -1)))""",
    ),
    "a request id isn't remembered": (
        "A request is exactly once",
        "lua/campaign/request_conversations.lua",
        "if answered then return answered end\n",
        "",
    ),
    "consoles aren't told": (
        "Consoles tell the truth",
        "server/live/watch.py",
        "for texter in texters if self.rows else ():",
        "for texter in ():",
    ),
    "what leaves a bucket goes on being counted": (
        "Conservation",
        "lua/shared/move.lua",
        "count_by(counter(from_holder, from_lane), -moved)\n",
        "",
    ),
    "what is served by waiting is gone": (
        "Conservation",
        "lua/shared/room.lua",
        "answer.at = now()",
        'answer.at = now()\n        redis.call("ZPOPMAX", bucket.name(texter, "initial"))',
    ),
    "a text is recorded twice": (
        "A text is sent at most once",
        "lua/shared/texts.lua",
        'return redis.call("RPUSH", under("texts", conversation), cmsgpack.pack(kept))',
        'redis.call("RPUSH", under("texts", conversation), cmsgpack.pack(kept))\n'
        '  return redis.call("RPUSH", under("texts", conversation), cmsgpack.pack(kept))',
    ),
    "an undone text is let go": (
        "An undone text goes to nobody",
        "lua/shared/undoing.lua",
        'if act.text then redis.call("RPOP", under("texts", conversation)) end',
        "if act.text then queue.join(conversation, act.text, act.lane) end",
    ),
}
"""A line of the product that keeps a promise: the promise, file, text, the text that breaks it."""


OFTEN = {
    "A request is exactly once": {"OWN_WORDS, SKIPS = 0.15, 0.1,": "OWN_WORDS, SKIPS = 0.5, 0.5,"},
    "An undone text goes to nobody": {"COMES_BACK = 0.06,": "COMES_BACK = 0.5,"},
}
"""Acts of texters that are too rare in a short run, by the promise that they show broken: as they are, and common."""


@pytest.mark.parametrize("fault", MUTATIONS)
async def test_a_promise_that_the_product_breaks_is_named(fault: str, tmp_path: Path) -> None:
    promise, path, kept, broken = MUTATIONS[fault]
    for folder in ("server", "lua", "static"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = (tmp_path / path).read_text()
    assert text.count(kept) == 1
    (tmp_path / path).write_text(text.replace(kept, broken))

    texter = tmp_path / "server/load/texter.py"
    for rare, often in OFTEN.get(promise, {}).items():
        assert texter.read_text().count(rare) == 1
        texter.write_text(texter.read_text().replace(rare, often))

    told = ("--duration", "3", "--json", tmp_path / "load.json")
    ended = await handraise("load", *SHORT, *told, root=tmp_path)

    assert ended.code == 1, ended.out + ended.err
    violations = json.loads((tmp_path / "load.json").read_text())["violations"]
    assert promise in {violation["promise"] for violation in violations}
    assert f"✘ {promise}" in ended.out and "Verdict: " in ended.out
