"""A cluster of primaries, each with a replica."""

import asyncio
import shutil
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from redis.crc import key_slot

from tests.replicated.node import HOST, Node, free_ports, options, until

SLOTS = 16_384
NODE_TIMEOUT_MS = 1_500
"""Milliseconds without an answer after which a server thinks that another is gone."""

KEYS_AT_ONCE = 10
"""Keys that go to another server at a time while a slot moves, as `redis-cli --cluster` does it."""

WRONG = "no such password"


class Cluster:
    """The deployment. `url` is what REDIS_URL says of it."""

    kind = "cluster"

    def __init__(self, binary: str, folder: Path, shards: int, replicas: bool) -> None:
        self._binary = binary
        self._folder = folder
        self._cut: list[Node] = []
        self.nodes = [self._node() for _ in range(shards * (2 if replicas else 1))]
        self._shards = shards
        self.url = f"redis+cluster://{','.join(f'{HOST}:{node.port}' for node in self.nodes[:shards])}"

    def _node(self) -> Node:
        port, bus = free_ports(2)
        own = self._folder / str(port)
        own.mkdir()
        cluster = {"cluster_enabled": "yes", "cluster_node_timeout": NODE_TIMEOUT_MS, "cluster_port": bus}
        stay = {"cluster_allow_replica_migration": "no"}
        settings = options(port=port, dir=own, unixsocket=own / "s", **cluster, **stay)
        return Node(self._binary, own, port, *settings, bus=bus)

    async def begin(self) -> None:
        """Start everything, and wait until all know all."""
        for node in self.nodes:
            node.start()
        primaries, replicas = self.nodes[: self._shards], self.nodes[self._shards :]
        for nth, primary in enumerate(primaries):
            await until(primary.redis.ping)
            first, last = (SLOTS * place // self._shards for place in (nth, nth + 1))
            await primary.redis.cluster("addslotsrange", first, last - 1)
        for node in self.nodes[1:]:
            await until(node.redis.ping)
            await self._meets(node)
        for primary, replica in zip(primaries, replicas, strict=False):
            await until(lambda primary=primary, replica=replica: self._replicates(replica, primary))  # type: ignore[misc]
        await self.healthy()

    async def _meets(self, node: Node) -> None:
        await self.nodes[0].redis.execute_command("CLUSTER MEET", HOST, node.port, node.bus)

    async def _replicates(self, replica: Node, primary: Node) -> bool:
        await replica.redis.execute_command("CLUSTER REPLICATE", await _id(primary))
        return True

    async def healthy(self) -> None:
        """Wait until every server agrees on all servers and slots, and each replica follows its primary."""

        async def agrees(node: Node) -> bool:
            info = await node.redis.execute_command("CLUSTER INFO")
            lines = (await node.redis.execute_command("CLUSTER NODES")).values()
            down = [line for line in lines if "fail" in line["flags"] or not line["connected"]]
            counts = int(info["cluster_known_nodes"]), int(info["cluster_slots_ok"])
            return (info["cluster_state"], *counts, down) == ("ok", len(self.nodes), SLOTS, [])

        for node in self.nodes:
            await until(lambda node=node: agrees(node))  # type: ignore[misc]
            if await node.role() == "slave":
                await node.follows()

    async def primary(self, key: str) -> Node:
        """The server that holds this key."""
        slot = key_slot(key.encode())
        for node, line in (await self._seen()).items():
            if any(int(part[0]) <= slot <= int(part[-1]) for part in line["slots"]):
                return node
        raise AssertionError("nobody holds it")

    async def replica(self, primary: Node) -> Node:
        """The server that is this primary's replica."""
        seen = await self._seen()
        return next(node for node, line in seen.items() if line["master_id"] == seen[primary]["node_id"])

    async def _seen(self) -> dict[Node, dict[str, Any]]:
        """All servers, as one of them sees them."""
        asked = next(node for node in self.nodes if node.answers)
        lines: dict[str, Any] = await asked.redis.execute_command("CLUSTER NODES")
        ports = {int(address.split("@")[0].rpartition(":")[2]): line for address, line in lines.items()}
        return {node: ports[node.port] for node in self.nodes if node.port in ports}

    async def cut(self, primary: Node) -> None:
        """End the connection between this primary and its replica, and let no other come about.

        A replica in a cluster finds its primary by itself, so none of ours can be between: it is given a password that
        its primary doesn't know.
        """
        replica = await self.replica(primary)
        self._cut.append(replica)
        await replica.redis.config_set("masterauth", WRONG)
        await primary.redis.execute_command("CLIENT KILL", "TYPE", "replica")

    async def heal(self) -> None:
        """Let replicas follow again whose connections were cut."""
        for replica in self._cut:
            await replica.redis.config_set("masterauth", "")
        self._cut.clear()

    async def takes_over(self, replica: Node) -> None:
        """Wait until this replica has become a primary, and takes what is written."""

        async def writes() -> bool:
            info = await replica.redis.execute_command("CLUSTER INFO")
            return info["cluster_state"] == "ok" and await replica.role() == "master"

        await until(writes)

    async def back(self, node: Node) -> None:
        """Start one that was killed again, and wait until it follows the one that took its place."""
        node.start()
        await node.follows()

    async def primaries(self) -> list[Node]:
        """All servers that hold a part of what is kept."""
        return [node for node in self.nodes if node.answers and await node.role() == "master"]

    async def move_slot(self, key: str, to: Node) -> None:
        """Move the slot of this key to another server, as `redis-cli --cluster` does."""
        async with self.moving(key, to):
            pass

    @asynccontextmanager
    async def moving(self, key: str, to: Node) -> AsyncIterator[None]:
        """Have the slot of this key on its way to another server while this lasts; its keys go there at the end."""
        slot = key_slot(key.encode())
        source = await self.primary(key)
        there = await _id(to)
        await to.redis.execute_command("CLUSTER SETSLOT", slot, "IMPORTING", await _id(source))
        await source.redis.execute_command("CLUSTER SETSLOT", slot, "MIGRATING", there)
        yield
        while names := await source.redis.execute_command("CLUSTER GETKEYSINSLOT", slot, KEYS_AT_ONCE):
            await source.redis.execute_command("MIGRATE", HOST, to.port, "", 0, 5_000, "KEYS", *names)
        for node in (to, source, *(await self.primaries())):
            await node.redis.execute_command("CLUSTER SETSLOT", slot, "NODE", there)

    async def add_node(self) -> Node:
        """Add a server that holds no slot yet."""
        node = self._node()
        self.nodes.append(node)
        node.start()
        await until(node.redis.ping)
        await self._meets(node)
        await self.healthy()
        return node

    async def reshard(self, source: Node, to: Node, slots: int) -> None:
        """Move so many slots from one server to another by `redis-cli --cluster`."""
        beside = Path(self._binary).with_name("valkey-cli")
        program = str(beside) if beside.exists() else shutil.which("redis-cli") or "redis-cli"
        where = ("--cluster-from", await _id(source), "--cluster-to", await _id(to), "--cluster-slots", str(slots))
        words = ("--cluster", "reshard", f"{HOST}:{source.port}", *where, "--cluster-yes")
        process = await asyncio.create_subprocess_exec(program, *words, stdout=PIPE, stderr=STDOUT)
        said, _ = await process.communicate()
        assert process.returncode == 0, said.decode()

    async def end(self) -> None:
        """End everything."""
        for node in self.nodes:
            await node.end()


async def _id(node: Node) -> str:
    return str((await node.redis.execute_command("CLUSTER MYID")).decode())


@asynccontextmanager
async def cluster_deployment(binary: str, shards: int = 3, replicas: bool = True) -> AsyncIterator[Cluster]:
    """Such a deployment on this machine, for as long as this lasts."""
    with TemporaryDirectory(prefix="hr-") as folder:
        deployment = Cluster(binary, Path(folder), shards, replicas)
        try:
            try:
                await deployment.begin()
            except TimeoutError:
                print(*(node.log()[-1_000:] for node in deployment.nodes), sep="\n")
                raise
            yield deployment
        finally:
            await deployment.end()
