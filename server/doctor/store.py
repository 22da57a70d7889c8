"""Looks at the store: that it can be used, keeps what it is told, and has room."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from server.cli.deployment import Deployment
from server.config import Config
from server.doctor.findings import Finding, doubt, fine, wrong
from server.errors import StoreTrouble
from server.store.connecting import Store
from server.store.lookups import deployment
from server.store.scripts import Scripts
from server.upgrades.opening import open_account

FULL, NEARLY_FULL = 0.9, 0.75
"""Parts of its memory that a store may have used."""


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[tuple[Store, list[Finding]]]:
    """Open the store, also one that should not be trusted: then the second value says why.

    A private store is made nowhere where there is none. Raises StoreTrouble where it can't be opened at all, and
    Refused (try_again).
    """
    if config.redis_url is None and not config.data.is_dir():
        raise StoreTrouble(
            f"There is no folder {config.data}, so no store: set REDIS_URL, or HANDRAISE_DATA as the hub has it, and "
            "start this in the same folder."
        )
    found: list[Finding] = []
    async with AsyncExitStack() as opening:
        try:
            store, _ = await opening.enter_async_context(open_account(config))
        except StoreTrouble as trouble:
            if config.accept_loss or config.redis_url is None:
                raise
            store, _ = await opening.enter_async_context(open_account(replace(config, accept_loss=True)))
            found.append(wrong("Store", str(trouble)))
        if store.doubt:
            found.append(doubt("Store", store.doubt))
        yield store, found


async def look_at_store(config: Config, scripts: Scripts, now: Deployment) -> AsyncIterator[Finding]:
    """Look at what the store says about itself.

    Raises Refused (try_again).
    """
    store = now.store
    yield fine("Store", f"It answers: {store.where}.")
    kept = store.persistence
    if "could not be written" in kept or "failed" in kept:
        yield wrong("Durability", f"The store keeps {kept}.", "Look if its disk is full, and at its log.")
    elif config.accept_loss and config.redis_url is not None:
        yield doubt(
            "Durability",
            f"The store keeps {kept}, and HANDRAISE_ACCEPT_LOSS=1 says that this is enough.",
            "Take it out, unless nothing here is worth keeping.",
        )
    elif "now and then" in kept:
        yield doubt(
            "Durability",
            f"The store keeps {kept}: what came after the last time is lost when it dies.",
            "Set its appendonly to yes.",
        )
    elif kept == "each change on disk":
        yield fine("Durability", f"The store keeps {kept}.")
    yield _room(store.memory_bytes, store.memory_most)
    if not await deployment(scripts):
        yield wrong("Account", "The store holds no account.", "Add the first admin: handraise member add")


def _room(used: int, most: int | None) -> Finding:
    if most is None:
        return fine("Memory", f"The store uses {used / 1e6:,.0f} MB, and may use all that its machine has.")
    says = f"The store uses {used / 1e6:,.0f} of {most / 1e6:,.0f} MB."
    do = "Raise its maxmemory, or archive and delete campaigns. When it is full, every change is refused."
    if used > FULL * most:
        return wrong("Memory", says, do)
    return doubt("Memory", says, do) if used > NEARLY_FULL * most else fine("Memory", says)
