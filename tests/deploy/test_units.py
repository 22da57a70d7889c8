"""The units of systemd, their settings, and the command for operators: what can be tried without systemd."""

import asyncio
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from server.carriers.registry import CARRIERS
from server.config import Config
from server.workers import STUBBORN_SECONDS
from tests.command_line import running
from tests.deploy.fronts import DEPLOY
from tests.processes import free_port

UNITS = {"handraise@.service": "8001", "handraise-carrier@.service": "simulator"}
"""Each unit, and what may stand after its @."""


def values(unit: str, name: str) -> list[str]:
    """The values of a setting in a unit."""
    return re.findall(rf"^{name}=(.*)$", (DEPLOY / unit).read_text(), re.MULTILINE)


def arguments(unit: str, instance: str) -> list[str]:
    """The command line that a unit runs, without the program, as systemd makes it with no options of a carrier's."""
    [command] = values(unit, "ExecStart")
    program, *words = command.replace("%i", instance).split()
    assert program == "/opt/handraise/bin/handraise"
    return [word for word in words if word != "$CARRIER_OPTIONS"]


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_reads_a_unit_without_a_complaint(unit: str, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("Not run: there is no systemd-analyze here.")
    text = (DEPLOY / unit).read_text().replace("/opt/handraise/bin/handraise", sys.executable)
    (tmp_path / unit).write_text(text)
    checked = subprocess.run([program, "verify", str(tmp_path / unit)], capture_output=True, text=True)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_gives_its_process_what_it_needs(unit: str) -> None:
    assert values(unit, "LimitNOFILE") == ["65536"]
    assert int(values(unit, "TimeoutStopSec")[0]) > STUBBORN_SECONDS
    assert values(unit, "KillMode") == ["process"], "the store is every process's"
    assert values(unit, "EnvironmentFile") == ["/etc/handraise.env"]
    assert (values(unit, "User"), values(unit, "StateDirectory")) == (["handraise"], ["handraise"])


async def test_the_commands_of_the_units_run_and_end_in_order_by_the_settings_that_stand_there(tmp_path: Path) -> None:
    settings = environment((DEPLOY / "handraise.env").read_text()) | {"HANDRAISE_DATA": str(tmp_path)}
    port = next(port for port in iter(free_port, 0) if port < 55_536)
    hub, carrier = arguments("handraise@.service", "8001"), arguments("handraise-carrier@.service", "simulator")
    assert carrier[1] in CARRIERS
    assert hub == ["serve", "--port", "8001", "--metrics", "127.0.0.1:18001"]
    hub = [word.replace("18001", "0").replace("8001", str(port)) for word in hub]
    async with running(*hub, **settings) as one, running(*carrier, **settings) as other:
        await one.says(f"Handraise serves http://127.0.0.1:{port}")
        await other.says("carries the texts of all campaigns")
        ended = [await one.stop(), await other.stop()]
    assert [each.code for each in ended] == [0, 0]


def environment(text: str) -> dict[str, str]:
    """The settings that an environment file gives."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Z_]+=[^\s'\"$]+", line) for line in lines), "systemd and sh read it alike"
    return dict(line.split("=", 1) for line in lines)


def test_the_example_of_settings_names_only_settings_and_can_be_used() -> None:
    text = (DEPLOY / "handraise.env").read_text()
    named = re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)
    provider = {"OIDC_ISSUER": "https://accounts.example.org", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "x"}
    given = Asked(environment(text) | provider)
    assert Config.read(given).secure
    assert [name for name in named if name not in given.asked] == []


class Asked(dict[str, str]):
    """Surroundings that know which variables were asked for."""

    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        self.asked = set[str]()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(name)
        return super().get(name, default)


async def test_the_operators_command_has_the_settings_of_the_hubs(tmp_path: Path) -> None:
    script = (DEPLOY / "handraise.sh").read_text()
    program = tmp_path / "handraise"
    program.write_text('#!/bin/sh\necho "$PUBLIC_URL $PWD $*"\n')
    program.chmod(0o755)
    (tmp_path / "env").write_text(f"HANDRAISE_DATA={tmp_path}\nPUBLIC_URL=https://text.example.org\n")
    for before, after in (
        ("/etc/handraise.env", f"{tmp_path}/env"),
        ("runuser -u handraise -- ", ""),
        ("/opt/handraise/bin/handraise", str(program)),
    ):
        assert script.count(before) >= 1
        script = script.replace(before, after)
    (tmp_path / "script").write_text(script)
    process = await asyncio.create_subprocess_exec(
        "sh", str(tmp_path / "script"), "member", "add", "a b", stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert out.decode() == f"https://text.example.org {tmp_path} member add a b\n"
