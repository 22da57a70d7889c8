"""Options that several commands take."""

import re
from typing import Any

import click

ADDRESS = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:\[\]]+)):([0-9]{1,5})")


class Address(click.ParamType[tuple[str, int]]):
    """A host and a port: `127.0.0.1:9464`, `[::1]:9464`."""

    name = "HOST:PORT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """Return them apart."""
        if isinstance(value, tuple):
            return value
        found = ADDRESS.fullmatch(value)
        if not found or int(found[3]) > 65535:
            self.fail(f"{value!r} isn't an address: write it like 127.0.0.1:9464 or [::1]:9464.", param, ctx)
        return found[1] or found[2], int(found[3])


METRICS: dict[str, Any] = {
    "type": Address(),
    "metavar": "HOST:PORT",
    "help": "Answer Prometheus at /metrics on this address; port 0: any free one.",
}
