"""One campaign in miniature: where each conversation is, and what each verb does to it. Pure.

It says a second time, as simply as can be, what the Lua says. test_everything.py does the same to a store and to this,
and compares. Ties are broken by `place`: a number that only grows, where the store has milliseconds.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import convert

from server.errors import Refused
from server.live import console
from server.store.keys import LANES, NOBODY, OPEN_LANES
from server.wire.described import Texter

LONGEST = 1600
RANK = {"queued": 0, "unknown": 1, "sent": 2, "not_sent": 3, "failed": 3, "delivered": 3}
QUEUE = 200
"""Texts that may be queued before bulk send waits."""
PASSED_OVER = 500
"""Conversations that bulk send looks at in vain, at once."""


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
    holder: int = NOBODY
    lane: str = "initial"
    opt_outs: list[dict[str, Any]] = field(default_factory=list)
    """Opt-outs and opt-ins, each with `at`. An opt-out also has the lane `before` and the number of `texts` by then."""
    texts: list[list[str]] = field(default_factory=list)


@dataclass
class Campaign:
    """Everything a campaign knows; each method is the verb of that name, and raises Refused as it does."""

    settings: dict[str, Any]
    status: str = "draft"
    v: int = 1
    clock: float = 0
    sent: int = 0
    bulk_at: int = 0
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
    notices: dict[int, dict[str, Any]] = field(default_factory=dict)
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

    # The state.

    def bucket(self, holder: int, lane: str) -> list[int]:
        """The conversations of a bucket, in its order."""
        here = [id for id, one in self.conversations.items() if (one.holder, one.lane) == (holder, lane)]
        return sorted(here, key=lambda id: self.conversations[id].place)

    def texter(self, member: int) -> dict[str, Any]:
        """The description of a texter that their console is made of."""
        sizes = {lane: len(self.bucket(member, lane)) for lane in LANES}
        return {
            "id": member,
            "sender": member in self.senders,
            "moved": self.moved.get(member, 0),
            "sent": self.batches.get(member, 0),
            "day": self.days.get(member),
            "taken": self.notices.get(member),
            **sizes,
        }

    def gate(self) -> console.Gate:
        """The part of this campaign's state that decides for every console."""
        return console.Gate(
            title=self.settings["title"],
            status=self.status,
            self_assign=self.settings["self_assign"],
            batch_size=self.settings["batch_size"],
            unassigned=any(self.bucket(NOBODY, lane) for lane in OPEN_LANES),
        )

    def draft(self, id: int) -> str:
        """The first message to a contact. (How names compare and blanks close up is tests/test_draft.py's.)"""
        values = {"first_name": self.conversations[id].first_name, **self.conversations[id].fields}
        return re.sub(" ?{(.+?)}", lambda field: _with_blank(field, values), self.settings["script"])

    # Steps that several verbs take.

    def _announce(self, *touched: int) -> None:
        self.v += 1
        self.moved |= {member: self.v for member in touched if member != NOBODY}

    def _now(self) -> float:
        self.clock += 1
        return self.clock

    def _hand_over(self, most: int, lane: str, holder: int, to: int) -> int:
        taken = self.bucket(holder, lane)[:most] if holder != to else []
        for id in taken:
            self.conversations[id].holder = to
        self._settle_batch(holder)
        return len(taken)

    def _settle_batch(self, holder: int) -> None:
        if not self.bucket(holder, "initial"):
            self.batches.pop(holder, None)

    def _day(self, texter: int) -> dict[str, Any]:
        return self.days.setdefault(texter, {"initials": 0, "replies": 0, "done": False})

    def _give_back(self, holder: int, lanes: Iterable[str], most: int) -> int:
        moved = 0
        for lane in lanes:
            moved += self._hand_over(most - moved, lane, holder, NOBODY)
        return moved

    def _move(self, id: int, lane: str) -> None:
        self.conversations[id].lane = lane
        self.conversations[id].place = self._now()
        self._settle_batch(self.conversations[id].holder)

    def _send(self, id: int, text: str, texter: int | None = None) -> None:
        one = self.conversations[id]
        first = one.lane == "initial"
        self.sent += first
        if first and one.holder != NOBODY:
            self.batches[one.holder] = self.batches.get(one.holder, 0) + 1
        if texter is not None:
            self._day(texter)["initials" if first else "replies"] += 1
            self._day(texter)["done"] = False
        self._queue(id, text, first=first)
        self._move(id, "quiet")

    def _queue(self, id: int, text: str, *, first: bool = False, kind: str = "") -> None:
        """Queue a text: a confirmation before all, an answer before first messages."""
        texts = self.conversations[id].texts
        before = [place for place, (direction, *_) in enumerate(texts, 1) if direction == "out"][-1:]
        waits_behind = any(texts[place - 1][2] == "queued" and (id, place) not in self.answering for place in before)
        texts.append(["out", text, "queued"])
        name = id, len(texts)
        if kind != "confirmation" and (first or waits_behind):
            self.outbox.append(name)
            return
        self.answers_queued.insert(0 if kind == "confirmation" else len(self.answers_queued), name)
        self.answering.add(name)

    def _send_automatic(self, id: int, automatic: dict[str, str] | None) -> None:
        if automatic and self.status == "active":
            self._queue(id, automatic["text"], kind=automatic["kind"])

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
        self, token: str, default_batch_size: int, message: str | None = None, **settings: Any
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
        if self.settings != before:
            self._announce(*(sender for sender in self.senders if rewritten and self.bucket(sender, "initial")))
        return ACampaign

    def add_contacts(self, contacts: Sequence[tuple[str, str, dict[str, str]]], fields: list[str]) -> list[int]:
        self._refuse(archived=self.status == "archived", no_column=self.status != "draft" and self._no_column(fields))
        added, there = [], set()
        for phone, first_name, values in contacts:
            added.append(int(phone not in self.phones))
            if phone not in self.phones:
                id = len(self.conversations) + 1
                self.phones[phone] = id
                self.conversations[id] = Conversation(first_name, values, place=id)
                there |= {name for name, value in values.items() if value}
        if not any(added):
            return added
        self.columns += [name for name in dict.fromkeys(fields) if name in there and name not in self.columns]
        self._announce()
        return added

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
            self._announce(member)
        return moved

    def _settle(self, member: int) -> None:
        left = member not in self.senders and any(self.bucket(member, lane) for lane in OPEN_LANES)
        (self.leaving.add if left else self.leaving.discard)(member)

    def finish_removals(self, disabled: list[int], most: int) -> int:
        removed = self.senders & set(disabled)
        self.senders -= removed
        moved, touched = 0, set(removed)
        for member in sorted(self.holders - self.senders):
            given = self._give_back(member, OPEN_LANES, most - moved)
            moved += given
            touched |= {member} if given else set()
            self._settle(member)
        if touched:
            self._announce(*touched)
        return moved

    def launch_campaign(self, most: int) -> type[ACampaign]:
        self._refuse(
            archived=self.status == "archived",
            not_draft=self.status != "draft",
            no_contacts=not self.conversations,
            no_script=not self.settings["script"].strip(),
            unknown_field=self._unknown_field(self.settings["script"]),
        )
        senders, room, touched = sorted(self.senders), most, []
        held = {sender: len(self.bucket(sender, "initial")) for sender in senders}
        total = sum(held.values()) + len(self.bucket(NOBODY, "initial"))
        for i, sender in enumerate(senders):
            share = total // len(senders) + (i < total % len(senders))
            given = self._hand_over(max(0, min(room, share - held[sender])), "initial", NOBODY, sender)
            room -= given
            touched += [sender] * bool(given)
        if not senders or not self.bucket(NOBODY, "initial"):
            self.status = "active"
        self._announce(*touched)
        return ACampaign

    def pause_campaign(self) -> type[ACampaign]:
        return self._become("paused", not_active=self.status != "active")

    def resume_campaign(self) -> type[ACampaign]:
        return self._become("active", not_paused=self.status != "paused")

    def archive_campaign(self) -> type[ACampaign]:
        return self._become("archived", archived=self.status == "archived")

    def _become(self, status: str, **conditions: bool) -> type[ACampaign]:
        self._refuse(**conditions)
        self.status = status
        self._announce()
        return ACampaign

    def unassign(self, holder: int, lanes: list[str], most: int, by: dict[str, str]) -> int:
        self._refuse(not_a_sender=holder not in self.holders)
        moved = self._give_back(holder, lanes, most)
        self._taken(moved, by, holder)
        return moved

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
        if holder != NOBODY:
            before = self.notices.get(holder)
            total = moved + (before["moved"] if before and before["move"] == by["move"] else 0)
            self.notices[holder] = {"by": by["name"], "move": by["move"], "moved": total}
        self._settle(holder)
        self._announce(holder, *touched)

    def send_bulk(self, most: int) -> int:
        if self.status != "active" or not self.settings["bulk_send"] or len(self.outbox) >= QUEUE:
            return 0
        sent = []
        last = min(self.bulk_at + most + PASSED_OVER, len(self.conversations))
        while len(sent) < most and self.bulk_at < last:
            self.bulk_at += 1
            text = self.draft(self.bulk_at)
            if self.conversations[self.bulk_at].lane == "initial" and text.strip() and len(text) <= LONGEST:
                self._send(self.bulk_at, text)
                sent.append(self.bulk_at)
        if sent:
            self._announce(*(self.conversations[id].holder for id in sent))
        return len(sent)

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
        reason = console.reason(self.gate(), convert({**self.texter(texter), "day": None}, Texter))
        if reason and reason != "none_unassigned":
            raise Refused(reason)
        self._refuse(quiet_left=bool(first and self.bucket(texter, "quiet")))
        lanes = [only] if only else ["reply", "quiet"] if self.bucket(NOBODY, "reply") else ["initial"]
        if not only and lanes == ["initial"] and not self.bucket(NOBODY, "initial"):
            lanes = ["quiet"]
        self._refuse(none_unassigned=not any(self.bucket(NOBODY, lane) for lane in lanes))
        answer = {"assigned": 0, "initial": 0, "reply": 0, "quiet": 0}
        for lane in lanes:
            most = self.settings["batch_size"] - answer["assigned"]
            answer[lane] = self._hand_over(most, lane, NOBODY, texter)
            answer["assigned"] += answer[lane]
        self.answers[texter, request_id] = answer
        self.active.add(texter)
        if texter in self.days:
            self.days[texter]["done"] = False
        self._announce(texter)
        return answer

    def send_initial(self, texter: int, conversation: int, text: str | None = None) -> AConversation:
        one = self._known(conversation)
        text = self.draft(conversation) if text is None else text
        self._refuse(
            not_active=self.status != "active",
            not_yours=one.holder != texter,
            not_a_sender=texter not in self.senders,
            opted_out=one.lane == "opted_out",
            already_sent=one.lane != "initial",
            empty_text=not text.strip(),
            text_too_long=len(text) > LONGEST,
        )
        self._send(conversation, text, texter)
        self.active.add(texter)
        self._announce(texter)
        return AConversation(conversation, self.v)

    def send_reply(self, texter: int, conversation: int, text: str, last_seen: int) -> AConversation:
        one = self._known(conversation)
        self._refuse(
            not_active=self.status != "active",
            not_yours=one.holder != texter,
            not_a_sender=texter not in self.senders,
            opted_out=one.lane == "opted_out",
            not_sent_yet=one.lane == "initial",
            not_up_to_date=last_seen != len(one.texts),
            closed=one.lane == "closed",
            initials_left=bool(self.bucket(texter, "initial")),
            empty_text=not text.strip(),
            text_too_long=len(text) > LONGEST,
        )
        self._send(conversation, text, texter)
        self.active.add(texter)
        self._announce(texter)
        return AConversation(conversation, self.v)

    def check_last_text(self, texter: int, conversation: int, text: str) -> bool:
        one = self._known(conversation)
        self._refuse(
            not_active=self.status != "active",
            not_yours=one.holder != texter,
            not_a_sender=texter not in self.senders,
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
        self.active |= {texter} if texter is not None else set()
        self._move(conversation, "closed")
        self._settle(one.holder)
        self._announce(one.holder)
        return AConversation(conversation, self.v)

    def opt_out(self, conversation: int, at: int, automatic: dict[str, str] | None = None) -> AConversation:
        one = self._known(conversation)
        before = one.lane
        if not self._opt(conversation, True, at):
            return AConversation(conversation, self.v)
        if one.lane != before:
            self._send_automatic(conversation, automatic)
        self._settle(one.holder)
        self._announce(*[one.holder] * (one.lane != before))
        return AConversation(conversation, self.v)

    def opt_out_contacts(self, phones: list[str], at: int) -> int:
        here = [self.phones[phone] for phone in phones if phone in self.phones]
        lanes = {id: self.conversations[id].lane for id in here}
        changed = [id for id in here if self._opt(id, True, at)]
        moved = [self.conversations[id].holder for id in changed if lanes[id] != "opted_out"]
        for holder in moved:
            self._settle(holder)
        if changed:
            self._announce(*moved)
        return len(changed)

    def opt_in(self, conversation: int, at: int) -> AConversation:
        one = self._known(conversation)
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
        was = one.lane
        before = was if was != "opted_out" else last["before"] if last else None
        one.opt_outs = [*one.opt_outs, {"out": out, "at": at, "before": before, "texts": len(one.texts)}][-20:]
        if out and was != "opted_out":
            self._move(id, "opted_out")
        elif not out and was == "opted_out":
            assert last
            wrote = one.texts[last["texts"] :] and one.texts[-1][0] == "in"
            begun = "reply" if last["before"] == "initial" else last["before"]
            again = "initial" if not one.texts else "reply" if wrote else begun
            if one.holder not in self.senders and again != "closed":
                one.holder = NOBODY
            self._move(id, again)
            if again == "initial":
                one.place = id
        return True

    def open_conversation(self, conversation: int, texter: int | None = None) -> AConversation:
        one = self._known(conversation)
        asked = texter is not None
        self._refuse(not_yours=asked and one.holder != texter, not_a_sender=asked and texter not in self.senders)
        return AConversation(conversation, self.v)

    def release_conversations(self, texter: int, lanes: list[str], most: int) -> int:
        moved = self._give_back(texter, lanes, most)
        self._settle(texter)
        if moved:
            self.active.add(texter)
            if not any(self.bucket(texter, lane) for lane in OPEN_LANES):
                self._day(texter)["done"] = True
            self._announce(texter)
        return moved

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
        if reference in self.references:
            return AConversation(conversation, None)
        self.references.add(reference)
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
        self._announce(before, one.holder)
        return AConversation(conversation, self.v)

    def take_texts(self, carrier: str, count: int) -> list[tuple[int, int, str, str]]:
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

    def report_text(self, conversation: int, text: int, status: str) -> bool:
        self._known(conversation)
        self.sending.pop((conversation, text), None)
        self.overdue.discard((conversation, text))
        changed = self._set_status(conversation, text, status)
        if changed:
            self._announce()
        return changed
