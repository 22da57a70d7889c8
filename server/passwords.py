"""Passwords: how they are kept, and how one is compared without holding up anybody else."""

import asyncio
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from server.errors import Refused

SHORTEST = 8
"""Characters, by NIST SP 800-63B section 5.1.1.2, which asks for no other rule about them."""
LONGEST = 200
AT_ONCE = 2
"""How many are hashed at the same time: each takes 64 MiB and a core for some 50 ms."""


class Passwords:
    """Hashes and compares passwords in threads, by argon2id as argon2-cffi sets it up (RFC 9106, low memory)."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """What to keep of a new password.

        Raises Refused password_too_short, password_too_long.
        """
        plain = normal(password)
        if len(plain) < SHORTEST:
            raise Refused("password_too_short")
        if len(plain) > LONGEST:
            raise Refused("password_too_long")
        async with self._turn:
            return await asyncio.to_thread(self._hasher.hash, plain)

    async def matches(self, password: str, kept: str | None) -> bool:
        """Whether it is the one that was kept; when none was, it takes as long to say no."""
        if kept is None:
            self._nobodys = kept = self._nobodys or await self.hash(secrets.token_urlsafe())
        async with self._turn:
            return await asyncio.to_thread(self._same, kept, normal(password)[: LONGEST + 1])

    def _same(self, kept: str, plain: str) -> bool:
        try:
            return self._hasher.verify(kept, plain)
        except VerifyMismatchError:
            return False


def normal(password: str) -> str:
    """The same letters typed on another keyboard are the same password (NIST SP 800-63B: NFKC)."""
    return unicodedata.normalize("NFKC", password)
