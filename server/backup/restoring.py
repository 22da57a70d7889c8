"""Restores a backup into an empty store.

Each snapshot is loaded into a store of our own (loading.py), made fit for a world that has gone on (settling.py), and
copied. The account comes last of all, and its own hash at the very end: until then no hub or carrier finds a campaign.
"""

import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from server.backup.archive import Backup, BadBackup, Part
from server.backup.claiming import NAMES_PER_PAGE, PASSING, Claim
from server.backup.loading import SNAPSHOT, loaded
from server.backup.primaries import database, primaries, primary_of
from server.backup.settling import Settled, settle
from server.errors import Refused
from server.store import keys
from server.store.connecting import Store
from server.store.copying import Copied, copy_keys
from server.store.nodes import Nodes
from server.store.scanning import names
from server.store.scripts import Scripts

CAMPAIGNS, ACCOUNT = keys.under(keys.ACCOUNT, "campaigns").encode(), keys.ACCOUNT.encode()


@dataclass
class Restored:
    """The outcome: how many keys, and what was changed for a world that has gone on."""

    keys: int
    settled: Settled


async def restore(
    store: Store, backup: Backup, *, as_is: bool, again: bool, progress: Callable[[int, int], None]
) -> Restored:
    """Restore a backup; `as_is` leaves active campaigns active and queued texts queued. `again` begins one anew.

    `progress` is told of how many keys some more were copied: `progress(20_000, 500)`.

    Raises BadBackup, Refused, StoreTrouble, redis' ConnectionError and TimeoutError.
    """
    claim = Claim(store, secrets.token_hex(8))
    await claim.refuse_unless_free(again)
    now = await Scripts(store.nodes).now()
    restored, campaigns, lasting, size = Restored(0, Settled()), list[int](), 0, 0
    with TemporaryDirectory(prefix="handraise-") as name:
        folders = [await _unpacked(backup, part, Path(name)) for part in backup.about.parts]
        for folder in folders:
            async with loaded(folder, backup.about.database, backup.about.store) as source:
                campaigns += await _prepare(source, now, as_is, restored.settled)
                if folder == folders[0]:
                    await claim.begin(again)
                size += await source.dbsize()
                async for some in _in_order(source):
                    await claim.refuse_unless_ours()
                    copied = await _copied(store, source, some)
                    restored.keys += copied.keys
                    lasting += copied.lasting
                    progress(size, len(some))
            (folder / SNAPSHOT).unlink()
    await _verify(store, lasting)
    await _confirm(store, campaigns, now)
    await claim.end()
    return restored


async def _prepare(source: Redis, now: int, as_is: bool, settled: Settled) -> list[int]:
    """Make the state in a store of our own fit to be restored, and return the ids of its campaigns."""
    scripts = Scripts(Nodes(source))
    ids = [int(name[3:-1]) async for some in names(scripts, "{c:*}", NAMES_PER_PAGE) for name in some]
    if not as_is:
        await settle(scripts, ids, settled)
    for id in ids:
        await scripts.run("leap_campaign", id, to=now)
    await scripts.run("leap_account", to=now)
    return ids


async def _in_order(source: Redis) -> AsyncIterator[list[bytes]]:
    """Give the names of all keys that are to be restored, some at once."""
    scripts = Scripts(Nodes(source))
    async for some in names(scripts, "{c:*", NAMES_PER_PAGE):
        yield some
    async for some in names(scripts, f"{keys.ACCOUNT}:*", NAMES_PER_PAGE):
        yield [name for name in some if name != CAMPAIGNS and not PASSING.match(name)]
    yield [CAMPAIGNS]
    yield [ACCOUNT]


async def _copied(store: Store, source: Redis, some: list[bytes]) -> Copied:
    try:
        return await copy_keys(source, partial(primary_of, store), some)
    except ResponseError as error:
        raise BadBackup(
            f"The store {store.where} refuses what is restored ({error}), so it holds only a part of it: mend that, "
            "then restore with --again."
        ) from error


async def _verify(store: Store, lasting: int) -> None:
    """Raise BadBackup unless the store holds as many keys without expiry as were copied; others may be gone by now."""
    held = 0
    for redis in primaries(store):
        counts = (await redis.info("keyspace")).get(f"db{database(store)}", {"keys": 0, "expires": 0})
        held += counts["keys"] - counts["expires"]
    if held < lasting:
        raise BadBackup(
            f"The store {store.where} holds {held:,} keys of {lasting:,} that were restored: it loses what it is told. "
            "Correct its settings, then restore with --again."
        )


async def _confirm(store: Store, campaigns: list[int], now: int) -> None:
    """Run a verb that changes nothing on each campaign and the account: where answers must be on replicas
    (`STORE_REPLICAS`), all that was restored is there, too, when it is answered.

    Raises BadBackup.
    """
    scripts = Scripts(store.nodes)
    try:
        for campaign in campaigns:
            await scripts.run("leap_campaign", campaign, to=now)
        await scripts.run("leap_account", to=now)
    except Refused as refused:
        raise BadBackup(
            f"Nobody knows whether the store {store.where} keeps all that was restored: it is away, or too few of its "
            "replicas keep up. Mend that, then restore with --again."
        ) from refused


async def _unpacked(backup: Backup, part: Part, folder: Path) -> Path:
    """Unpack a snapshot into a folder of its own, and return that."""
    own = folder / Path(part.name).stem
    own.mkdir()
    await backup.unpack(part, own / SNAPSHOT)
    return own
