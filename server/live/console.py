"""Derives what a console shows from three things: the campaign's gate, the texter's lane counts, and `moved`. Pure.

The rules stand here and nowhere else in Python. lua/campaign/request_conversations.lua refuses by the same ones, in the
same order, and a test holds the two together.
"""

from dataclasses import dataclass

from server.errors import SENTENCES
from server.wire.described import Texter
from server.wire.hours import Opening
from server.wire.parts import Batch, Reason, Request, Screen
from server.wire.things import Campaign, Console


@dataclass(frozen=True, slots=True)
class Gate:
    """The part of a campaign that all its consoles depend on: when it changes, each of them may change."""

    title: str
    status: str
    self_assign: bool
    batch_size: int | None
    unassigned: bool
    """True if a request can be granted: somebody is unassigned who may be texted now."""
    opens: Opening | None = None
    """When that will be so again; None while it is, and if nobody is unassigned."""
    carrier: str = ""
    at_hand: int = 0

    @classmethod
    def of(cls, campaign: Campaign) -> "Gate":
        """Return the gate of a campaign."""
        pool, later = campaign.unassigned, campaign.later
        unassigned = pool.reply or pool.quiet or pool.initial > (later.initial if later else 0)
        return cls(
            title=campaign.title,
            status=campaign.status,
            self_assign=campaign.self_assign,
            batch_size=campaign.batch_size,
            unassigned=bool(unassigned),
            opens=later.opens if later and not unassigned else None,
            carrier=campaign.carrier,
            at_hand=campaign.at_hand,
        )


def reason(gate: Gate, texter: Texter) -> Reason | None:
    """Return the refusal that a request would get, or None if it would be granted."""
    if gate.status != "active":
        return "not_active"
    if not texter.sender:
        return "not_a_sender"
    if not gate.self_assign:
        return "self_assign_off"
    if sendable(texter):
        return "initials_left"
    if texter.reply:
        return "replies_left"
    if not gate.unassigned:
        return "outside_hours" if gate.opens else "none_unassigned"
    return None


def sendable(texter: Texter) -> int:
    """Return how many first messages a texter holds that may go out, by the hours of their contacts."""
    return texter.initial - (texter.later.initial if texter.later else 0)


def screen(gate: Gate, texter: Texter) -> Screen:
    """Return the screen of a console: the first whose condition holds."""
    if gate.status != "active" or not texter.sender:
        return "not_sending"
    if sendable(texter):
        return "initials"
    if texter.reply:
        return "replies"
    if not (texter.initial or texter.quiet or texter.closed or texter.opted_out):
        return "looking"
    return "inbox_zero"


def sentence(reason: Reason | None, gate: Gate) -> str | None:
    """Return what a person reads of a reason."""
    if reason == "outside_hours" and gate.opens:
        return gate.opens.sentence
    return SENTENCES[reason] if reason else None


def batch(texter: Texter) -> Batch | None:
    """Return how far the texter's batch of first messages is, or None while they hold none unsent.

    `size` is what has been sent since the texter last held none, and what is still to be sent. So a message that is
    given back, taken away, opted out or answered early leaves the batch, and every batch can be finished.
    """
    return Batch(size=texter.sent + texter.initial, sent=texter.sent) if texter.initial else None


def console(gate: Gate, texter: Texter, campaign: int, v: int) -> Console:
    """Return the console of a texter in a campaign, at a version."""
    why_not = reason(gate, texter)
    return Console(
        id=texter.id,
        campaign=campaign,
        v=v,
        title=gate.title,
        screen=screen(gate, texter),
        initial=texter.initial,
        reply=texter.reply,
        quiet=texter.quiet,
        closed=texter.closed,
        opted_out=texter.opted_out,
        moved=texter.moved,
        batch=batch(texter),
        day=texter.day,
        taken=texter.taken,
        later=texter.later,
        carrier=gate.carrier,
        at_hand=gate.at_hand,
        request=Request(
            allowed=why_not is None,
            reason=why_not,
            sentence=sentence(why_not, gate),
            batch_size=gate.batch_size,
        ),
    )
