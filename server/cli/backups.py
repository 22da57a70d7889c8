"""The commands `handraise backup` and `handraise restore`."""

import sys
from pathlib import Path

import click

from server.cli.running import note, run

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Write over a file that is there already.")
def backup(file: Path, replace: bool) -> None:
    """Write everything that the store holds to FILE, as it is at one moment. All goes on meanwhile.

    Keep the file to yourself: it holds people's numbers, and what signs people in.
    """
    from server.backup.archive import About
    from server.backup.interrupted import to_its_end
    from server.backup.making import back_up
    from server.config import Config
    from server.upgrades.opening import open_account

    async def write() -> About:
        async with open_account(Config.read()) as (store, _):
            return await to_its_end(back_up(store, file, replace), "so nothing was written")

    run(write())
    note(f"{file}: {file.stat().st_size / 1e6:,.1f} MB.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--as-is", is_flag=True, help="To move to another store: campaigns stay active, queued texts go out.")
@click.option("--again", is_flag=True, help="Empty a store in which a restore was interrupted, and begin anew.")
def restore(file: Path, as_is: bool, again: bool) -> None:
    """Bring the contents of FILE, which handraise backup wrote, into an empty store.

    Active campaigns are paused, and texts that were queued don't go out: they may have gone out since.
    """
    from server.backup.archive import opened
    from server.backup.interrupted import to_its_end
    from server.backup.outcome import told
    from server.backup.restoring import Restored, restore
    from server.config import Config
    from server.upgrades.opening import open_to_restore

    async def bring() -> Restored:
        async with open_to_restore(Config.read()) as store:
            note(f"Restoring into {store.where}.")
            with click.progressbar(length=1, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

                def progress(size: int, more: int) -> None:
                    bar.length = size
                    bar.update(more)

                doing = restore(store, kept, as_is=as_is, again=again, progress=progress)
                return await to_its_end(doing, "so the store may hold a part: restore with --again")

    with opened(file) as kept:
        restored = run(bring())
    for sentence in told(restored, kept.about, as_is):
        note(sentence)
