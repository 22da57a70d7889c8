"""The state of a deployment, drawn: tables in a terminal, plain lines elsewhere."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import click
import msgspec
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from server.cli.deployment import Deployment, look
from server.config import Config
from server.errors import Refused
from server.host.signals import on_signals
from server.store.connecting import Store
from server.upgrades.opening import open_account

REDRAWN_EVERY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Section:
    """A part of it: a line, and a table below it. `rows` may be empty."""

    says: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def sections(now: Deployment) -> list[Section]:
    """Return all that is shown, in words."""
    queue, store = now.queue, now.store
    most = f" of {size(store.memory_most)}" if store.memory_most else ""
    schema = f", schema {store.schema}" if store.schema else ""
    waiting = f", the oldest for {duration(queue.oldest_seconds)}" if queue.outbox else ""
    return [
        Section(f"Store: {store.where}, {size(store.memory_bytes)}{most} of memory, {store.persistence}{schema}"),
        Section(
            f"Hubs: {len(now.hubs)}, with {now.sockets.texter:,} texters' and {now.sockets.admin:,} admins' sockets",
            ("host", "process", "version", "since", "texters", "admins"),
            tuple(
                (hub.host, str(hub.pid), hub.version, ago(now.at - hub.since), *sides)
                for hub in now.hubs
                if hub.sockets
                for sides in [(f"{hub.sockets.texter:,}", f"{hub.sockets.admin:,}")]
            ),
        ),
        Section(
            f"Carriers: {len(now.carriers)}",
            ("carrier", "host", "process", "version", "since", "texts/s", "in hand"),
            tuple(
                (
                    does.carrier,
                    it.host,
                    str(it.pid),
                    it.version,
                    ago(now.at - it.since),
                    f"{does.rate:.1f}",
                    str(does.in_hand),
                )
                for it in now.carriers
                if (does := it.carrying)
            ),
        ),
        *(Section(f"Nothing goes out by {carrier}: {sentence}") for carrier, sentence in now.troubles.items()),
        Section(f"Texts: {queue.outbox:,} wait for a carrier{waiting}; carriers have {queue.in_hand:,} in hand"),
        Section(
            f"Active campaigns: {len(now.campaigns)}",
            ("id", "title", "unassigned", "held", "replies waiting"),
            tuple(
                (
                    str(campaign.id),
                    campaign.title,
                    f"{sum(campaign.unassigned.values()):,}",
                    f"{sum(campaign.held.values()):,}",
                    f"{campaign.replies_waiting:,}",
                )
                for campaign in now.campaigns
            ),
        ),
    ]


def size(count: int) -> str:
    """`3.2 MB`."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"


def duration(seconds: float) -> str:
    """`40 s`, `5 min`, `7 h`, `3 d`."""
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def ago(ms: int) -> str:
    """`5 min ago`."""
    return f"{duration(ms / 1000)} ago"


def lines(shown: list[Section]) -> list[str]:
    """Return it in plain lines, columns one below the other."""
    said: list[str] = []
    for section in shown:
        said.append(section.says)
        table = [section.columns, *section.rows] if section.rows else []
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        said += [
            "  " + "  ".join(f"{it:{width}}" for it, width in zip(row, widths, strict=True)).rstrip() for row in table
        ]
    return said


def drawn(shown: list[Section]) -> Group:
    """Return it for a terminal."""
    parts: list[Text | Table] = []
    for section in shown:
        parts.append(Text(section.says, style="bold"))
        if section.rows:
            table = Table(*section.columns, box=None, padding=(0, 2, 0, 0))
            for row in section.rows:
                table.add_row(*map(Text, row))  # a campaign's title isn't markup
            parts.append(table)
        parts.append(Text())
    return Group(*parts)


async def show(as_json: bool, watch: bool) -> None:
    """Show the deployment once, or again and again until Ctrl-C.

    Raises StoreTrouble and Refused (try_again); watching, at the opening only.
    """
    leaving = asyncio.Event()
    async with open_account(Config.read()) as (store, _):
        with on_signals(leaving.set):
            if watch:
                await _keep_showing(store, as_json, leaving)
            else:
                _say(await look(store), as_json)


def _say(now: Deployment, as_json: bool) -> None:
    console = Console()
    if as_json:
        click.echo(msgspec.json.encode(now).decode())
    elif console.is_terminal:
        console.print(drawn(sections(now)))
    else:
        click.echo("\n".join(lines(sections(now))))


async def _keep_showing(store: Store, as_json: bool, leaving: asyncio.Event) -> None:
    console = Console()
    if as_json or not console.is_terminal:
        await _repeat(store, leaving, lambda now: _say(now, as_json), lambda sentence: click.echo(sentence, err=True))
        return
    with Live(console=console, screen=True, auto_refresh=False) as live:

        def draw(now: Deployment) -> None:
            live.update(drawn(sections(now)), refresh=True)

        await _repeat(store, leaving, draw, lambda sentence: live.update(Text(sentence), refresh=True))


async def _repeat(
    store: Store, leaving: asyncio.Event, draw: Callable[[Deployment], None], tell: Callable[[str], None]
) -> None:
    while not leaving.is_set():
        try:
            draw(await look(store))
        except Refused as refused:
            tell(refused.sentence)
        try:
            async with asyncio.timeout(REDRAWN_EVERY_SECONDS):
                await leaving.wait()
        except TimeoutError:
            continue
