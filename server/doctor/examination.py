"""The whole examination, in the order in which one thing needs another."""

from collections.abc import AsyncIterator
from functools import partial

from server.cli.deployment import look
from server.config import Config
from server.doctor.findings import Finding, fine, looked, wrong
from server.doctor.machine import look_at_clock, look_at_disk, look_at_files
from server.doctor.public import look_at_public_url
from server.doctor.settings import look_at_settings
from server.doctor.store import look_at_store, opened
from server.doctor.work import look_at_carriers, look_at_processes, look_at_queue
from server.errors import BadSetting, Refused, StoreTrouble
from server.readiness import Reason
from server.store.connecting import Store
from server.store.lookups import deployment
from server.store.scripts import Scripts


async def examine() -> AsyncIterator[Finding]:
    """Look at everything, and give what is found as it is found. It raises nothing."""
    try:
        config = Config.read()
    except BadSetting as error:
        yield wrong("Settings", str(error))
        return
    yield fine("Settings", "They can be read.")
    for finding in await looked("Settings", partial(look_at_settings, config)):
        yield finding
    for finding in await looked("Open files", look_at_files):
        yield finding
    try:
        async with opened(config) as (store, found):
            for finding in found:
                yield finding
            async for finding in _with(store, config):
                yield finding
    except StoreTrouble as trouble:
        yield wrong("Store", str(trouble))
    except Refused as refused:
        yield wrong("Store", Reason.of(refused).sentence)


async def _with(store: Store, config: Config) -> AsyncIterator[Finding]:
    """Look at all that needs the store. Raises Refused (try_again) where it doesn't say what it holds."""
    scripts = Scripts(store.nodes)
    now, here = await look(store), await deployment(scripts)
    looks = [
        ("Store", partial(look_at_store, config, scripts, now)),
        ("Clock", partial(look_at_clock, scripts)),
        *([] if config.redis_url else [("Disk", partial(look_at_disk, config.data, now.store.memory_bytes))]),
        ("Hubs", partial(look_at_processes, now)),
        ("Carriers", partial(look_at_carriers, config, scripts, now)),
        ("Texts", partial(look_at_queue, now)),
    ]
    if config.public_url:
        looks.append(("PUBLIC_URL", partial(look_at_public_url, config.public_url, here, now.at / 1000)))
    for about, one in looks:
        for finding in await looked(about, one):
            yield finding
