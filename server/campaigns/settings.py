"""Making a campaign, and changing its settings."""

import secrets
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from server.campaigns.hours import worked_out
from server.campaigns.message import fitting, taken_apart
from server.campaigns.reading import account_now, campaign_by
from server.errors import Refused
from server.limits import LIMITS
from server.store import at_hand as stored
from server.store.scripts import Scripts
from server.store.texting_hours import texting_hours
from server.wire.amounts import Money, Numbers, PerDay, PerSecond, checked_money, checked_numbers, checked_rates
from server.wire.arguments import BatchSize, limited
from server.wire.hours import GivenHours, Hours, checked_hours
from server.wire.things import Account, Campaign

SIMULATOR = "simulator"
"""The carrier that texts nobody."""

Title = Annotated[str, limited("The title.", "characters", "title_too_long", max_length=LIMITS.title)]

Script = Annotated[
    str, limited("The first message, with merge fields.", "characters", "text_too_long", max_length=LIMITS.text)
]


TextingHours = Annotated[
    GivenHours | UnsetType | None,
    limited("When contacts may be texted, by the clocks where they are; null: at any time. Left out, they stay."),
]

AnswerHours = Annotated[
    int,
    limited(
        "For how long somebody who wrote may be answered outside of the texting hours.",
        "hours",
        "answer_hours_out_of_range",
        ge=0,
        le=24,
    ),
]


UndoInitials = Annotated[
    int,
    limited("For how long a first message can be undone.", "seconds", "undo_out_of_range", ge=0, le=10),
]

UndoReplies = Annotated[
    int,
    limited(
        "For how long a reply, a close, an opt-out or a wrong number can be undone; 3 for a new campaign.",
        "seconds",
        "undo_out_of_range",
        ge=0,
        le=10,
    ),
]

UNDO_REPLIES_SECONDS = 3
"""Seconds for which the replies of a new campaign can be undone."""

MostOfOne = Annotated[
    int,
    limited(
        "The most conversations of one texter, held at once or taken in a day; 0: no limit.",
        "conversations",
        "most_out_of_range",
        ge=0,
        le=100_000,
    ),
]

TakeBackAfter = Annotated[
    int,
    limited(
        "Minutes after which conversations go back of a texter who does nothing; 0: never.",
        "minutes",
        "minutes_out_of_range",
        ge=0,
        le=LIMITS.take_back_minutes,
    ),
]


LedgerEntries = Annotated[
    int,
    limited(
        "The newest entries of the ledger that are kept; 0: back to 200,000.",
        "entries",
        "entries_out_of_range",
        ge=0,
        le=LIMITS.ledger_entries,
    ),
]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a campaign; what is left out, or null, stays as it is (but hours, where null means any time).

    The range of a type, and the refusal beyond it, stand with the type. lua/shared/settings.lua has the same names in a
    table, and a test holds the two together.
    """

    title: Title | None = None
    script: Script | None = None
    self_assign: Annotated[bool | None, limited("True: texters may request conversations.")] = None
    batch_size: BatchSize | None = None
    sender_link: Annotated[bool | None, limited("True: there is a link that makes members senders.")] = None
    bulk_send: Annotated[bool | None, limited("True: the server sends the first messages after the launch.")] = None
    carrier: Annotated[str | None, limited("The only carrier for its texts; empty: any. Set before launch.")] = None
    fair_tail: Annotated[
        bool | None, limited("True: the last conversations are shared among the texters present. New campaigns: true.")
    ] = None
    most_held: MostOfOne | None = None
    most_a_day: MostOfOne | None = None
    first_needs_yes: Annotated[bool | None, limited("True: a texter's first batch needs an admin's yes.")] = None
    link_lane: Annotated[
        Literal["", "initial", "reply"] | None, limited("What new senders by the link are for; empty: both.")
    ] = None
    hours: TextingHours = UNSET
    answer_hours: AnswerHours | None = None
    numbers: Numbers | None = None
    per_second: PerSecond | None = None
    per_day: PerDay | None = None
    budget: Money | None = None
    take_back_initials: TakeBackAfter | None = None
    take_back_replies: TakeBackAfter | None = None
    ledger_entries: LedgerEntries | None = None
    picture_first: Annotated[bool | None, limited("True: the picture goes with the first message.")] = None
    picture_replies: Annotated[bool | None, limited("True: texters may add the picture to a reply.")] = None
    undo_initials: UndoInitials | None = None
    undo_replies: UndoReplies | None = None


class NewCampaign(Settings, frozen=True, kw_only=True):
    """The settings of a new campaign. Left out, the switches are off, the message is empty, and the hours are the
    account's; a campaign of the simulator, which texts nobody, has none."""

    title: Title


async def create(scripts: Scripts, settings: Settings) -> int:
    """Make a draft with the account's canned replies; the id is listed first, and readers skip ids without a campaign.

    Raises Refused.
    """
    account = await account_now(scripts)
    carrier = account.default_carrier if settings.carrier is None else settings.carrier
    default = None if carrier == SIMULATOR else account.default_hours
    given = _stored(settings, account, default if settings.hours is UNSET else settings.hours)
    given["carrier"] = carrier
    given["fair_tail"] = settings.fair_tail is not False
    if settings.sender_link and not settings.self_assign:
        raise Refused("self_assign_off")
    if settings.undo_replies is None:
        given["undo_replies"] = UNDO_REPLIES_SECONDS
    given["canned"] = [
        {"title": reply["title"], "text": reply["text"], "message": taken_apart(reply["text"])}
        for reply in await stored.account_canned(scripts)
    ] or None
    campaign: int = await scripts.run("new_campaign")
    await scripts.run("create_campaign", campaign, **given, token=fresh_token(campaign))
    return campaign


async def update(scripts: Scripts, campaign: int, settings: Settings) -> Campaign:
    """Change settings of a campaign.

    Raises Refused.
    """
    given = _stored(settings, await account_now(scripts), settings.hours)
    if settings.hours:
        now, [kept] = await texting_hours(scripts, [campaign])
        given |= worked_out(settings.hours, msgspec.json.decode(kept.zones, type=list[str]), now)
    updating = campaign_by("update_campaign", scripts, campaign, **given, token=fresh_token(campaign))
    return await fitting(scripts, campaign, settings.script, updating)


def fresh_token(campaign: int) -> str:
    """Return the token of a new sender link. It names the campaign, and can't be guessed."""
    return f"{campaign}-{secrets.token_urlsafe(16)}"


def _stored(settings: Settings, account: Account, hours: Hours | UnsetType | None) -> dict[str, Any]:
    """Return settings as the scripts take them, with these hours, and with what only the account knows.

    Raises Refused.
    """
    given = {name: getattr(settings, name) for name in Settings.__struct_fields__}
    if settings.title is not None:
        given["title"] = settings.title.strip()
        if not given["title"]:
            raise Refused("empty_title")
    given["hours"] = stored_hours(hours)
    checked_rates(settings.per_second, settings.per_day)
    if settings.budget is not None:
        given["budget"] = checked_money(settings.budget)
    if settings.numbers is not None:
        given["numbers"] = checked_numbers(settings.numbers)
    message = None if settings.script is None else taken_apart(settings.script)
    return {**given, "message": message, "default_batch_size": account.default_batch_size}


def stored_hours(hours: Hours | UnsetType | None) -> str | None:
    """Return hours as the scripts take them: JSON, "" for any time, None for no change.

    Raises Refused (bad_hours, bad_holidays).
    """
    if hours is UNSET:
        return None
    return msgspec.json.encode(checked_hours(hours)).decode() if hours else ""
