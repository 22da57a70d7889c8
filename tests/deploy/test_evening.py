"""An operator's evening: `docs/operating.md` alone, step by step as written.

The steps are run by a shell as they stand there, in a folder of their own: paths, ports and the host's name are
replaced, and stand-ins take the place of what would change the machine (packages, the user, systemd, the certificate).
"""

import asyncio
import json
import os
import random
import re
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from server.cli.main import main
from tests.deploy.fronts import PATH
from tests.forked import ROOT
from tests.processes import free_port

PAGE = (ROOT / "docs" / "operating.md").read_text()
STAND_INS = {
    "apt-get": "exit 0",
    "useradd": 'mkdir -p "$ROOT/data"',
    "git": 'mkdir -p "${3%/*}" && cp -a "$ROOT/copy" "$3"',
    "runuser": 'shift 3; exec "$@"',
    "systemctl": f'cd {ROOT} && exec {sys.executable} -m tests.deploy.stand_in_systemd "$@"',
    "python3": f'exec {sys.executable} "$@"',
}


def steps(heading: str, until: str) -> str:
    """The commands that a part of the page gives, in their order."""
    part = PAGE[PAGE.index(f"\n{heading}\n") : PAGE.index(f"\n{until}\n")]
    blocks = re.findall(r"^( *)```sh\n(.*?)^ *```$", part, re.MULTILINE | re.DOTALL)
    return "".join(re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in blocks)


@dataclass
class Machine:
    """A folder that stands for the machine."""

    root: Path
    ports: list[int]
    url: str

    def moved(self, text: str) -> str:
        """A text whose paths and ports are this machine's."""
        for before, after in {
            "/opt/handraise": "opt",
            "/etc/handraise.env": "etc/handraise.env",
            "/etc/systemd/system/": "units/",
            "/etc/caddy/Caddyfile": "etc/Caddyfile",
            "/usr/local/bin/handraise": "bin/handraise",
            "/var/lib/handraise": "data",
        }.items():
            text = text.replace(before, f"{self.root}/{after}")
        for before, port in zip(("8001", "8002"), self.ports, strict=True):
            text = text.replace(before, str(port))
        return text

    async def does(self, commands: str) -> str:
        """Run commands in a shell that ends at the first that fails; returns what they said."""
        path = f"{self.root}/bin:{PATH}:/bin:/sbin"
        process = await asyncio.create_subprocess_exec(
            *("bash", "-euo", "pipefail", "-c", commands),
            cwd=self.root,
            env={
                **{name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "HANDRAISE_DATA")},
                "PATH": path,
                "ROOT": str(self.root),
                "SSL_CERT_FILE": f"{self.root}/authority.pem",
            },
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        out, _ = await process.communicate()
        logs = "".join(path.read_text() for path in (self.root / "logs").iterdir())
        assert process.returncode == 0, f"{out.decode()[-3000:]}\n{logs[-3000:]}"
        return out.decode()


def hub_port() -> int:
    """A free port of four digits, whose numbers for Prometheus are at a free one, too."""
    while True:
        port = random.randint(2000, 9999)
        both = (("127.0.0.1", port), ("127.0.0.1", 10_000 + port))
        with suppress(OSError), socket.create_server(both[0]), socket.create_server(both[1]):
            return port


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    """An empty machine, on which nothing runs when the test has ended."""
    for program in ("caddy", "curl"):
        if shutil.which(program, path=PATH) is None:
            pytest.skip(f"Not run: there is no {program} here.")
    machine = Machine(tmp_path, [hub_port(), hub_port()], f"https://localhost:{free_port()}")
    for folder in ("bin", "etc", "units", "pids", "logs", "copy/deploy"):
        (tmp_path / folder).mkdir(parents=True)
    for name, does in STAND_INS.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    for name in ("constraints.txt", "pyproject.toml", "README.md", "LICENSE", "server", "lua", "static"):
        (tmp_path / "copy" / name).symlink_to(ROOT / name)
    for path in (ROOT / "deploy").iterdir():
        (tmp_path / "copy" / "deploy" / path.name).write_text(machine.moved(path.read_text()))
    certified(machine)
    yield machine
    for unit in sorted(path.name for path in (tmp_path / "pids").iterdir()):
        await machine.does(f"systemctl stop {unit}")


def certified(machine: Machine) -> None:
    """Have Caddy take a certificate of ours, rather than ask for one, and ports that are free."""
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    authority.cert_pem.write_to_path(str(machine.root / "authority.pem"))
    issued.private_key_and_cert_chain_pem.write_to_path(str(machine.root / "certificate.pem"))
    path = machine.root / "copy" / "deploy" / "Caddyfile"
    ports = f"admin 127.0.0.1:{free_port()}\n\thttp_port {free_port()}"
    certificate = f"tls {machine.root}/certificate.pem {machine.root}/certificate.pem"
    site = "{$HANDRAISE_HOST:text.example.org} {"
    text = path.read_text()
    assert site in text
    text = text.replace("\n{\n", f"\n{{\n\t{ports}\n").replace(site, f"text.example.org {{\n\t{certificate}")
    path.write_text(text)


@pytest.mark.timeout(600)
async def test_an_evening_ends_with_a_deployment_that_is_well_and_can_be_restarted(machine: Machine) -> None:
    host = machine.url.removeprefix("https://")
    install = machine.moved(steps("## Install it on Debian", "### nginx instead of Caddy"))
    for before, after in (
        ("HOST=text.example.org", f"HOST={host}"),
        (" -g handraise", ""),
        ("\nhandraise doctor\n", "\n"),
    ):
        assert before in install
        install = install.replace(before, after)
    said = await machine.does(install)
    assert '"ready":true' in said
    assert re.search(rf"{machine.url}/sign-in/\S+", said), "the first admin's link"

    status = {}
    async with asyncio.timeout(30):
        while (len(status.get("hubs", ())), len(status.get("carriers", ()))) != (2, 1):
            status = json.loads(await machine.does("handraise status --json"))
    examined = await machine.does("handraise doctor")
    assert "✗" not in examined and "All is well." in examined

    before = {hub["pid"] for hub in status["hubs"]}
    restart = machine.moved(steps("## Keep it", "## When something is wrong"))
    assert restart.count("systemctl restart") == 2
    await machine.does(restart)
    status = json.loads(await machine.does("handraise status --json"))
    assert len({hub["pid"] for hub in status["hubs"]} - before) == 2
    assert "All is well." in await machine.does("handraise doctor")


def test_the_page_names_only_commands_and_files_that_are_there() -> None:
    commands = set(re.findall(r"\bhandraise ([a-z][\w-]+)(?: |`|$)", PAGE, re.MULTILINE))
    assert {command for command in commands if command not in main.commands} == set()
    assert {"doctor", "status", "check", "member", "token", "load"} <= commands
    files = re.findall(r"/opt/handraise/src/([\w./*]+)", PAGE)
    assert files and [name for name in files if not list(ROOT.glob(name))] == []
