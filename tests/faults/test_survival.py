"""The judge of failovers sees each thing that a failover can lose."""

from dataclasses import replace
from typing import Any

import pytest

from server.load.history import OK, Asked
from tests.faults.recording_simulator import Handed
from tests.faults.survival import Known, judged

OWN = "Good to hear from you! (01234567-89ab-cdef-0123-456789abcdef)"


def asked(name: str, outcome: str = OK, **more: Any) -> Asked:
    """Something that a texter asked for, 1 s after the beginning."""
    return Asked("texter 1", name, 1.0, 1.0, 1.1, outcome, **more)


GOOD = Known(
    asked=[
        asked("request_conversations", request="r", answer={"assigned": 2}),
        asked("send_initial", conversation=1, v=4),
        asked("send_reply", conversation=1, v=6, words=OWN),
        asked("send_initial", conversation=2, v=7),
        asked("close_conversation", conversation=1, v=8),
        asked("close_conversation", conversation=3, v=9),
        asked("opt_out", conversation=2, v=10),
        asked("send_initial", "try_again", conversation=4),
    ],
    handed=[Handed(1, 1, 1, "Hi!"), Handed(1, 1, 3, OWN), Handed(1, 2, 1, "Hi!")],
    texts={
        1: [{"d": "out", "t": "Hi!", "at": 100}, {"d": "in", "t": "Hi", "at": 200}, {"d": "out", "t": OWN, "at": 900}],
        2: [{"d": "out", "t": "Hi!", "at": 100}],
        3: [{"d": "out", "t": "Hi!", "at": 100}, {"d": "in", "t": "But …", "at": 5000}],
    },
    lanes={1: "closed", 2: "opted_out", 3: "reply"},
    requests={"r"},
    out={2},
    clock=0.0,
)
"""Everything that was acknowledged is there; somebody wrote again after conversation 3 was closed."""


def test_what_is_whole_is_judged_so() -> None:
    assert judged(GOOD) == {}


LOSSES = {
    "a first message": ({"texts": GOOD.texts | {2: []}}, {"lost texts", "texts forgotten"}),
    "a reply": ({"texts": GOOD.texts | {1: GOOD.texts[1][:2]}}, {"lost texts", "texts forgotten"}),
    "a text that only the carrier knows": ({"handed": [*GOOD.handed, Handed(1, 4, 1, "Hi!")]}, {"texts forgotten"}),
    "a batch": ({"requests": set()}, {"lost requests"}),
    "a closing": ({"lanes": GOOD.lanes | {1: "quiet"}}, {"lost closings"}),
    "an opt-out": ({"out": set()}, {"lost closings"}),
    "a version": ({"asked": [*GOOD.asked, asked("close_conversation", conversation=2, v=8)]}, {"lost versions"}),
    "nothing, but a text goes out twice": ({"handed": [*GOOD.handed, GOOD.handed[0]]}, {"texts twice"}),
    "nothing, but a reply goes out again": (
        {
            "handed": [*GOOD.handed, Handed(1, 1, 4, OWN)],
            "texts": GOOD.texts | {1: [*GOOD.texts[1], {"d": "out", "t": OWN, "at": 950}]},
        },
        {"texts twice"},
    ),
}
"""A loss → the difference that it makes, and the checks that see it."""


@pytest.mark.parametrize("loss", LOSSES)
def test_each_loss_is_seen(loss: str) -> None:
    difference, seen = LOSSES[loss]
    assert judged(replace(GOOD, **difference)).keys() == seen
