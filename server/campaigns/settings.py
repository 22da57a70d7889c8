"""Making a campaign, and changing its settings."""

import secrets
from typing import Annotated, Any

import msgspec

from server.campaigns.message import fitting, taken_apart
from server.campaigns.reading import account_now, campaign_by
from server.errors import Refused
from server.limits import LIMITS
from server.store.scripts import Scripts
from server.wire.amounts import Money, Numbers, PerDay, PerSecond, checked_money, checked_numbers, checked_rates
from server.wire.arguments import BatchSize, limited
from server.wire.things import Account, Campaign

Title = Annotated[str, limited("The title.", "characters", "title_too_long", max_length=LIMITS.title)]

Script = Annotated[
    str, limited("The first message, with merge fields.", "characters", "text_too_long", max_length=LIMITS.text)
]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a campaign; what is left out, or null, stays as it is.

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
    numbers: Numbers | None = None
    per_second: PerSecond | None = None
    per_day: PerDay | None = None
    budget: Money | None = None
    picture_first: Annotated[bool | None, limited("True: the picture goes with the first message.")] = None
    picture_replies: Annotated[bool | None, limited("True: texters may add the picture to a reply.")] = None


class NewCampaign(Settings, frozen=True, kw_only=True):
    """The settings of a new campaign. Left out, the switches are off, and the message is empty."""

    title: Title


async def create(scripts: Scripts, settings: Settings) -> int:
    """Make a draft; the id is listed first, and readers skip ids without a campaign.

    Raises Refused.
    """
    account = await account_now(scripts)
    given = _stored(settings, account)
    if settings.carrier is None:
        given["carrier"] = account.default_carrier
    if settings.sender_link and not settings.self_assign:
        raise Refused("self_assign_off")
    campaign: int = await scripts.run("new_campaign")
    await scripts.run("create_campaign", campaign, **given, token=fresh_token(campaign))
    return campaign


async def update(scripts: Scripts, campaign: int, settings: Settings) -> Campaign:
    """Change settings of a campaign.

    Raises Refused.
    """
    given = _stored(settings, await account_now(scripts))
    updating = campaign_by("update_campaign", scripts, campaign, **given, token=fresh_token(campaign))
    return await fitting(scripts, campaign, settings.script, updating)


def fresh_token(campaign: int) -> str:
    """Return the token of a new sender link. It names the campaign, and can't be guessed."""
    return f"{campaign}-{secrets.token_urlsafe(16)}"


def _stored(settings: Settings, account: Account) -> dict[str, Any]:
    """Return settings as the scripts take them, with what only the account knows.

    Raises Refused.
    """
    given = {name: getattr(settings, name) for name in Settings.__struct_fields__}
    if settings.title is not None:
        given["title"] = settings.title.strip()
        if not given["title"]:
            raise Refused("empty_title")
    checked_rates(settings.per_second, settings.per_day)
    if settings.budget is not None:
        given["budget"] = checked_money(settings.budget)
    if settings.numbers is not None:
        given["numbers"] = checked_numbers(settings.numbers)
    message = None if settings.script is None else taken_apart(settings.script)
    return {**given, "message": message, "default_batch_size": account.default_batch_size}
