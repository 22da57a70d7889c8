"""Campaigns and texters as the scripts describe them, made by hand."""

from typing import Any

from msgspec import convert

from server.live.watch import Watch
from server.wire.described import CampaignNews, Texter
from server.wire.things import Campaign, Conversation


def campaign(**changes: Any) -> Campaign:
    """An active campaign, with fifty conversations nobody holds."""
    lanes = {"initial": 50, "reply": 0, "quiet": 0}
    described = {
        "id": 7,
        "v": 1,
        "title": "Vote!",
        "status": "active",
        "script": "Hi!",
        "self_assign": True,
        "batch_size": 10,
        "bulk_send": False,
        "fields": [],
        "contacts": 50,
        "unassigned": lanes,
        "held": dict.fromkeys(lanes, 0),
        "closed": 0,
        "opted_out": 0,
        "sent": 0,
        "senders": 1,
    }
    return convert({**described, **changes}, Campaign)


def texter(id: int = 1, **changes: Any) -> Texter:
    """A sender who holds nothing."""
    lanes = dict.fromkeys(("initial", "reply", "quiet", "closed", "opted_out"), 0)
    return convert({"id": id, "sender": True, "moved": 1, **lanes, **changes}, Texter)


def conversation(id: int, **changes: Any) -> Conversation:
    """A conversation without texts."""
    contact = {"first_name": "Max", "last_name": "Doe", "phone": "+12025550123"}
    return convert(
        {"id": id, "campaign": 7, "v": 1, "lane": "quiet", "contact": contact, "texts": [], **changes}, Conversation
    )


def news(v: int, *texters: Texter, **changes: Any) -> CampaignNews:
    """An announcement, or a snapshot."""
    return CampaignNews(v=v, campaign=campaign(v=v, **changes), texters=list(texters))


def tell_all(watch: Watch, news: CampaignNews) -> None:
    """Tell a campaign's sockets what is new, to the last console."""
    watch.tell(news, {})
    while watch.behind:
        watch.tell_some()
