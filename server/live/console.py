"""Derives what a console shows from three things: the campaign's gate, the texter's lane counts, and `moved`. Pure.

The rules stand here and nowhere else in Python. lua/campaign/request_conversations.lua refuses by the same ones, in the
same order, and a test holds the two together.
"""

from dataclasses import dataclass, replace

from server.errors import SENTENCES
from server.wire.described import Texter
from server.wire.hours import Opening
from server.wire.parts import Batch, OpenLanes, Reason, Request, Screen
from server.wire.things import Campaign, Console

WAITED_OUT: frozenset[Reason] = frozenset({"first_needs_yes", "outside_hours", "none_unassigned"})
"""The reasons that end by themselves, so that a texter may wait for that (lua/campaign/wait_for_more.lua)."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The part of a campaign that all its consoles depend on: when it changes, each of them may change."""

    title: str
    status: str
    self_assign: bool
    batch_size: int | None
    there: OpenLanes
    """About how many are unassigned, by lane; of first messages those that may go out now."""
    opens: Opening | None = None
    """When first messages may go out again; None while some may, and if none is unassigned."""
    carrier: str = ""
    at_hand: int = 0
    first_needs_yes: bool = False
    most_held: int = 0
    most_a_day: int = 0

    @classmethod
    def of(cls, campaign: Campaign) -> "Gate":
        """Return the gate of a campaign."""
        pool, later = campaign.unassigned, campaign.later
        initial = pool.initial - (later.initial if later else 0)
        return cls(
            title=campaign.title,
            status=campaign.status,
            self_assign=campaign.self_assign,
            batch_size=campaign.batch_size,
            there=OpenLanes(initial=about(initial), reply=about(pool.reply), quiet=about(pool.quiet)),
            opens=later.opens if later and not initial else None,
            carrier=campaign.carrier,
            at_hand=campaign.at_hand,
            first_needs_yes=campaign.first_needs_yes,
            most_held=campaign.most_held,
            most_a_day=campaign.most_a_day,
        )

    def differs_in_numbers(self, other: "Gate | None") -> bool:
        """Return whether another gate says the same to everybody but to those who are told how many there are."""
        return other is not None and self._without_numbers() == other._without_numbers()

    def _without_numbers(self) -> "Gate":
        there = self.there
        some = OpenLanes(initial=min(there.initial, 1), reply=min(there.reply, 1), quiet=min(there.quiet, 1))
        return replace(self, there=some)


def about(conversations: int) -> int:
    """Return a number from 10 on rounded down to 10, 15, 20, 30, 50, 70, 100, 150 and so on.

    Everybody who may request is told it, so it mustn't change with every request of somebody else.
    """
    if conversations < 10:
        return conversations
    unit: int = 10 ** (len(str(conversations)) - 2)
    return max(step * unit for step in (10, 15, 20, 30, 50, 70) if step * unit <= conversations)


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
    if gate.first_needs_yes and not texter.approved:
        return "first_needs_yes"
    if 0 < _cap(texter.most_held, gate.most_held) <= texter.initial + texter.quiet:
        return "most_held"
    if 0 < _cap(texter.most_a_day, gate.most_a_day) <= texter.today:
        return "most_a_day"
    there = offer(gate, texter)
    if not (there.initial or there.reply or there.quiet):
        return "outside_hours" if gate.opens and texter.only != "reply" else "none_unassigned"
    return None


def _cap(own: int | None, campaigns: int) -> int:
    return campaigns if own is None else own


def offer(gate: Gate, texter: Texter) -> OpenLanes:
    """Return about how many unassigned conversations there are for a texter, who may be for one task alone."""
    there = gate.there
    match texter.only:
        case "initial":
            return OpenLanes(initial=there.initial, reply=0, quiet=0)
        case "reply":
            return OpenLanes(initial=0, reply=there.reply, quiet=there.quiet)
        case None:
            return there


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
        message=texter.message,
        idle=texter.idle,
        later=texter.later,
        carrier=gate.carrier,
        at_hand=gate.at_hand,
        request=Request(
            allowed=why_not is None,
            reason=why_not,
            sentence=sentence(why_not, gate),
            batch_size=gate.batch_size,
            offer=None if why_not else offer(gate, texter),
            may_wait=why_not in WAITED_OUT and texter.waits_since is None,
            waits_since=texter.waits_since,
        ),
        only=texter.only,
        served=texter.served,
    )
