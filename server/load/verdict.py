"""The verdict: judges from the whole record, and what the deployment holds at its end, whether promises were kept.

Every check is a function of an Evidence and yields violations; it finds nothing where everything was right, whatever
was lost or killed meanwhile. What one had no answer for may have been done or not, and either is right.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import msgspec

from server.load.history import LOST, OK, Asked, Differs, Fell, Held, Stuck
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
    fell: list[Fell] = []
    differs: list[Differs] = []
    stuck: list[Stuck] = []
    before: End | None = None
    end: End | None = None


def single_owner(evidence: Evidence) -> Iterator[Violation]:
    """No conversation is held by two texters, unless the first has given it back between."""
    seen = defaultdict(list)
    for page in evidence.held:
        for conversation, v in page.conversations:
            seen[conversation].append((v, page))
    for one in evidence.asked:
        if one.outcome == OK and one.conversation is not None and one.v is not None and one.name in SENDS:
            seen[one.conversation].append((one.v, Held(person(one.session), one.began, one.ended, [])))
    gave = defaultdict(list)
    for one in evidence.asked:
        if one.name == "release_conversations":
            gave[person(one.session)].append(one)
    for conversation, held in sorted(seen.items()):
        held.sort(key=lambda each: each[0])
        for (v, first), (w, second) in pairwise(held):
            if first.session != second.session and not any(
                give.ended >= first.began and give.began <= second.ended for give in gave[first.session]
            ):
                yield Violation(
                    "Single owner",
                    f"Conversation {conversation} was held by {first.session} (version {v}) and by {second.session} "
                    f"(version {w}), and {first.session} had not given it back.",
                    {who: history(evidence, who, conversation) for who in (first.session, second.session)},
                )
                break


def exactly_once(evidence: Evidence) -> Iterator[Violation]:
    """The same request id gets the same answer, also from another connection."""
    presses = defaultdict(list)
    for one in evidence.asked:
        if one.request and one.outcome not in UNKNOWN:
            presses[one.request].append(one)
    for request, answers in presses.items():
        granted = [one for one in answers if one.outcome == OK]
        if not granted:
            continue
        first = min(granted, key=lambda one: one.ended)
        for one in answers:
            # A refusal that came before the batch took nothing, and a later press may be granted.
            if one.answer != first.answer and (one.outcome == OK or one.began > first.ended):
                yield Violation(
                    "A request is exactly once",
                    f"Request {request} was answered twice, and not alike.",
                    {"one answer": [line(first)], "another": [line(one)]},
                )
                break


def no_text_twice(evidence: Evidence) -> Iterator[Violation]:
    """Each text that was sent is in its conversation once; one whose fate isn't known at most once; and no other is."""
    if evidence.end is None or evidence.before is None:
        return
    sent = defaultdict(list)
    for one in evidence.asked:
        if one.name in SENDS and one.conversation is not None and one.outcome in (OK, *UNKNOWN):
            sent[one.conversation].append(one)
    for id, conversation in evidence.end.conversations.items():
        sends = sent[id]
        known = sum(one.outcome == OK for one in sends)
        earlier = evidence.before.conversations.get(id)
        words = Counter(conversation.out) - Counter(earlier.out if earlier else [])
        count = words.total()
        texts = {"what was sent": [line(one) for one in sends], "what the conversation holds": conversation.out}
        twice = [one.words for one in sends if one.words and words[one.words] > 1]
        if twice:
            yield Violation("A text is sent at most once", f"Conversation {id} holds {twice[0]!r} twice.", texts)
        elif count > len(sends):
            sentence = f"Conversation {id} holds {count} new texts, and only {len(sends)} were sent."
            yield Violation("A text is sent at most once", sentence, texts)
        elif count < known:
            sentence = f"Conversation {id} holds {count} new texts, and {known} were acknowledged."
            yield Violation("Acknowledged survives", sentence, texts)


def counts_add_up(evidence: Evidence) -> Iterator[Violation]:
    """Every contact is in one place, the rows add up to what is held, and every first message is counted."""
    if evidence.end is None or evidence.before is None:
        return
    campaign, senders = evidence.end.campaign, evidence.end.senders
    unassigned, held = open_in(campaign.unassigned), open_in(campaign.held)
    total = unassigned + held + campaign.closed + campaign.opted_out
    if total != campaign.contacts:
        yield Violation(
            "Conservation",
            f"There are {campaign.contacts:,} contacts, and {total:,} conversations: {unassigned:,} unassigned, "
            f"{held:,} held, {campaign.closed:,} closed and {campaign.opted_out:,} opted out.",
        )
    rows = sum(map(open_in, senders))
    if rows != held:
        yield Violation("Conservation", f"{held:,} conversations are held, and the senders' rows add up to {rows:,}.")
    lanes = Counter(conversation.lane for conversation in evidence.end.conversations.values())
    counted = {"closed": campaign.closed, "opted_out": campaign.opted_out}
    for lane in ("initial", "reply", "quiet"):
        counted[lane] = getattr(campaign.unassigned, lane) + getattr(campaign.held, lane)
    for lane, count in counted.items():
        if lanes[lane] != count:
            yield Violation(
                "Conservation", f"{count:,} conversations are counted in {lane}, and {lanes[lane]:,} are there."
            )
    firsts = [one for one in evidence.asked if one.name == "send_initial"]
    least = evidence.before.campaign.sent + sum(one.outcome == OK for one in firsts)
    most = least + sum(one.outcome in UNKNOWN for one in firsts)
    if not least <= campaign.sent <= most:
        between = f"{least:,}" if least == most else f"{least:,} to {most:,}"
        yield Violation("Conservation", f"{campaign.sent:,} first messages are counted as sent; {between} were.")


def consoles_tell_the_truth(evidence: Evidence) -> Iterator[Violation]:
    """At the end each console and board equals one that has just opened, and no version ever fell."""
    for one in evidence.differs:
        shown, fresh = (each or {} for each in (one.shown, one.fresh))
        names = [name for name in {**shown, **fresh} if shown.get(name) != fresh.get(name)]
        yield Violation(
            "Consoles tell the truth",
            f"{one.session} shows {one.thing} otherwise than one that has just opened.",
            {
                "shown": [f"{name}: {shown.get(name)!r}" for name in names] if one.shown else ["nothing"],
                "just opened": [f"{name}: {fresh.get(name)!r}" for name in names] if one.fresh else ["nothing"],
            },
        )
    for one_fell in evidence.fell:
        yield Violation(
            "Versions never fall",
            f"{one_fell.session} was pushed {one_fell.thing} at version {one_fell.v}, after {one_fell.before}.",
        )


def nobody_is_stuck(evidence: Evidence) -> Iterator[Violation]:
    """Every session could go on."""
    for one in evidence.stuck:
        yield Violation("No session is stuck", f"{one.session}: {one.sentence}.")


CHECKS: tuple[Callable[[Evidence], Iterable[Violation]], ...] = (
    single_owner,
    exactly_once,
    no_text_twice,
    counts_add_up,
    consoles_tell_the_truth,
    nobody_is_stuck,
)


def judge(evidence: Evidence) -> list[Violation]:
    """Return every violation."""
    return [violation for check in CHECKS for violation in check(evidence)]


def open_in(lanes: object) -> int:
    """Return how many conversations are in the open lanes of something that counts them."""
    return sum(getattr(lanes, lane) for lane in ("initial", "reply", "quiet"))


def person(session: str) -> str:
    """Return whose session it is: `texter 7, tab 2` → `texter 7`."""
    return session.partition(",")[0]


def history(evidence: Evidence, who: str, conversation: int) -> list[str]:
    """Return what a texter did and saw that concerns a conversation, in order."""
    lines = [
        (one.began, line(one))
        for one in evidence.asked
        if person(one.session) == who
        and (one.conversation == conversation or one.name in ("request_conversations", "release_conversations"))
    ]
    lines += [
        (page.began, f"{page.began:.3f} is told that it holds conversation {conversation}")
        for page in evidence.held
        if page.session == who and any(id == conversation for id, _ in page.conversations)
    ]
    return [text for _, text in sorted(lines)]


def line(one: Asked) -> str:
    """Return a command and its end, for people."""
    about = "" if one.conversation is None else f" {one.conversation}"
    answer = "" if one.answer is None else f" {one.answer}"
    return f"{one.began:.3f}–{one.ended:.3f} {one.session}: {one.name}{about} → {one.outcome}{answer}"
