"""The scripts of docs/load/ for other people's tools, each on a real hub."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.load.plan import Plan, write_plan
from server.load.preparing import prepare
from server.people.members import Members
from server.store.scripts import Scripts
from tests.processes import ROOT, hub_process
from tests.world import World

SCRIPTS = ROOT / "docs" / "load"
K6 = {
    "package.json": '{"name": "k6", "type": "module", "exports": {"./websockets": "./it.js", "./metrics": "./it.js"}}',
    "it.js": """
        import WebSocket_ from "ws";
        import { readFileSync } from "node:fs";
        export const WebSocket = WebSocket_;
        const added = {};
        class Metric {
          constructor(name) { added[name] = 0; this.name = name; }
          add() { added[this.name] += 1; }
        }
        export { Metric as Counter, Metric as Trend };
        Object.assign(globalThis, { __VU: 1, __ITER: 0, __ENV: process.env, open: (path) => readFileSync(path) });
        process.on("exit", () => console.log(JSON.stringify(added)));
    """,
}
"""Stand-ins for the modules of k6, in Node."""


async def done(*command: str | Path, cwd: Path, **environment: str | Path) -> str:
    """Run a program to its end, which must be a good one; returns what it said."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=cwd,
        env=os.environ | {name: str(value) for name, value in environment.items()},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60):
            out, err = await process.communicate()
    except TimeoutError:
        process.kill()
        raise
    assert (process.returncode, b"Traceback" in err) == (0, False), (out + err).decode()
    return out.decode()


@dataclass
class Stage:
    """A hub, and the plan of a load test on it."""

    url: str
    path: Path
    plan: Plan


@pytest.fixture
async def stage(
    store_url: str, scripts: Scripts, members: Members, world: World, tmp_path: Path
) -> AsyncIterator[Stage]:
    """Two texters and 400 contacts, in batches of 5."""
    plan = await prepare(scripts, members, "a1b2c3", texters=2, admins=0, contacts=400, batch_size=5)
    path = tmp_path / "plan.json"
    write_plan(path, plan)
    async with hub_process(store_url) as hub:
        yield Stage(hub.url, path, plan)


async def test_the_pages_example_in_python_takes_a_batch(stage: Stage) -> None:
    example = re.search(r"```python\n(.*?)```", (SCRIPTS / "README.md").read_text(), re.DOTALL)
    assert example
    said = await done(sys.executable, "-c", example[1], stage.url, stage.path, cwd=ROOT)
    assert said == "{'assigned': 5, 'initial': 5, 'reply': 0, 'quiet': 0}\n"


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scripts for Node, and what they need."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Not run: there is no Node with npm here.")
    folder = tmp_path_factory.mktemp("node")
    shutil.copytree(SCRIPTS, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    fetched = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True
    )
    if fetched.returncode:
        pytest.skip(f"Not run: npm can't fetch what they need. {fetched.stderr}")
    return folder


async def test_locust_completes_batches_and_answers_without_a_failure(stage: Stage, world: World) -> None:
    locust = os.environ.get("LOCUST") or shutil.which("locust")
    if not locust:
        pytest.skip("Not run: there is no locust on the PATH, nor at LOCUST.")
    await world.contact_writes(stage.plan.campaign, 1)
    quick = stage.path.parent / "quick.py"
    quick.write_text("from locustfile import Texter, take_tokens\nTexter.wait_time = lambda self: 0.0\n")
    said = await done(
        *(locust, "-f", quick, "--host", stage.url, "--headless", "--json", "--processes", "2"),
        *("--users", "2", "--spawn-rate", "2", "--run-time", "4s", "--stop-timeout", "9s"),
        cwd=stage.path.parent,
        HANDRAISE_PLAN=stage.path,
        PYTHONPATH=SCRIPTS,
    )
    reported = {entry["name"]: entry["num_requests"] for entry in json.loads(said[said.index("[\n") :])}
    assert reported.keys() >= {"open_console", "list_conversations", "open_conversation", "push delay"}
    assert reported["send_reply"] == 1
    assert reported["request_conversations"] >= 4
    counts = await world.counts(stage.plan.campaign)
    assert counts["sent"] == reported["send_initial"] >= 10
    assert counts["unassigned"]["reply"] + counts["held"]["reply"] == 0


@pytest.mark.parametrize("script", ["node.mjs", "k6.js"])
async def test_a_scripts_syntax_is_right(node: Path, script: str) -> None:
    await done("node", "--check", script, cwd=node)


async def test_node_completes_a_batch(node: Path, stage: Stage, world: World) -> None:
    said = await done("node", "node.mjs", stage.url, stage.path, cwd=node)
    assert said == "5 of 5 first messages are sent.\n"
    assert (await world.counts(stage.plan.campaign))["sent"] == 5


async def test_k6s_script_completes_a_batch_with_stand_ins_for_its_modules(
    node: Path, stage: Stage, world: World
) -> None:
    (node / "node_modules" / "k6").mkdir()
    for name, text in K6.items():
        (node / "node_modules" / "k6" / name).write_text(text)
    run = 'import("k6/metrics").then(() => import("./k6.js")).then((script) => script.default())'
    said = await done("node", "--eval", run, cwd=node, HUB=stage.url, PLAN=stage.path)
    added = json.loads(said)
    assert (added["command"], added["refused"]) == (9, 0)
    assert added["push_delay"] >= 1
    assert (await world.counts(stage.plan.campaign))["sent"] == 5
