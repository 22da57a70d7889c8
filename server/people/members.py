"""Who is this? From a cookie or a token to a member, and all that lets someone in or keeps them out.

What vouches for somebody is a *credential*: "session:NAME", which a browser has in a signed cookie, or
"token:SHA256", an API token. Both live in the store, so signing out, revoking and disabling end them for good.
"""

import math
import re
import secrets
import string
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from itsdangerous import BadSignature, Signer
from starlette.requests import HTTPConnection

from server.addresses import address_of
from server.config import Config
from server.errors import SENTENCES, Refused
from server.people.passwords import Passwords
from server.store import keys
from server.store.epoch import Epoch
from server.store.scripts import Scripts
from server.words.comparable import BLANKS, INVISIBLE, comparable

COOKIE = "handraise"
DEVICE_COOKIE = "handraise_device"
MEMBERS_PER_DEVICE = 10
"""How many members' names a browser's cookie keeps: those who signed in there last."""
BLANKS_AND_CONTROLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
"""Whitespace of every kind, and control characters (Unicode's Cc). Joiners are neither: emoji and Persian need them."""
ASCII_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
Role = Literal["admin", "texter"]


@dataclass(frozen=True, slots=True)
class Member:
    """A person with a sign-in."""

    id: int
    name: str
    email: str
    role: Role
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member, and the credential that vouches for them."""

    member: Member
    credential: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where somebody who wants to sign in comes from.

    address  the network address, as it is counted
    device   the browser, by a word in its signed cookie; empty if nobody has signed in with it yet
    members  the ids of the members who have signed in with it, the latest last
    """

    address: str = ""
    device: str = ""
    members: tuple[int, ...] = ()

    def place(self) -> dict[str, Any]:
        """Return the arguments by which verbs know where it is; what is empty is left out."""
        return {"address": self.address or None, "device": self.device or None}


NOWHERE = Visitor()


class Members:
    """The members of the account."""

    def __init__(self, scripts: Scripts, config: Config) -> None:
        self._scripts = scripts
        self._secret = config.secret_key
        self._kept: tuple[Epoch | None, str] | None = None  # the key that the store keeps, and the epoch it is from
        self._passwords = Passwords()

    async def who(self, connection: HTTPConnection) -> SignedIn | None:
        """Return who opened this connection, by its bearer token or else its cookie; None if neither counts."""
        credential = await self._credential(connection)
        if credential is None:
            return None
        thing = await self._scripts.run("recognize", credential=credential)
        return SignedIn(Member(**thing), credential) if thing else None

    async def still_valid(self, credentials: Collection[str]) -> set[str]:
        """Return those of these credentials that still vouch for their member."""
        return set(await self._scripts.run("still_valid", credentials=list(credentials)))

    async def add(self, email: str, name: str, role: str) -> Member:
        """Add a member, or give the one who has this e-mail address already, as they are. A name is one line.

        Raises Refused bad_email, empty_name, name_too_long, bad_arguments.
        """
        one_line = BLANKS_AND_CONTROLS.sub(" ", name).strip()
        await self._index_as_compared()
        answer = await self._scripts.run(
            "add_member", email=displayed(email), emails=forms(email), name=one_line, role=role
        )
        return Member(**answer["member"])

    async def find(self, email: str) -> Member | None:
        """Return the member who has this e-mail address, in whatever form it is typed; None if there is none."""
        await self._index_as_compared()
        thing = await self._scripts.run("find_member", emails=forms(email))
        return Member(**thing) if thing else None

    async def all(self) -> list[Member]:
        """Every member, disabled ones too, by id."""
        account = await self._scripts.run("describe_account")
        return [Member(**thing) for thing in account["members"]]

    # API tokens

    async def token(self, member: Member, name: str = "") -> str:
        """A new API token, which can't be shown again.

        Raises Refused unknown_member (disabled).
        """
        token = secrets.token_urlsafe(32)
        await self._scripts.run("add_token", member=member.id, token=digest(token), name=name)
        return token

    # Sign-in links

    async def sign_in_link(self, member: Member, again: bool = False) -> str:
        """The path of a link that signs this member in, once within 7 days, or `again` and again (the demo's).

        Raises Refused unknown_member (disabled).
        """
        token = secrets.token_urlsafe(32)
        await self._scripts.run("add_sign_in_link", member=member.id, link=digest(token), again=again)
        return f"/sign-in/{token}"

    async def of_link(self, token: str) -> Member:
        """Return the member whom a sign-in link would sign in.

        Raises Refused unknown_link, link_used, unknown_member (disabled).
        """
        return Member(**await self._scripts.run("describe_sign_in_link", link=digest(token)))

    async def use_link(self, token: str, press: str, visitor: Visitor = NOWHERE) -> SignedIn:
        """Sign in by link, which uses it up; only the same `press` may do so again, within a minute.

        Raises Refused unknown_link, link_used, unknown_member (disabled).
        """
        credential = new_session()
        thing = await self._scripts.run(
            "use_sign_in_link", link=digest(token), press=press, credential=credential, **visitor.place()
        )
        return SignedIn(Member(**thing), credential)

    # Passwords and sessions

    async def sign_in(self, email: str, password: str, visitor: Visitor = NOWHERE) -> SignedIn:
        """Sign in by password. For an e-mail address that nobody has, the answer and its time are the same.

        Raises Refused wrong_password, too_many_attempts, too_busy.
        """
        right = await self._compared(email, password, visitor)
        if right is None:
            raise Refused("wrong_password")
        credential = new_session()
        thing = await self._scripts.run("start_session", credential=credential, **right, **visitor.place())
        return SignedIn(Member(**thing), credential)

    async def set_password(self, me: SignedIn, new: str, current: str = "") -> None:
        """Set my password, the first one or another; it ends my other sessions.

        Raises Refused wrong_current_password, too_many_attempts, too_busy, password_too_short, password_too_long.
        """
        here = Visitor(device=me.credential, members=(me.member.id,))
        if await self.has_password(me.member) and await self._compared(me.member.email, current, here) is None:
            raise Refused("wrong_current_password")
        async with self._passwords.turn(here.device, known=True):
            password = await self._passwords.hash(new)
        await self._scripts.run("set_password", member=me.member.id, password=password, keep=me.credential)

    async def has_password(self, member: Member) -> bool:
        """Return whether a member has a password, and so can sign in without a link."""
        return bool(await self._scripts.run("has_password", member=member.id))

    async def _compared(self, email: str, password: str, visitor: Visitor) -> dict[str, Any] | None:
        """Return `{member, stranger}`: the id of the member whose e-mail address and password these are, and whether
        the attempt was counted as a stranger's. None if they are nobody's.

        An address that nobody has costs as much work. An attempt is counted only once it is its turn, so that the store
        never holds more counters than there was time to hash passwords.
        """
        tried = {"emails": forms(email), "members": visitor.members, **visitor.place()}
        await self._index_as_compared()
        known = not (await self._attempt(look=True, **tried))["stranger"]
        async with self._passwords.turn(visitor.device or visitor.address, known):
            attempt = await self._attempt(**tried)
            right = await self._passwords.matches(password, attempt.get("password"))
        return {"member": attempt["member"], "stranger": attempt["stranger"]} if right else None

    async def _attempt(self, **tried: Any) -> dict[str, Any]:
        """Run `attempt_password`. Raises Refused too_many_attempts."""
        attempt: dict[str, Any] = await self._scripts.run("attempt_password", **tried)
        if "wait" in attempt:
            raise too_many_attempts(attempt["wait"] / 1000)
        return attempt

    async def _index_as_compared(self) -> None:
        """Let members be found whom an older version added: it kept them under another form of their address."""
        emails = keys.under(keys.ACCOUNT, "emails")
        (compared,) = await self._scripts.ask(("HGET", keys.ACCOUNT, "emails_compared"))
        if compared:
            return
        (kept,) = await self._scripts.ask(("HGETALL", emails))
        if not kept:  # looking into an empty store makes no account there
            return
        await self._scripts.ask(*(("HSETNX", emails, comparable(email.decode()), id) for email, id in kept.items()))
        await self._scripts.ask(("HSET", keys.ACCOUNT, "emails_compared", 1))

    async def sign_out(self, credential: str) -> None:
        """End a session, and its sockets with it. A token stays."""
        if credential.startswith("session:"):
            await self._scripts.run("end_session", credential=credential)

    # Credentials

    async def cookie(self, credential: str) -> str:
        """Return the cookie that a browser keeps for this session."""
        return (await self._signer("session")).sign(credential).decode()

    async def device_cookie(self, visitor: Visitor, member: Member) -> str:
        """Return the cookie by which a browser stays known as this member's, also after signing out.

        It lets nobody in. With it, strangers who try passwords elsewhere can't keep the member out.
        """
        before = [id for id in visitor.members if id != member.id]
        ids = [*before, member.id][-MEMBERS_PER_DEVICE:]
        device = visitor.device or secrets.token_urlsafe(16)
        return (await self._signer("device")).sign(f"{device}:{'-'.join(map(str, ids))}").decode()

    async def visitor(self, connection: HTTPConnection) -> Visitor:
        """Return the address and browser of somebody who wants to sign in."""
        address = address_of(connection)
        try:
            kept = (await self._signer("device")).unsign(connection.cookies.get(DEVICE_COOKIE, "")).decode()
        except BadSignature:
            return Visitor(address)
        device, _, ids = kept.partition(":")
        return Visitor(address, device, tuple(map(int, ids.split("-"))))

    async def _credential(self, connection: HTTPConnection) -> str | None:
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return f"token:{digest(token.strip())}"
        if COOKIE not in connection.cookies:
            return None
        try:
            return (await self._signer("session")).unsign(connection.cookies[COOKIE]).decode()
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


def displayed(email: str) -> str:
    """Return an e-mail address as it is shown: as it was typed, without blanks around or invisible characters."""
    return BLANKS.sub(" ", INVISIBLE.sub("", email)).strip()


def forms(email: str) -> list[str]:
    """Return the forms under which a member with this e-mail address may be kept, today's last.

    Older versions made only ASCII letters small. Of two members whose addresses differed for them and are one address
    now, each is still found by their own.
    """
    older = email.strip(string.whitespace).translate(ASCII_SMALL)
    return [older, comparable(email)]


def too_many_attempts(seconds: float) -> Refused:
    """Return the refusal that says how long to wait, in minutes that are enough."""
    minutes = max(1, math.ceil(seconds / 60))
    wait = f"{minutes} minute{'s' if minutes > 1 else ''}"
    return Refused("too_many_attempts", SENTENCES["too_many_attempts"].format(wait=wait), {"seconds": minutes * 60})


def new_session() -> str:
    """The credential of a new session."""
    return f"session:{secrets.token_urlsafe(32)}"


def digest(token: str) -> str:
    """Return the SHA-256 of a token or link, which is all that is kept of it."""
    return sha256(token.encode()).hexdigest()


def token_id(token: str) -> str:
    """The id of an API token, for the verb `revoke_token`: it may be named by its id or, by who has it, by itself."""
    return token if re.fullmatch("[0-9a-f]{64}", token) else digest(token)
