"""The scripts' descriptions that aren't things on the wire: a hub keeps them, and makes things of them."""

import msgspec

from server.limits import LIMITS
from server.wire.at_hand import Tag
from server.wire.hours import USUAL, Hours, Later
from server.wire.parts import AdminsMessage, CarrierTerms, Day, Idle, OpenLanes, Served, TakenAway, Task, Trouble
from server.wire.things import Account, Campaign, Conversation, Member, Sender
from server.words.stop_words import in_force


class Texter(OpenLanes, frozen=True, kw_only=True):
    """A texter's counts in a campaign, of which consoles and senders' rows are made (lua/shared/describe.lua).

    `v` is the version that they are from; the scripts say it once for all texters of a snapshot.
    """

    id: int
    v: int = 0
    sender: bool
    moved: int
    closed: int
    opted_out: int
    sent: int = 0
    day: Day | None = None
    later: Later | None = None
    taken: TakenAway | None = None
    idle: Idle | None = None
    last_active: int | None = None
    only: Task | None = None
    most_held: int | None = None
    """The texter's own cap; None: the campaign's counts, 0: there is no limit. Likewise `most_a_day`."""
    most_a_day: int | None = None
    today: int = 0
    """The conversations that they have taken in their day."""
    approved: bool = False
    """True if they need no admin's yes to a batch."""
    asking: bool = False
    """True if they wait for that yes."""
    waits_since: int | None = None
    served: Served | None = None
    texts_sent: int = 0
    answered: int = 0
    message: AdminsMessage | None = None


def sender_thing(campaign: int, texter: Texter, v: int, member: Member | None) -> Sender:
    """Return a sender's row; a member who isn't known yet has no name there."""
    return Sender(
        id=texter.id,
        campaign=campaign,
        v=v,
        name=member.name if member else "",
        email=member.email if member else "",
        last_active=texter.last_active,
        only=texter.only,
        most_held=texter.most_held,
        most_a_day=texter.most_a_day,
        waits_since=texter.waits_since,
        needs_yes=texter.asking,
        idle_at=texter.idle.at if texter.idle else None,
        initial=texter.initial,
        reply=texter.reply,
        quiet=texter.quiet,
        closed=texter.closed,
        opted_out=texter.opted_out,
        sent=texter.texts_sent,
        answered=texter.answered,
        day=texter.day,
        message=texter.message,
    )


class CampaignNews(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign at one version: an announcement (lua/shared/announce.lua), or a snapshot.

    texters       those whose counts changed; of a snapshot those asked for
    conversation  the one that changed, if it was one
    taken         true when several conversations have changed, so that an open one may have been taken away, say
    """

    v: int
    campaign: Campaign
    texters: list[Texter]
    conversation: Conversation | None = None
    taken: bool = False


class DescribedAccount(msgspec.Struct, frozen=True, kw_only=True):
    """The account, as lua/shared/account.lua describes it; `stop_languages` are codes with blanks between,
    `default_hours` are JSON, and "" for any time."""

    name: str
    default_batch_size: int
    default_is_set: bool
    default_carrier: str = ""
    currency: str = "USD"
    carriers: list[CarrierTerms] = []
    stop_languages: str | None = None
    default_hours: str | None = None
    retention_days: int | None = None
    hours_between: int = LIMITS.default_hours_between
    time_zone: str | None = None
    confirm_opt_out: str = ""
    help_text: str = ""
    tags: list[Tag] = []
    canned_changed: int = 0
    tokens_changed: int = 0
    unplaced: int = 0
    last_unplaced: int = 0
    troubles: list[Trouble] = []

    def thing(self, v: int) -> Account:
        """Return the account thing at this version."""
        given = msgspec.structs.asdict(self) | {"stop_languages": in_force(self.stop_languages)}
        hours = {"default_hours": self.hours(), "default_hours_set": self.default_hours is not None}
        return Account(**given | hours, v=v)

    def hours(self) -> Hours | None:
        """Return the texting hours of new campaigns; None: any time."""
        if self.default_hours is None:
            return USUAL
        return msgspec.json.decode(self.default_hours, type=Hours) if self.default_hours else None


class WholeAccount(msgspec.Struct, frozen=True, kw_only=True):
    """The account with every member and the ids of all campaigns, as lua/account/describe_account.lua gives it."""

    v: int
    account: DescribedAccount
    members: list[Member]
    campaigns: list[int]
