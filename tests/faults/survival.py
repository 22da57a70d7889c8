"""Judges, after a failover, whether the store holds all that it had acknowledged, and whether anybody was texted twice.

Like the checks of server/load/verdict.py, each takes all that is known and yields sentences: one for every acknowledged
change that is lost, and for every text that went out twice.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgpack

from server.load.evidence import SENDS, UNKNOWN
from server.load.history import OK, Asked
from tests.faults.recording_simulator import Handed

MADE_AT = (*SENDS, "close_conversation")
"""Commands whose answer has the version at which the change was made."""


@dataclass(frozen=True)
class Known:
    """All that is judged.

    asked   all that texters asked for, and the outcomes
    handed  the texts that the carrier was handed
    texts   conversation → its texts in the store at the end, msgpack (lua/shared/texts.lua)
    lanes   conversation → the lane that it is in at the end
    requests  the request ids whose answers the store knows at the end
    out     conversations with an opt-out on record
    clock   ms of the store's clock at the beginning of the monotonic one
    """

    asked: list[Asked]
    handed: list[Handed]
    texts: dict[int, list[dict[str, Any]]]
    lanes: dict[int, str]
    requests: set[str]
    out: set[int]
    clock: float

    @classmethod
    def of(
        cls, asked: list[Asked], handed: list[Handed], campaign: int, stored: dict[str, tuple[str, Any]], clock: float
    ) -> "Known":
        """Take the campaign out of everything that its server holds (tests/stored.py)."""
        begins = f"{{c:{campaign}}}:"
        texts, lanes, requests, out = dict[int, list[dict[str, Any]]](), dict[int, str](), set[str](), set[int]()
        for name, (_, value) in stored.items():
            match name.removeprefix(begins).split(":") if name.startswith(begins) else []:
                case ["texts", id]:
                    texts[int(id)] = [msgpack.unpackb(text) for text in value]
                case ["where"]:
                    places = zip(value[::2], value[1::2], strict=True)
                    lanes = {int(id): place.decode().split(":")[1] for id, place in places}
                case ["opt_outs"]:
                    out = set(map(int, value[::2]))
                case ["request", _, id]:
                    requests.add(id)
        return cls(asked, [one for one in handed if one.campaign == campaign], texts, lanes, requests, out, clock)


def lost_texts(known: Known) -> Iterator[str]:
    """Yield the acknowledged texts that aren't in their conversations, and that nobody has undone."""
    sent, undos = defaultdict(list), defaultdict(list)
    for one in known.asked:
        if one.name in SENDS and one.outcome == OK and one.conversation is not None:
            sent[one.conversation].append(one)
        elif one.undid in SENDS and one.outcome in (OK, *UNKNOWN) and one.conversation is not None:
            undos[one.conversation].append(one.words)
    for conversation, sends in sent.items():
        there = Counter(text["t"] for text in known.texts.get(conversation, []) if text["d"] == "out")
        undone = undos[conversation]
        gone = [one.words for one in sends if one.words and not there[one.words] and one.words not in undone]
        for words in gone:
            yield f"the text {words!r} in conversation {conversation} is gone"
        kept = len(sends) - len(undone)
        if kept - there.total() > len(gone):
            yield f"conversation {conversation} holds {there.total()} texts, and {kept} were acknowledged"


def lost_requests(known: Known) -> Iterator[str]:
    """Yield the batches that were granted, and of which the store knows nothing."""
    for one in known.asked:
        if one.request and one.outcome == OK and one.request not in known.requests:
            yield f"the request {one.request} of {one.session} was granted, and isn't known"


def lost_closings(known: Known) -> Iterator[str]:
    """Yield the conversations that were closed or opted out, and aren't, though nobody wrote in them since."""
    for one in known.asked:
        if one.outcome != OK or one.conversation is None:
            continue
        if one.name == "opt_out" and one.conversation not in known.out:
            yield f"the opt-out of conversation {one.conversation} is gone"
        if one.name == "close_conversation" and known.lanes.get(one.conversation) not in ("closed", "opted_out"):
            closed = known.clock + one.began * 1000
            texts = known.texts.get(one.conversation, [])
            if not any(text["d"] == "in" and text["at"] >= closed for text in texts):
                yield f"the closing of conversation {one.conversation} is gone"


def lost_versions(known: Known) -> Iterator[str]:
    """Yield changes that were acknowledged at the version of another one: the campaign went back between them."""
    at = dict[int, Asked]()
    for one in sorted(known.asked, key=lambda one: one.ended):
        if one.name in MADE_AT and one.outcome == OK and one.v is not None:
            first = at.setdefault(one.v, one)
            if first.conversation != one.conversation:
                yield f"version {one.v} is that of conversation {first.conversation} and of {one.conversation}"


def texts_twice(known: Known) -> Iterator[str]:
    """Yield the texts that were handed over though the place was texted before, or the same words were."""
    places = Counter((one.conversation, one.id) for one in known.handed)
    words = Counter(
        (one.conversation, one.words) for one in known.handed if re.search(r"\([0-9a-f-]{36}\)$", one.words)
    )
    for (conversation, what), count in (*places.items(), *words.items()):
        if count > 1:
            yield f"{what!r} of conversation {conversation} was handed over {count} times"


def texts_forgotten(known: Known) -> Iterator[str]:
    """Yield the texts that were handed over and that the store doesn't hold: somebody may send them again."""
    for one in known.handed:
        texts = known.texts.get(one.conversation, [])
        if len(texts) < one.id or texts[one.id - 1]["t"] != one.words:
            yield f"text {one.id} of conversation {one.conversation} went out, and isn't known"


CHECKS = (lost_texts, lost_requests, lost_closings, lost_versions, texts_twice, texts_forgotten)


def judged(known: Known) -> dict[str, list[str]]:
    """The sentences of each check that has some, by its name in words."""
    found = {check.__name__.replace("_", " "): list(check(known)) for check in CHECKS}
    return {name: sentences for name, sentences in found.items() if sentences}
