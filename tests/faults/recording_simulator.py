"""A simulator that writes down what it is handed: a line of JSON for each text.

    python -m tests.faults.recording_simulator FILE OPTIONS

A line is there, whole, before the carrier has accepted its text.
"""

import os
import sys
from pathlib import Path
from typing import Any

import msgspec

from server.carriers.carrier import Sent, Text
from server.carriers.patience import Patience
from server.carriers.registry import CARRIERS, Entry
from server.carriers.simulator import Simulator, signing_key
from server.cli.carrying import command
from server.config import Config
from server.store.scripts import Scripts


class Handed(msgspec.Struct, frozen=True, array_like=True):
    """A text that was handed over: its place, and its words."""

    campaign: int
    conversation: int
    id: int
    words: str


class Recording(Simulator):
    """Writes down each text, then does as every simulator."""

    def __init__(self, file: int, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._file = file

    async def send(self, text: Text) -> Sent:
        """Write it down, and accept it."""
        line = Handed(text.campaign, text.conversation, text.id, text.text)
        os.write(self._file, msgspec.json.encode(line) + b"\n")
        return await super().send(text)


def handed(file: Path) -> list[Handed]:
    """All that was handed over to one that writes to this file."""
    return [msgspec.json.decode(line, type=Handed) for line in file.read_bytes().splitlines()]


def main(path: str, *options: str) -> None:
    """Carry until told to leave."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def build(config: Config, scripts: Scripts, patience: Patience, **options: Any) -> Recording:
        return Recording(file, scripts, patience, await signing_key(scripts), **options)

    simulator = CARRIERS["simulator"]
    command("simulator", Entry(simulator.sentence, build, simulator.options)).main(options)


if __name__ == "__main__":
    main(*sys.argv[1:])
