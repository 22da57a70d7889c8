"""The command line: `handraise --help`. What goes wrong is one sentence on stderr; the exit code is then 1, or 2 when
the command itself isn't right."""

import json
import logging
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, TypeVar

import click
import uvloop
from redis.exceptions import ConnectionError as StoreAway
from redis.exceptions import TimeoutError as StoreSlow

from server import demo, serve
from server.campaigns import check, launching
from server.campaigns import senders as campaign_senders
from server.campaigns import settings as campaign_settings
from server.campaigns.imports import import_contacts, read_contacts
from server.carriers.handover import Handover
from server.carriers.patience import Patience
from server.carriers.registry import CARRIERS, Entry, Option
from server.config import Config
from server.contacts.rows import Noticed, Rejected
from server.errors import HandraiseError, Refused
from server.people.members import Member, Members
from server.store.connecting import open_store
from server.store.keys import OPEN_LANES
from server.store.scripts import Scripts, store_says
from server.things import Thing, campaign_thing, sender_thing

T = TypeVar("T")
LOCAL = "http://localhost:8000"
"""Where people reach the hub when `PUBLIC_URL` doesn't say."""


RATE = Option("rate", 0.0, "Texts that this process sends in a second, at most; 0: no limit.")


class Sentences(click.Group):
    """Commands whose troubles are told in one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except Refused as refused:
            says = store_says(refused)
            sentence = f"The store refuses everything ({says}): mend it, then try again." if says else refused.sentence
            raise click.ClickException(sentence) from refused
        except HandraiseError as error:
            raise click.ClickException(str(error)) from error
        except (StoreAway, StoreSlow) as error:
            raise click.ClickException(Refused("try_again").sentence) from error


class Carriers(click.Group):
    """Commands that are the names of carriers. None is a default: nothing simulated may answer for real people."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all carriers."""
        return list(CARRIERS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """The carrier of that name."""
        if cmd_name in CARRIERS:
            return carrier_command(cmd_name, CARRIERS[cmd_name])
        raise click.UsageError(f"There is no carrier called {cmd_name!r}; there is: {', '.join(CARRIERS)}.", ctx)


@click.group(cls=Sentences)
@click.version_option(package_name="handraise", message="handraise %(version)s")
def main() -> None:
    """Handraise: a peer-to-peer texting console built around self assignment."""
    Config.read()  # settings that can't be right stop every command, before it does anything
    said = "%(asctime)s %(levelname)s %(process)d %(message)s"
    logging.basicConfig(level=logging.WARNING, format=said, datefmt="%H:%M:%S")


def run(doing: Coroutine[Any, Any, T]) -> T:
    """Run it to its end."""
    return uvloop.run(doing)


def note(sentence: str) -> None:
    """Tell the person; stdout is for what a script may read."""
    click.echo(sentence, err=True)


@asynccontextmanager
async def account() -> AsyncIterator[tuple[Scripts, Members]]:
    """The account that this process's settings lead to."""
    config = Config.read()
    async with open_store(config) as store:
        scripts = Scripts(store.redis)
        yield scripts, Members(scripts, config)


# The processes


@main.command("demo")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default="demo-data", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), help="Instead of 8000, or the next one that is free.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other people.")
@click.option("--delay", type=click.FloatRange(0), default=1.0, show_default=True, help="How slowly they answer.")
def start_demo(data: Path, port: int | None, seed: int, delay: float) -> None:
    """Everything on one screen: a store, a sample campaign, and people who answer. Nobody real is texted."""
    listening = demo.listen_somewhere() if port is None else serve.listen("127.0.0.1", port)
    run(demo.demo(data, listening, click.echo, seed=seed, delay=delay))


@main.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="How many processes serve.")
@click.option("--descriptor", type=int, hidden=True, help="The listening socket, given by the process that started us.")
def start_hub(host: str, port: int, workers: int, descriptor: int | None) -> None:
    """Serve the consoles."""
    config = Config.read()
    if descriptor is not None:
        run(serve.work(config, socket.socket(fileno=descriptor)))
    elif workers > 1:
        run(serve.supervise(config, serve.listen(host, port), workers, click.echo))
    else:
        run(serve.serve(config, serve.listen(host, port), click.echo))


@main.group(cls=Carriers)
def carrier() -> None:
    """Send the queued texts of all campaigns by the carrier of this name."""


def carrier_command(name: str, entry: Entry) -> click.Command:
    """Make the command that sends by this carrier."""

    async def carry(rate: float, options: dict[str, Any]) -> None:
        config = Config.read()
        async with open_store(config) as store:
            scripts, patience = Scripts(store.redis), Patience()
            click.echo(f"The store: {store.where}")
            if store.doubt:
                click.echo(store.doubt)
            built = await entry.build(config, scripts, patience, **options)
            click.echo(f"The {name} carries the texts of all campaigns.")
            with serve.signals(patience.leaving.set):
                async with built:
                    await Handover(scripts, built, patience, rate).run()

    def invoked(rate: float, **options: Any) -> None:
        run(carry(rate, options))

    params: list[click.Parameter] = [flag(option) for option in (*entry.options, RATE)]
    return click.Command(name, callback=invoked, params=params, help=entry.sentence)


def flag(option: Option) -> click.Option:
    """Make the command line's form of a carrier's option."""
    whole = isinstance(option.default, int)
    within = click.IntRange if whole else click.FloatRange
    anything = click.INT if whole else click.FLOAT
    return click.Option(
        [f"--{option.name.replace('_', '-')}"],
        type=anything if option.least is None else within(option.least, option.most),  # type: ignore[arg-type]
        default=option.default,
        show_default=True,
        help=option.help,
    )


@main.command("check")
@click.option("--json", "as_json", is_flag=True, help="{ok, campaigns, conversations, faults}.")
def check_all(as_json: bool) -> None:
    """Verify that every conversation is in exactly one place and all counts add up; exit code 1 if not."""

    async def look() -> check.Findings:
        async with account() as (scripts, _):
            return await check.check(scripts)

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


# The account


@main.group()
def member() -> None:
    """The people of this account."""


@member.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice(["admin", "texter"]), required=True)
def add_member(email: str, name: str, role: str) -> None:
    """Add a member and print a sign-in link. One who is there already stays as they are and gets a fresh link."""

    async def add() -> str:
        async with account() as (_, members):
            known = await members.find(email)
            new = known or await members.add(email, name, role)
            if known:
                note(f"{known.email} is a member already ({known.name}, {known.role}); nothing was changed.")
            note(f"{new.name} can sign in with this link once, within 7 days:")
            return (Config.read().public_url or LOCAL) + await members.sign_in_link(new)

    click.echo(run(add()))


@main.command()
@click.argument("email")
@click.option("--name", default="", help="What it is for, to tell it from others in the admins' list.")
def token(email: str, name: str) -> None:
    """Print a new API token of a member. Earlier ones stay valid."""

    async def make() -> str:
        async with account() as (_, members):
            return await members.token(await known_member(members, email), name)

    click.echo(run(make()))


async def known_member(members: Members, email: str) -> Member:
    """The member with this e-mail address, who isn't disabled."""
    found = await members.find(email)
    if found is None:
        raise click.ClickException(f"There is no member with the e-mail address {email}: see handraise member add.")
    if found.disabled:
        raise click.ClickException(f"{found.email} is disabled.")
    return found


# Campaigns


@main.group()
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
@click.option("--batch-size", type=int, help="How many one request gives, 1 to 5,000.")
@click.option("--sender", "senders", multiple=True, metavar="EMAIL", help="A member who texts; may be repeated.")
@click.option("--launch", is_flag=True, help="Launch it when the contacts are in.")
def create_campaign(
    contacts: BinaryIO, encoding: str | None, senders: tuple[str, ...], launch: bool, **settings: Any
) -> None:
    """Make a campaign of the contacts in a file and print its id. Rejected rows are listed, the others come in.

    A column is called phone, cell, mobile or the like. A campaign in which names look garbled isn't launched.
    """

    async def create() -> int:
        async with account() as (scripts, members):
            texters = [(await known_member(members, email)).id for email in senders]
            id, noticed = await fill(scripts, contacts, encoding, settings)
            # With the contacts in, it is known which fields the script may use.
            thing = await finish(id, campaign_settings.update(scripts, id, script=settings["script"]))
            for lack in thing["lacking"]:
                note(lacking(lack["field"], lack["contacts"], thing["contacts"]))
            if texters:
                await finish(id, campaign_senders.add(scripts, id, texters))
            if launch and noticed.garbled:
                raise click.ClickException(f"Names look wrong, so campaign {id} is made and stays a draft.")
            if launch:
                await finish(id, launching.launch(scripts, id))
            return id

    click.echo(run(create()))


async def fill(scripts: Scripts, file: BinaryIO, encoding: str | None, settings: dict[str, Any]) -> tuple[int, Noticed]:
    """Make a campaign of a file's contacts, with a progress bar, and list the rejected rows.

    Returns its id and what was noticed in the rows.
    """
    made: list[int] = []
    rejected: list[Rejected] = []
    rows = added = 0
    noticed = Noticed()

    async def make() -> int:
        made.append(await campaign_settings.create(scripts, **settings))
        return made[0]

    with ExitStack() as kept:
        if not file.seekable():  # a pipe: a file is read twice, and the first time for its encoding
            piped, file = file, kept.enter_context(TemporaryFile())
            shutil.copyfileobj(piped, file)
        size = file.seek(0, os.SEEK_END)
        bar = kept.enter_context(click.progressbar(length=size, label="Importing", file=sys.stderr))
        async with read_contacts(file, Config.read().region, encoding=encoding) as source:
            async for progress in import_contacts(scripts, make, source):
                bar.update(progress.position - bar.pos)
                rejected += progress.rejected
                rows, added, noticed = progress.rows, progress.added, progress.noticed
    for row in rejected:
        note(f"Line {row.line}: {row.reason}. {row.sentence}")
    for notice in [*source.notices, *noticed.sentences()]:
        note(notice)
    note(f"{added:,} of {rows:,} rows came in.")
    if not made:
        raise click.ClickException("No row could come in, so no campaign was made.")
    return made[0], noticed


def lacking(field: str, contacts: int, among: int) -> str:
    """Say how many contacts have nothing for a field of the message."""
    have = "1 contact has" if contacts == 1 else f"{contacts:,} contacts have"
    return f"{have} no {{{field}}}, of {among:,} in all. Other words for them: {{{field}|…}}."


async def finish(id: int, doing: Coroutine[Any, Any, T]) -> T:
    """Do it to a campaign that is made; a refusal says that the campaign is there, as a draft."""
    try:
        return await doing
    except Refused as refused:
        raise click.ClickException(f"{refused.sentence} Campaign {id} is made and stays a draft.") from refused


@campaign.command("status")
@click.argument("id", type=int)
@click.option("--json", "as_json", is_flag=True, help="The campaign, and sender_rows.")
def status(id: int, as_json: bool) -> None:
    """How a campaign stands."""

    async def look() -> Thing:
        async with account() as (scripts, _):
            snapshot = await scripts.run("snapshot", id, texters=[], rows=True)
            members = {member["id"]: member for member in (await scripts.run("describe_account"))["members"]}
            rows = [
                sender_thing(id, snapshot["v"], row, members.get(row["id"], {}))
                for row in sorted(snapshot["texters"], key=lambda row: int(row["id"]))
                if row["sender"]
            ]
            return campaign_thing(snapshot["campaign"]) | {"sender_rows": rows}

    thing = run(look())
    if as_json:
        click.echo(json.dumps(thing, indent=2))
        return
    click.echo(f"{thing['title']}: {thing['status']}, {thing['contacts']:,} contacts, {thing['sent']:,} sent")
    rows = [("unassigned", thing["unassigned"]), *((row["name"], row) for row in thing["sender_rows"])]
    width = max(len(name) for name, _ in rows)
    click.echo(" " * width + "".join(f"{lane:>12}" for lane in OPEN_LANES))
    for name, counts in rows:
        click.echo(f"{name:{width}}" + "".join(f"{counts[lane]:>12,}" for lane in OPEN_LANES))
    click.echo(f"closed {thing['closed']:,}, opted out {thing['opted_out']:,}")
