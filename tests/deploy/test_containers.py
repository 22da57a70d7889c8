"""The container's file and compose's: what can be tried without containers. What they do together is not tried here."""

import asyncio
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

from tests.deploy.fronts import DEPLOY, PATH
from tests.forked import ROOT
from tests.processes import free_port

FILE = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
COMPOSE = (DEPLOY / "compose.yaml").read_text()


def line(instruction: str) -> list[str]:
    """The values of an instruction, one for each line that has it."""
    return re.findall(rf"^{instruction}\s+(.*)$", FILE, re.MULTILINE)


@pytest.mark.timeout(600)
async def test_what_the_image_is_built_by_gives_a_hub_that_serves_and_is_seen_to_be_healthy(tmp_path: Path) -> None:
    """The commands of the file, in an environment of their own."""
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    wheels, programs = tmp_path / "wheels", tmp_path / "venv" / "bin"
    source = tmp_path / "src"
    kept = [name.removeprefix("!") for name in (ROOT / ".dockerignore").read_text().split() if name.startswith("!")]
    source.mkdir()
    for name in kept:
        (source / name).symlink_to(ROOT / name)
    build, install, _ = (re.sub(r"--mount=\S+", "", command) for command in line("RUN"))
    for command in (build, install):
        words = [
            word.replace("/src", str(source)).replace("/wheels", str(wheels))
            for word in shlex.split(command)
            if word != "--no-cache-dir"
        ]
        assert words[0] == "pip"
        subprocess.run([str(programs / "pip"), *words[1:], "-q"], check=True)

    port = free_port()
    start = json.loads(line("ENTRYPOINT")[0]) + json.loads(line("CMD")[0])
    start = [word.replace("8000", str(port)) for word in start]
    settings = dict(word.split("=") for word in line("ENV")[0].split())
    assert settings["HANDRAISE_DATA"] == "/data"
    process = await asyncio.create_subprocess_exec(
        *(str(programs / start[0]), *start[1:]),
        cwd=tmp_path,
        env={**os.environ, **settings, "HANDRAISE_DATA": str(tmp_path / "data")},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    try:
        async with asyncio.timeout(30):
            while b"Handraise serves" not in await process.stdout.readline():
                assert process.returncode is None
        check = re.search(r"CMD (\[.*\])", line("HEALTHCHECK")[0])
        assert check
        python, *words = json.loads(check[1].replace(":8000/", f":{port}/"))
        assert python == "python"
        healthy = subprocess.run([str(programs / "python"), *words])
        assert healthy.returncode == 0
        for extra in ("twilio", "telnyx"):
            subprocess.run([str(programs / "python"), "-c", f"import {extra}"], check=True)
    finally:
        process.terminate()
        await process.communicate()
    assert process.returncode == 0
    unhealthy = subprocess.run([str(programs / "python"), *words], capture_output=True)
    assert unhealthy.returncode != 0


def test_the_image_runs_as_nobody_special() -> None:
    order = re.findall(r"^[A-Z]+", FILE, re.MULTILINE)
    assert line("USER") == ["handraise"]
    assert order.index("USER") < order.index("ENTRYPOINT")


def test_compose_is_as_its_schema_says() -> None:
    program = os.environ.get("CHECK_JSONSCHEMA")
    if program is None:
        pytest.skip("Not run: CHECK_JSONSCHEMA names no check-jsonschema.")
    command = [program, "--builtin-schema", "vendor.compose-spec", str(DEPLOY / "compose.yaml")]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_compose_fits_together() -> None:
    services = re.findall(
        r"^  (\w+):", COMPOSE[COMPOSE.index("\nservices:") : COMPOSE.index("\nvolumes:")], re.MULTILINE
    )
    assert services == ["store", "hub1", "hub2", "carrier", "proxy"]
    config = (ROOT / "server" / "config.py").read_text()
    settings = re.findall(r"^    ([A-Z_]+): ", COMPOSE, re.MULTILINE)
    assert settings == ["REDIS_URL", "PUBLIC_URL", "TRUSTED_PROXIES"]
    assert all(f'"{name}"' in config for name in settings)
    [hubs] = re.findall(r"HANDRAISE_HUBS: (.*)", COMPOSE)
    assert hubs.split() == ["hub1:8000", "hub2:8000"] and "8000" in line("EXPOSE")
    networks = re.findall(r"(?:TRUSTED_PROXIES|subnet): (\S+)", COMPOSE)
    assert len(set(map(ip_network, networks))) == 1
    assert '--appendonly, "yes"' in COMPOSE and "noeviction" in COMPOSE


def test_caddy_reads_its_file_as_compose_gives_it() -> None:
    caddy = shutil.which("caddy", path=PATH)
    if caddy is None:
        pytest.skip("Not run: there is no caddy here.")
    given = {"HANDRAISE_HOST": "text.example.org", "HANDRAISE_HUBS": "hub1:8000 hub2:8000"}
    read = subprocess.run(
        [caddy, "adapt", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
    )
    assert read.returncode == 0, read.stderr
    assert re.findall(r'"dial":"(.*?)"', read.stdout) == ["hub1:8000", "hub2:8000"]
