"""Reads announcements of the store. One is taken in only if it is whole, its fields have the types that a hub relies
on, and it is about the campaign whose channel it came on.

Another version may have written an announcement, and anybody who reaches the store may publish one. A field that is
unknown here does no harm. One that is missing, or is something else than it should be, makes the whole announcement
unreadable: half of it isn't taken in. The types are those of lua/shared/describe.lua.
"""

from typing import Any, Literal, Protocol, cast

import msgpack
import msgspec

from server.errors import HandraiseError
from server.things import LARGEST_INTEGER, Thing


class Unreadable(HandraiseError):
    """An announcement that can't be read; the message says why, for the log."""


class Lanes(msgspec.Struct):
    """Numbers of conversations in each open lane."""

    initial: int
    reply: int
    quiet: int


class Campaign(msgspec.Struct):
    """A campaign: settings, and how many conversations are where."""

    id: int
    v: int
    title: str
    status: Literal["draft", "active", "paused", "archived"]
    script: str
    self_assign: bool
    bulk_send: bool
    fields: list[Any]
    contacts: int
    unassigned: Lanes
    held: Lanes
    closed: int
    opted_out: int
    sent: int
    senders: int
    batch_size: int | None = None
    sender_link: str | None = None


class Taken(msgspec.Struct):
    """The member who last took conversations from a texter."""

    by: str
    moved: int


class Day(msgspec.Struct):
    """Texts that a texter sent in their day (lua/shared/day.lua); times are in ms."""

    since: int
    last: int
    initials: int
    replies: int
    done: int | None = None


class Texter(Lanes):
    """A texter's counts."""

    id: int
    sender: bool
    moved: int
    closed: int
    opted_out: int
    sent: int = 0
    day: Day | None = None
    taken: Taken | None = None
    last_active: int | None = None


class Text(msgspec.Struct):
    """A text of a conversation; `at` is in ms."""

    id: int
    direction: Literal["out", "in"]
    text: str
    at: int
    status: str | None = None


class OptOut(msgspec.Struct):
    """An opt-out or its undoing, with the time (ms); `by` is absent for a text from the contact."""

    opted_out: bool
    at: int
    by: str | None = None


class Conversation(msgspec.Struct):
    """A conversation; `contact` is JSON [first name, last name, phone, {field: value}, …]."""

    id: int
    v: int
    lane: str
    contact: str
    texts: list[Text]
    holder: int | None = None
    draft: str | None = None
    opt_outs: list[OptOut] = []


class CampaignNews(msgspec.Struct):
    """An announcement of a campaign, as lua/shared/announce.lua makes it."""

    v: int
    campaign: Campaign
    texters: list[Texter]
    conversation: Conversation | None = None
    taken: bool = False


class Account(msgspec.Struct):
    """The account's settings."""

    name: str
    default_batch_size: int
    default_is_set: bool
    stop_languages: str | None = None


class Member(msgspec.Struct):
    """A member."""

    id: int
    name: str
    email: str
    role: Literal["admin", "texter"]
    disabled: bool


class Senders(msgspec.Struct):
    """Members who may become senders of a campaign."""

    campaign: int
    members: list[int]


class Ended(msgspec.Struct):
    """The member or the credential whose sockets are to be closed."""

    member: int | None = None
    credential: str | None = None


class AccountNews(msgspec.Struct):
    """An announcement of the account, as lua/shared/account.lua makes it."""

    v: int
    account: Account | None = None
    member: Member | None = None
    campaign: int | None = None
    senders: Senders | None = None
    ended: Ended | None = None


CAMPAIGN_NEWS = msgspec.msgpack.Decoder(CampaignNews)
ACCOUNT_NEWS = msgspec.msgpack.Decoder(AccountNews)
CONTACT = tuple[str, str, str, dict[str, str]]


def campaign_news(payload: bytes, campaign: int) -> Thing:
    """An announcement of this campaign: `{v, campaign, texters, conversation?, taken?}`.

    Raises Unreadable.
    """
    news, message = _read(CAMPAIGN_NEWS, payload)
    if news.campaign.id != campaign or news.campaign.v != news.v:
        raise Unreadable("it describes another campaign or version than it announces")
    if news.conversation:
        if news.conversation.v != news.v:
            raise Unreadable("it describes a conversation of another version than it announces")
        try:
            msgspec.convert(msgspec.json.decode(news.conversation.contact, type=list[Any])[:4], CONTACT)
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"a contact is {error}") from error
    return message


def account_news(payload: bytes) -> Thing:
    """An announcement of the account: `{v, account?, member?, campaign?, senders?, ended?}`.

    Raises Unreadable.
    """
    return _read(ACCOUNT_NEWS, payload)[1]


class Counted(Protocol):
    """A campaign or the account, as a hub remembers it.

    v      the version up to which all is known
    heard  the version of the last announcement
    """

    v: int
    heard: int


def in_order(v: int, known: Counted) -> None:
    """Note the version of an announcement. It is higher than that of the one before, and the store has come to it.

    Raises Unreadable.
    """
    if v > known.v + 1:
        raise Unreadable(f"the store hasn't come to version {v}")
    if v <= known.heard:
        raise Unreadable(f"version {v} was announced already")
    known.heard = v


def _read(decoder: Any, payload: bytes) -> tuple[Any, Thing]:
    """Return an announcement twice: as its declared type, and as a map that also has the fields unknown here."""
    try:
        news, message = decoder.decode(payload), cast(Thing, msgpack.unpackb(payload, strict_map_key=False))
    # Broken UTF-8 is a ValueError, deep nesting a RecursionError; msgpack's family aren't all ValueErrors.
    except (ValueError, TypeError, RecursionError, msgspec.MsgspecError, msgpack.UnpackException) as error:
        raise Unreadable(str(error) or type(error).__name__) from error
    if not 0 < news.v <= LARGEST_INTEGER:
        raise Unreadable(f"there is no version {news.v}")
    return news, message
