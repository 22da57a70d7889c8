"""A process of its own that uses the private store of a folder, told over its standard input what to do.

Each line is `ready`, `open`, `close` or a command for the store (`INCR n`); each answer is one line of JSON,
`{"failed": "…"}` when it couldn't be done. At the end of its input it leaves in order.
"""

import asyncio
import fcntl
import inspect
import json
import os
import signal
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from redis.exceptions import RedisError

from server.config import Config
from server.errors import StoreTrouble
from server.store.connecting import open_store


class StoreUser:
    """The other end of such a process: starts it, in a process group of its own."""

    def __init__(self, data: Path, *around: str) -> None:
        self.process = subprocess.Popen(
            [*around, sys.executable, __file__, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )

    def tell(self, line: str) -> None:
        """Have it begin something."""
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self):
        """The outcome of the oldest thing told; None once the process has ended."""
        line = self.process.stdout.readline()
        return json.loads(line) if line else None

    def ask(self, line: str):
        """Tell and hear."""
        self.tell(line)
        return self.hear()

    def signal_group(self, number: signal.Signals) -> None:
        """Signal the process and all it has started that is still in its process group."""
        os.killpg(self.process.pid, number)

    def end(self) -> str:
        """Let the process leave in order, if it is still there; returns its standard error."""
        return self.process.communicate(timeout=60)[1]


def runs(data: Path) -> bool:
    """Return whether a store holds the lock of this folder."""
    lock = data / "store.lock"
    if not lock.exists():
        return False
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


async def until(happened):
    """Wait for what must come soon: until `happened`, a function that may be async, gives something true."""
    async with asyncio.timeout(30):
        while True:
            answer = happened()
            if answer := await answer if inspect.isawaitable(answer) else answer:
                return answer
            await asyncio.sleep(0.02)


async def main(data: Path) -> None:
    """Do what the standard input says."""
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    stack, store = AsyncExitStack(), None
    async with stack:
        while line := (await lines.readline()).decode().split():
            try:
                if line == ["ready"]:
                    answer = None
                elif line == ["open"]:
                    store = await stack.enter_async_context(open_store(Config(data=data)))
                    answer = (await store.redis.info())["process_id"]
                elif line == ["close"]:
                    await stack.aclose()
                    answer = None
                else:
                    answer = await store.redis.execute_command(*line)
            except (RedisError, StoreTrouble) as error:
                answer = {"failed": str(error)}
            print(json.dumps(answer, default=bytes.decode), flush=True)


if __name__ == "__main__":
    try:
        asyncio.run(main(Path(sys.argv[1])))
    except KeyboardInterrupt:
        sys.exit(130)
