"""The commands of the load test: `handraise load`, and its `prepare` and `clean`."""

import sys
from pathlib import Path
from typing import Any, cast

import click

from server.cli.running import note, run

PLAN = click.Path(path_type=Path, dir_okay=False)


class Load(click.Group):
    """A group whose own name is a command, too: what isn't one of its commands is the address of a hub."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        return super().parse_args(ctx, args if args and args[0] in self.commands else ["run", *args])


class Drive(click.Command):
    """The command that the group is itself: its help says `handraise load`, without a name of its own."""

    class context_class(click.Context):
        """Goes by the name of its group."""

        @property
        def command_path(self) -> str:
            """The words that a person types."""
            return cast(click.Context, self.parent).command_path


@click.group(cls=Load)
def load() -> None:
    """Drive texters like people, and judge what they saw. See handraise load --help."""


@load.command("run", cls=Drive, hidden=True)
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--plan", type=PLAN, help="The file that handraise load prepare wrote.")
@click.option("--campaign", type=int, help="The campaign, with --tokens or on the server itself.")
@click.option("--tokens", type=PLAN, help="A file with an API token on each line; admin before an admin's.")
@click.option("--texters", type=click.IntRange(1), help="How many; all in the plan, or 20.")
@click.option("--admins", type=click.IntRange(0), help="How many watch a board; all in the plan, or 1.")
@click.option("--rate", type=click.FloatRange(0, min_open=True), help="Acts a second of all together (open loop).")
@click.option(
    "--think", type=click.FloatRange(0), default=0.5, show_default=True, help="Seconds before an act, on average."
)
@click.option("--ramp", type=click.FloatRange(0), default=2.0, show_default=True, help="Seconds over which they come.")
@click.option("--duration", type=click.FloatRange(1), default=20.0, show_default=True, help="Seconds after that.")
@click.option("--encoding", type=click.Choice(["json", "msgpack", "both"]), default="both", show_default=True)
@click.option("--processes", type=click.IntRange(1), default=1, show_default=True, help="Of the load test.")
@click.option(
    "--workers", type=click.IntRange(1), default=2, show_default=True, help="Of the hub that it starts itself."
)
@click.option(
    "--contacts", type=click.IntRange(1), default=5_000, show_default=True, help="Of the campaign that it makes."
)
@click.option(
    "--batch-size", type=click.IntRange(1), default=10, show_default=True, help="Of the campaign that it makes."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other people.")
@click.option("--json", "as_json", type=PLAN, help="Write all figures and violations to this file.")
@click.option("--html", type=PLAN, help="Write a page with plots to this file.")
def drive(urls: tuple[str, ...], **given: Any) -> None:
    """Drive texters like people against the hub at URL, and judge what they saw: exit code 0, or 1 with each violation.

    With several URLs, hubs of one deployment, people work through each of them in turn.

    Without URL, it starts a hub, a store and the simulator of its own in a temporary folder, and removes them. With
    --campaign and no tokens, on the server itself, it makes members for as long as it lasts.

    Nobody real is texted: it refuses any campaign that isn't the simulator's alone. Point it at what you run yourself.

    handraise load prepare makes members, tokens and such a campaign, and writes them to a plan; handraise load clean
    takes them out again.
    """
    from server.load.driving import OWN_ADMINS, OWN_TEXTERS, against, on_our_own, on_the_server, planned, written
    from server.load.run import ENCODINGS, Options

    plan = planned(given["plan"], given["campaign"], given["tokens"]) if urls else None
    many = (len(plan.texters), len(plan.admins)) if plan else (OWN_TEXTERS, OWN_ADMINS)
    options = Options(
        texters=given["texters"] or many[0],
        admins=many[1] if given["admins"] is None else given["admins"],
        rate=given["rate"] or 0.0,
        encodings=ENCODINGS[given["encoding"]],
        **{name: given[name] for name in ("think", "ramp", "duration", "processes", "seed")},
    )
    if urls and plan:
        result = run(against(urls, plan, options))
    elif urls:
        result = run(on_the_server(urls, given["campaign"], options))
    else:
        result = run(on_our_own(options, given["workers"], given["contacts"], given["batch_size"]))
    written(result, options, ", ".join(urls) or "its own", given["as_json"], given["html"])
    if result.violations:
        raise SystemExit(1)


@load.command()
@click.option("--texters", type=click.IntRange(1), required=True)
@click.option(
    "--admins",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="First batches need their yes.",
)
@click.option("--contacts", type=click.IntRange(1), default=5_000, show_default=True)
@click.option("--batch-size", type=click.IntRange(1), default=30, show_default=True)
@click.option("--plan", type=PLAN, required=True, help="The new file. It holds tokens: keep it to yourself.")
def prepare(texters: int, admins: int, contacts: int, batch_size: int, plan: Path) -> None:
    """Make members and a campaign of people who don't exist, on the server, and write the plan of a load test."""
    from server.cli.account import account
    from server.load.plan import Plan, claim_plan, write_plan
    from server.load.preparing import prepare

    claimed = claim_plan(plan)

    async def make() -> Plan:
        async with account() as (scripts, members):
            return await prepare(scripts, members, claimed.run, texters, admins, contacts, batch_size)

    try:
        made = run(make())
        write_plan(plan, made)
    except BaseException:
        note(f"This was not finished. Take out what was made: handraise load clean --plan {plan}")
        raise
    note(
        f"Campaign {made.campaign} has {contacts:,} contacts and {texters:,} senders. "
        f"Now: handraise load URL --plan {plan}"
    )


@load.command()
@click.option(
    "--plan", type=PLAN, required=True, help="The file that handraise load prepare wrote; it is removed, too."
)
def clean(plan: Path) -> None:
    """Take everything out again that handraise load prepare made. To be run on the server."""
    from server.cli.account import account
    from server.load.plan import read_plan
    from server.load.preparing import clean

    made = read_plan(plan)

    async def take_out() -> tuple[int, int]:
        async with account() as (scripts, members):
            return await clean(scripts, members, made)

    campaigns, people = run(take_out())
    plan.unlink()
    note(f"Gone: {campaigns} campaign{'' if campaigns == 1 else 's'}, {people:,} member{'' if people == 1 else 's'}.")


@load.command(hidden=True)
def crew() -> None:
    """Be some of the people of a load test; the one that drives it starts this."""
    from server.load.crew import live

    run(live(sys.stdout.buffer))
