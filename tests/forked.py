"""Starts `handraise` in processes forked from one that has loaded the program: to load it takes a second of a core.

Each process that runs tests has one such process, `python -m tests.forked DESCRIPTOR`. To start a command, it sends a
byte with the descriptors of the command's input, its outputs, and a line to the tests. On the line the command reads
its arguments and surroundings, and tells its process id; its exit code comes last.
"""

import asyncio
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parent.parent
LOADED = ("server.cli.main", "server.app", "server.demo", "server.serve", "server.workers", "tests.recorder")


class Forked:
    """A command that was started, used as an asyncio.subprocess.Process is."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdout: asyncio.StreamReader | None = None
        self.stderr: asyncio.StreamReader | None = None
        self._ended = asyncio.create_task(self._end(reader, writer))

    async def _end(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        self.returncode = int(await reader.readline())
        writer.close()
        return self.returncode

    async def wait(self) -> int:
        """Wait until it has ended; gives its exit code, or less than 0 if a signal has ended it."""
        return await asyncio.shield(self._ended)

    async def communicate(self) -> tuple[bytes, bytes]:
        """Read its outputs to their ends, and wait until it has ended."""
        assert self.stdout and self.stderr
        out, err, _ = await asyncio.gather(self.stdout.read(), self.stderr.read(), self.wait())
        return out, err

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """kill -9."""
        self.send_signal(signal.SIGKILL)


async def start(
    args: tuple[str, ...], env: dict[str, str], cwd: Path, output: int | IO[bytes], root: Path = ROOT
) -> Forked | Process:
    """Start `handraise ARGS` with nothing to read; both outputs go to a file, or each to a pipe.

    A command that is to tell what it loads, or whose `server` is that of another folder than ours, loads it itself.
    """
    if "PYTHONPROFILEIMPORTTIME" not in env and root == ROOT:
        return await _fork(args, env, cwd, output)
    program = f"import sys; sys.path.insert(0, {str(root)!r}); from server.cli.main import main; main()"
    outputs: dict[str, Any] = {"stdin": DEVNULL, "stdout": output, "stderr": output}
    return await asyncio.create_subprocess_exec(sys.executable, "-c", program, *args, env=env, cwd=cwd, **outputs)


async def _fork(args: tuple[str, ...], env: dict[str, str], cwd: Path, output: int | IO[bytes]) -> Forked:
    with ExitStack() as theirs:
        nothing = theirs.enter_context(Path(os.devnull).open("rb")).fileno()
        pipes = [] if output != PIPE else [await _pipe(theirs), await _pipe(theirs)]
        outputs = [end for _, end in pipes] or [output if isinstance(output, int) else output.fileno()] * 2
        ours, line = socket.socketpair()
        theirs.enter_context(line)
        _, way = _loaded()
        socket.send_fds(way, [b"+"], [nothing, *outputs, line.fileno()])
    reader, writer = await asyncio.open_connection(sock=ours)
    writer.write(json.dumps({"args": args, "env": env, "cwd": str(cwd)}).encode() + b"\n")
    forked = Forked(int(await reader.readline()), reader, writer)
    if pipes:
        forked.stdout, forked.stderr = (reader for reader, _ in pipes)
    return forked


async def _pipe(theirs: ExitStack) -> tuple[asyncio.StreamReader, int]:
    """A pipe; its end for writing is open as long as `theirs`."""
    reading, writing = os.pipe()
    theirs.callback(os.close, writing)
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(reading, "rb"))
    return reader, writing


@cache
def _loaded() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """The process that has loaded the program, and the way to it."""
    ours, theirs = socket.socketpair()
    with theirs:
        descriptor = theirs.fileno()
        command = [sys.executable, "-m", "tests.forked", str(descriptor)]
        return subprocess.Popen(command, cwd=ROOT, stdin=DEVNULL, stdout=DEVNULL, pass_fds=[descriptor]), ours


def end() -> None:
    """End the process that has loaded the program, if there is one."""
    if _loaded.cache_info().currsize:
        process, way = _loaded()
        way.close()
        process.wait()
        _loaded.cache_clear()


def commands(way: socket.socket) -> list[str]:
    """Fork for every command that is asked for. Returns in each fork, with the command's arguments."""
    running: dict[int, tuple[int, socket.socket]] = {}
    while True:
        ready, _, _ = select.select([way, *running], [], [])
        for alive in ready:
            if alive == way:
                continue
            pid, line = running.pop(alive)
            os.close(alive)
            _, status = os.waitpid(pid, 0)
            with line, suppress(BrokenPipeError):
                line.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
        if way in ready:
            byte, descriptors, _, _ = socket.recv_fds(way, 1, 4)
            if not byte:
                sys.exit()
            *standard, line_end = descriptors
            line = socket.socket(fileno=line_end)
            alive, ends_with_us = os.pipe()
            if (pid := os.fork()) == 0:
                way.close()
                return become(standard, line)
            os.close(ends_with_us)
            for descriptor in standard:
                os.close(descriptor)
            running[alive] = pid, line


def become(standard: list[int], line: socket.socket) -> list[str]:
    """Take on a command's input, outputs and surroundings; returns its arguments."""
    for number, descriptor in enumerate(standard):
        os.dup2(descriptor, number)
        os.close(descriptor)
    with line, line.makefile("rb") as reader:
        told = json.loads(reader.readline())
        line.sendall(b"%d\n" % os.getpid())
    os.environ.clear()
    os.environ.update(told["env"])
    os.chdir(told["cwd"])
    sys.stdout.reconfigure(line_buffering=True)
    arguments: list[str] = told["args"]
    return arguments


if __name__ == "__main__":
    for module in LOADED:
        importlib.import_module(module)
    arguments = commands(socket.socket(fileno=int(sys.argv[1])))
    recorder = importlib.import_module("tests.recorder")
    if recorder.FILE in os.environ:
        recorder.record_this_process()
    importlib.import_module("server.cli.main").main(arguments, "handraise")
