"""Commands about the list of who opted out: `handraise opt-outs`."""

from typing import BinaryIO

import click

from server.cli.running import note, run


@click.group("opt-outs")
def opt_outs() -> None:
    """The list of who opted out of texts."""


@opt_outs.command("export")
@click.argument("file", type=click.File("wb", lazy=True))
def export(file: BinaryIO) -> None:
    """Write every phone that opted out, or in again, to a CSV file: when, who and how. FILE may be -."""
    from server.campaigns.opt_outs import exported
    from server.cli.account import account

    async def write() -> None:
        async with account() as (scripts, _):
            async for piece in exported(scripts):
                file.write(piece.encode())
        file.flush()

    run(write())


@opt_outs.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--encoding", help="The encoding of a CSV file that doesn't tell it, such as windows-1250 or mac_roman.")
def take_in(file: BinaryIO, encoding: str | None) -> None:
    """Opt out everybody in a CSV file or Excel workbook, in every campaign; nobody is told.

    Rejected rows are listed, and the others count. Doing it again changes nothing, and nobody is ever brought back.
    """
    from server.campaigns.imports import read_contacts
    from server.campaigns.opt_outs import import_opt_outs
    from server.cli.account import changing
    from server.cli.files import read_with_bar
    from server.config import Config

    async def opt_out() -> int:
        opted_out = already = rows = 0
        rejected = []
        with read_with_bar(file) as (read, bar):
            async with (
                changing() as (scripts, _),
                read_contacts(read, Config.read().region, encoding=encoding) as source,
            ):
                async for progress in import_opt_outs(scripts, source):
                    bar.update(progress.position - bar.pos)
                    rejected += progress.rejected
                    rows, opted_out, already = progress.rows, progress.opted_out, progress.already
        for row in rejected:
            note(f"Line {row.line}: {row.reason}. {row.sentence}")
        for notice in source.notices:
            note(notice)
        note(f"{rows:,} rows: {opted_out:,} opted out, {already:,} had opted out already, {len(rejected):,} rejected.")
        return opted_out + already

    if not run(opt_out()):
        raise click.ClickException("No row could come in, so nobody was opted out.")
