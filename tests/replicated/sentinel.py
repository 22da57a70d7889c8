"""A primary and its replica, watched by three sentinels."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.stores import address
from tests.replicated.node import HOST, Node, free_ports, options, until

NAME = "handraise-tests"
DOWN_AFTER_MS = 1_500
"""Milliseconds without an answer after which a sentinel thinks that a server is gone. On a busy machine one that is
there may take a second."""

FAILOVER_TIMEOUT_MS = 5_000
"""Milliseconds: half of the time until the next failover may begin, and that until the sentinels mend a replica which
follows another address than its primary's, as one does whose link is cut."""


class Sentinel:
    """The deployment. `url` is what REDIS_URL says of it."""

    kind = "sentinel"

    def __init__(self, binary: str, folder: Path) -> None:
        first, second, *watching = free_ports(5)
        self.nodes = [self._server(binary, folder, port) for port in (first, second)]
        self.sentinels = [self._sentinel(binary, folder, port, first) for port in watching]
        self.url = f"redis+sentinel://{','.join(f'{HOST}:{port}' for port in watching)}/{NAME}/0"
        self._cut = AsyncExitStack()

    def _server(self, binary: str, folder: Path, port: int) -> Node:
        own = folder / str(port)
        own.mkdir()
        return Node(binary, own, port, *options(port=port, dir=own, unixsocket=own / "s"))

    def _sentinel(self, binary: str, folder: Path, port: int, primary: int) -> Node:
        own = folder / str(port)
        own.mkdir()
        lines = [
            *(f"port {port}", f"bind {HOST}", f"dir {own}"),
            f"sentinel monitor {NAME} {HOST} {primary} 2",
            f"sentinel down-after-milliseconds {NAME} {DOWN_AFTER_MS}",
            f"sentinel failover-timeout {NAME} {FAILOVER_TIMEOUT_MS}",
        ]
        (own / "sentinel.conf").write_text("\n".join(lines) + "\n")
        return Node(binary, own, port, str(own / "sentinel.conf"), "--sentinel")

    async def begin(self) -> None:
        """Start everything, and wait until all know all."""
        primary, replica = self.nodes
        primary.start()
        replica.start("--replicaof", f"{HOST} {primary.port}")
        await replica.follows()
        for sentinel in self.sentinels:
            sentinel.start()
        await self.healthy()

    async def healthy(self) -> None:
        """Wait until every sentinel sees a primary, a replica that follows it, and both others."""

        async def sees(sentinel: Node) -> bool:
            said = await sentinel.redis.sentinel_master(NAME)
            replicas = await sentinel.redis.sentinel_slaves(NAME)
            follow = [one for one in replicas if one["flags"] == "slave" and one["master-link-status"] == "ok"]
            return (said["flags"], said["num-other-sentinels"], len(follow)) == ("master", 2, 1)

        for sentinel in self.sentinels:
            await until(lambda sentinel=sentinel: sees(sentinel))  # type: ignore[misc]

    async def primary(self, key: str = "") -> Node:
        """The server that is the primary of this key; if two say so of themselves, the one that most sentinels name."""
        primaries = [node for node in self.nodes if node.answers and await node.role() == "master"]
        if len(primaries) == 1:
            return primaries[0]
        said = [(await sentinel.redis.sentinel_master(NAME))["port"] for sentinel in self.sentinels]
        [(port, _)] = Counter(said).most_common(1)
        return next(node for node in self.nodes if node.port == port)

    async def replica(self, primary: Node) -> Node:
        """The server that is this primary's replica, or was."""
        return next(node for node in self.nodes if node is not primary)

    async def cut(self, primary: Node) -> None:
        """Have nothing pass any more between this primary and its replica, while both think that they are connected.

        The replica is led through an address of ours first; the sentinels would have it leave that again.
        """
        replica = await self.replica(primary)
        between = await self._cut.enter_async_context(address(primary.path))
        await replica.redis.replicaof(HOST, between.port)
        await replica.follows()

        async def caught_up() -> bool:
            return bool(await primary.redis.execute_command("WAIT", 1, 100))

        await until(caught_up)
        between.drop_silently()

    async def heal(self) -> None:
        """Let go of the link that was cut."""
        await self._cut.aclose()

    async def takes_over(self, replica: Node) -> None:
        """Wait until this replica has become the primary."""

        async def is_primary() -> bool:
            return await replica.role() == "master"

        await until(is_primary)

    async def back(self, node: Node) -> None:
        """Start one that was killed again, as a replica of the one that took its place, and wait until it follows."""
        primary = await self.replica(node)
        node.start("--replicaof", f"{HOST} {primary.port}")
        await node.follows()

    async def primaries(self) -> list[Node]:
        """All servers that hold a part of what is kept."""
        return [await self.primary()]

    async def end(self) -> None:
        """End everything."""
        await self._cut.aclose()
        for node in (*self.sentinels, *self.nodes):
            await node.end()


@asynccontextmanager
async def sentinel_deployment(binary: str) -> AsyncIterator[Sentinel]:
    """Such a deployment on this machine, for as long as this lasts."""
    with TemporaryDirectory(prefix="hr-") as folder:
        deployment = Sentinel(binary, Path(folder))
        try:
            await deployment.begin()
            yield deployment
        finally:
            await deployment.end()
