"""A hub that serves in the process of the tests."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.app import create_app
from server.config import Config
from server.serve import Server
from tests.recorder import Record, recorded


@asynccontextmanager
async def served(config: Config, record: Record | None = None) -> AsyncIterator[str]:
    """A hub with these settings; gives its address. What it sends must be in the document of the wire."""
    listening = socket.create_server(("127.0.0.1", 0))
    ready = asyncio.Event()
    record = record or Record()
    hub = Server(recorded(create_app(config), record), ready.set, proxies=config.trusted_proxies)
    serving = asyncio.create_task(hub.serve([listening]))
    await ready.wait()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    hub.leave()
    await serving
    record.judge()
