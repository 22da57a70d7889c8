"""One campaign in miniature: where each conversation is, and what each verb does to it. Pure.

It says a second time, as simply as can be, what the Lua says. test_everything.py does the same to a store and to this,
and compares. Ties are broken by `place`: a number that only grows, where the store has milliseconds.
"""

import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from msgspec import convert, to_builtins

from server.errors import Refused
from server.live import console
from server.store.keys import LANES, NOBODY, OPEN_LANES
from server.wire.described import Texter
from server.wire.hours import Later, Opening
from server.wire.parts import OpenLanes
from tests.model_at_hand import AtHand, Labels

LONGEST = 1600
PRESENT_MINUTES = 15
"""Minutes without doing after which a texter isn't counted on to take a part."""
RANK = {"queued": 0, "unknown": 1, "sent": 2, "not_sent": 3, "failed": 3, "delivered": 3}
QUEUE = 200
"""Texts that may be queued before bulk send waits."""
TAKEN_BACK = {"reply": "take_back_replies", "initial": "take_back_initials"}
"""Lanes whose conversations go back when a texter does nothing, and the settings with the minutes."""
NEVER = -(10**9)
PASSED_OVER = 500
"""Conversations that bulk send looks at in vain, at once."""


FAR = 4_102_444_800_000
SOON = round(time.time() * 1000) + 24 * 60 * 60 * 1000
"""A time within a year, and after any test."""
"""The moment in ms at which zones that are closed open."""
PLACES_OF_A_ZONE = 2**40
SKIPPED = 2**39
"""First messages that were skipped have numbers from here on."""
SKIPPED_ZONES = 2**11
"""They stand behind those of all zones, in the zone with this number added."""


class ACampaign:
    """The answer of a verb that gives the campaign as it looks now."""


@dataclass
class AConversation:
    """The answer of a verb that gives a conversation as it looks now, at a version or at none."""

    id: int
    v: int | None


def _with_blank(field: re.Match[str], values: dict[str, str]) -> str:
    """A field's value with the blank before it; of an empty field not even that."""
    value = values.get(field[1], "")
    return field[0].split("{")[0] + value if value else ""


@dataclass
class Conversation:
    """A contact's place, and what has been written: [direction, text, status]."""

    first_name: str
    fields: dict[str, str]
    place: float
    zone: int = 0
    holder: int = NOBODY
    lane: str = "initial"
    opt_outs: list[dict[str, Any]] = field(default_factory=list)
    """Opt-outs and opt-ins, each with `at`. An opt-out also has the lane `before` and the number of `texts` by then."""
    texts: list[list[str]] = field(default_factory=list)
    erased: bool = False
    wrong: bool = False
    skipped: int = NOBODY
    """The member who has skipped it once."""
    tags: set[int] = field(default_factory=set)
    answers: dict[int, int] = field(default_factory=dict)
    """Question → answer."""


@dataclass(frozen=True)
class Act:
    """The last act of a conversation, while it can be undone: what it did, and what was so before it.

    text  the id of its text, 0 if it has none; day and rest are the texter's day then, and its times
    """

    did: str
    by: int
    at: float
    text: int
    lane: str
    place: float
    batch: int
    day: dict[str, Any] | None
    times: tuple[float, float]
    noted: tuple[int, int, int | None] | None = None
    """The question, the answer that was noted with a text, and the one before it."""


@dataclass
class Campaign:
    """Everything a campaign knows; each method is the verb of that name, and raises Refused as it does."""

    settings: dict[str, Any]
    status: str = "draft"
    launched: bool = False
    launches_at: int | None = None
    texts_sent: Counter[int] = field(default_factory=Counter)
    answered_to: Counter[int] = field(default_factory=Counter)
    """Member → how many of those whom they wrote to first have answered."""
    first_by: dict[int, int] = field(default_factory=dict)
    have_written: set[int] = field(default_factory=set)
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    last_message: int = 0
    last: int = 0
    """The last id of a conversation."""
    lists: dict[int, set[str]] = field(default_factory=dict)
    """Conversation → the columns of its list."""
    v: int = 1
    clock: float = 0
    sent: int = 0
    bulk_at: int = 0
    touched: set[int] = field(default_factory=set)
    """Members whose consoles a step has changed, and who aren't told yet."""
    columns: list[str] = field(default_factory=list)
    conversations: dict[int, Conversation] = field(default_factory=dict)
    phones: dict[str, int] = field(default_factory=dict)
    senders: set[int] = field(default_factory=set)
    holders: set[int] = field(default_factory=set)
    leaving: set[int] = field(default_factory=set)
    """Former senders who still hold open conversations here."""
    moved: dict[int, int] = field(default_factory=dict)
    active: set[int] = field(default_factory=set)
    """Members who have ever done something here."""
    batches: dict[int, int] = field(default_factory=dict)
    """Member → how many first messages of their batch are sent."""
    days: dict[int, dict[str, Any]] = field(default_factory=dict)
    """Member → {initials, replies, done}: what they have sent, and whether they are done for the day."""
    times: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Member → when their day began, and when they last did something in it."""
    acts: dict[int, Act] = field(default_factory=dict)
    """Conversation → its last act that can be undone, oldest first."""
    over: set[int] = field(default_factory=set)
    """The conversations of `acts` whose time is over, though nobody has looked since."""
    skips: int = 0
    notices: dict[int, dict[str, Any]] = field(default_factory=dict)
    zones: list[str] = field(default_factory=list)
    windows: list[bool] = field(default_factory=list)
    """Zone (from 1) → whether it is open; one beyond the end is closed."""
    waiting: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """Text that waits for hours → its zone by then, and its place in the order."""
    automatic: set[tuple[int, int]] = field(default_factory=set)
    """Texts that go out by themselves, at any hour."""
    waited: int = 0
    """Texts that ever waited."""
    bulk_later: set[int] = field(default_factory=set)
    answers_queued: list[tuple[int, int]] = field(default_factory=list)
    outbox: list[tuple[int, int]] = field(default_factory=list)
    """The first messages that are queued, and what was sent behind one that was still queued."""
    answering: set[tuple[int, int]] = field(default_factory=set)
    """The texts that were queued among the answers."""
    sending: dict[tuple[int, int], str] = field(default_factory=dict)
    overdue: set[tuple[int, int]] = field(default_factory=set)
    """The texts of `sending` that a carrier took over a minute ago."""
    answers: dict[tuple[int, str], dict[str, int]] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)
    here: set[int] = field(default_factory=set)
    """The texters for whom a hub vouches."""
    here_told: int = 0
    """The number of those who are here, as the campaign says it."""
    room: list[int] = field(default_factory=list)
    """The texters who wait, the longest waiting first; one who was admitted late is in the place that they had."""
    asking: list[int] = field(default_factory=list)
    """The texters who wait for an admin's yes, likewise."""
    entered: dict[int, float] = field(default_factory=dict)
    """Texter → their place in the order of those who wait."""
    served: dict[int, dict[str, Any]] = field(default_factory=dict)
    approved: set[int] = field(default_factory=set)
    only: dict[int, str] = field(default_factory=dict)
    caps: dict[int, dict[str, int]] = field(default_factory=dict)
    takes: dict[int, int] = field(default_factory=dict)
    at_hand: AtHand = field(default_factory=AtHand)
    lines: dict[int, str] = field(default_factory=dict)
    """Conversation → the line type of its number."""
    minute: int = 0
    """The minutes that have passed so far. All times below are such minutes."""
    active_since: int = 0
    acted: dict[int, int] = field(default_factory=dict)
    """Member → when they last did something that changed something here."""
    did: dict[int, int] = field(default_factory=dict)
    """Member → when they last did something here, or conversations came to them."""
    typed: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Member → the conversation in which they typed last, and when."""
    warned: dict[int, int] = field(default_factory=dict)
    """Member → when conversations go back of which they are warned."""
    warning_ids: dict[int, int] = field(default_factory=dict)
    """Member → how many warnings they were ever given."""
    waits_since: dict[int, int] = field(default_factory=dict)
    """Conversation → since when its contact waits, or last waited, for a reply."""

    # The state.

    def bucket(self, holder: int, lane: str) -> list[int]:
        """The conversations of a bucket, in its order."""
        here = [id for id, one in self.conversations.items() if (one.holder, one.lane) == (holder, lane)]
        return sorted(here, key=lambda id: (self.conversations[id].place, str(id)))  # as the store orders equal places

    def texter(self, member: int) -> dict[str, Any]:
        """The description of a texter that their console is made of."""
        sizes = {lane: len(self.bucket(member, lane)) for lane in LANES}
        taken = self.notices.get(member)
        return {
            "id": member,
            "sender": member in self.senders,
            "moved": self.moved.get(member, 0),
            "sent": self.batches.get(member, 0),
            "day": self.days.get(member),
            "later": to_builtins(self.later(member)),
            "taken": taken and {**taken, "move": "idle" if taken["idle"] else taken["move"]},
            "idle": self.warning(member),
            "only": self.only.get(member),
            "most_held": self.caps.get(member, {}).get("held"),
            "most_a_day": self.caps.get(member, {}).get("day"),
            "today": self.takes.get(member, 0),
            "approved": self.is_approved(member),
            "asking": member in self.asking,
            "waits_since": 1 if member in self.room or member in self.asking else None,
            "served": {"fair": False, **self.served[member]} if member in self.served else None,
            "texts_sent": self.texts_sent[member],
            "answered": self.answered_to[member],
            "message": self.messages.get(member),
            **sizes,
        }

    def warning(self, member: int) -> dict[str, int] | None:
        """The numbers of conversations of which a member is warned."""
        at = self.warned.get(member, 0)
        due = {lane: len(self.due(member, lane, at)) for lane in TAKEN_BACK} if at else {}
        return {"at": 0, **due} if any(due.values()) else None

    def due(self, member: int, lane: str, at: int) -> list[int]:
        """The conversations of a lane that go back at a minute, if the member does nothing until then."""
        minutes = self.settings.get(TAKEN_BACK[lane], 0)
        idle_since = max(self.did.get(member, NEVER), self.active_since)
        if self.status != "active" or not minutes or idle_since + minutes > at:
            return []
        there = self.open_initials(member) if lane == "initial" else self.bucket(member, lane)
        typed, when = self.typed.get(member, (0, NEVER))
        kept = typed if when + minutes + 10 > at else 0
        return [id for id in there if id != kept and (lane == "initial" or self.waits_since[id] + minutes <= at)]

    def gate(self) -> console.Gate:
        """The part of this campaign's state that decides for every console."""
        later = self.later(NOBODY)
        there = {
            "initial": self.open_initials(NOBODY),
            **{lane: self.bucket(NOBODY, lane) for lane in ("reply", "quiet")},
        }
        return console.Gate(
            title=self.settings["title"],
            status=self.status,
            self_assign=self.settings["self_assign"],
            batch_size=self.settings["batch_size"],
            there=OpenLanes(**{lane: console.about(len(those)) for lane, those in there.items()}),
            opens=later.opens if later and not there["initial"] else None,
            **{name: self.settings.get(name, 0) for name in ("first_needs_yes", "most_held", "most_a_day")},
            at_hand=self.at_hand.v,
        )

    def is_open(self, zone: int) -> bool:
        """Return whether people of a zone may be texted."""
        return not self.settings.get("hours") or self.windows[zone - 1 : zone] == [True]

    def open_zones(self) -> list[int]:
        """The zones whose people may be texted."""
        return [zone for zone in range(len(self.zones) + 1) if self.is_open(zone)]

    def open_initials(self, holder: int) -> list[int]:
        """A holder's first messages that may go out."""
        return [id for id in self.bucket(holder, "initial") if self.is_open(self.conversations[id].zone)]

    def later(self, holder: int) -> Later | None:
        """A holder's first messages that wait for their hours."""
        closed = [self.conversations[id].zone for id in self.bucket(holder, "initial")]
        closed = [zone for zone in closed if not self.is_open(zone)]
        if not closed:
            return None
        known = [zone for zone in closed if 0 < zone <= len(self.windows)]
        zone = min(known or closed)
        name = self.zones[zone - 1] if zone else ""
        opens = Opening(at=FAR if known else None, zone=name, people=closed.count(zone), day=True)
        return Later(initial=len(closed), opens=opens)

    def may_text(self, id: int) -> bool:
        """Return whether a contact may be texted: by the hours, or since they wrote within the last hour."""
        wrote = any(direction == "in" for direction, _, _ in self.conversations[id].texts)
        return self.is_open(self.conversations[id].zone) or (wrote and self.settings.get("answer_hours", 1) > 0)

    def draft(self, id: int) -> str:
        """The first message to a contact. (How names compare and blanks close up is tests/test_draft.py's.)"""
        values = {"first_name": self.conversations[id].first_name, **self.conversations[id].fields}
        return re.sub(" ?{(.+?)}", lambda field: _with_blank(field, values), self.settings["script"])

    # Steps that several verbs take.

    def _announce(self, *touched: int, by: int | None = None) -> None:
        if by is not None:
            self._does(by)
            self.touched.add(by)
            self._admit(by)
        self._serve()
        self.v += 1
        self.moved |= {member: self.v for member in {*touched, *self.touched} if member != NOBODY}
        self.touched.clear()

    def is_approved(self, member: int) -> bool:
        """Return whether a texter needs no admin's yes."""
        return member in self.approved or member in self.active

    def _enter(self, texter: int, rooms: list[int]) -> None:
        self.entered.setdefault(texter, self._now())
        rooms.append(texter)
        rooms.sort(key=lambda it: self.entered[it])
        self.touched.add(texter)

    def _leave(self, texter: int) -> bool:
        waited = texter in self.room or texter in self.asking
        self.room = [it for it in self.room if it != texter]
        self.asking = [it for it in self.asking if it != texter]
        self.entered.pop(texter, None)
        self.touched |= {texter} if waited else set()
        return waited

    def _hold_back(self) -> None:
        for texter in [it for it in self.room if not self.is_approved(it)]:
            self.room.remove(texter)
            self._enter(texter, self.asking)

    def _admit(self, texter: int) -> None:
        if texter in self.asking:
            self.asking.remove(texter)
            self._enter(texter, self.room)

    def _serve(self) -> None:
        """Give those who wait and are here what is unassigned, in their order."""
        for texter in list(self.asking) if not self.settings.get("first_needs_yes") else ():
            self._admit(texter)
        for texter in list(self.room):
            if texter in self.here and self.kept_from(texter) is None:
                self.served[texter] = {"at": 1, **self._take(texter, None)}
                self._leave(texter)

    def kept_from(self, texter: int) -> str | None:
        """Return why a texter gets no batch now; None if they would."""
        return console.reason(self.gate(), convert({**self.texter(texter), "day": None}, Texter))

    def _lanes(self, texter: int, wanted: str | None) -> list[str]:
        """The lanes that a texter's next batch is taken from."""
        task = self.only.get(texter)
        allowed = {"initial": ["initial"], "reply": ["reply", "quiet"]}.get(task or "", list(OPEN_LANES))
        if wanted:
            return [wanted] if wanted in allowed else []
        if self.bucket(NOBODY, "reply") and "reply" in allowed:
            return ["reply", "quiet"]
        if task == "initial" or (self.open_initials(NOBODY) and "initial" in allowed):
            return ["initial"]
        return ["quiet"]

    def _there(self, lane: str) -> list[int]:
        return self.open_initials(NOBODY) if lane == "initial" else self.bucket(NOBODY, lane)

    def _most(self, texter: int) -> int:
        """Return how many a texter may take at once: by batch size and caps."""
        caps, most = self.caps.get(texter, {}), self.settings["batch_size"]
        held = sum(len(self.bucket(texter, lane)) for lane in OPEN_LANES)
        if cap := caps.get("held", self.settings.get("most_held", 0)):
            most = min(most, cap - held)
        if cap := caps.get("day", self.settings.get("most_a_day", 0)):
            most = min(most, cap - self.takes.get(texter, 0))
        return most

    def takers(self, lane: str) -> set[int]:
        """The texters who are here and would take from this lane, if there were any."""
        stops = (None, "most_held", "most_a_day", "none_unassigned", "outside_hours")
        tasks = {"initial": (None, "initial"), "reply": (None, "reply"), "quiet": (None, "reply")}[lane]
        able = {it for it in self.here if self.only.get(it) in tasks and self.kept_from(it) in stops}
        return {it for it in able if it in self.room or self.minute - self.acted.get(it, self.minute) < PRESENT_MINUTES}

    def _take(self, texter: int, wanted: str | None) -> dict[str, Any]:
        answer, most = {"assigned": 0, "initial": 0, "reply": 0, "quiet": 0}, self._most(texter)
        fair = False
        for lane in self._lanes(texter, wanted):
            room, there = most - answer["assigned"], len(self._there(lane))
            present = len(self.takers(lane) | {texter})
            share = there
            if self.settings.get("fair_tail") and there < most * present:
                share = -(-there // present)
            fair |= min(room, share) < min(room, there)
            answer[lane] = self._hand_over(min(room, share), lane, NOBODY, texter, open_ones=True)
            answer["assigned"] += answer[lane]
        self.takes[texter] = self.takes.get(texter, 0) + answer["assigned"]
        self.touched.add(texter)
        return {**answer, "fair": True} if fair else answer

    def _does(self, texter: int) -> None:
        """Note that a texter does something that changes something."""
        self.active.add(texter)
        self.acted[texter] = self.minute
        self._stays(texter)

    def _stays(self, member: int) -> bool:
        """Begin a member's time anew; returns whether that lifts a warning."""
        self.did[member] = self.minute
        return self.warned.pop(member, None) is not None

    def _lift_warnings(self) -> list[int]:
        warned = list(self.warned)
        self.warned.clear()
        return warned

    def _now(self) -> float:
        self.clock += 1
        return self.clock

    def _hand_over(self, most: int, lane: str, holder: int, to: int, open_ones: bool = False) -> int:
        there = self.open_initials(holder) if open_ones and lane == "initial" else self.bucket(holder, lane)
        taken = there[:most] if holder != to else []
        for id in taken:
            self.conversations[id].holder = to
        if taken and to != NOBODY:
            self._stays(to)
        self._settle_batch(holder)
        return len(taken)

    def _settle_batch(self, holder: int) -> None:
        if not self.bucket(holder, "initial"):
            self.batches.pop(holder, None)

    def _day(self, texter: int) -> dict[str, Any]:
        began, _ = self.times.get(texter, (self.clock, 0))
        self.times[texter] = began, self.clock
        return self.days.setdefault(texter, {"initials": 0, "replies": 0, "done": False})

    def _give_back(self, holder: int, lanes: Iterable[str], most: int) -> int:
        moved = 0
        for lane in lanes:
            moved += self._hand_over(most - moved, lane, holder, NOBODY)
        if moved:
            self._lose_place(holder)
        return moved

    def _lose_place(self, holder: int) -> None:
        """Let somebody who has lost conversations wait for no more."""
        if holder in self.room:
            self._leave(holder)

    def _move(self, id: int, lane: str) -> None:
        self.conversations[id].lane = lane
        self.conversations[id].place = self._now()
        if lane == "reply":
            self.waits_since[id] = self.minute
        self._settle_batch(self.conversations[id].holder)

    def _send(self, id: int, text: str, texter: int | None = None) -> None:
        one = self.conversations[id]
        first = one.lane == "initial"
        self._settle_act(id)
        act = self._act(id, "send", texter)
        self.sent += first
        if first and one.holder != NOBODY:
            self.batches[one.holder] = self.batches.get(one.holder, 0) + 1
        self._move(id, "quiet")
        if texter is not None:
            self.texts_sent[texter] += 1
            if not one.texts:
                self.first_by[id] = texter
            self._day(texter)["initials" if first else "replies"] += 1
            self._day(texter)["done"] = False
        if act:
            one.texts.append(["out", text, "queued"])
            self._keep(id, act, text=len(one.texts))
        else:
            self._queue(id, text, first=first)

    def _act(self, id: int, did: str, texter: int | None) -> Act | None:
        """An act that is about to be done; None if it can't be undone."""
        one = self.conversations[id]
        setting = "undo_initials" if did == "send" and one.lane == "initial" else "undo_replies"
        if texter is None or not self.settings.get(setting):
            return None
        day, times = self.days.get(texter), self.times.get(texter, (0, 0))
        batch = self.batches.get(one.holder, 0)
        return Act(did, texter, 0, 0, one.lane, one.place, batch, dict(day) if day else None, times)

    def _keep(self, id: int, act: Act | None, **more: Any) -> None:
        if act:
            self._settle_over()
            self.acts[id] = replace(act, **{"at": self.clock, **more})

    def _settle_act(self, id: int) -> None:
        """Queue the text of a conversation's last act: something else happens to it."""
        self.over.discard(id)
        act = self.acts.pop(id, None)
        if act and act.text:
            confirms = (id, act.text) in self.automatic
            self._queue_up((id, act.text), first=act.lane == "initial", confirms=confirms)

    def _settle_over(self) -> None:
        for id in [id for id in self.acts if id in self.over]:
            self._settle_act(id)

    def _undo(self, id: int, act: Act) -> None:
        one = self.conversations[id]
        del self.acts[id]
        if act.text:
            one.texts.pop()
            if not one.texts:
                self.first_by.pop(id, None)
            self.automatic.discard((id, act.text))
        if act.did == "wrong_number":
            one.wrong = False
        if act.noted and one.answers.get(act.noted[0]) == act.noted[1]:
            question, _, before = act.noted
            asked = self.at_hand.survey.get(question)
            one.answers = without(question, one.answers)
            if before is not None and asked and before in asked.answers:
                one.answers[question] = before
        ended = not self.bucket(one.holder, "initial")
        one.lane, one.place = act.lane, act.place
        if act.lane == "initial":
            number = act.place % PLACES_OF_A_ZONE
            one.place = (one.zone + SKIPPED_ZONES * (number >= SKIPPED)) * PLACES_OF_A_ZONE + number
            self._undo_batch(one.holder, act, ended=ended)
        if act.did == "send":
            self._undo_day(act)

    def _undo_batch(self, holder: int, act: Act, *, ended: bool) -> None:
        sent = act.did == "send"
        self.sent -= sent
        if holder == NOBODY:
            return
        self.batches[holder] = act.batch if ended else self.batches.get(holder, 0) - sent
        if self.batches[holder] <= 0:
            del self.batches[holder]

    def _undo_day(self, act: Act) -> None:
        self.texts_sent[act.by] -= 1
        day, (began, last) = self.days[act.by], self.times[act.by]
        day["initials" if act.lane == "initial" else "replies"] -= 1
        if act.day is None and began == act.at and not day["initials"] + day["replies"]:
            del self.days[act.by], self.times[act.by]
        elif act.day is not None and last == act.at:
            day["done"], self.times[act.by] = act.day["done"], act.times

    def _queue(self, id: int, text: str, *, first: bool = False, kind: str = "") -> None:
        self.conversations[id].texts.append(["out", text, "queued"])
        self._queue_up((id, len(self.conversations[id].texts)), first=first, confirms=kind == "confirmation")

    def _queue_up(self, name: tuple[int, int], *, first: bool, confirms: bool) -> None:
        """Queue a text: a confirmation before all, an answer before first messages."""
        id, text = name
        texts = self.conversations[id].texts[: text - 1]
        before = [place for place, (direction, *_) in enumerate(texts, 1) if direction == "out"][-1:]
        waits_behind = any(texts[place - 1][2] == "queued" and (id, place) not in self.answering for place in before)
        if confirms or not (first or waits_behind):
            self.answering.add(name)
        queue = self._queue_of(name)
        queue.insert(0 if confirms else len(queue), name)

    def _send_automatic(self, id: int, automatic: dict[str, str] | None, *, held: bool = False) -> int:
        """Send a text that goes out by itself, or hold it. Returns its id; 0: there is none."""
        if not automatic or self.status != "active":
            return 0
        texts = self.conversations[id].texts
        if held:
            texts.append(["out", automatic["text"], "queued"])
        else:
            self._queue(id, automatic["text"], kind=automatic["kind"])
        self.automatic.add((id, len(texts)))
        return len(texts)

    def _set_status(self, id: int, text: int, status: str) -> bool:
        texts = self.conversations[id].texts
        if not 1 <= text <= len(texts) or texts[text - 1][0] != "out" or RANK[status] <= RANK[texts[text - 1][2]]:
            return False
        texts[text - 1][2] = status
        return True

    def _refuse(self, **conditions: bool) -> None:
        for code, holds in conditions.items():
            if holds:
                raise Refused(code)

    def _known(self, id: int) -> Conversation:
        self._refuse(unknown_conversation=id not in self.conversations)
        return self.conversations[id]

    def _unknown_field(self, script: str) -> bool:
        return not set(re.findall("{(.+?)}", script)) <= {"first_name", *self.columns}

    def _no_column(self, fields: list[str]) -> bool:
        return not set(re.findall("{(.+?)}", self.settings["script"])) <= {"first_name", *fields}

    # An admin's verbs.

    def update_campaign(
        self,
        token: str,
        default_batch_size: int,
        message: str | None = None,
        windows: str | None = None,
        till: int | None = None,
        **settings: Any,
    ) -> type[ACampaign]:
        new = {name: value for name, value in settings.items() if value is not None}
        self._refuse(
            archived=self.status == "archived",
            self_assign_off=new.get("sender_link", False) and not new.get("self_assign", self.settings["self_assign"]),
            not_draft="bulk_send" in new and self.status != "draft",
            empty_text="script" in new and self.status != "draft" and not new["script"].strip(),
            unknown_field=bool(self.conversations) and self._unknown_field(new.get("script", "")),
        )
        link = new.pop("sender_link", self.settings["token"] is not None)
        before = dict(self.settings)
        self.settings |= {**new, "token": (self.settings["token"] or token) if link else None}
        if new.get("self_assign") and self.settings["batch_size"] is None:
            self.settings["batch_size"] = default_batch_size
        rewritten = self.settings["script"] != before["script"]
        if self.settings.get("hours", None) != before.get("hours"):
            self.windows = opened(windows)
        if self.settings != before:
            if "hours" in new:
                self._back(self.open_zones())
            touched = self._holding("initial") if rewritten else []
            if new.get("first_needs_yes"):
                self._hold_back()
            touched += self._lift_warnings() if set(TAKEN_BACK.values()) & new.keys() else []
            self._announce(*touched, *(self._holding(*OPEN_LANES) if {"hours", "answer_hours"} & new.keys() else ()))
        return ACampaign

    def _holding(self, *lanes: str) -> list[int]:
        return [member for member in self.holders if any(self.bucket(member, lane) for lane in lanes)]

    def _back(self, zones: list[int]) -> None:
        """Put texts that waited in these zones in front of the queue."""
        for zone in zones:
            texts = sorted((seq, text) for text, (in_zone, seq) in self.waiting.items() if in_zone == zone)
            for _, text in reversed(texts):
                self._queue_of(text).insert(0, text)
            for _, text in texts:
                del self.waiting[text]

    def _queue_of(self, text: tuple[int, int]) -> list[tuple[int, int]]:
        return self.answers_queued if text in self.answering else self.outbox

    def _sift(self, most: int) -> None:
        """Let texts wait that would be next and may not go now, and bring those before one that may."""
        again = bool(self.settings.get("hours"))
        while again:
            again = False
            for id, text in [*self.answers_queued, *self.outbox][: max(0, most)]:
                queue = self._queue_of((id, text))
                if not self.may_text(id) and (id, text) not in self.automatic:
                    queue.remove((id, text))
                    self.waited += 1
                    self.waiting[id, text] = self.conversations[id].zone, self.waited
                    again = True
                elif (id, text) not in self.automatic:
                    for earlier in sorted(each for each in self.waiting if each[0] == id and each[1] < text):
                        queue.insert(queue.index((id, text)), earlier)
                        del self.waiting[earlier]

    def set_windows(self, hours: str, zones: str, windows: str, till: int) -> bool:
        if hours != self.settings.get("hours"):
            return False
        before, self.windows = self.windows, opened(windows)
        if self.windows != before:
            self._back(self.open_zones())
            self._announce(*self._holding(*OPEN_LANES))
        return True

    def turn_hours(self) -> bool:
        return False

    def set_zones(self, zones: list[tuple[int, str]]) -> int:
        noted = 0
        for id, name in zones:
            one = self.conversations.get(id)
            if one and not one.zone and not one.erased:
                one.zone = self._zone(name)
                one.place = self._place(id) if one.lane == "initial" else one.place
                noted += 1
        if noted:
            self._back([0])
            self._announce(*self._holding(*OPEN_LANES))
        return noted

    def _zone(self, name: str | None) -> int:
        if name and name not in self.zones:
            self.zones.append(name)
        return self.zones.index(name) + 1 if name else 0

    def _place(self, id: int) -> float:
        """The place of a first message: those of one zone stand together."""
        return self.conversations[id].zone * PLACES_OF_A_ZONE + id

    def add_contacts(
        self, contacts: Sequence[tuple[str, str, dict[str, str], str | None]], fields: list[str]
    ) -> list[int]:
        self._refuse(archived=self.status == "archived", no_column=self.status != "draft" and self._no_column(fields))
        added, there = [], set()
        for phone, first_name, values, zone in contacts:
            added.append(int(phone not in self.phones))
            if phone not in self.phones:
                self.last += 1
                id = self.last
                self.phones[phone] = id
                self.conversations[id] = Conversation(first_name, values, place=0, zone=self._zone(zone))
                self.conversations[id].place = self._place(id)
                self.lists[id] = set(fields)
                there |= {name for name, value in values.items() if value}
        if not any(added):
            return added
        self.columns += [name for name in dict.fromkeys(fields) if name in there and name not in self.columns]
        self._announce()
        return added

    def remove_contacts(self, conversations: list[int]) -> dict[str, int]:
        self._refuse(not_draft=self.status != "draft")
        there = [id for id in dict.fromkeys(conversations) if id in self.conversations]
        kept = [id for id in there if self.conversations[id].texts or self.conversations[id].erased]
        gone = [id for id in there if id not in kept]
        touched = [self.conversations[id].holder for id in gone]
        for id in gone:
            del self.conversations[id]
            self.lines.pop(id, None)
        self.phones = {phone: id for phone, id in self.phones.items() if id not in gone}
        for holder in touched:
            self._settle(holder)
            self._settle_batch(holder)
        if gone:
            self._announce(*touched)
        return {"removed": len(gone), "kept": len(kept)}

    def correct_contact(
        self, conversation: int, phone: str, first_name: str, fields: dict[str, str], zone: str
    ) -> AConversation:
        one = self._known(conversation)
        before = next((phone for phone, id in self.phones.items() if id == conversation), None)
        self._refuse(not_draft=self.status != "draft", erased=one.erased)
        self._refuse(unknown_column=not fields.keys() <= one.fields.keys() | self.lists[conversation])
        if phone != before:
            self._refuse(opted_out=one.lane == "opted_out", has_texts=bool(one.texts), same_phone=phone in self.phones)
        if (phone, first_name, fields, self._zone(zone)) == (before, one.first_name, one.fields, one.zone):
            return AConversation(conversation, self.v)
        one.first_name, one.fields, one.zone = first_name, fields, self._zone(zone)
        self.columns += [name for name in fields if name not in self.columns]
        touched = {one.holder}
        if phone != before:
            self.phones = {phone: id for phone, id in self.phones.items() if id != conversation} | {phone: conversation}
            if self.lines.pop(conversation, None) == "landline" and one.lane == "closed":
                one.holder, one.lane = NOBODY, "initial"
        if one.lane == "initial":
            one.place = self._place(conversation)
        self._announce(*touched)
        return AConversation(conversation, self.v)

    def add_senders(self, members: list[int]) -> type[ACampaign]:
        self._refuse(archived=self.status == "archived")
        new = set(members) - self.senders
        self.senders |= new
        self.holders |= new
        self.leaving -= new
        if new:
            self._announce(*new)
        return ACampaign

    def remove_sender(self, member: int, most: int) -> int:
        self._refuse(not_a_sender=member not in self.holders)
        removed = member in self.senders
        self.senders.discard(member)
        moved = self._give_back(member, OPEN_LANES, most)
        self._settle(member)
        if removed or moved:
            self._leave(member)
            self._goes(member)
            self._announce(member)
        return moved

    def _goes(self, member: int) -> None:
        self.messages.pop(member, None)
        self.here.discard(member)
        self.here_told = len(self.here)

    def _settle(self, member: int) -> None:
        left = member not in self.senders and any(self.bucket(member, lane) for lane in OPEN_LANES)
        (self.leaving.add if left else self.leaving.discard)(member)

    def finish_removals(self, disabled: list[int], most: int) -> int:
        removed = self.senders & set(disabled)
        self.senders -= removed
        for member in removed:
            self._leave(member)
            self._goes(member)
        moved, touched = 0, set(removed)
        for member in sorted(self.holders - self.senders):
            given = self._give_back(member, OPEN_LANES, most - moved)
            moved += given
            touched |= {member} if given else set()
            self._settle(member)
        if touched:
            self._announce(*touched)
        return moved

    def _launchable(self) -> None:
        self._refuse(
            archived=self.status == "archived",
            not_draft=self.status != "draft",
            no_contacts=not self.conversations,
            no_script=not self.settings["script"].strip(),
            unknown_field=self._unknown_field(self.settings["script"]),
        )

    def schedule_launch(self, at: int | None) -> type[ACampaign]:
        if at is not None:
            self._launchable()
            self._refuse(launch_out_of_range=at < SOON)
        self._refuse(archived=self.status == "archived", not_draft=self.status != "draft")
        if at != self.launches_at:
            self.launches_at = at
            self._announce()
        return ACampaign

    def fail_launch(self, trouble: str) -> type[ACampaign]:
        return ACampaign  # none that is scheduled here is due

    def launch_campaign(self, most: int, scheduled: bool | None = None) -> type[ACampaign]:
        self._launchable()
        self._refuse(not_scheduled=bool(scheduled))
        getting = {it for it in self.senders if self.settings["bulk_send"] or self.only.get(it) != "reply"}
        senders, room, touched = sorted(getting), most, []
        held = {sender: len(self.bucket(sender, "initial")) for sender in senders}
        total = sum(held.values()) + len(self.bucket(NOBODY, "initial"))
        for i, sender in enumerate(senders):
            share = total // len(senders) + (i < total % len(senders))
            given = self._hand_over(max(0, min(room, share - held[sender])), "initial", NOBODY, sender)
            room -= given
            touched += [sender] * bool(given)
        if not senders or not self.bucket(NOBODY, "initial"):
            self.status, self.active_since, self.launched = "active", self.minute, True
            self.launches_at = None
        self._announce(*touched)
        return ACampaign

    def pause_campaign(self) -> type[ACampaign]:
        return self._become("paused", not_active=self.status != "active")

    def resume_campaign(self) -> type[ACampaign]:
        campaign = self._become("active", not_paused=self.status != "paused")
        self.active_since = self.minute
        return campaign

    def archive_campaign(self) -> type[ACampaign]:
        self._refuse(archived=self.status == "archived")
        for texter in [*self.room, *self.asking]:
            self._leave(texter)
        self.launches_at = None
        return self._become("archived")

    def unarchive_campaign(self) -> type[ACampaign]:
        self._refuse(not_archived=self.status != "archived")
        self.status = "paused" if self.launched else "draft"
        self._announce()
        return ACampaign

    def _become(self, status: str, **conditions: bool) -> type[ACampaign]:
        self._refuse(**conditions)
        self.status = status
        self._announce(*self._lift_warnings())
        return ACampaign

    def unassign(self, holder: int, lanes: list[str], most: int, by: dict[str, str]) -> int:
        self._refuse(not_a_sender=holder not in self.holders)
        moved = self._give_back(holder, lanes, most)
        self._taken(moved, by, holder)
        return moved

    def move_conversations(self, conversations: list[int], to: int, by: dict[str, str]) -> dict[str, int]:
        self._refuse(archived=self.status == "archived", not_a_sender=to != NOBODY and to not in self.senders)
        chosen = list(dict.fromkeys(conversations))
        known = {id: self.conversations[id] for id in chosen if id in self.conversations}
        moving = [id for id, one in known.items() if one.lane in OPEN_LANES and one.holder != to]
        taken = Counter(self.conversations[id].holder for id in moving)
        for id in moving:
            self.conversations[id].holder = to
        for holder, some in taken.items():
            if holder != NOBODY:
                self._lose_place(holder)
            self._settle_batch(holder)
            self._settle(holder)
            self._note_taken(some, by, holder)
        if moving and to != NOBODY:
            self._stays(to)
        if moving:
            self._announce(to, *taken)
        return {"moved": len(moving), "skipped": len(chosen) - len(moving)}

    def message_sender(self, member: int, text: str, by: str) -> type[ACampaign]:
        self._refuse(archived=self.status == "archived", not_a_sender=member not in self.senders)
        self._refuse(empty_text=not text.strip())
        self.last_message += 1
        self.messages[member] = {"id": self.last_message, "text": text, "by": by, "at": 0}
        self._announce(member)
        return ACampaign

    def dismiss_message(self, texter: int, message: int) -> bool:
        there = texter in self.messages and self.messages[texter]["id"] == message
        if there:
            del self.messages[texter]
            self._announce(texter)
        return there

    def reassign(self, holder: int, to: int, lane: str, most: int, by: dict[str, str]) -> int:
        self._refuse(
            archived=self.status == "archived",
            not_a_sender=to not in self.senders or (holder != NOBODY and holder not in self.holders),
        )
        moved = self._hand_over(most, lane, holder, to)
        self._taken(moved, by, holder, to)
        return moved

    def _taken(self, moved: int, by: dict[str, str], holder: int, *touched: int) -> None:
        if not moved:
            return
        self._note_taken(moved, by, holder)
        self._settle(holder)
        self._announce(holder, *touched)

    def _note_taken(self, moved: int, by: dict[str, str], holder: int) -> None:
        if holder == NOBODY:
            return
        before = self.notices.get(holder)
        total = moved + (before["moved"] if before and before["move"] == by["move"] else 0)
        self.notices[holder] = {"by": by["name"], "move": by["move"], "moved": total, "idle": None}

    def take_back(self, cursor: str, most: int, calm: bool) -> dict[str, Any]:
        if not calm:
            if lifted := self._lift_warnings():
                self._announce(*lifted)
            return {"moved": 0, "cursor": "0"}
        moved, touched = 0, []
        for member in sorted(self.senders):
            at = self.warned.get(member)
            if at is None and any(self.due(member, lane, self.minute + 2) for lane in TAKEN_BACK):
                self.warned[member] = self.minute + 2
                self.warning_ids[member] = self.warning_ids.get(member, 0) + 1
                touched.append(member)
            elif at is not None and at <= self.minute and moved < most:
                for lane in TAKEN_BACK:
                    moved += self._take_back(member, lane, at, most - moved)
                if not self.warning(member):
                    del self.warned[member]
                touched.append(member)
        if touched:
            self._announce(*touched)
        return {"moved": moved, "cursor": "0"}

    def _take_back(self, member: int, lane: str, at: int, most: int) -> int:
        due = self.due(member, lane, at)[:most]
        for id in due:
            self.conversations[id].holder = NOBODY
        self._settle_batch(member)
        if due:
            # Minutes that pass set back all times that are stored, also the one by which a move is called.
            move, before = f"idle {self.warning_ids[member]} {at - self.minute}", self.notices.get(member)
            total = len(due) + (before["moved"] if before and before["move"] == move else 0)
            idle = self.settings[TAKEN_BACK[lane]]
            self.notices[member] = {"by": "", "move": move, "moved": total, "idle": idle}
            self._lose_place(member)
        return len(due)

    def note_doing(self, texter: int, conversation: int | None = None, typing: bool | None = None) -> None:
        one = None if conversation is None else self._known(conversation)
        self._refuse(not_yours=one is not None and one.holder != texter, not_a_sender=texter not in self.senders)
        if typing and conversation is not None:
            self.typed[texter] = conversation, self.minute
        if self._stays(texter):
            self._announce(texter)

    def send_bulk(self, most: int) -> int:
        if self.status != "active" or not self.settings["bulk_send"] or len(self.outbox) >= QUEUE:
            return 0
        sent: list[int] = []
        later = sorted((id for id in self.bulk_later if self.is_open(self.conversations[id].zone)), key=self._place)
        for id in later[:most]:
            self.bulk_later.discard(id)
            sent += self._send_first(id)
        last = min(self.bulk_at + most + PASSED_OVER, self.last)
        while len(sent) < most and self.bulk_at < last:
            self.bulk_at += 1
            one = self.conversations[self.bulk_at]
            if one.lane == "initial" and not self.is_open(one.zone):
                self.bulk_later.add(self.bulk_at)
            else:
                sent += self._send_first(self.bulk_at)
        if sent:
            self._announce(*(self.conversations[id].holder for id in sent))
        return len(sent)

    def _send_first(self, id: int) -> list[int]:
        text = self.draft(id)
        if self.conversations[id].lane != "initial" or not text.strip() or len(text) > LONGEST:
            return []
        self._send(id, text)
        return [id]

    def list_conversations(
        self, listed: list[int], holder: int | None, lane: str | None, limit: int
    ) -> tuple[list[int], bool]:
        """The next page after the conversations in `listed`, and whether another page follows."""
        holders = sorted({NOBODY, *self.holders}) if holder is None else [holder]
        buckets = [self.bucket(one, each) for one in holders for each in ([lane] if lane else LANES)]
        rest = [id for bucket in buckets for id in bucket][len(listed) :]
        return rest[:limit], len(rest) > limit

    def export_conversations(self, first: int, count: int) -> list[int]:
        return [id for id in range(first, first + count) if id in self.conversations]

    def who_holds(self) -> dict[str, Any]:
        return {"status": self.status, "holders": sorted(self.holders), "senders": sorted(self.senders)}

    def campaign_history(self) -> int:
        """The number of unassigned conversations: the last point of the history."""
        return sum(len(self.bucket(NOBODY, lane)) for lane in OPEN_LANES)

    def join_campaign(self, token: str) -> None:
        self._refuse(
            link_disabled=self.settings["token"] != token,
            not_active=self.status != "active",
            self_assign_off=not self.settings["self_assign"],
        )

    # A texter's verbs.

    def request_conversations(
        self, texter: int, request_id: str, only: str | None = None, first: bool | None = None
    ) -> dict[str, int]:
        if answer := self.answers.get((texter, request_id)):
            return answer
        reason = self.kept_from(texter)
        if reason not in (None, "outside_hours", "none_unassigned"):
            raise Refused(reason)
        self._refuse(quiet_left=bool(first and self.bucket(texter, "quiet")))
        none = not any(self._there(lane) for lane in self._lanes(texter, only))
        later = self.later(NOBODY) and only in (None, "initial") and self.only.get(texter) != "reply"
        self._refuse(outside_hours=bool(none and later), none_unassigned=none)
        answer = self._take(texter, only)
        self.answers[texter, request_id] = answer
        self._leave(texter)
        if texter in self.days:
            self.days[texter]["done"] = False
        self._announce(texter, by=texter)
        return answer

    def wait_for_more(self, texter: int) -> bool:
        reason = self.kept_from(texter)
        if reason not in (None, "first_needs_yes", "outside_hours", "none_unassigned"):
            raise Refused(reason)
        self.here.add(texter)
        if texter not in self.entered:
            self._enter(texter, self.asking if reason == "first_needs_yes" else self.room)
            self._announce()
        return texter in self.entered

    def stop_waiting(self, texter: int) -> bool:
        waited = self._leave(texter)
        if waited:
            self._announce()
        return waited

    def vouch_here(self, texters: list[int], gone: list[int]) -> bool:
        self.here = (self.here | (set(texters) & self.senders)) - set(gone)
        return bool(self.room or self.asking or len(self.here) != self.here_told)

    def serve_room(self) -> bool:
        before = len(self.room), self.here_told
        self.here_told = len(self.here)
        self._serve()
        changed = before != (len(self.room), self.here_told)
        if changed:
            self._announce()
        return changed

    def approve_sender(self, member: int) -> type[ACampaign]:
        self._refuse(archived=self.status == "archived", not_a_sender=member not in self.senders)
        if member not in self.approved:
            self.approved.add(member)
            self._admit(member)
            self._announce(member)
        return ACampaign

    def update_sender(
        self, member: int, only: str | None = None, most_held: int | None = None, most_a_day: int | None = None
    ) -> type[ACampaign]:
        self._refuse(archived=self.status == "archived", not_a_sender=member not in self.senders)
        before = self.only.get(member), self.caps.get(member, {})
        given = {"held": most_held, "day": most_a_day}
        caps = before[1] | {name: cap for name, cap in given.items() if cap is not None}
        self.caps[member] = {name: cap for name, cap in caps.items() if cap != -1}
        if only is not None:
            self.only[member] = only
            if not only:
                del self.only[member]
        if (self.only.get(member), self.caps[member]) != before:
            self._announce(member)
        return ACampaign

    def end_days(self) -> int:
        return 0

    def send_initial(self, texter: int, conversation: int, text: str | None = None) -> AConversation:
        one = self._known(conversation)
        text = self.draft(conversation) if text is None else text
        self._refuse(
            not_active=self.status != "active",
            not_yours=one.holder != texter,
            not_a_sender=texter not in self.senders,
            erased=one.erased,
            opted_out=one.lane == "opted_out",
            landline=one.lane == "closed" and self.lines.get(conversation) == "landline",
            wrong_number=one.wrong,
            already_sent=one.lane != "initial",
            outside_hours=not self.may_text(conversation),
            empty_text=not text.strip(),
            text_too_long=len(text) > LONGEST,
        )
        self._send(conversation, text, texter)
        self._announce(texter, by=texter)
        return AConversation(conversation, self.v)

    def send_reply(
        self,
        texter: int,
        conversation: int,
        text: str,
        last_seen: int,
        close: bool | None = None,
        question: int | None = None,
        answer: int | None = None,
    ) -> AConversation:
        one = self._known(conversation)
        self._refuse(
            not_active=self.status != "active",
            not_yours=one.holder != texter,
            not_a_sender=texter not in self.senders,
            erased=one.erased,
            opted_out=one.lane == "opted_out",
            not_sent_yet=one.lane == "initial",
            not_up_to_date=last_seen != len(one.texts),
            closed=one.lane == "closed",
            initials_left=bool(self.open_initials(texter)),
            outside_hours=not self.may_text(conversation),
            empty_text=not text.strip(),
            text_too_long=len(text) > LONGEST,
            unknown_answer=question is not None and not self.at_hand.askable(question, answer),
        )
        self._send(conversation, text, texter)
        if question is not None and answer is not None and one.answers.get(question) != answer:
            if act := self.acts.get(conversation):
                self.acts[conversation] = replace(act, noted=(question, answer, one.answers.get(question)))
            one.answers[question] = answer
        if close:
            self._move(conversation, "closed")
        self._announce(texter, by=texter)
        return AConversation(conversation, self.v)

    def labels(self) -> Labels:
        """All tags and answers that conversations have."""
        tags = {("tag", tag) for one in self.conversations.values() for tag in one.tags}
        return tags | {("answer", answer) for one in self.conversations.values() for answer in one.answers.values()}

    def set_canned_replies(self, words: list[str]) -> type[ACampaign]:
        self._refuse(
            archived=self.status == "archived",
            unknown_field=bool(self.conversations) and any(map(self._unknown_field, words)),
        )
        return self._at_hand(self.at_hand.set_canned(words))

    def set_campaign_tags(self, tags: list[int] | None, named: dict[int, str]) -> type[ACampaign]:
        known = named.keys() | {id for id, tag in self.at_hand.tags.items() if tag.offered}
        self._refuse(archived=tags is not None and self.status == "archived", unknown_tag=not set(tags or []) <= known)
        return self._at_hand(self.at_hand.set_tags(tags, named, self.labels()))

    def set_survey(self, asked: list[tuple[str, list[tuple[str, str]]]]) -> type[ACampaign]:
        self._refuse(archived=self.status == "archived")
        return self._at_hand(self.at_hand.set_survey(asked, self.labels()))

    def _at_hand(self, changed: bool) -> type[ACampaign]:
        if changed:
            self._announce()
            self.at_hand.v = self.v
        return ACampaign

    def tag_conversation(self, conversation: int, tag: int, on: bool, texter: int | None = None) -> AConversation:
        one = self._labelled_by(texter, conversation)
        known = self.at_hand.tags.get(tag)
        self._refuse(unknown_tag=known is None or (on and not known.offered))
        if (tag in one.tags) != on:
            (one.tags.add if on else one.tags.remove)(tag)
            self._announce(by=texter)
        return AConversation(conversation, self.v)

    def answer_question(
        self, conversation: int, question: int, answer: int | None = None, texter: int | None = None
    ) -> AConversation:
        one = self._labelled_by(texter, conversation)
        self._refuse(unknown_answer=not self.at_hand.askable(question, answer))
        if one.answers.get(question) != answer:
            one.answers = {**one.answers, question: answer} if answer is not None else without(question, one.answers)
            self._announce(by=texter)
        return AConversation(conversation, self.v)

    def _labelled_by(self, texter: int | None, conversation: int) -> Conversation:
        one = self._known(conversation)
        asked = texter is not None
        self._refuse(
            not_yours=asked and one.holder != texter,
            not_a_sender=asked and texter not in self.senders,
            erased=one.erased,
        )
        return one

    def list_labelled(self, tag: int, limit: int) -> tuple[list[int], bool]:
        """The first page of the conversations with a tag, and whether another page follows."""
        found = sorted(id for id, one in self.conversations.items() if tag in one.tags)
        return found[:limit], len(found) > limit

    def check_last_text(self, texter: int, conversation: int, text: str) -> bool:
        one = self._known(conversation)
        self._refuse(
            not_active=self.status != "active",
            not_yours=one.holder != texter,
            not_a_sender=texter not in self.senders,
            erased=one.erased,
            opted_out=one.lane == "opted_out",
            not_sent_yet=one.lane == "initial",
            text_too_long=len(text) > LONGEST,
        )
        return True

    def close_conversation(
        self, conversation: int, texter: int | None = None, last_seen: int | None = None
    ) -> AConversation:
        one = self._known(conversation)
        asked = texter is not None
        self._refuse(
            not_yours=asked and one.holder != texter,
            not_a_sender=asked and texter not in self.senders,
            opted_out=one.lane == "opted_out",
            not_sent_yet=one.lane == "initial",
            not_up_to_date=last_seen is not None and last_seen != len(one.texts),
        )
        if one.lane == "closed":
            return AConversation(conversation, self.v)
        self._settle_act(conversation)
        act = self._act(conversation, "close", texter)
        self._move(conversation, "closed")
        self._keep(conversation, act)
        self._settle(one.holder)
        self._announce(one.holder, by=texter)
        return AConversation(conversation, self.v)

    def undo(self, texter: int, conversation: int) -> AConversation | dict[str, Any]:
        one = self._known(conversation)
        act = self.acts.get(conversation)
        self._refuse(
            not_yours=one.holder != texter,
            not_a_sender=texter not in self.senders,
            too_late=act is None or conversation in self.over or act.by != texter,
        )
        assert act
        if act.did == "opt_out":
            phones = {id: phone for phone, id in self.phones.items()}
            return {"phone": phones[conversation], "at": int(act.at)}
        self._undo(conversation, act)
        self._announce(texter, by=texter)
        return AConversation(conversation, self.v)

    def skip_conversation(self, texter: int, conversation: int) -> AConversation:
        one = self._known(conversation)
        self._refuse(
            not_active=self.status != "active",
            not_yours=one.holder != texter,
            not_a_sender=texter not in self.senders,
            already_sent=one.lane != "initial",
        )
        self.skips += 1
        one.place = (one.zone + SKIPPED_ZONES) * PLACES_OF_A_ZONE + SKIPPED + self.skips
        again = one.skipped == texter
        one.skipped, one.holder = (NOBODY, NOBODY) if again else (texter, texter)
        if again:
            self._lose_place(texter)
        self._settle_batch(texter)
        self._announce(texter, by=texter)
        return AConversation(conversation, self.v)

    def report_wrong_number(self, texter: int, conversation: int) -> AConversation:
        one = self._known(conversation)
        self._refuse(
            not_yours=one.holder != texter,
            not_a_sender=texter not in self.senders,
            opted_out=one.lane == "opted_out",
            closed=one.lane == "closed" and not one.wrong,
        )
        if one.wrong:
            return AConversation(conversation, self.v)
        self._settle_act(conversation)
        act = self._act(conversation, "wrong_number", texter)
        one.wrong = True
        self._move(conversation, "closed")
        self._keep(conversation, act)
        self._settle(texter)
        self._announce(texter, by=texter)
        return AConversation(conversation, self.v)

    def note_lookups(self, answers: list[tuple[int, str]]) -> int:
        there = {id: line for id, line in answers if id in self.conversations and not self.conversations[id].erased}
        new = {id: line for id, line in there.items() if id not in self.lines}
        self.lines |= new
        touched = []
        for id, line in new.items():
            if line == "landline" and self.conversations[id].lane == "initial":
                self._move(id, "closed")
                self._settle(self.conversations[id].holder)
                touched.append(self.conversations[id].holder)
        if new:
            self._announce(*touched)
        return len(new)

    def opt_out(
        self, conversation: int, at: int, automatic: dict[str, str] | None = None, texter: int | None = None
    ) -> AConversation:
        one = self._known(conversation)
        self._refuse(erased=one.erased)
        before, act = one.lane, self._act(conversation, "opt_out", texter)
        if not self._opt(conversation, True, at):
            return AConversation(conversation, self.v)
        if one.lane != before:
            confirmation = self._send_automatic(conversation, automatic, held=act is not None)
            self._keep(conversation, act, at=at, text=confirmation)
        self._settle(one.holder)
        self._announce(*[one.holder] * (one.lane != before), by=texter)
        return AConversation(conversation, self.v)

    def opt_out_contacts(self, phones: list[str], at: int) -> int:
        here = [self.phones[phone] for phone in phones if phone in self.phones]
        lanes = {id: self.conversations[id].lane for id in here}
        changed = [id for id in here if self._opt(id, True, at)]
        moved = [self.conversations[id].holder for id in changed if lanes[id] != "opted_out"]
        for id in changed:
            if lanes[id] != "opted_out":
                self.conversations[id].place = self.clock  # all at the one time of the script
        for holder in moved:
            self._settle(holder)
        if changed:
            self._announce(*moved)
        return len(changed)

    def opt_in(self, conversation: int, at: int) -> AConversation:
        one = self._known(conversation)
        self._refuse(erased=one.erased)
        before, moves = one.holder, one.lane == "opted_out"
        if not self._opt(conversation, False, at):
            return AConversation(conversation, self.v)
        self._settle(before)
        self._announce(*[before, one.holder] * moves)
        return AConversation(conversation, self.v)

    def _opt(self, id: int, out: bool, at: int) -> bool:
        """Opt a conversation out or in, unless that was noted before the last that is known here."""
        one = self.conversations[id]
        last = one.opt_outs[-1] if one.opt_outs else None
        if last and at <= last["at"]:
            return False
        act = self.acts.get(id)
        undone = act if act and not out and last and act.did == "opt_out" and act.at == last["at"] else None
        if not undone:
            self._settle_act(id)
        was = one.lane
        before = was if was != "opted_out" else last["before"] if last else None
        one.opt_outs = [*one.opt_outs, {"out": out, "at": at, "before": before, "texts": len(one.texts)}][-20:]
        if out and was != "opted_out":
            self._move(id, "opted_out")
        elif not out and was == "opted_out":
            assert last
            wrote = one.texts[last["texts"] :] and one.texts[-1][0] == "in"
            begun = "reply" if last["before"] == "initial" else last["before"]
            begun = begun if one.texts or begun == "closed" else "initial"
            again = "reply" if wrote else begun
            again = undone.lane if undone else again
            if one.holder not in self.senders and again != "closed":
                one.holder = NOBODY
            if undone:
                self._undo(id, undone)
                self.over.discard(id)
                return True
            self._move(id, again)
            if again == "initial":
                one.place = self._place(id)
        return True

    def erase_contact(self, conversation: int) -> AConversation:
        one = self._known(conversation)
        if one.erased:
            return AConversation(conversation, self.v)
        names = {(conversation, text) for text in range(1, len(one.texts) + 1)}
        self._refuse(text_on_its_way=bool(names & self.sending.keys()))
        self.acts.pop(conversation, None)
        self.over.discard(conversation)
        one.wrong, one.skipped = False, NOBODY
        self.answers_queued = [name for name in self.answers_queued if name not in names]
        self.outbox = [name for name in self.outbox if name not in names]
        self.waiting = {name: place for name, place in self.waiting.items() if name not in names}
        self.bulk_later.discard(conversation)
        self.phones = {phone: id for phone, id in self.phones.items() if id != conversation}
        self.lines.pop(conversation, None)
        one.texts, one.opt_outs, one.erased, one.zone = [], [], True, 0
        self.first_by.pop(conversation, None)
        one.tags, one.answers = set(), {}
        if one.lane in OPEN_LANES:
            self._move(conversation, "closed")
            self._settle(one.holder)
        self._announce(one.holder)
        return AConversation(conversation, self.v)

    def open_conversation(self, conversation: int, texter: int | None = None) -> AConversation:
        one = self._known(conversation)
        asked = texter is not None
        self._refuse(not_yours=asked and one.holder != texter, not_a_sender=asked and texter not in self.senders)
        return AConversation(conversation, self.v)

    def release_conversations(self, texter: int, lanes: list[str], most: int) -> int:
        moved = self._give_back(texter, lanes, most)
        self._settle(texter)
        if moved:
            self._now()
            if not any(self.bucket(texter, lane) for lane in OPEN_LANES):
                self._day(texter)["done"] = True
            self._announce(texter, by=texter)
        return moved

    def finish_day(self, texter: int, most: int) -> dict[str, int]:
        given: dict[str, int] = {}
        waited = self._leave(texter)
        for lane in OPEN_LANES:
            given[lane] = self._give_back(texter, [lane], most - sum(given.values()))
        moved = sum(given.values())
        self._settle(texter)
        is_on = texter in self.days and not self.days[texter]["done"]
        ends = (moved or is_on) and not any(self.bucket(texter, lane) for lane in OPEN_LANES)
        if ends:
            self._day(texter)["done"] = True
        if moved or ends:
            self._announce(texter, by=texter)
        elif waited:
            self._announce()
        return {"moved": moved, **given}

    # A contact's and a carrier's verbs.

    def receive_text(
        self,
        conversation: int,
        text: str,
        reference: str,
        stop: bool,
        start: bool = False,
        at: int | None = None,
        automatic: dict[str, str] | None = None,
    ) -> AConversation:
        one = self._known(conversation)
        self._refuse(erased=one.erased)
        if reference in self.references:
            return AConversation(conversation, None)
        self.references.add(reference)
        self._settle_act(conversation)
        one.wrong = False
        first_texter = None if conversation in self.have_written else self.first_by.get(conversation)
        self.have_written.add(conversation)
        if first_texter is not None:
            self.answered_to[first_texter] += 1
        one.texts.append(["in", text, "received"])
        before, was = one.holder, one.lane
        if (stop or start) and at is not None:
            self._opt(conversation, stop, at)
        if one.lane != "opted_out":
            if one.lane != "reply":
                self._move(conversation, "reply")
            one.holder = one.holder if one.holder in self.senders else NOBODY
        if not stop or was != one.lane == "opted_out":
            self._send_automatic(conversation, automatic)
        self._settle(before)
        self._announce(before, one.holder, *([first_texter] if first_texter is not None else []))
        return AConversation(conversation, self.v)

    def take_texts(self, carrier: str, count: int) -> list[tuple[int, int, str, str]]:
        self._settle_over()
        self._sift(count - sum(c == carrier for c in self.sending.values()))
        room = count - sum(c == carrier for c in self.sending.values())
        taken = [*self.answers_queued, *self.outbox][: max(0, room)] if self.status == "active" else []
        self.sending |= dict.fromkeys(taken, carrier)
        self.answers_queued = [each for each in self.answers_queued if each not in taken]
        self.outbox = [each for each in self.outbox if each not in taken]
        if taken:
            self._announce()
        phones = {id: phone for phone, id in self.phones.items()}
        mine = sorted(key for key, taken_by in self.sending.items() if taken_by == carrier)
        texts = [self.conversations[id].texts[text - 1][1] for id, text in mine]
        return [(id, text, phones[id], words) for (id, text), words in zip(mine, texts, strict=True)]

    def put_back_texts(self, carrier: str, texts: list[str]) -> int:
        names = [(int(id), int(text)) for id, text in (name.split(":") for name in texts)]
        back = [name for name in names if self.sending.get(name) == carrier]
        for name in back:
            del self.sending[name]
            self.overdue.discard(name)
        self.answers_queued = [name for name in back if name in self.answering] + self.answers_queued
        self.outbox = [name for name in back if name not in self.answering] + self.outbox
        if back:
            self._announce()
        return len(back)

    def give_up_texts(self) -> int:
        overdue = [key for key in self.sending if key in self.overdue]
        for id, text in overdue:
            del self.sending[id, text]
            if self._set_status(id, text, "unknown"):
                self._announce()
        self.overdue.clear()
        return len(overdue)

    def doubt_texts(self, most: int, asked: list[str]) -> int:
        for id in list(self.acts):
            self._settle_act(id)
        doubted = [*self.sending, *self.answers_queued, *self.outbox, *self.waiting]
        self.sending, self.answers_queued, self.outbox, self.waiting, self.overdue = {}, [], [], {}, set()
        for id, text in doubted:
            self._set_status(id, text, "unknown")
        if doubted:
            self._announce()
        return len(doubted)

    def report_text(self, conversation: int, text: int, status: str) -> bool:
        self._known(conversation)
        self.sending.pop((conversation, text), None)
        self.overdue.discard((conversation, text))
        changed = self._set_status(conversation, text, status)
        if changed:
            self._announce()
        return changed


def without(question: int, answers: dict[int, int]) -> dict[int, int]:
    """Return the answers to all other questions."""
    return {each: answer for each, answer in answers.items() if each != question}


def opened(windows: str | None) -> list[bool]:
    """For each zone of windows, as the store keeps them, whether it is open."""
    return [begin < FAR for begin, _ in json.loads(windows or "[]")]
