"""The verdict: judges from the whole record, and what the deployment holds at its end, whether promises were kept.

Every check is a function of an Evidence and yields violations; it finds nothing where everything was right, whatever
was lost or killed meanwhile. What one had no answer for may have been done or not, and either is right.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from server.load.evidence import SENDS, UNKNOWN, Evidence, Violation, line
from server.load.history import OK
from server.load.owners import holders_may_act, single_owner

ONE_SEGMENT = re.compile(r"[\w \n@$!\"#%&'()*+,\-./:;<=>?]{1,160}", re.ASCII)
"""A text that is one segment for every carrier; lua/shared/segments.lua counts those of all texts."""


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
    """Each text that was sent is in its conversation once; one whose fate isn't known at most once; and no other is.

    A text that was undone isn't in it.
    """
    if evidence.end is None or evidence.before is None:
        return
    sent, undos = defaultdict(list), defaultdict(list)
    for one in evidence.asked:
        if one.conversation is not None and one.outcome in (OK, *UNKNOWN):
            if one.name in SENDS:
                sent[one.conversation].append(one)
            elif one.undid in SENDS:
                undos[one.conversation].append(one)
    for id, conversation in evidence.end.conversations.items():
        sends = sent[id]
        undone = [one for one in undos[id] if one.outcome == OK]
        known = sum(one.outcome == OK for one in sends) - len(undos[id])
        earlier = evidence.before.conversations.get(id)
        words = Counter(conversation.out) - Counter(earlier.out if earlier else [])
        count = words.total()
        acts = sorted([*sends, *undos[id]], key=lambda one: one.began)
        texts = {"what was sent": [line(one) for one in acts], "what the conversation holds": conversation.out}
        twice = [one.words for one in sends if one.words and words[one.words] > 1]
        if twice:
            yield Violation("A text is sent at most once", f"Conversation {id} holds {twice[0]!r} twice.", texts)
        elif count > len(sends):
            sentence = f"Conversation {id} holds {count} new texts, and only {len(sends)} were sent."
            yield Violation("A text is sent at most once", sentence, texts)
        elif count > len(sends) - len(undone) or any(words[one.words] for one in undone if one.words):
            sentence = (
                f"Conversation {id} holds {count} new texts: {len(sends)} were sent, {len(undone)} of them undone."
            )
            yield Violation("An undone text goes to nobody", sentence, texts)
        elif count < known:
            sentence = f"Conversation {id} holds {count} new texts, and {known} were acknowledged."
            yield Violation("Acknowledged survives", sentence, texts)


def only_what_is_kept_went_out(evidence: Evidence) -> Iterator[Violation]:
    """Carriers got no more texts than conversations hold: an undone one is in none, so nobody may have got it.

    Judged from segments, where every text is one.
    """
    went, kept = _went_and_kept(evidence) or (0, 0)
    if went > kept:
        sentence = f"Carriers got {went:,} texts, and conversations hold {kept:,} that they may have got."
        yield Violation("An undone text goes to nobody", sentence)


def unjudged(evidence: Evidence) -> list[str]:
    """Return a sentence for each promise that something happened to, and that couldn't be judged to the end."""
    if evidence.end is None or not any(one.undid in SENDS for one in evidence.asked):
        return []
    counted = _went_and_kept(evidence)
    if counted is None:
        return ["Some texts have several segments, so it wasn't judged from these that undone ones went to nobody."]
    went, kept = counted
    if went < kept:  # so many undone ones may have gone in their place
        return [f"{kept - went:,} of the texts hadn't gone out yet, so it wasn't judged that no undone ones did."]
    return []


def _went_and_kept(evidence: Evidence) -> tuple[int, int] | None:
    """Return how many texts carriers got, and how many they may have got; None: not every text is one segment."""
    if evidence.end is None or evidence.before is None:
        return None
    new, old = (sum(len(each.out) for each in end.conversations.values()) for end in (evidence.end, evidence.before))
    texts = (text for conversation in evidence.end.conversations.values() for text in conversation.out)
    if not all(ONE_SEGMENT.fullmatch(text) for text in texts):
        return None
    queued_before = max(0, old - evidence.before.campaign.segments)
    return evidence.end.campaign.segments - evidence.before.campaign.segments, new - old + queued_before


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
    firsts = Counter(one.outcome for one in evidence.asked if one.name == "send_initial")
    undone = Counter(one.outcome for one in evidence.asked if one.undid == "send_initial")
    sent = evidence.before.campaign.sent + firsts[OK] - undone[OK]
    least = sent - sum(undone[outcome] for outcome in UNKNOWN)
    most = sent + sum(firsts[outcome] for outcome in UNKNOWN)
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
    holders_may_act,
    exactly_once,
    no_text_twice,
    only_what_is_kept_went_out,
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
