"""The parts of which things and replies are made, declared: each field with a sentence, a unit and a range."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from server.fields import said

LARGEST_INTEGER = 2**53 - 1
"""The largest integer that JavaScript and Lua hold exactly."""

Status = Literal["draft", "active", "paused", "archived"]
Lane = Literal["initial", "reply", "quiet", "closed", "opted_out"]
OpenLane = Literal["initial", "reply", "quiet"]
Task = Literal["initial", "reply"]
Role = Literal["admin", "texter"]
Reason = Literal[
    "not_active",
    "not_a_sender",
    "self_assign_off",
    "initials_left",
    "replies_left",
    "first_needs_yes",
    "most_held",
    "most_a_day",
    "outside_hours",
    "none_unassigned",
]
Why = Literal["draft", "paused", "archived", "no_senders", "self_assign_off"]
Going = Literal["member", "campaign", "stranded", "sender", "console", "conversation"]
Screen = Literal["not_sending", "initials", "replies", "looking", "inbox_zero"]

Id = Annotated[int, said("The id, unique among its kind; of what belongs to a campaign, unique there.")]
CampaignId = Annotated[int, said("The id of the campaign that it belongs to.")]
Initial = Annotated[int, said("Those whose first message isn't sent yet.", "conversations", least=0)]
Reply = Annotated[int, said("Those in which the contact wrote last.", "conversations", least=0)]
Quiet = Annotated[int, said("Those in which we wrote last.", "conversations", least=0)]
Closed = Annotated[int, said("Those that a texter or an admin has closed.", "conversations", least=0)]
OptedOut = Annotated[int, said("Those whose contact has opted out.", "conversations", least=0)]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a thing or of a reply."""


class CarrierTerms(Part, frozen=True, kw_only=True):
    """The account's terms of a carrier, or of some numbers of it: what goes through, and what it costs."""

    carrier: Annotated[str, said("The carrier's name.")]
    numbers: Annotated[str, said("The numbers or the service; empty: the carrier as a whole.")] = ""
    per_second: Annotated[float, said("Segments a second, at most; 0: no limit.", "segments", least=0)] = 0
    per_day: Annotated[int, said("Segments a day, at most, until midnight Pacific; 0: no limit.", "segments")] = 0
    price: Annotated[str, said("The price of a segment in the account's currency; empty: it isn't known.")] = ""
    picture_price: Annotated[str, said("The price of a text with a picture; empty: it isn't known.")] = ""
    lookup_price: Annotated[str, said("The price of looking a number up; empty: it isn't known.")] = ""


class Trouble(Part, frozen=True, kw_only=True):
    """A carrier that sends nothing until somebody has done something about it."""

    carrier: Annotated[str, said("The carrier's name.")]
    sentence: Annotated[str, said("What is wrong, and what to do.")]
    since: Annotated[int, said("Since when it sends nothing.", "ms since 1970")]


class OpenLanes(Part, frozen=True, kw_only=True):
    """Numbers of conversations in the open lanes."""

    initial: Initial
    reply: Reply
    quiet: Quiet


class Waits(Part, frozen=True, kw_only=True):
    """The limit of a day for which a campaign's queued texts wait."""

    whose: Annotated[Literal["campaign", "carrier", "numbers"], said("The limit's owner.")]
    segments: Annotated[int, said("The limit.", "segments", least=1)]
    until: Annotated[int, said("When the next day begins: midnight Pacific.", "ms since 1970")]


class Field(Part, frozen=True, kw_only=True):
    """A field that a message may use or uses, and a number of contacts: those who have it, or those who lack it."""

    field: Annotated[str, said("The field's name, as it is written.")]
    contacts: Annotated[int, said("A number of contacts.", "contacts", least=0)]


class Erased(Part, frozen=True, kw_only=True):
    """The end of the data of a campaign's contacts, and the counts that the campaign had until then."""

    at: Annotated[int, said("When they were deleted.", "ms since 1970")]
    contacts: Annotated[int, said("Its contacts.", "contacts", least=0)]
    sent: Annotated[int, said("First messages that were sent.", "texts", least=0)]
    answered: Annotated[int, said("Contacts who had written; it rises while texts are taken out.", "contacts", least=0)]
    closed: Closed
    opted_out: OptedOut


class Lookup(Part, frozen=True, kw_only=True):
    """The line types of a campaign's numbers: how far its carrier has looked them up."""

    asked: Annotated[int, said("Numbers that are to be looked up, or are.", "numbers", least=0)]
    done: Annotated[int, said("Those that are looked up.", "numbers", least=0)]
    landlines: Annotated[int, said("Those of them that are landlines, and get no texts.", "numbers", least=0)]
    trouble: Annotated[str | None, said("Why some weren't answered; they are asked for again.")] = None


class Batch(Part, frozen=True, kw_only=True):
    """A texter's batch of first messages, while they hold one unsent."""

    size: Annotated[int, said("Those sent since the texter last held none, and those still to be sent.", "texts")]
    sent: Annotated[int, said("Those sent.", "texts", least=0)]


class Day(Part, frozen=True, kw_only=True):
    """The texts that a texter sent in their day, which begins with the first text after six hours of rest."""

    since: Annotated[int, said("When the day began.", "ms since 1970")]
    last: Annotated[int, said("When the texter last did something in it.", "ms since 1970")]
    initials: Annotated[int, said("First messages sent.", "texts", least=0)]
    replies: Annotated[int, said("Replies sent.", "texts", least=0)]
    done: Annotated[int | None, said("When they gave everything back; null while they go on.", "ms since 1970")] = None


class AdminsMessage(Part, frozen=True, kw_only=True):
    """Words of an admin to a sender."""

    id: Annotated[int, said("The message's id: a newer one has a greater id.")]
    text: Annotated[str, said("The words.")]
    by: Annotated[str, said("The admin's name.")]
    at: Annotated[int, said("When it was written.", "ms since 1970")]


class TakenAway(Part, frozen=True, kw_only=True):
    """The last move that took conversations from a texter."""

    by: Annotated[str, said("The name of the member who took them; empty if nobody did.")]
    move: Annotated[str, said("The id of the move.")] = ""
    moved: Annotated[int, said("How many it took.", "conversations", least=0)]
    idle: Annotated[
        int | None,
        said("They went back because the texter did nothing for so long; null: a member took them.", "minutes"),
    ] = None


class Idle(Part, frozen=True, kw_only=True):
    """The conversations that go back to the unassigned if their texter goes on doing nothing."""

    at: Annotated[int, said("When they go back.", "ms since 1970")]
    initial: Initial
    reply: Reply


class Served(Part, frozen=True, kw_only=True):
    """The last batch that a texter got by waiting for it."""

    at: Annotated[int, said("When it came.", "ms since 1970")]
    assigned: Annotated[int, said("The conversations that came.", "conversations", least=0)]
    initial: Initial
    reply: Reply
    quiet: Quiet
    fair: Annotated[bool, said("True when it was a fair part of the last ones, and others were left.")] = False


class Request(Part, frozen=True, kw_only=True):
    """The outcome of a press of Request Conversations, if it came now."""

    allowed: Annotated[bool, said("True when it would be granted.")]
    reason: Annotated[Reason | None, said("The refusal that a press would get.")]
    sentence: Annotated[str | None, said("What that refusal says to a person.")]
    batch_size: Annotated[int | None, said("The most that a request hands over.", "conversations", least=1)]
    offer: Annotated[
        OpenLanes | None,
        said("About how many a press would choose from: 10, 15, 20, 30, 50, …; null unless it is allowed."),
    ] = None
    may_wait: Annotated[bool, said("True when the texter may wait for the next ones, and doesn't.")] = False
    waits_since: Annotated[int | None, said("Since when the texter waits; null: they don't.", "ms since 1970")] = None


class Contact(Part, frozen=True, kw_only=True):
    """A contact."""

    first_name: Annotated[str, said("The first name; may be empty.")]
    last_name: Annotated[str, said("The last name; may be empty.")]
    phone: Annotated[str, said("The phone number, in E.164.")]
    fields: Annotated[dict[str, str], said("The contact's own columns by name.")] = {}


class File(Part, frozen=True, kw_only=True):
    """A picture or other file of a text."""

    path: Annotated[str, said("The path at which it is shown, or downloaded if it is no picture.")]
    type: Annotated[str, said("Its media type, as the carrier says; empty: unknown.")] = ""


class Text(Part, frozen=True, kw_only=True):
    """A text of a conversation."""

    id: Annotated[int, said("The text's place in the conversation, from 1.")]
    direction: Annotated[Literal["out", "in"], said("`out`: to the contact; `in`: from the contact.")]
    text: Annotated[str, said("The words.")]
    at: Annotated[int, said("When it was sent or came in.", "ms since 1970")]
    status: Annotated[str | UnsetType, said("What became of a text that went out, or that one came in.")] = UNSET
    why: Annotated[str | UnsetType, said("Why a text failed, or wasn't sent: a sentence.")] = UNSET
    media: Annotated[int | UnsetType, said("Pictures or other files that came with a text.", "files", least=1)] = UNSET
    files: Annotated[list[File] | UnsetType, said("Those pictures or other files, where they can be shown.")] = UNSET
    also_in: Annotated[list[str] | UnsetType, said("The titles of other campaigns that have the person.")] = UNSET
    by: Annotated[
        int | UnsetType, said("The id of the member who sent it; left out: it came in, or went out by itself.")
    ] = UNSET
    automatic: Annotated[str | UnsetType, said("Of a text that went out by itself: `confirmation` or `help`.")] = UNSET
    wish: Annotated[bool | UnsetType, said("True when the words may be a wish for no more texts.")] = UNSET


class OptOut(Part, frozen=True, kw_only=True):
    """An opt-out of a contact, or its undoing."""

    opted_out: Annotated[bool, said("True for an opt-out, false for its undoing.")]
    by: Annotated[str | None, said("The member's name; null if no member did it.")] = None
    at: Annotated[int, said("When it was noted.", "ms since 1970")]
    how: Annotated[
        str | UnsetType,
        said(
            "The way it came: `text` (their words), `carrier` (it has opted the phone out there), `texter`, `admin`, "
            "`import` or `command`; left out for one that an older version noted."
        ),
    ] = UNSET
