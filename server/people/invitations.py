"""Many people invited at once: each becomes a member, gets a link, and an e-mail if a mail server is set up."""

import asyncio
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from server.errors import Refused
from server.people.emails import forms
from server.people.mail import Mail
from server.people.members import Member, Members
from server.wire.account import GivenPerson, InvitedPerson

MAILED_AT_ONCE = 5
"""E-mails that are sent at the same time."""
MAILING_SECONDS = 60.0
"""Seconds after which no further e-mail is begun: a slow mail server must not keep the answer back for ever."""

TWICE = "This address is in the list twice."
DISABLED = "This member is disabled. Enable them to let them in again."
ALREADY = "A member already; no e-mail was sent. The link is a fresh one."
TOO_LATE = "The mail server is too slow: pass the link on yourself."


async def invite(
    members: Members, mail: Mail, people: Sequence[GivenPerson], inviter: Member, organisation: str | None
) -> list[InvitedPerson]:
    """Invite people, and return the outcome of each, in their order. One that is refused doesn't keep the others out.

    `organisation` is its name, for the e-mail; None if it has set none.
    """
    seen = set[str]()
    added = [await _added(members, person, seen) for person in people]
    turns, loop = asyncio.Semaphore(MAILED_AT_ONCE), asyncio.get_running_loop()
    end = loop.time() + MAILING_SECONDS

    async def mailed(person: InvitedPerson) -> InvitedPerson:
        if person.outcome != "invited" or person.member is None or person.link is None:
            return person
        async with turns:
            if loop.time() > end:
                return _told(person, False, TOO_LATE)
            member = Member(person.member, person.name, person.email, person.role)
            return _told(person, *await mail.invite(member, person.link, inviter, organisation))

    return list(await asyncio.gather(*map(mailed, added)))


async def _added(members: Members, person: GivenPerson, seen: set[str]) -> InvitedPerson:
    """Add one person and make their link. `seen` are the addresses before, as they are compared."""
    told: dict[str, Any] = {"email": person.email, "name": person.name, "role": person.role}
    try:
        if (address := forms(person.email)[-1]) in seen:
            return InvitedPerson(**told, outcome="refused", sentence=TWICE)
        seen.add(address)
        member, new = await members.add_or_find(person.email, person.name, person.role)
        if member.disabled:
            return InvitedPerson(**told, outcome="refused", sentence=DISABLED)
        link = await members.invitation(member)
    except Refused as refused:
        return InvitedPerson(**told, outcome="refused", sentence=refused.sentence)
    now: dict[str, Any] = {
        "email": member.email,
        "name": member.name,
        "role": member.role,
        "member": member.id,
        "link": link,
    }
    return InvitedPerson(**now, outcome="invited" if new else "already", sentence="" if new else ALREADY)


def _told(person: InvitedPerson, sent: bool, sentence: str) -> InvitedPerson:
    return replace(person, sent=sent, sentence=sentence)
