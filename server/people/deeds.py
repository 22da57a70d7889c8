"""The audit: who among the admins did what, when and to what.

A deed is noted after it has succeeded, by a script of its own: it and the deed may be in different places of the store,
so that they can't be one step. A process that dies between the two leaves a deed that nobody noted.
"""

import asyncio
import logging
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import msgspec

from server.people.members import Member
from server.store.scripts import Scripts

COMMAND_LINE = "command line"
"""The name under which deeds of the command line are noted: nobody signs in there."""
NOTED_WITHIN_SECONDS = 5.0
"""Seconds that an answer waits, at most, until its deed is noted."""
LONGEST_VALUE_CHARACTERS = 80
VALUES_AT_MOST = 10
"""Values of a list that are noted."""
SECRETS = {"token", "password", "first_name", "last_name", "phone", "fields", "text"}
"""Arguments that are never noted: what opens doors, and what is known of a contact."""
NAMED_APART = {"campaign", "member"}
AS_THEY_ARE = {"numbers", "address"}
"""Arguments that are noted as they are: phone numbers of the organization itself, and network addresses."""
PHONE = re.compile(r"(?<![\d-])(?!\d{4}-\d\d-\d\d(?!\d))\+?\(?\d(?:[ ().\-/\u00a0]*\d){6,}")
"""A phone number in the words of somebody: 7 digits or more, and no date."""

log = logging.getLogger(__name__)


async def note(
    scripts: Scripts,
    by: Member | None,
    did: str,
    given: Mapping[str, Any],
    campaign: int | None = None,
    member: int | None = None,
) -> None:
    """Note that an admin (None: somebody at the command line) did this, with these arguments, to a campaign or member.

    A note that fails is logged: it changes nothing about the deed, which is done.
    """
    deed = {
        "by": by.id if by else None,
        "name": by.name if by else COMMAND_LINE,
        "did": did,
        "campaign": campaign,
        "member": member,
        "given": in_short(given) or None,
    }
    try:
        async with asyncio.timeout(NOTED_WITHIN_SECONDS):
            await scripts.run("note_deed", deed={name: value for name, value in deed.items() if value is not None})
    except Exception as error:
        who = f"member {by.id}" if by else COMMAND_LINE
        log.warning("A deed isn't noted in the audit: %s by %s (%r).", did, who, error)


def in_short(given: Mapping[str, Any]) -> dict[str, str]:
    """Return arguments as the audit shows them: short, without secrets and without phone numbers of people."""
    return {
        name: short(value, as_it_is=name in AS_THEY_ARE)
        for name, value in given.items()
        if name not in SECRETS | NAMED_APART and value is not msgspec.UNSET
    }


def short(value: Any, as_it_is: bool = False) -> str:
    """Return a value in at most 80 characters. Phone numbers are left out unless it is told `as_it_is`."""
    match value:
        case None:
            words = "none"
        case bool():
            words = "yes" if value else "no"
        case str():
            words = " ".join((value if as_it_is else PHONE.sub("[phone]", value)).split())
        case Mapping():
            words = ", ".join(f"{name}: {short(one, as_it_is)}" for name, one in value.items())
        case Collection():
            some = ", ".join(short(one, as_it_is) for one in list(value)[:VALUES_AT_MOST])
            words = some if len(value) <= VALUES_AT_MOST else f"{some} and {len(value) - VALUES_AT_MOST:,} more"
        case _:  # a number, or a file
            words = Path(value.name).name if isinstance(getattr(value, "name", None), str) else str(value)
    return words if len(words) <= LONGEST_VALUE_CHARACTERS else f"{words[: LONGEST_VALUE_CHARACTERS - 1]}…"
