"""The command about what admins did: `handraise audit`."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from server.cli.running import note, run

if TYPE_CHECKING:
    from server.wire.replies import Deed

DEEDS_PER_PAGE = 1_000
"""Deeds that are read at once."""


@click.command()
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="The newest, so many.")
@click.option("--json", "as_json", is_flag=True, help="A list of {id, at, by, name, did, campaign, member, given}.")
def audit(limit: int, as_json: bool) -> None:
    """List which admin did what, and what was changed at the command line, newest first."""
    from msgspec import json

    from server.cli.account import account

    async def look() -> "list[Deed]":
        from msgspec import convert

        from server.wire.replies import Deed

        found: list[Deed] = []
        async with account() as (scripts, _):
            while len(found) < limit:
                before, most = found[-1].id if found else None, min(DEEDS_PER_PAGE, limit - len(found))
                page = convert(await scripts.run("list_deeds", before=before, limit=most), list[Deed])
                found += page
                if len(page) < most:
                    break
        return found

    deeds = run(look())
    if as_json:
        click.echo(json.format(json.encode(deeds)).decode())
    elif not deeds:
        note("Nothing is noted yet.")
    else:
        click.echo("\n".join(map(line, deeds)))


def line(deed: "Deed") -> str:
    """Return a deed as a line: when (UTC), who, what, to what, and how."""
    at = datetime.fromtimestamp(deed.at / 1000, UTC)
    who = deed.name if deed.by is None else f"{deed.name} (member {deed.by})"
    to = [f"{kind} {id}" for kind, id in (("campaign", deed.campaign), ("member", deed.member)) if id is not None]
    how = [f"{name}: {value}" for name, value in deed.given.items()]
    return f"{at:%Y-%m-%d %H:%M:%S}  {who}: {', '.join([deed.did.replace('_', ' '), *to, *how])}"
