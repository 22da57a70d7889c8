"""The socket of the private store: in its folder if that can hold one, else in a private temporary folder.

Everyone who uses the folder comes to the same answer without asking anybody.
"""

import errno
import hashlib
import os
import secrets
import socket
import stat
import tempfile
from pathlib import Path

from server.errors import StoreTrouble

SOCKET_BYTES = 100  # the longest path: the kernel's own limit is 107 bytes on Linux and 103 on macOS
FULL = (errno.ENOSPC, errno.EDQUOT)  # says nothing about what the folder can hold


def socket_path(folder: Path) -> Path:
    """Return where the store of a folder listens: in it or, if it can't hold a socket, in a private temporary folder.

    Raises StoreTrouble.
    """
    inside = folder / "store.sock"
    fits = len(os.fsencode(inside)) <= SOCKET_BYTES
    if fits and (inside.is_socket() if inside.exists() else _holds_sockets(folder)):
        return inside
    private = Path(tempfile.gettempdir()) / f"handraise-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
    private.mkdir(mode=0o700, exist_ok=True)
    found = private.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise StoreTrouble(
            f"{private} isn't a private folder of this user: delete it, or set TMPDIR to another folder."
        )
    if len(os.fsencode(private / "store.sock")) > SOCKET_BYTES:
        raise StoreTrouble(f"The paths of {folder} and {private.parent} are too long for a socket: set TMPDIR to /tmp.")
    return private / "store.sock"


def _holds_sockets(folder: Path) -> bool:
    trial = folder / f".{secrets.token_hex(4)}"  # no longer than store.sock
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.bind(os.fspath(trial))
        except OSError as error:
            if error.errno in FULL:
                raise
            return False
    trial.unlink()
    return True
