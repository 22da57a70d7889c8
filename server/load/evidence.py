"""All that a load test's verdict is made of, and how it is told to people."""

import msgspec

from server.load.history import LOST, Asked, Differs, Fell, Held, Stuck, Taken
from server.wire.things import Campaign, Sender

UNKNOWN = (LOST, "try_again", "fault")
"""Outcomes after which nobody knows whether it was done."""

SENDS = ("send_initial", "send_reply")


class Violation(msgspec.Struct, frozen=True):
    """A promise that was broken: which, what was seen, and the histories that don't fit together, side by side."""

    promise: str
    sentence: str
    histories: dict[str, list[str]] = {}


class Conversation(msgspec.Struct, frozen=True):
    """A conversation at the end, from the export: its lane and the texts that went out."""

    lane: str
    out: list[str]


class End(msgspec.Struct, frozen=True):
    """The campaign as the deployment holds it at a moment, by an admin's word."""

    campaign: Campaign
    senders: list[Sender]
    conversations: dict[int, Conversation]


class Evidence(msgspec.Struct, frozen=True):
    """All that is judged.

    before  what the deployment held before; None, like `end`: there was no admin to ask
    """

    asked: list[Asked] = []
    held: list[Held] = []
    taken: list[Taken] = []
    fell: list[Fell] = []
    differs: list[Differs] = []
    stuck: list[Stuck] = []
    before: End | None = None
    end: End | None = None


def person(session: str) -> str:
    """Return whose session it is: `texter 7, tab 2` → `texter 7`."""
    return session.partition(",")[0]


def history(evidence: Evidence, who: str, conversation: int) -> list[str]:
    """Return what a texter did and saw that concerns a conversation, in order."""
    batches = ("request_conversations", "wait_for_more", "release_conversations")
    lines = [
        (one.began, line(one))
        for one in evidence.asked
        if person(one.session) == who and (one.conversation == conversation or one.name in batches)
    ]
    lines += [
        (page.began, f"{page.began:.3f} is told that it holds conversation {conversation}")
        for page in evidence.held
        if page.session == who and any(id == conversation for id, _ in page.conversations)
    ]
    lines += [
        (taken.began, f"{taken.began:.3f}–{taken.ended:.3f} conversations are taken from it")
        for taken in evidence.taken
        if taken.session == who
    ]
    return [text for _, text in sorted(lines)]


def line(one: Asked) -> str:
    """Return a command and its end, for people."""
    about = "" if one.conversation is None else f" {one.conversation}"
    answer = "" if one.answer is None else f" {one.answer}"
    return f"{one.began:.3f}–{one.ended:.3f} {one.session}: {one.name}{about} → {one.outcome}{answer}"
