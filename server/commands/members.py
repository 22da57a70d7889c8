"""Commands of admins: the account's members and their API tokens."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import convert
from msgspec.structs import asdict

from server.campaigns.reading import member_now
from server.campaigns.senders import disable
from server.commands.table import Asking, Commands
from server.limits import LIMITS
from server.people import invitations
from server.people.members import one_line, token_id
from server.store import lookups
from server.wire.account import GivenPerson, Invited, InvitedMany, NewToken, SignIn, SignIns, Token, Tokens
from server.wire.arguments import MemberId, limited
from server.wire.parts import Role
from server.wire.things import Member

commands = Commands()

NewRole = Annotated[Role, limited("What the member may do.")]


@commands
async def invite_member(
    asking: Asking,
    *,
    email: Annotated[str, limited("The e-mail address.")],
    name: Annotated[str, limited("The member's name.")],
    role: NewRole,
) -> Invited:
    """Add a member, and mail them a link if a mail server is set up. One who is there already gets only the link."""
    member = await asking.members.add(email, name, role)
    link = await asking.members.invitation(member)
    organisation = await lookups.organisation(asking.scripts)
    sent, sentence = await asking.mail.invite(member, link, asking.me, organisation)
    thing = await member_now(asking.scripts, member.id)
    return Invited(**asdict(thing), link=link, sent=sent, sentence=sentence)


@commands
async def invite_members(
    asking: Asking,
    *,
    people: Annotated[
        Sequence[GivenPerson],
        limited("The people, as many as a list may have.", refusal="too_many", max_length=LIMITS.invitations),
    ],
) -> InvitedMany:
    """Invite many people at once. Each has an outcome of their own; one who is there already isn't mailed."""
    organisation = await lookups.organisation(asking.scripts)
    outcomes = await invitations.invite(asking.members, asking.mail, people, asking.me, organisation)
    return InvitedMany(people=outcomes)


@commands
async def change_role(asking: Asking, *, member: MemberId, role: NewRole) -> Member:
    """Make a member an admin, or a texter only."""
    await asking.scripts.run("change_role", member=member, role=role)
    return await member_now(asking.scripts, member)


@commands
async def disable_member(asking: Asking, *, member: MemberId) -> Member:
    """Keep a member out from now on; what they hold open in any campaign becomes unassigned."""
    await disable(asking.scripts, member)
    return await member_now(asking.scripts, member)


@commands
async def enable_member(asking: Asking, *, member: MemberId) -> Member:
    """Let a disabled member sign in again."""
    await asking.scripts.run("enable_member", member=member)
    return await member_now(asking.scripts, member)


@commands
async def list_sign_ins(asking: Asking) -> SignIns:
    """List when members signed in last; those who never did are left out."""
    return SignIns(sign_ins=convert(await asking.scripts.run("list_sign_ins"), list[SignIn]))


@commands
async def list_tokens(asking: Asking) -> Tokens:
    """List every API token, without the token itself: whose it is, when it was made and last used."""
    return Tokens(tokens=convert(await asking.scripts.run("list_tokens"), list[Token]))


@commands
async def create_token(
    asking: Asking,
    *,
    name: Annotated[str, limited("Its purpose.", "characters", "label_too_long", max_length=LIMITS.label)],
) -> NewToken:
    """Make an API token for my own scripts, which may do all that I may. It can't be shown again."""
    secret = await asking.members.token(asking.me, one_line(name))
    return NewToken(token=token_id(secret), secret=secret)


@commands
async def revoke_token(
    asking: Asking, *, token: Annotated[str, limited("Its id in `list_tokens`, or the token itself.")]
) -> Token:
    """End an API token."""
    return convert(await asking.scripts.run("revoke_token", token=token_id(token)), Token)
