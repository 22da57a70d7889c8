"""Passwords: how they are kept, and how one is compared without holding up anybody else."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from server.errors import Refused
from server.limits import LIMITS
from server.people.turns import Turns

T = TypeVar("T")
HASHED_AT_ONCE = 2
"""Passwords hashed at the same time in one process: each takes 64 MiB and a core for some 50 ms."""


class Passwords:
    """Hashes and compares passwords in threads, by argon2id as argon2-cffi sets it up (RFC 9106, low memory)."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._turns = Turns(HASHED_AT_ONCE)
        self._nobodys: str | None = None

    def turn(self, line: str = "", known: bool = False) -> AbstractAsyncContextManager[None]:
        """Wait for a turn to hash, in which one password may be hashed or compared (see `Turns.turn`).

        Raises Refused too_busy.
        """
        return self._turns.turn(line, known)

    async def hash(self, password: str) -> str:
        """Return what to keep of a new password. Call it in a turn.

        Raises Refused password_too_short, password_too_long.
        """
        return await finished(self._hasher.hash, checked(password))

    async def matches(self, password: str, kept: str | None) -> bool:
        """Return whether it is the one that was kept. When none was, saying no takes as long. Call it in a turn."""
        return await finished(self._same, kept, normal(password)[: LIMITS.longest_password + 1])

    def _same(self, kept: str | None, plain: str) -> bool:
        if kept is None:
            self._nobodys = kept = self._nobodys or self._hasher.hash(secrets.token_urlsafe())
        try:
            return self._hasher.verify(kept, plain)
        except VerifyMismatchError:
            return False


async def finished(work: Callable[..., T], *arguments: Any) -> T:
    """Do it in a thread. When cancelled it ends with the thread, which can't be stopped: until then its turn lasts."""
    working = asyncio.create_task(asyncio.to_thread(work, *arguments))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait({working})
        raise


def checked(password: str) -> str:
    """Return a new password as it is hashed.

    Raises Refused password_too_short, password_too_long.
    """
    plain = normal(password)
    if len(plain) < LIMITS.shortest_password:
        raise Refused("password_too_short")
    if len(plain) > LIMITS.longest_password:
        raise Refused("password_too_long")
    return plain


def normal(password: str) -> str:
    """Return one form for the same letters typed on any keyboard (NIST SP 800-63B: NFKC)."""
    return unicodedata.normalize("NFKC", password)
