"""Members: from a cookie or a token to a member, and all that lets somebody in or keeps them out.

What vouches for somebody is a *credential*: "session:NAME", which a browser has in a signed cookie, or
"token:SHA256", an API token. Both live in the store, so signing out, revoking and disabling end them for good.
"""

import math
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha1
from typing import Any, Literal

from starlette.requests import HTTPConnection

from server.config import Config
from server.errors import SENTENCES, Refused
from server.people.cookies import NOWHERE, Cookies, Visitor, digest
from server.people.emails import displayed, forms
from server.people.passwords import Passwords
from server.store.scripts import Scripts

BLANKS_AND_CONTROLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
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


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that a member is signed in with.

    session  its id
    used     ms since 1970 when it was used last, to five minutes
    since    ms since 1970 when it began; None for one that an older version began
    address  the network address that it began at; empty if it isn't known
    browser  the browser in words; empty if it isn't known
    this     True for the one that asks
    """

    session: str
    used: int
    since: int | None = None
    address: str = ""
    browser: str = ""
    this: bool = False


class Members:
    """The members of the account."""

    def __init__(self, scripts: Scripts, config: Config) -> None:
        self._scripts = scripts
        self.cookies = Cookies(scripts, config)
        self._passwords = Passwords()

    async def who(self, connection: HTTPConnection) -> SignedIn | None:
        """Return who opened this connection, by its bearer token or else its cookie; None if neither counts."""
        credential = await self.cookies.credential(connection)
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
        return (await self.add_or_find(email, name, role))[0]

    async def add_or_find(self, email: str, name: str, role: str) -> tuple[Member, bool]:
        """Add a member, as `add` does, and say whether they are new.

        Raises Refused bad_email, empty_name, name_too_long, bad_arguments.
        """
        answer = await self._scripts.run(
            "add_member", email=displayed(email), emails=forms(email), name=one_line(name), role=role
        )
        return Member(**answer["member"]), answer["added"]

    async def find(self, email: str) -> Member | None:
        """Return the member who has this e-mail address, in whatever form it is typed; None if there is none."""
        thing = await self._scripts.run("find_member", emails=forms(email))
        return Member(**thing) if thing else None

    async def all(self) -> list[Member]:
        """Return every member, disabled ones too, by id."""
        account = await self._scripts.run("describe_account")
        return [Member(**thing) for thing in account["members"]]

    async def forget(self, member: Member) -> None:
        """Take a disabled member out of the account, as if they had never been there.

        Raises Refused not_disabled.
        """
        await self._scripts.run("forget_member", member=member.id, emails=forms(member.email))

    # API tokens

    async def token(self, member: Member, name: str = "") -> str:
        """Make an API token, which can't be shown again.

        Raises Refused unknown_member (disabled).
        """
        token = secrets.token_urlsafe(32)
        await self._scripts.run("add_token", member=member.id, token=digest(token), name=name)
        return token

    # Sign-in links

    async def sign_in_link(self, member: Member, again: bool = False) -> str:
        """Return the path of a link that signs this member in, once within 7 days, or `again` and again (the demo's).

        Raises Refused unknown_member (disabled).
        """
        token = secrets.token_urlsafe(32)
        await self._scripts.run("add_sign_in_link", member=member.id, link=digest(token), again=again)
        return f"/sign-in/{token}"

    async def invitation(self, member: Member) -> str:
        """Return the path of a sign-in link for somebody who is invited.

        Raises Refused unknown_member (disabled).
        """
        return (await self.sign_in_link(member)).replace("/sign-in/", "/invite/")

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
            "use_sign_in_link", link=digest(token), press=press, credential=credential, **visitor.whole()
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
        thing = await self._scripts.run("start_session", credential=credential, **right, **visitor.whole())
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

    async def sessions(self, me: SignedIn) -> list[Session]:
        """Return my sessions, the one that was used last first."""
        mine = sha1(me.credential.encode(), usedforsecurity=False).hexdigest()
        found = await self._scripts.run("list_sessions", member=me.member.id)
        return [Session(**one, this=one["session"] == mine) for one in found]

    async def end_session(self, me: SignedIn, session: str) -> None:
        """End one of my sessions, named by its id, and its sockets with it."""
        await self._scripts.run("end_sessions", member=me.member.id, session=session)

    async def end_other_sessions(self, me: SignedIn) -> None:
        """End all my sessions but the one that I ask with."""
        await self._scripts.run("end_sessions", member=me.member.id, keep=me.credential)

    async def unbind(self, member: Member) -> bool:
        """Let a member's next sign-in with the OpenID provider find them by their e-mail address again.

        Returns whether they were bound to a name there.
        """
        return bool(await self._scripts.run("unbind_member", member=member.id))

    async def sign_out(self, credential: str) -> None:
        """End a session, and its sockets with it. A token stays."""
        if credential.startswith("session:"):
            await self._scripts.run("end_session", credential=credential)


def too_many_attempts(seconds: float) -> Refused:
    """Return the refusal that says how long to wait, in minutes that are enough."""
    minutes = max(1, math.ceil(seconds / 60))
    wait = f"{minutes} minute{'s' if minutes > 1 else ''}"
    return Refused("too_many_attempts", SENTENCES["too_many_attempts"].format(wait=wait), {"seconds": minutes * 60})


def one_line(name: str) -> str:
    """Return a name without line ends and control characters."""
    return BLANKS_AND_CONTROLS.sub(" ", name).strip()


def new_session() -> str:
    """Return the credential of a new session."""
    return f"session:{secrets.token_urlsafe(32)}"


def token_id(token: str) -> str:
    """Return the id of an API token that is named by its id or by itself."""
    return token if re.fullmatch("[0-9a-f]{64}", token) else digest(token)
