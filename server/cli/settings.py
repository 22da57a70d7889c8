"""Commands about the account as a whole: `handraise account`."""

from typing import Any

import click

from server.cli.options import DaysOption, HoursOption
from server.cli.running import note, run
from server.cli.terms import carrier_terms, default_carrier, set_currency, terms
from server.limits import LIMITS


@click.group()
def account() -> None:
    """The settings of the account."""


@account.command("show")
@click.option("--json", "as_json", is_flag=True, help="The account thing.")
def show(as_json: bool) -> None:
    """Show the settings of the account."""
    from msgspec import json, to_builtins

    from server.campaigns.reading import account_now
    from server.cli.account import account

    async def look() -> Any:
        async with account() as (scripts, _):
            return await account_now(scripts)

    thing = run(look())
    if as_json:
        click.echo(json.format(json.encode(to_builtins(thing))).decode())
        return
    click.echo(f"Default batch size: {thing.default_batch_size:,}")
    click.echo(f"Texting hours of new campaigns: {thing.default_hours or 'any'}")
    days = thing.retention_days
    kept = f"{days:,} days after their campaign is archived" if days else "for ever"
    click.echo(f"Contacts' data are kept: {kept}")
    hours = f"{thing.hours_between} hours" if thing.hours_between else "off"
    click.echo(f"Between two campaigns' texts to one person: {hours}")
    click.echo(f"Languages of stop words: {', '.join(thing.stop_languages) or 'none but the carriers own words'}")
    click.echo(f"Confirmation of an opt-out: {thing.confirm_opt_out or 'none'}")
    click.echo(f"Answer to HELP: {thing.help_text or 'none'}")
    click.echo("\n".join(terms(thing)))


@account.command("set")
@click.option(
    "--confirm-opt-out", "confirmation", metavar="TEXT", help="The text that confirms an opt-out; '' for none."
)
@click.option("--help-text", "help", metavar="TEXT", help="The answer to HELP; '': none.")
@click.option("--hours", type=HoursOption(), help="The texting hours of new campaigns; any: always.")
@click.option(
    "--retention-days", "retention", type=DaysOption(), help="Delete contacts' data so long after archiving; or never."
)
@click.option(
    "--hours-between",
    "between",
    type=click.IntRange(0, LIMITS.hours_between),
    help="No campaign texts a person within so many hours of another one, unless the person wrote; 0: off.",
)
def change(
    hours: dict[str, str] | str | None, retention: int | str | None, between: int | None, **texts: str | None
) -> None:
    """Set texting hours, texts that go out by themselves, how long contacts' data are kept, and the hours between two
    campaigns.

    Twilio and Telnyx send their own texts by default: then leave ours empty.
    """
    from msgspec import convert

    from server.campaigns.automatic import set_text
    from server.campaigns.settings import stored_hours
    from server.cli.account import changing
    from server.wire.hours import GivenHours

    given = {kind: text for kind, text in texts.items() if text is not None}
    if not given and hours is None and retention is None and between is None:
        options = "--confirm-opt-out, --help-text, --hours, --retention-days or --hours-between"
        raise click.UsageError(f"Say what to set: {options}.")

    async def save() -> None:
        async with changing() as (scripts, _):
            for kind, text in given.items():
                await set_text(scripts, kind, text)  # type: ignore[arg-type]
            if hours is not None:
                wanted = stored_hours(None if hours == "any" else convert(hours, GivenHours))
                await scripts.run("set_default_hours", hours=wanted)
            if retention is not None:
                await scripts.run("set_retention", days=None if retention == "never" else retention)
            if between is not None:
                await scripts.run("set_hours_between", hours=between)

    run(save())
    note("Saved.")


for command in (carrier_terms, default_carrier, set_currency):
    account.add_command(command)
