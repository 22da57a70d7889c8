"""Commands of admins: the phones that must not be texted, in all campaigns."""

import re
from typing import Annotated

from server.campaigns import contact
from server.campaigns.opt_outs import opt_outs_page
from server.commands.table import Asking, Commands
from server.contacts.numbers import read_phone
from server.errors import Refused
from server.store import lookups
from server.wire.account import OptOuts, PhoneNoted
from server.wire.arguments import After, Limit, limited

commands = Commands()

Phone = Annotated[str, limited("A phone number; without a country code it is the deployment's region.")]
E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)


@commands
async def list_opt_outs(
    asking: Asking,
    *,
    query: Annotated[str | None, limited("A whole number, or some digits of it in a row; left out: all.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> OptOuts:
    """List a page of the phones that have opted out, those of late first."""
    wanted = (query or "").strip()
    read = read_phone(wanted, asking.region) if wanted else None
    phone = read if isinstance(read, str) else None
    digits = re.sub(r"\D", "", wanted) or wanted or None
    return await opt_outs_page(asking.scripts, phone, digits, after, limit)


@commands
async def opt_out_phone(asking: Asking, *, phone: Phone) -> PhoneNoted:
    """Never text a phone again, in any campaign. The contact isn't told."""
    number = number_of(phone, asking.region)
    [before] = await lookups.opted_out(asking.scripts, [number])
    await contact.opt_out_everywhere(asking.scripts, number, asking.me.name, how="admin")
    return PhoneNoted(phone=number, opted_out=True, changed=not before)


@commands
async def opt_in_phone(asking: Asking, *, phone: Phone) -> PhoneNoted:
    """Undo the opt-out of a phone: it may be texted again, in every campaign."""
    number = phone if E164.fullmatch(phone) else number_of(phone, asking.region)
    [before] = await lookups.opted_out(asking.scripts, [number])
    await contact.opt_in_everywhere(asking.scripts, number, asking.me.name)
    return PhoneNoted(phone=number, opted_out=False, changed=before)


def number_of(phone: str, region: str) -> str:
    """Return the phone number that somebody has written, in E.164.

    Raises Refused bad_phone.
    """
    read = read_phone(phone, region)
    if isinstance(read, str):
        return read
    raise Refused("bad_phone", f"This number can't be used. {read.sentence}" if phone.strip() else None)
