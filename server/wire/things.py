"""The things on the wire, declared: each kind with a sentence, a unit and a range for every field.

A thing carries `kind`, `id`, `campaign` and `v`, the version at which it was described; two with the same first three
are one thing, of which the newest counts. The Lua scripts describe most of them (lua/shared/describe.lua) in these very
shapes: what they leave out has its default here. A field whose default is `UNSET` is left out on the wire, too.
"""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from server.fields import said
from server.limits import LIMITS
from server.wire.at_hand import CountedQuestion, CountedTag, Tag
from server.wire.hours import Closing, Hours, Later, Opening
from server.wire.parts import (
    AdminsMessage,
    Batch,
    CampaignId,
    CarrierTerms,
    Closed,
    Contact,
    Day,
    Erased,
    Field,
    Going,
    Id,
    Idle,
    Initial,
    Lane,
    Lookup,
    OpenLanes,
    OptedOut,
    OptOut,
    Quiet,
    Reply,
    Request,
    Role,
    Screen,
    Served,
    Status,
    TakenAway,
    Task,
    Text,
    Trouble,
    Waits,
    Why,
)


class Thing(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """A thing; each kind has a class of its own."""

    id: Id
    campaign: Annotated[int | None, said("The campaign that it belongs to; null for what belongs to the account.")] = (
        None
    )
    v: Annotated[int, said("The version of the campaign, or of the account, at which it was described.", least=0)] = 0


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is no longer to be shown."""

    kind: Annotated[Going, said("Its kind.")]
    id: Id
    campaign: Annotated[int | None, said("The campaign that it belongs to; null for what belongs to the account.")]
    v: Annotated[int, said("The version at which it was gone.", least=0)]


class Account(Thing, frozen=True, kw_only=True, tag="account"):
    """The account, for admins; its `id` is 1."""

    id: Id = 1
    name: Annotated[str, said("The organization's name; `Handraise` until one is set.")]
    time_zone: Annotated[str | None, said("The organization's time zone, by its name of IANA; null: none is set.")] = (
        None
    )
    default_batch_size: Annotated[
        int, said("The batch size that self assignment starts with on a campaign.", "conversations", least=1)
    ]
    default_is_set: Annotated[bool, said("True when an admin has set the default batch size.")]
    default_hours: Annotated[Hours | None, said("The texting hours of new campaigns; null: any time.")] = None
    default_hours_set: Annotated[bool, said("True when an admin has set these hours.")] = False
    retention_days: Annotated[
        int | None,
        said("Days after archiving for which contacts' data are kept; null: for ever.", "days", least=1),
    ] = None
    hours_between: Annotated[
        int, said("Hours between the texts of two campaigns to one phone, unless it asked; 0: none.", "hours", least=0)
    ] = LIMITS.default_hours_between
    default_carrier: Annotated[str, said("The carrier of campaigns made from now on; empty: any that runs.")] = ""
    currency: Annotated[str, said("The currency of prices and budgets (ISO 4217).")] = "USD"
    carriers: Annotated[list[CarrierTerms], said("What carriers let through and cost, as far as it is set.")] = []
    stop_languages: Annotated[list[str], said("The languages whose stop words count, by their codes.")]
    confirm_opt_out: Annotated[str, said("The text that confirms an opt-out to the contact; empty: none.")] = ""
    help_text: Annotated[str, said("The answer to a contact who asks for help; empty: none.")] = ""
    tags: Annotated[list[Tag], said("The tags that campaigns may choose from, in their order.")] = []
    canned_changed: Annotated[
        int, said("A count that rises when the canned replies that campaigns start with change.", least=0)
    ] = 0
    tokens_changed: Annotated[int, said("A count that rises when an API token is made, used or ended.", least=0)] = 0
    unplaced: Annotated[int, said("Texts that no texter gets, not yet dismissed.", "texts", least=0)] = 0
    last_unplaced: Annotated[int, said("The id of the last text that no texter gets; 0 if none ever came.")] = 0
    troubles: Annotated[list[Trouble], said("The carriers that send nothing until somebody has done something.")] = []


class Member(Thing, frozen=True, kw_only=True, tag="member"):
    """A member, for admins."""

    name: Annotated[str, said("The member's name.")]
    email: Annotated[str, said("The e-mail address, as it was written.")]
    role: Annotated[Role, said("What the member may do.")]
    disabled: Annotated[bool, said("True when the member can't sign in any more.")]


class Presence(Thing, frozen=True, kw_only=True, tag="presence"):
    """A member who has or had a console open, for admins. The hubs make it; its `v` is a time in ms."""

    online: Annotated[bool, said("True while the member has a console open anywhere.")]


class Campaign(Thing, frozen=True, kw_only=True, tag="campaign"):
    """A campaign, for admins: its settings, and how many conversations are where. `campaign` is its own id."""

    title: Annotated[str, said("The title.")]
    status: Annotated[Status, said("Where the campaign stands.")]
    script: Annotated[str, said("The first message, with merge fields in braces; empty until it is written.")]
    self_assign: Annotated[bool, said("True while texters may request conversations.")]
    batch_size: Annotated[int | None, said("The most that one request hands over.", "conversations", least=1)] = None
    bulk_send: Annotated[bool, said("True when the server sends the first messages after the launch.")]
    carrier: Annotated[str, said("The only carrier that carries its texts, by name; empty: any.")] = ""
    hours: Annotated[Hours | None, said("When contacts may be texted, by their own clocks; null: at any time.")] = None
    answer_hours: Annotated[
        int, said("For how long somebody who wrote may be answered outside of these hours.", "hours", least=0)
    ] = 1
    numbers: Annotated[str, said("The numbers or the service that its texts come from; empty: the carrier's own.")] = ""
    per_second: Annotated[float, said("Segments a second, at most; 0: no limit.", "segments", least=0)] = 0
    per_day: Annotated[int, said("Segments a day, at most, until midnight Pacific; 0: no limit.", "segments")] = 0
    budget: Annotated[str, said("What it may cost in the account's currency; empty: no limit.")] = ""
    take_back_initials: Annotated[
        int,
        said("Minutes after which first messages of a texter who does nothing go back; 0: never.", "minutes", least=0),
    ] = 0
    take_back_replies: Annotated[
        int,
        said("Minutes after which replies that wait so long with such a texter go back; 0: never.", "minutes", least=0),
    ] = 0
    picture: Annotated[str | None, said("The path of its picture; null until there is one.")] = None
    picture_first: Annotated[bool, said("True when the picture goes with the first message.")] = False
    picture_replies: Annotated[bool, said("True when texters may add the picture to a reply.")] = False
    undo_initials: Annotated[int, said("For how long a first message can be undone.", "seconds", least=0)] = 0
    undo_replies: Annotated[
        int, said("For how long a reply, a close, an opt-out or a wrong number can be undone.", "seconds", least=0)
    ] = 0
    lookup: Annotated[Lookup | None, said("How far numbers are looked up; null: none were asked for.")] = None
    fair_tail: Annotated[bool, said("True when the last conversations are shared among the texters present.")] = False
    most_held: Annotated[int, said("The most that a texter may hold; 0: no limit.", "conversations", least=0)] = 0
    most_a_day: Annotated[int, said("The most that a texter may take a day; 0: no limit.", "conversations")] = 0
    ledger_entries: Annotated[int, said("The newest entries of the ledger that are kept; 0: 200,000.", "entries")] = 0
    first_needs_yes: Annotated[bool, said("True when a texter's first batch needs an admin's yes.")] = False
    link_lane: Annotated[str, said("What new senders by the link are for: `initial`, `reply`; empty: both.")] = ""
    here: Annotated[int, said("Senders who have a console of it open.", "members", least=0)] = 0
    room: Annotated[int, said("Texters who wait for the next conversations.", "members", least=0)] = 0
    asking: Annotated[int, said("Texters who wait for an admin's yes to their first batch.", "members", least=0)] = 0
    sender_link: Annotated[str | None, said("The path `/join/TOKEN`, while it is enabled and launched.")] = None
    sender_link_enabled: Annotated[bool, said("True when there is a sender link, also before the launch.")] = False
    fields: Annotated[list[str], said("The names of the contacts' own columns.")]
    merge_fields: Annotated[list[Field], said("The fields that a message may use, with those who have them.")] = []
    lacking: Annotated[list[Field], said("The fields of the message that some contacts lack.")] = []
    unknown_field: Annotated[str, said("A field of the message that no contact has; empty if there is none.")] = ""
    contacts: Annotated[int, said("All contacts added.", "contacts", least=0)]
    unassigned: Annotated[OpenLanes, said("The conversations that nobody holds.")]
    held: Annotated[OpenLanes, said("The open conversations that senders hold.")]
    later: Annotated[Later | None, said("The unassigned first messages that wait for their hours.")] = None
    closes: Annotated[Closing | None, said("The unassigned first messages whose hours end first.")] = None
    closed: Closed
    opted_out: OptedOut
    sent: Annotated[int, said("First messages sent so far.", "texts", least=0)]
    answered: Annotated[int, said("Contacts who have ever written.", "contacts", least=0)] = 0
    waiting_since: Annotated[
        int | None, said("When the reply that waits longest began to wait; null: none waits.", "ms since 1970")
    ] = None
    segments: Annotated[int, said("Segments of all texts that carriers have taken.", "segments", least=0)] = 0
    cost: Annotated[str | None, said("What those cost of which the price was known; null: no price was.")] = None
    waits: Annotated[Waits | None, said("The limit of a day for which queued texts wait.")] = None
    over_budget: Annotated[bool, said("True when the next text would cost more than the budget has left.")] = False
    senders: Annotated[int, said("The number of senders.", "members", least=0)]
    tags: Annotated[list[CountedTag], said("Its tags, in their order, with how many conversations have them.")] = []
    survey: Annotated[
        list[CountedQuestion],
        said("The questions of its survey, in their order, with how often each answer is given."),
    ] = []
    at_hand: Annotated[int, said("The `v` at which canned replies, tags or survey last changed; 0: never.")] = 0
    launches_at: Annotated[
        int | None, said("When the draft is launched by itself; null: it isn't.", "ms since 1970")
    ] = None
    launch_trouble: Annotated[str, said("Why it wasn't launched by itself when it was time; empty: it was.")] = ""
    archived_at: Annotated[int | None, said("When it was archived; null: it isn't.", "ms since 1970")] = None
    erased: Annotated[Erased | None, said("Set once its contacts' data are deleted; its counts are 0 then.")] = None
    deleted: Annotated[bool, said("True of a deleted campaign, which is told as gone.")] = False

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "campaign", self.id)


class Stranded(Thing, frozen=True, kw_only=True, tag="stranded"):
    """The answers of a campaign that nobody can answer as things stand, for admins. `id` is the campaign's."""

    campaign: CampaignId
    title: Annotated[str, said("The campaign's title.")]
    status: Annotated[Status, said("Where the campaign stands.")]
    answers: Annotated[int, said("How many wait for an answer.", "conversations", least=0)]
    why: Annotated[
        Why,
        said("The campaign's status; when it is active, what keeps texters from requesting the answers."),
    ]


class Console(Thing, frozen=True, kw_only=True, tag="console"):
    """A console: what one texter sees of one campaign. `id` is the texter's."""

    campaign: CampaignId
    title: Annotated[str, said("The campaign's title.")]
    screen: Annotated[Screen, said("The one screen that the console shows.")]
    initial: Initial
    reply: Reply
    quiet: Quiet
    closed: Closed
    opted_out: OptedOut
    moved: Annotated[int, said("The `v` at which one of the texter's conversations last changed: list again.")]
    batch: Annotated[Batch | None, said("The texter's batch; null while they hold no unsent first message.")]
    day: Annotated[Day | None, said("What the texter sent today; null before the first text.")]
    taken: Annotated[TakenAway | None, said("The last move that took conversations from the texter.")]
    idle: Annotated[Idle | None, said("What goes back soon, unless the texter does something; null: nothing.")] = None
    later: Annotated[Later | None, said("The texter's first messages that wait for their hours.")] = None
    carrier: Annotated[str, said("The only carrier that carries the campaign's texts; empty: any.")] = ""
    at_hand: Annotated[
        int, said("The `v` at which canned replies, tags or survey last changed: list them again; 0: never.")
    ] = 0
    request: Annotated[Request, said("What the button would do.")]
    only: Annotated[Task | None, said("The lane that the texter is for; null: first messages and replies.")] = None
    served: Annotated[Served | None, said("The last batch that came by waiting for it; null: none did.")] = None
    message: Annotated[AdminsMessage | None, said("What an admin wrote to the texter; null: it is put away.")] = None


class Sender(Thing, frozen=True, kw_only=True, tag="sender"):
    """A sender's row, for admins who watch the campaign. `id` is the member's."""

    campaign: CampaignId
    name: Annotated[str, said("The member's name.")] = ""
    email: Annotated[str, said("The member's e-mail address.")] = ""
    last_active: Annotated[int | None, said("When they last did something in this campaign.", "ms since 1970")]
    only: Annotated[Task | None, said("The lane that the sender is for; null: first messages and replies.")] = None
    most_held: Annotated[int | None, said("The sender's own cap; null: the campaign's.", "conversations")] = None
    most_a_day: Annotated[int | None, said("The sender's own cap a day; null: the campaign's.", "conversations")] = None
    waits_since: Annotated[int | None, said("Since when they wait for more; null: they don't.", "ms since 1970")] = None
    needs_yes: Annotated[bool, said("True when they wait for an admin's yes to their first batch.")] = False
    idle_at: Annotated[
        int | None, said("When conversations go back unless they do something; null: none do.", "ms since 1970")
    ] = None
    initial: Initial
    reply: Reply
    quiet: Quiet
    closed: Closed
    opted_out: OptedOut
    sent: Annotated[int, said("Texts that they have sent in this campaign.", "texts", least=0)] = 0
    answered: Annotated[int, said("People whom they wrote to first, and who answered.", "contacts", least=0)] = 0
    day: Annotated[Day | None, said("What they sent in their day; null before the first text.")] = None
    message: Annotated[AdminsMessage | None, said("What an admin wrote to them; null: they have put it away.")] = None


class Conversation(Thing, frozen=True, kw_only=True, tag="conversation"):
    """A conversation, for its holder and whoever has it open; in lists it has its last text only."""

    campaign: CampaignId
    contact: Annotated[Contact, said("The contact.")]
    line: Annotated[str | UnsetType, said("The line type of the number: `landline`, `mobile`, …, once looked up.")] = (
        UNSET
    )
    lane: Annotated[Lane, said("Where the conversation stands.")]
    holder: Annotated[int | None, said("The id of the sender who holds it; null: unassigned.")] = None
    waiting_since: Annotated[int | None, said("Since when a contact in lane `reply` waits.", "ms since 1970")] = None
    texts: Annotated[list[Text], said("The texts, oldest first.")]
    tags: Annotated[list[int], said("The ids of the tags that texters put on it.")] = []
    answers: Annotated[
        dict[str, int], said("The contact's answers to the survey: the id of each question, and that of the answer.")
    ] = {}
    opt_outs: Annotated[list[OptOut], said("Who opted the contact out or in again, oldest first.")] = []
    picture: Annotated[
        str | UnsetType, said("The picture that goes with the unsent first message, or may go with a reply: its path.")
    ] = UNSET
    draft: Annotated[str | UnsetType, said("The message as it will be sent, for an unsent first message.")] = UNSET
    undo_until: Annotated[
        int | UnsetType, said("Until when its holder may undo the last act; left out: not any more.", "ms since 1970")
    ] = UNSET
    wrong_number: Annotated[
        bool | UnsetType, said("True when the number was reported as wrong, and nobody wrote from there since.")
    ] = UNSET
    opens: Annotated[Opening | UnsetType, said("When the contact may be texted, if that isn't so now.")] = UNSET


AnyThing = Account | Member | Presence | Campaign | Stranded | Console | Sender | Conversation
"""Every kind of thing on the wire."""
