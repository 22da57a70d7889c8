"""The account and its members as admins ask for them, beside the things: declared like these."""

from typing import Annotated, Literal

import msgspec

from server.fields import said
from server.wire.at_hand import Canned
from server.wire.parts import Part, Role
from server.wire.replies import Next
from server.wire.things import Member


class GivenPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person to invite, as an admin gives them."""

    email: Annotated[str, said("The e-mail address.")]
    name: Annotated[str, said("The name.")]
    role: Annotated[Role, said("What they may do.")] = "texter"


class AccountCanned(Part, frozen=True, kw_only=True):
    """The canned replies with which campaigns start."""

    canned: Annotated[list[Canned], said("In their order.")]


class SignIn(Part, frozen=True, kw_only=True):
    """The last sign-in of a member."""

    member: Annotated[int, said("The member's id.")]
    at: Annotated[int, said("When they signed in last.", "ms since 1970")]


class SignIns(Part, frozen=True, kw_only=True):
    """The last sign-ins of those members who ever did."""

    sign_ins: Annotated[list[SignIn], said("In the order of the members' ids.")]


class PhoneOptOut(Part, frozen=True, kw_only=True):
    """A phone that has opted out of all texts."""

    phone: Annotated[str, said("The phone number, in E.164.")]
    by: Annotated[str | None, said("The name of the member who did it; null if no member did.")] = None
    at: Annotated[int | None, said("When it was noted last; null: that isn't known.", "ms since 1970")] = None
    how: Annotated[
        Literal["text", "carrier", "texter", "admin", "import", "command"] | None,
        said("The way it came; null: that isn't known."),
    ] = None
    since: Annotated[int | None, said("Since when it is opted out; null: that isn't known.", "ms since 1970")] = None


class OptOuts(Part, frozen=True, kw_only=True):
    """A page of the phones that have opted out. A page is full unless it is the last."""

    opt_outs: Annotated[list[PhoneOptOut], said("Those of late first.")]
    next: Next = None
    total: Annotated[int, said("How many have opted out in all.", "phones", least=0)]


class PhoneNoted(Part, frozen=True, kw_only=True):
    """A phone that was opted out, or in again, in every campaign."""

    phone: Annotated[str, said("The phone number, in E.164.")]
    opted_out: Annotated[bool, said("True when it has opted out.")]
    changed: Annotated[bool, said("False when that was so before.")]


class Invited(Member, frozen=True, kw_only=True, tag="member"):
    """The member who was invited, and the way in."""

    link: Annotated[str, said("The path to pass on.")]
    sent: Annotated[bool, said("True when it was mailed.")]
    sentence: Annotated[str, said("What became of the mail.")]


class InvitedPerson(Part, frozen=True, kw_only=True):
    """The outcome for one of many people who were to be invited."""

    email: Annotated[str, said("The e-mail address.")]
    name: Annotated[str, said("The member's name; of one who was refused the name that was given.")]
    role: Annotated[Role, said("What the member may do.")]
    outcome: Annotated[
        Literal["invited", "already", "refused"],
        said("`invited`: a new member; `already`: one who was there, and stays as they are; `refused`: nobody."),
    ]
    member: Annotated[int | None, said("The member's id; null if refused.")] = None
    link: Annotated[str | None, said("The path to pass on; null if refused.")] = None
    sent: Annotated[bool, said("True when it was mailed.")] = False
    sentence: Annotated[str, said("Why they were refused, or what became of the mail.")]


class InvitedMany(Part, frozen=True, kw_only=True):
    """The people who were to be invited."""

    people: Annotated[list[InvitedPerson], said("Each with an outcome, in the order in which they were given.")]


class Token(Part, frozen=True, kw_only=True):
    """An API token, without the token itself."""

    token: Annotated[str, said("The token's id, by which it is revoked.")]
    member: Annotated[int, said("The id of the member whose it is.")]
    name: Annotated[str, said("What it is for.")] = ""
    created: Annotated[int, said("When it was made.", "ms since 1970")]
    used: Annotated[int | None, said("When it was last used; null: never.", "ms since 1970")] = None


class Tokens(Part, frozen=True, kw_only=True):
    """Every API token."""

    tokens: Annotated[list[Token], said("Newest first.")]


class NewToken(Part, frozen=True, kw_only=True):
    """A new API token. It is shown this once."""

    token: Annotated[str, said("The token's id, by which it is revoked.")]
    secret: Annotated[str, said("The token itself, which scripts send.")]
