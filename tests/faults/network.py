"""The network between our processes and a store, which can go silent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Network:
    """A TCP proxy in front of the store's unix socket.

    url  the store's address by way of this network
    """

    def __init__(self, socket: str) -> None:
        self.url = ""
        self._socket = socket
        self._silent: set[asyncio.Event] = set()
        self._outage = asyncio.Event()
        self._ended = asyncio.Event()
        self._carrying: set[asyncio.Task[None]] = set()
        self._handling: set[asyncio.Task[None]] = set()

    def go_silent(self, *, new_ones_hang: bool) -> None:
        """From now on nothing passes on the connections there are. None is closed, none comes back to life."""
        before, self._outage = self._outage, asyncio.Event()
        before.set()
        if new_ones_hang:
            self._outage.set()

    def come_back(self) -> None:
        """From now on new connections go through."""
        self._outage = asyncio.Event()

    async def connected(self, near: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        """Carry what goes over one connection."""
        self._handling.add(handling := asyncio.current_task())
        handling.add_done_callback(self._handling.discard)
        silent = self._outage
        far, asks = await asyncio.open_unix_connection(self._socket)
        ways = [
            asyncio.create_task(self._carry(near, asks, silent)),
            asyncio.create_task(self._carry(far, answers, silent)),
        ]
        self._carrying.update(ways)
        await asyncio.gather(*ways, return_exceptions=True)
        for end in (asks, answers):
            end.close()
            with suppress(OSError):
                await end.wait_closed()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, silent: asyncio.Event) -> None:
        with suppress(OSError):
            while piece := await source.read(65536):
                if silent.is_set():
                    break
                target.write(piece)
                await target.drain()
        if silent.is_set():
            await self._ended.wait()
        target.close()

    async def end(self) -> None:
        """Let go of everything."""
        self._ended.set()
        for way in self._carrying:
            way.cancel()
        while self._handling:
            await asyncio.wait(self._handling)


@asynccontextmanager
async def network_to(store_url: str) -> AsyncIterator[Network]:
    """A network in front of the store at this `unix://` address."""
    network = Network(store_url.removeprefix("unix://"))
    server = await asyncio.start_server(network.connected, "127.0.0.1", 0)
    network.url = f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0"
    try:
        yield network
    finally:
        server.close()
        await network.end()
