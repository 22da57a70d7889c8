"""Reads announcements of the store. One is taken in only if it is whole, its fields have the types that a hub relies
on, and it is about the campaign whose channel it came on.

Another version may have written an announcement, and anybody who reaches the store may publish one. A field that is
unknown here does no harm. One that is missing, or is something else than it should be, makes the whole announcement
unreadable: half of it isn't taken in. The types are those of lua/shared/describe.lua.
"""

from typing import Protocol, TypeVar

import msgspec

from server.errors import HandraiseError
from server.wire.described import CampaignNews, DescribedAccount
from server.wire.parts import LARGEST_INTEGER
from server.wire.things import Member


class Unreadable(HandraiseError):
    """An announcement that can't be read; the message says why, for the log."""


class Senders(msgspec.Struct, frozen=True):
    """Members who may become senders of a campaign."""

    campaign: int
    members: list[int]


class Ended(msgspec.Struct, frozen=True):
    """The member or the credential whose sockets are to be closed."""

    member: int | None = None
    credential: str | None = None


class AccountNews(msgspec.Struct, frozen=True, kw_only=True):
    """An announcement of the account, as lua/shared/account.lua makes it."""

    v: int
    account: DescribedAccount | None = None
    member: Member | None = None
    gone: int | None = None
    campaign: int | None = None
    senders: Senders | None = None
    ended: Ended | None = None


class PresenceNews(msgspec.Struct, frozen=True):
    """An announcement of members who came to a hub or went from it, at a time in ms (lua/shared/presence.lua)."""

    hub: str
    at: int
    came: list[int] = []
    went: list[int] = []


T = TypeVar("T")
N = TypeVar("N", CampaignNews, AccountNews)
CAMPAIGN_NEWS = msgspec.msgpack.Decoder(CampaignNews)
ACCOUNT_NEWS = msgspec.msgpack.Decoder(AccountNews)
PRESENCE_NEWS = msgspec.msgpack.Decoder(PresenceNews)


def campaign_news(payload: bytes, campaign: int) -> CampaignNews:
    """Read an announcement of this campaign.

    Raises Unreadable.
    """
    news = _read(CAMPAIGN_NEWS, payload)
    if news.campaign.id != campaign or news.campaign.v != news.v:
        raise Unreadable("it describes another campaign or version than it announces")
    if news.conversation and (news.conversation.campaign, news.conversation.v) != (campaign, news.v):
        raise Unreadable("it describes a conversation of another campaign or version than it announces")
    return news


def account_news(payload: bytes) -> AccountNews:
    """Read an announcement of the account.

    Raises Unreadable.
    """
    return _read(ACCOUNT_NEWS, payload)


def presence_news(payload: bytes) -> PresenceNews:
    """Read an announcement of who is online.

    Raises Unreadable.
    """
    return _decoded(PRESENCE_NEWS, payload)


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


def _read(decoder: "msgspec.msgpack.Decoder[N]", payload: bytes) -> N:
    news = _decoded(decoder, payload)
    if not 0 < news.v <= LARGEST_INTEGER:
        raise Unreadable(f"there is no version {news.v}")
    return news


def _decoded(decoder: "msgspec.msgpack.Decoder[T]", payload: bytes) -> T:
    try:
        return decoder.decode(payload)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:  # broken UTF-8, deep nesting, other types
        raise Unreadable(str(error) or type(error).__name__) from error
