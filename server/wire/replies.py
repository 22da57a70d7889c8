"""The answers to commands that aren't a thing alone, declared like the things."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from server.fields import said
from server.limits import Limits
from server.wire.at_hand import Canned, Question, Tag
from server.wire.parts import Contact, Field, Id, Initial, Lane, Part, Quiet, Reply, Role, Served
from server.wire.things import AnyThing, Conversation

Given = Annotated[dict[str, str], said("The command's other arguments, in short; phone numbers are left out.")]
LedgerLane = Lane | Literal["none"]
Next = Annotated[str | None, said("The `after` of the next page; null at the end.")]


class Me(Part, frozen=True, kw_only=True):
    """The member who asks."""

    id: Id
    name: Annotated[str, said("The member's name.")]
    email: Annotated[str, said("The member's e-mail address.")]
    role: Annotated[Role, said("What the member may do.")]


class Opened(Part, frozen=True, kw_only=True):
    """All that a page shows; it replaces everything that the page had."""

    me: Annotated[Me, said("The member who asks.")]
    now: Annotated[int, said("The time by the store's clock.", "ms since 1970")]
    limits: Annotated[Limits, said("The limits of what may be typed or set.")]
    things: Annotated[list[AnyThing], said("Each thing, kept up to date from now on.")]


class Watching(Part, frozen=True, kw_only=True):
    """A campaign, and a row for each of its senders."""

    me: Annotated[Me, said("The member who asks.")]
    things: Annotated[list[AnyThing], said("The campaign and its senders, kept up to date from now on.")]


class Assigned(Part, frozen=True, kw_only=True):
    """A batch, and how many conversations the texter holds in each open lane with it."""

    assigned: Annotated[int, said("How many came with this request.", "conversations", least=0)]
    initial: Initial
    reply: Reply
    quiet: Quiet
    fair: Annotated[bool | UnsetType, said("True when it was a fair part of the last ones, and others were left.")] = (
        UNSET
    )


class Moved(Part, frozen=True, kw_only=True):
    """The number of conversations that changed their holder."""

    moved: Annotated[int, said("How many.", "conversations", least=0)]
    skipped: Annotated[
        int | UnsetType, said("Of chosen ones, those that are closed, opted out or there already.", "conversations")
    ] = UNSET


class Removed(Part, frozen=True, kw_only=True):
    """The number of contacts that were removed from a draft."""

    removed: Annotated[int, said("How many.", "contacts", least=0)]
    kept: Annotated[int, said("How many stay, because they have texts or were erased.", "contacts", least=0)]


class Finished(Moved, frozen=True, kw_only=True):
    """The end of a texter's day: the conversations that went back from all their campaigns."""

    initial: Initial
    reply: Reply
    quiet: Quiet


class Noted(Part, frozen=True, kw_only=True):
    """The texter's conversations stay with them for now."""

    at: Annotated[int, said("When it was noted.", "ms since 1970")]


class Created(Part, frozen=True, kw_only=True):
    """A new campaign."""

    campaign: Annotated[int, said("The campaign's id.")]


class Page(Part, frozen=True, kw_only=True):
    """A page of conversations, each with its last text only. A page is full unless it is the last."""

    conversations: Annotated[list[Conversation], said("In their order.")]
    next: Next = None


class Point(Part, frozen=True, kw_only=True):
    """The numbers of a campaign at a moment."""

    at: Annotated[int, said("The beginning of the minute.", "ms since 1970")]
    unassigned: Annotated[int, said("How many are unassigned at the end of that minute.", "conversations", least=0)]
    sent: Annotated[
        int | None, said("First messages sent by then; null: an older version noted it.", "texts", least=0)
    ] = None
    answered: Annotated[
        int | None,
        said("How many contacts have ever answered by then; null: an older version noted it.", "contacts", least=0),
    ] = None


Happening = Literal["launched", "paused", "resumed", "imported", "unassigned", "reassigned", "taken_back", "bulk_send"]


class Mark(Part, frozen=True, kw_only=True):
    """Something that explains a bend in a campaign's history."""

    at: Annotated[int, said("When it began.", "ms since 1970")]
    mark: Annotated[Happening, said("What happened; `taken_back`: from texters who did nothing.")]
    count: Annotated[int | None, said("Of how many; null where that makes no sense.", "conversations", least=0)] = None
    by: Annotated[str | None, said("The name of the member who did it; null: it isn't known, or nobody did.")] = None


class History(Part, frozen=True, kw_only=True):
    """The numbers of a campaign over a while, and what happened meanwhile."""

    points: Annotated[list[Point], said("Oldest first; the first may be from before the span.")]
    marks: Annotated[list[Mark], said("Oldest first.")]


class Recent(Part, frozen=True, kw_only=True):
    """The last hour of a campaign. Each list has a number for every five minutes, null where nothing happened."""

    campaign: Annotated[int, said("The campaign's id.")]
    unassigned: Annotated[list[int | None], said("How many were unassigned at the end of those.", "conversations")]
    sent: Annotated[list[int | None], said("First messages sent by then.", "texts")]


class BoardHistory(Part, frozen=True, kw_only=True):
    """The last hour of every campaign on the board in which something happened."""

    since: Annotated[int, said("When the first of those five minutes began.", "ms since 1970")]
    every: Annotated[int, said("How long each is.", "ms")]
    campaigns: Annotated[list[Recent], said("By id.")]


class Example(Part, frozen=True, kw_only=True):
    """The message to one contact."""

    contact: Annotated[Contact, said("The contact.")]
    draft: Annotated[str, said("The message as it would be sent.")]


class Preview(Part, frozen=True, kw_only=True):
    """The look of a message that isn't set yet."""

    lacking: Annotated[list[Field], said("The fields without other words that some contacts lack.")]
    examples: Annotated[list[Example], said("First a contact who lacks each such field, then those of the top.")]


class LastText(Part, frozen=True, kw_only=True):
    """The last text of a contact who is opted out, as it is offered to a texter."""

    text: Annotated[str, said("The words; empty: the account has none.")]


class AtHand(Part, frozen=True, kw_only=True):
    """All that a texter has at hand for answers in a campaign."""

    canned: Annotated[list[Canned], said("The campaign's canned replies, in their order.")]
    own: Annotated[list[Canned], said("The member's own canned replies, in their order.")]
    tags: Annotated[list[Tag], said("The tags that may be put on conversations, in their order.")]
    survey: Annotated[list[Question], said("The questions of the survey, in their order.")]


class OwnReplies(Part, frozen=True, kw_only=True):
    """A member's own canned replies."""

    own: Annotated[list[Canned], said("In their order.")]


class ReplyDraft(Part, frozen=True, kw_only=True):
    """A reply, ready to be sent."""

    text: Annotated[str, said("The words, with merge fields filled in.")]


class StopLanguage(Part, frozen=True, kw_only=True):
    """A language with its stop words."""

    language: Annotated[str | None, said("The code; null for the carriers' own words, which always count.")]
    name: Annotated[str, said("The language's name.")]
    stop: Annotated[list[str], said("Words that opt out.")]
    start: Annotated[list[str], said("Words that opt in again.")]
    help: Annotated[list[str], said("Words that ask for help.")]


class Waiting(Part, frozen=True, kw_only=True):
    """A texter's wait for more conversations."""

    waits_since: Annotated[int | None, said("Since when they wait; null: they have some already.", "ms since 1970")] = (
        None
    )
    served: Annotated[Served | None, said("What came at once.")] = None


class Dismissed(Part, frozen=True, kw_only=True):
    """The end of a message of an admin."""

    dismissed: Annotated[bool, said("True if it stood there until now.")]


class WaitedBefore(Part, frozen=True, kw_only=True):
    """The end of a texter's wait."""

    waited: Annotated[bool, said("True if they did wait.")]


class StopLanguages(Part, frozen=True, kw_only=True):
    """The languages whose stop words can be chosen."""

    languages: Annotated[list[StopLanguage], said("The first is the carriers' own.")]


class UnplacedText(Part, frozen=True, kw_only=True):
    """A text that no texter gets, from a phone in no campaign or opted out."""

    id: Annotated[int, said("The text's id.")]
    phone: Annotated[str, said("The phone number, in E.164.")]
    text: Annotated[str, said("The words.")]
    at: Annotated[int, said("When it came in.", "ms since 1970")]
    opted_out: Annotated[bool, said("True when the phone has opted out.")]
    campaign: Annotated[int | None, said("The campaign that has the person, if one has.")] = None
    conversation: Annotated[int | None, said("The conversation there.")] = None


class Unplaced(Part, frozen=True, kw_only=True):
    """A page of texts that no texter gets, oldest first."""

    texts: Annotated[list[UnplacedText], said("The texts.")]
    next: Annotated[int | None, said("The `after` of the next page; null at the end.")] = None


class Deed(Part, frozen=True, kw_only=True):
    """A deed of an admin."""

    id: Annotated[int, said("The deed's id: a greater number than those of earlier deeds.")]
    at: Annotated[int, said("When it was noted.", "ms since 1970")]
    by: Annotated[int | None, said("The admin's id; null: it was done at the command line.")] = None
    name: Annotated[str, said("The admin's name at that time.")]
    did: Annotated[str, said("What was done: the command, or its words at the command line.")]
    campaign: Annotated[int | None, said("The campaign that it was done to.")] = None
    member: Annotated[int | None, said("The member whom it was done to.")] = None
    given: Given = msgspec.field(default_factory=dict)


class Move(Part, frozen=True, kw_only=True):
    """Conversations that came from one bucket into another."""

    holder: Annotated[int | None, said("The id of the member who held them; null: they were unassigned.")] = None
    lane: Annotated[LedgerLane, said("The lane in which they were; `none`: they are new.")]
    new_holder: Annotated[int | None, said("The id of the member who holds them; null: they are unassigned.")] = None
    new_lane: Annotated[LedgerLane, said("The lane in which they are; `none`: their contacts were removed.")]
    count: Annotated[int, said("How many moved.", "conversations", least=1)]
    conversation: Annotated[int | None, said("The conversation, if it is a single one.")] = None


class Entry(Part, frozen=True, kw_only=True):
    """An entry of a campaign's ledger: what one verb moved."""

    id: Annotated[str, said("The entry's id, for `before`.")]
    at: Annotated[int, said("When it was written.", "ms since 1970")]
    verb: Annotated[str, said("The verb that moved them.")]
    by: Annotated[int | None, said("The id of the member who asked for it; null: nobody did.")] = None
    moves: Annotated[list[Move], said("The moves, in their order.")]


class Ledger(Part, frozen=True, kw_only=True):
    """A page of a campaign's ledger."""

    entries: Annotated[list[Entry], said("Newest first.")]
    next: Annotated[str | None, said("The `before` of the next page; null at the end.")] = None


class Deeds(Part, frozen=True, kw_only=True):
    """A page of the audit."""

    deeds: Annotated[list[Deed], said("Newest first.")]
    next: Annotated[int | None, said("The `before` of the next page; null at the end.")] = None


class CarrierChoice(Part, frozen=True, kw_only=True):
    """A carrier that there is."""

    carrier: Annotated[str, said("Its name.")]
    sentence: Annotated[str, said("Whom it reaches.")]


class NumberClass(Part, frozen=True, kw_only=True):
    """A usual class of numbers, with what mobile carriers let through for it."""

    name: Annotated[str, said("Its name.")]
    source: Annotated[str, said("Whose figures these are.")]
    per_second: Annotated[float, said("Segments a second.", "segments", least=0)]
    per_day: Annotated[int, said("Segments a day; 0: no limit.", "segments", least=0)]


class Carriers(Part, frozen=True, kw_only=True):
    """The carriers, and the usual classes of numbers."""

    carriers: Annotated[list[CarrierChoice], said("In the order of the registry.")]
    classes: Annotated[list[NumberClass], said("From the fastest of each kind on.")]


class LookupOffer(Part, frozen=True, kw_only=True):
    """The price of looking up the numbers of a draft that aren't looked up yet."""

    numbers: Annotated[int, said("Numbers that would be looked up.", "numbers", least=0)]
    each: Annotated[str, said("The price of one in the account's currency; empty: it isn't known.")]
    total: Annotated[str, said("The price of all; empty: it isn't known.")]
    currency: Annotated[str, said("The currency, by its three letters.")]
    about: Annotated[str, said("What the carrier is known to take for it: a sentence.")]


class Estimate(Part, frozen=True, kw_only=True):
    """The first messages of a campaign that aren't sent yet: how many, what they cost, and how long they take.

    The times hold if nothing else goes out by their carrier.
    """

    texts: Annotated[int, said("How many.", "texts", least=0)]
    segments: Annotated[int, said("Their segments, each message as it would be sent.", "segments", least=0)]
    cost: Annotated[str | None, said("What they cost; null: the price isn't known.")] = None
    currency: Annotated[str, said("The currency of the cost (ISO 4217).")]
    per_minute: Annotated[float | None, said("How many go out in a minute; null: there is no limit.", "texts")] = None
    per_day: Annotated[int | None, said("Segments that may go out in a day; null: there is no limit.")] = None
    seconds: Annotated[float | None, said("The time until all are out; null: there is no limit.", "s")] = None
    until_midnight: Annotated[float, said("The time until midnight Pacific, when a day's limit begins anew.", "s")]
