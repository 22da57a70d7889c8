"""Cookies: one signs a browser in, one lets it stay known. Both are signed by a key that outlives this process."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from itsdangerous import BadSignature, Signer
from starlette.requests import HTTPConnection

from server.config import Config
from server.host.proxies import address_of
from server.people.browsers import in_words
from server.store.epoch import Epoch
from server.store.scripts import Scripts

COOKIE = "handraise"
DEVICE_COOKIE = "handraise_device"
MEMBERS_PER_DEVICE = 10
"""Members that a browser's cookie names at most: those who signed in there last."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """The address and browser that somebody who wants to sign in comes from.

    address  the network address, as it is counted
    device   the browser, by a word in its signed cookie; empty if nobody has signed in with it yet
    members  the ids of the members who have signed in with it, the latest last
    browser  the browser in words, for the list of sessions; empty if it isn't known
    """

    address: str = ""
    device: str = ""
    members: tuple[int, ...] = ()
    browser: str = ""

    def place(self) -> dict[str, Any]:
        """Return the arguments by which verbs know where it is; what is empty is left out."""
        return {"address": self.address or None, "device": self.device or None}

    def whole(self) -> dict[str, Any]:
        """Return the arguments by which verbs begin a session; what is empty is left out."""
        return {**self.place(), "browser": self.browser or None}


NOWHERE = Visitor()


class Cookies:
    """Makes and reads them."""

    def __init__(self, scripts: Scripts, config: Config) -> None:
        self._scripts = scripts
        self._secret = config.secret_key
        self._kept: tuple[Epoch | None, str] | None = None  # the key that the store keeps, and the epoch it is from

    async def session(self, credential: str) -> str:
        """Return the cookie that a browser keeps for this session."""
        return (await self._signer("session")).sign(credential).decode()

    async def device(self, visitor: Visitor, member: int) -> str:
        """Return the cookie by which a browser stays known as this member's, also after signing out.

        It lets nobody in. With it, strangers who try passwords elsewhere can't keep the member out.
        """
        before = [id for id in visitor.members if id != member]
        ids = [*before, member][-MEMBERS_PER_DEVICE:]
        device = visitor.device or secrets.token_urlsafe(16)
        return (await self._signer("device")).sign(f"{device}:{'-'.join(map(str, ids))}").decode()

    async def visitor(self, connection: HTTPConnection) -> Visitor:
        """Return the address and browser of somebody who wants to sign in."""
        address, browser = address_of(connection), in_words(connection.headers.get("user-agent", ""))
        try:
            kept = (await self._signer("device")).unsign(connection.cookies.get(DEVICE_COOKIE, "")).decode()
        except BadSignature:
            return Visitor(address, browser=browser)
        device, _, ids = kept.partition(":")
        return Visitor(address, device, tuple(map(int, ids.split("-"))), browser)

    async def credential(self, connection: HTTPConnection) -> str | None:
        """Return what a connection comes with: its bearer token or else its session cookie, None without either."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return f"token:{digest(token.strip())}"
        if COOKIE not in connection.cookies:
            return None
        try:
            return (await self._signer("session")).unsign(connection.cookies[COOKIE]).decode()
        except BadSignature:
            return None

    async def sealed(self, purpose: str, value: str) -> str:
        """Return a value that a browser keeps and can't change; it can read it."""
        return (await self._signer(purpose)).sign(urlsafe_b64encode(value.encode())).decode()

    async def unsealed(self, purpose: str, kept: str) -> str | None:
        """Return the value that was sealed for this purpose; None if it wasn't we who did."""
        try:
            return urlsafe_b64decode((await self._signer(purpose)).unsign(kept)).decode()
        except BadSignature:
            return None

    async def _signer(self, purpose: str) -> Signer:
        secret = self._secret or await self._kept_secret()
        return Signer(secret, salt=f"handraise {purpose}", digest_method=sha256)

    async def _kept_secret(self) -> str:
        epoch = self._scripts.epoch
        if self._kept is None or self._kept[0] != epoch:
            self._kept = (epoch, await self._scripts.run("secret_key", offered=secrets.token_urlsafe(32)))
        return self._kept[1]


def digest(token: str) -> str:
    """Return the SHA-256 of a token or link, which is all that is kept of it."""
    return sha256(token.encode()).hexdigest()
