"""Who is this? From a cookie or a token to a member, and all that lets someone in or keeps them out.

What vouches for somebody is a *credential*: "session:NAME", which a browser has in a signed cookie, or
"token:SHA256", an API token. Both live in the store, so signing out, revoking and disabling end them for good.
"""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from itsdangerous import BadSignature, Signer
from starlette.requests import HTTPConnection

from server.config import Config
from server.errors import Refused
from server.passwords import Passwords
from server.scripts import Scripts

COOKIE = "handraise"
BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
"""Whitespace of every kind, and control characters (Unicode's Cc). Joiners are neither: emoji and Persian need them."""
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


class Members:
    """The members of the account."""

    def __init__(self, scripts: Scripts, config: Config) -> None:
        self._scripts = scripts
        self._secret = config.secret_key
        self._passwords = Passwords()

    async def who(self, connection: HTTPConnection) -> SignedIn | None:
        """Who opened this connection: by its bearer token, or else by its cookie; None if neither counts."""
        credential = await self._credential(connection)
        if credential is None:
            return None
        thing = await self._scripts.run("recognize", credential=credential)
        return SignedIn(Member(**thing), credential) if thing else None

    async def still_valid(self, credentials: Collection[str]) -> set[str]:
        """Which of these still count."""
        return set(await self._scripts.run("still_valid", credentials=list(credentials)))

    async def add(self, email: str, name: str, role: str) -> Member:
        """Add a member, or give the one who has this e-mail address already, as they are. A name is one line.

        Raises Refused bad_email, empty_name, name_too_long, bad_arguments.
        """
        one_line = BLANKS.sub(" ", name).strip()
        answer = await self._scripts.run("add_member", email=email, name=one_line, role=role)
        return Member(**answer["member"])

    async def find(self, email: str) -> Member | None:
        """Who has this e-mail address, compared without case."""
        thing = await self._scripts.run("find_member", email=email)
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
        """Whom a sign-in link would sign in.

        Raises Refused unknown_link, link_used, unknown_member (disabled).
        """
        return Member(**await self._scripts.run("describe_sign_in_link", link=digest(token)))

    async def use_link(self, token: str, press: str) -> SignedIn:
        """Sign in by link, which uses it up; only the same `press` may do so again, within a minute.

        Raises Refused unknown_link, link_used, unknown_member (disabled).
        """
        credential = new_session()
        thing = await self._scripts.run("use_sign_in_link", link=digest(token), press=press, credential=credential)
        return SignedIn(Member(**thing), credential)

    # Passwords and sessions

    async def sign_in(self, email: str, password: str) -> SignedIn:
        """Sign in by password. For an e-mail address that nobody has, the answer and its time are the same.

        Raises Refused wrong_password, too_many_attempts.
        """
        member = await self._member_with(email, password)
        if member is None:
            raise Refused("wrong_password")
        credential = new_session()
        thing = await self._scripts.run("start_session", member=member, credential=credential)
        return SignedIn(Member(**thing), credential)

    async def set_password(self, me: SignedIn, new: str, current: str = "") -> None:
        """Set my password, the first one or another; it ends my other sessions.

        Raises Refused wrong_current_password, too_many_attempts, password_too_short, password_too_long.
        """
        if await self.has_password(me.member) and await self._member_with(me.member.email, current) is None:
            raise Refused("wrong_current_password")
        password = await self._passwords.hash(new)
        await self._scripts.run("set_password", member=me.member.id, password=password, keep=me.credential)

    async def has_password(self, member: Member) -> bool:
        """Whether they can sign in without a link."""
        return bool(await self._scripts.run("has_password", member=member.id))

    async def _member_with(self, email: str, password: str) -> int | None:
        """Whose these are, after as much work for a stranger as for a member."""
        kept: dict[str, Any] = await self._scripts.run("attempt_password", email=email) or {}
        return kept["member"] if await self._passwords.matches(password, kept.get("password")) else None

    async def sign_out(self, credential: str) -> None:
        """End a session, and its sockets with it. A token stays."""
        if credential.startswith("session:"):
            await self._scripts.run("end_session", credential=credential)

    # Credentials

    async def cookie(self, credential: str) -> str:
        """What the browser of this session is to keep."""
        return (await self._signer()).sign(credential).decode()

    async def _credential(self, connection: HTTPConnection) -> str | None:
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return f"token:{digest(token.strip())}"
        if COOKIE not in connection.cookies:
            return None
        try:
            return (await self._signer()).unsign(connection.cookies[COOKIE]).decode()
        except BadSignature:
            return None

    async def _signer(self) -> Signer:
        if self._secret is None:
            self._secret = str(await self._scripts.run("secret_key", offered=secrets.token_urlsafe(32)))
        return Signer(self._secret, salt="handraise session", digest_method=sha256)


def new_session() -> str:
    """The credential of a new session."""
    return f"session:{secrets.token_urlsafe(32)}"


def digest(token: str) -> str:
    """All that is kept of a token or link."""
    return sha256(token.encode()).hexdigest()


def token_id(token: str) -> str:
    """The id of an API token, for the verb `revoke_token`: it may be named by its id or, by who has it, by itself."""
    return token if re.fullmatch("[0-9a-f]{64}", token) else digest(token)
