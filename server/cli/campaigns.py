"""Commands about campaigns: `handraise campaign`, and `handraise check` of all of them."""

import json
from typing import Any

import click

from server.cli.options import HoursOption
from server.cli.running import run
from server.limits import LIMITS


@click.group()
def campaign() -> None:
    """Campaigns."""


@campaign.command("create")
@click.argument("title")
@click.option("--contacts", type=click.File("rb"), required=True, help="A CSV file or Excel workbook.")
@click.option("--encoding", help="The encoding of a CSV file that doesn't tell it, such as windows-1250 or mac_roman.")
@click.option(
    "--script",
    required=True,
    help="The first message; {first_name} or any column fills in, {first_name|friend} says friend to who has none.",
)
@click.option("--self-assign", is_flag=True, help="Texters may request conversations.")
@click.option("--batch-size", type=int, help=f"How many one request gives, 1 to {LIMITS.batch_size:,}.")
@click.option("--carrier", metavar="NAME", help="The only carrier that may carry its texts; else any that runs.")
@click.option("--numbers", help="The numbers or the service that its texts come from; else the carrier's own.")
@click.option("--per-second", type=float, help="Segments a second, at most; 0: no limit.")
@click.option("--per-day", type=int, help="Segments a day, at most, until midnight Pacific; 0: no limit.")
@click.option("--budget", help="What it may cost, such as 50; then it pauses.")
@click.option(
    "--hours",
    type=HoursOption(),
    help="When contacts may be texted, by their own clocks; any: always. Else as the account sets it.",
)
@click.option("--sender", "senders", multiple=True, metavar="EMAIL", help="A member who texts; may be repeated.")
@click.option("--launch", is_flag=True, help="Launch it when the contacts are in.")
def create_campaign(**given: Any) -> None:
    """Make a campaign of the contacts in a file and print its id. Rejected rows are listed, the others come in.

    A column is called phone, cell, mobile or the like. A campaign in which names look garbled isn't launched.
    """
    from server.cli.creating import create

    click.echo(run(create(**given)))


@campaign.command("status")
@click.argument("id", type=int)
@click.option("--json", "as_json", is_flag=True, help="The campaign, and sender_rows.")
def show_status(id: int, as_json: bool) -> None:
    """Show how a campaign stands."""
    from msgspec import to_builtins

    from server.cli.status import status, told

    campaign, senders = run(status(id))
    if as_json:
        whole = to_builtins(campaign) | {"sender_rows": to_builtins(senders)}
        click.echo(json.dumps(whole, indent=2))
    else:
        click.echo("\n".join(told(campaign, senders)))


@click.command()
@click.argument("id", type=int)
@click.option("--json", "as_json", is_flag=True, help="{ok, conversations, entries, unjudged, faulty, faults}.")
def replay(id: int, as_json: bool) -> None:
    """Rebuild a campaign from its ledger, and compare that with the store; exit code 1 if they differ."""
    from server.campaigns import replay as replaying
    from server.cli.account import account

    async def look() -> replaying.Outcome:
        async with account() as (scripts, _):
            return await replaying.replay(scripts, id)

    outcome = run(look())
    click.echo(json.dumps(outcome.as_dict(), indent=2) if as_json else "\n".join(replaying.told(outcome)))
    if outcome.faulty:
        raise SystemExit(1)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="{ok, campaigns, conversations, faults}.")
def check(as_json: bool) -> None:
    """Verify that every conversation is in exactly one place and all counts add up; exit code 1 if not."""
    from server.campaigns import check as checking
    from server.cli.account import account

    async def look() -> checking.Findings:
        async with account() as (scripts, _):
            return await checking.check(scripts)

    findings = run(look())
    if as_json:
        click.echo(json.dumps(findings.as_dict(), indent=2))
    else:
        for fault in findings.faults:
            conversation = "" if fault.conversation is None else f", conversation {fault.conversation}"
            where = "" if fault.campaign is None else f"Campaign {fault.campaign}{conversation}: "
            click.echo(f"{where}{fault.sentence}")
        looked = f"{findings.conversations:,} conversations in {findings.campaigns:,} campaigns"
        faults = "1 fault" if len(findings.faults) == 1 else f"{len(findings.faults):,} faults"
        click.echo(f"{looked}: {faults}." if findings.faults else f"{looked}: all is well.")
    if findings.faults:
        raise SystemExit(1)
