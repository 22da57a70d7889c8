"""A stand-in for `systemctl`, where no systemd runs: it starts and stops what units say, and remembers them by pid.

    ROOT=FOLDER python -m tests.deploy.stand_in_systemd enable --now handraise@8001

Units lie in FOLDER/units; FOLDER/pids and FOLDER/logs have a file for each that runs. Caddy is a unit of its own.
"""

import fnmatch
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(os.environ["ROOT"])
CADDY = f"caddy run --config {ROOT}/etc/Caddyfile --adapter caddyfile"


def settings(path: Path) -> dict[str, str]:
    """The variables of an environment file."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def command(unit: str) -> tuple[list[str], dict[str, str], str]:
    """The command line of a unit, its surroundings, and where it runs."""
    if unit == "caddy":
        return CADDY.split(), {"XDG_DATA_HOME": str(ROOT), "XDG_CONFIG_HOME": str(ROOT), "HOME": str(ROOT)}, str(ROOT)
    name, _, instance = unit.partition("@")
    values = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / "units" / f"{name}@.service").read_text(), re.MULTILINE))
    given = settings(Path(values["EnvironmentFile"])) | {"PYTHONUNBUFFERED": "1"}
    words = values["ExecStart"].replace("%i", instance).split()
    return [word for word in words if word != "$CARRIER_OPTIONS"], given, values["WorkingDirectory"]


def start(unit: str) -> None:
    """Start a unit, as its user would be."""
    words, given, folder = command(unit)
    with (ROOT / "logs" / unit).open("ab") as log:
        process = subprocess.Popen(
            words,
            env={"PATH": os.environ["PATH"], **given},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (ROOT / "pids" / unit).write_text(str(process.pid))


def running(pid: int) -> bool:
    """Return whether a process runs; one that has ended and that nobody waits for doesn't."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def stop(unit: str) -> None:
    """Tell a unit's process to end, and wait until it has. Only that one: `KillMode=process`."""
    path = ROOT / "pids" / unit
    pid = int(path.read_text())
    path.unlink()
    if running(pid):
        os.kill(pid, signal.SIGTERM)
    for _ in range(450):
        if not running(pid):
            return
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    sys.exit(f"{unit} didn't end in time.")


def main(verb: str, *names: str) -> None:
    """Do what is asked; units may be named by a pattern."""
    here = [path.name for path in (ROOT / "pids").iterdir()]
    units = [unit for name in names for unit in (fnmatch.filter(here, name) if "*" in name else [name])]
    for unit in units:
        if verb in ("disable", "stop", "restart"):
            stop(unit)
        if verb in ("enable", "start", "restart") or (verb == "reload" and unit not in here):
            start(unit)


if __name__ == "__main__":
    main(*(word for word in sys.argv[1:] if not word.startswith("--")))
