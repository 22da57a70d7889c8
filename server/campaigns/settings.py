"""Making a campaign, and changing its settings."""

import secrets
from typing import Any

from server.campaigns.message import fitting, taken_apart
from server.errors import Refused
from server.store.scripts import Scripts
from server.things import Thing, campaign_thing

LARGEST_BATCH = 5_000
"""Conversations."""
LONGEST_TITLE = 200
"""Characters."""


async def create(scripts: Scripts, **settings: Any) -> int:
    """Make a draft; the id is listed first, and readers skip ids without a campaign.

    Raises Refused.
    """
    given = await _settings(scripts, settings)
    if settings.get("sender_link") and not settings.get("self_assign"):
        raise Refused("self_assign_off")
    campaign: int = await scripts.run("new_campaign")
    await scripts.run("create_campaign", campaign, **given, token=fresh_token(campaign))
    return campaign


async def update(scripts: Scripts, campaign: int, **settings: Any) -> Thing:
    """Change settings of a campaign; what is left out stays.

    Raises Refused.
    """
    given = await _settings(scripts, settings)
    updating = scripts.run("update_campaign", campaign, **given, token=fresh_token(campaign))
    return campaign_thing(await fitting(scripts, campaign, settings.get("script"), updating))


def fresh_token(campaign: int) -> str:
    """Return the token of a new sender link. It names the campaign, and can't be guessed."""
    return f"{campaign}-{secrets.token_urlsafe(16)}"


async def _settings(scripts: Scripts, settings: dict[str, Any]) -> dict[str, Any]:
    """Settings as the scripts take them, with what only the account knows.

    Raises Refused.
    """
    title, batch_size, script = settings.get("title"), settings.get("batch_size"), settings.get("script")
    if title is not None and not title.strip():
        raise Refused("empty_title")
    if title is not None and len(title.strip()) > LONGEST_TITLE:
        raise Refused("title_too_long")
    if batch_size is not None and not 1 <= batch_size <= LARGEST_BATCH:
        raise Refused("batch_size_out_of_range")
    message = None if script is None else taken_apart(script)
    account = (await scripts.run("describe_account"))["account"]
    default = account["default_batch_size"]
    return {**settings, "message": message, "default_batch_size": default, "title": title and title.strip()}
