"""Options that several commands take."""

import re
from typing import Any

import click

from server.host.logs import FORMATS, set_up

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


class HoursOption(click.ParamType[dict[str, str] | str]):
    """Texting hours: `09:00-21:00` → {from, to}; `any` stays as it is."""

    name = "HH:MM-HH:MM|any"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, str] | str:
        """Return the beginning and the end apart."""
        if value == "any":
            return "any"
        begin, dash, end = value.partition("-")
        if not dash:
            self.fail(f"{value!r} aren't texting hours: write them like 09:00-21:00, or any.", param, ctx)
        return {"from": begin, "to": end}


class DaysOption(click.ParamType[int | str]):
    """A number of days; `never` stays as it is."""

    name = "DAYS|never"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """Return the number."""
        if value == "never":
            return "never"
        if not re.fullmatch(r"\d{1,9}", str(value), re.ASCII):
            self.fail(f"{value!r} is no number of days: write it like 90, or never.", param, ctx)
        return int(value)


def set_up_log(ctx: click.Context, param: click.Parameter, form: str) -> str:
    """Write the log in this form, and return its name."""
    set_up(form)
    return form


LOG_FORMAT: dict[str, Any] = {
    "type": click.Choice(FORMATS),
    "default": "text",
    "show_default": True,
    "callback": set_up_log,
    "help": "Write the log in lines for people, or one JSON object a line.",
}
METRICS: dict[str, Any] = {
    "type": Address(),
    "metavar": "HOST:PORT",
    "help": "Answer Prometheus at /metrics on this address; port 0: any free one.",
}
