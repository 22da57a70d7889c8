"""Writes the backup of a store, which goes on meanwhile.

Each primary gives what it holds at one moment. A script touches one campaign or the account, which are on one primary
each, so none is cut in two. The account comes last, since it is told of a campaign, a member and an opt-out before any
campaign is: it may know of a campaign that isn't there yet, and never the other way round.
"""

from importlib.metadata import version
from pathlib import Path

from server.backup.archive import About, BadBackup, Part, Writing, written
from server.backup.primaries import database, keys_are_moving, primaries
from server.store.connecting import Store
from server.store.fitness import described
from server.store.lookups import about_itself, schema
from server.store.refusals import refusing
from server.store.scripts import Scripts
from server.store.snapshots import snapshot


async def back_up(store: Store, path: Path, replace: bool) -> About:
    """Write the backup to a file, and return what it says of itself.

    Raises BadBackup, Refused (try_again), StoreTrouble.
    """
    scripts = Scripts(store.nodes)
    at, infos = await scripts.now(), await about_itself(scripts)
    with written(path, replace) as backup, refusing():
        parts = await _snapshots(store, backup)
        kept = await schema(scripts)  # a newer program may have upgraded the store just before
        about = About(
            program=version("handraise"),
            at=at,
            store=described(infos),
            database=database(store),
            schema=max(kept.number, kept.least) if kept else 1,
            parts=parts,
        )
        backup.tell(about)
    return about


async def _snapshots(store: Store, backup: Writing) -> list[Part]:
    """Add a snapshot of each primary. A key that moved from one to another meanwhile could be in both or in neither."""
    owners_change = store.nodes.moved
    moving = await keys_are_moving(store)
    parts = [
        await backup.add(f"{number}.rdb", snapshot(redis, store.where))
        for number, redis in enumerate(primaries(store), 1)
    ]
    await store.nodes.look()
    if moving or owners_change.is_set() or await keys_are_moving(store):
        raise BadBackup("Keys are moving between the nodes of the cluster: back it up when they have moved.")
    return parts
