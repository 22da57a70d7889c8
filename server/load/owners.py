"""The holders of conversations: judges from what texters were told they hold, and from what they gave back."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from server.load.evidence import SENDS, Evidence, Violation, history, line, person
from server.load.history import OK, Held

GIVES = ("release_conversations", "skip_conversation")
"""Commands by which a texter's conversations may become unassigned; of a skip only the one that is skipped."""


class Gave(msgspec.Struct, frozen=True):
    """A time in which a texter's conversations may have gone from them: one of them, or, if that is None, any."""

    began: float
    ended: float
    conversation: int | None = None


def single_owner(evidence: Evidence) -> Iterator[Violation]:
    """No conversation is held by two texters, unless the first has given it back between."""
    seen = defaultdict(list)
    for page in evidence.held:
        for conversation, v in page.conversations:
            seen[conversation].append((v, page))
    for one in evidence.asked:
        if one.outcome == OK and one.conversation is not None and one.v is not None and one.name in SENDS:
            seen[one.conversation].append((one.v, Held(person(one.session), one.began, one.ended, [])))
    gave = _gave(evidence)
    for conversation, held in sorted(seen.items()):
        held.sort(key=lambda each: each[0])
        for (v, first), (w, second) in pairwise(held):
            between = first.began, second.ended
            if first.session != second.session and not _may_have_gone(gave[first.session], conversation, *between):
                yield Violation(
                    "Single owner",
                    f"Conversation {conversation} was held by {first.session} (version {v}) and by {second.session} "
                    f"(version {w}), and {first.session} had not given it back.",
                    {who: history(evidence, who, conversation) for who in (first.session, second.session)},
                )
                break


def holders_may_act(evidence: Evidence) -> Iterator[Violation]:
    """No texter is told that a conversation isn't theirs after a page said that it is, unless they gave it back."""
    told = defaultdict(list)
    for page in sorted(evidence.held, key=lambda page: page.ended):
        for conversation, _ in page.conversations:
            told[page.session, conversation].append(page)
    gave = _gave(evidence)
    for one in evidence.asked:
        if one.outcome != "not_yours" or one.conversation is None:
            continue
        who = person(one.session)
        pages = told[who, one.conversation]
        last = bisect_right(pages, one.began, key=lambda page: page.ended)
        if last and not _may_have_gone(gave[who], one.conversation, pages[last - 1].began, one.ended):
            yield Violation(
                "Single owner",
                f"{who} was told that it holds conversation {one.conversation}, and then that it doesn't: {line(one)}.",
                {who: history(evidence, who, one.conversation)},
            )


def _gave(evidence: Evidence) -> defaultdict[str, list[Gave]]:
    """Return when the conversations of each texter may have gone."""
    gave = defaultdict(list)
    for one in evidence.asked:
        if one.name in GIVES:
            gave[person(one.session)].append(Gave(one.began, one.ended, one.conversation))
    for taken in evidence.taken:
        gave[taken.session].append(Gave(taken.began, taken.ended))
    return gave


def _may_have_gone(gave: list[Gave], conversation: int, since: float, until: float) -> bool:
    return any(
        give.ended >= since and give.began <= until and give.conversation in (None, conversation) for give in gave
    )
