"""Derives what a console shows from three things: the campaign's gate, the texter's lane counts, and `moved`. Pure.

The rules stand here and nowhere else in Python. lua/campaign/request_conversations.lua refuses by the same ones, in the
same order, and a test holds the two together.
"""

from dataclasses import dataclass
from typing import Any

from server.errors import SENTENCES
from server.store.keys import LANES


@dataclass(frozen=True, slots=True)
class Gate:
    """The part of a campaign that all its consoles depend on: when it changes, each of them may change."""

    title: str
    status: str
    self_assign: bool
    batch_size: int | None
    unassigned: bool

    @classmethod
    def of(cls, campaign: dict[str, Any]) -> "Gate":
        """The gate of a campaign as lua/shared/describe.lua describes it."""
        return cls(
            title=campaign["title"],
            status=campaign["status"],
            self_assign=campaign["self_assign"],
            batch_size=campaign.get("batch_size"),
            unassigned=any(campaign["unassigned"].values()),
        )


def reason(gate: Gate, texter: dict[str, Any]) -> str | None:
    """Return the refusal that a request would get, or None if it would be granted."""
    refusals = (
        ("not_active", gate.status != "active"),
        ("not_a_sender", not texter["sender"]),
        ("self_assign_off", not gate.self_assign),
        ("initials_left", texter["initial"] > 0),
        ("replies_left", texter["reply"] > 0),
        ("none_unassigned", not gate.unassigned),
    )
    return next((code for code, holds in refusals if holds), None)


def screen(gate: Gate, texter: dict[str, Any]) -> str:
    """Return the screen of a console: the first whose condition holds."""
    if gate.status != "active" or not texter["sender"]:
        return "not_sending"
    if texter["initial"]:
        return "initials"
    if texter["reply"]:
        return "replies"
    if not any(texter[lane] for lane in LANES):
        return "looking"
    return "inbox_zero"


def batch(texter: dict[str, Any]) -> dict[str, int] | None:
    """Return how far the texter's batch of first messages is: {size, sent}, or None while they hold none unsent.

    `size` is what has been sent since the texter last held none, and what is still to be sent. So a message that is
    given back, taken away, opted out or answered early leaves the batch, and every batch can be finished.
    """
    initial, sent = texter["initial"], texter.get("sent", 0)  # an older version announces none
    return {"size": sent + initial, "sent": sent} if initial else None


def day(known: dict[str, Any] | None) -> dict[str, int | None] | None:
    """Return what the texter sent in their day: {since, last, initials, replies, done}, or None before the first text.

    `initials` and `replies` are numbers of texts. `since` and `last` are ms: when the day began, and when the texter
    last did something in it. `done` is when they gave everything back, in ms, or None while they go on.
    """
    return {"done": None, **known} if known else None


def console(gate: Gate, texter: dict[str, Any]) -> dict[str, Any]:
    """The console: `title screen initial reply quiet closed opted_out moved batch day taken request`.

    `taken` is null or {by, move, moved}: who last took conversations from this texter, in which move, how many.
    `request.sentence` says the reason to a person; both are None while a request is allowed.
    `texter` is {sender, moved, sent, day, taken, initial, reply, quiet, closed, opted_out}, of lua/shared/describe.lua.
    """
    why_not = reason(gate, texter)
    return {
        "title": gate.title,
        "screen": screen(gate, texter),
        **{lane: texter[lane] for lane in LANES},
        "moved": texter["moved"],
        "batch": batch(texter),
        "day": day(texter.get("day")),
        "taken": texter.get("taken"),
        "request": {
            "allowed": why_not is None,
            "reason": why_not,
            "sentence": SENTENCES[why_not] if why_not else None,
            "batch_size": gate.batch_size,
        },
    }
