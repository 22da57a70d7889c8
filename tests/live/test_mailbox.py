"""The mailbox: the frames that one browser is still to be sent."""

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.live.mailbox import SECONDS_BETWEEN_PUSHES, Mailbox
from server.wire.frames import Frame, changed, gone
from server.wire.things import Presence
from tests.described import campaign, conversation


class Waker:
    """Counts how often the writer was woken."""

    def __init__(self) -> None:
        self.woken = 0

    def __call__(self) -> None:
        self.woken += 1


def thing(id: int = 1, v: int = 1) -> Presence:
    """A small thing."""
    return Presence(id=id, v=v, online=True)


def said(frames: list[Frame]) -> list[tuple[Any, ...]]:
    """The messages of these frames."""
    return [frame.message for frame in frames]


def test_replies_go_at_once_and_in_order() -> None:
    mailbox = Mailbox(wake := Waker())
    for ref in (2, 1, 3):
        mailbox.reply(Frame("reply", ref, None))
    assert mailbox.due_in(0.0) == 0.0
    assert [message[1] for message in said(mailbox.take(0.0))] == [2, 1, 3]
    assert mailbox.take(0.0) == []
    assert wake.woken == 3


def test_of_each_thing_only_the_newest_is_sent() -> None:
    mailbox = Mailbox(lambda: None)
    for v in (1, 2, 3):
        mailbox.push(changed(thing(1, v)))
        mailbox.push(changed(thing(2, v)))
    assert said(mailbox.take(0.0)) == [("changed", thing(1, 3)), ("changed", thing(2, 3))]


def test_a_thing_that_is_gone_replaces_what_it_was() -> None:
    mailbox = Mailbox(lambda: None)
    mailbox.push(changed(thing(1, 1)))
    mailbox.push(gone("presence", 1, None, 2))
    assert [what for what, _ in said(mailbox.take(0.0))] == ["gone"]


def test_things_of_different_kinds_campaigns_or_ids_are_different() -> None:
    mailbox = Mailbox(lambda: None)
    for one in (thing(), thing(id=2), campaign(id=1), conversation(1), conversation(1, campaign=8)):
        mailbox.push(changed(one))
    assert len(mailbox.take(0.0)) == 5


def test_replies_go_before_things() -> None:
    mailbox = Mailbox(lambda: None)
    mailbox.push(changed(thing()))
    mailbox.reply(Frame("reply", 1, None))
    assert [message[0] for message in said(mailbox.take(0.0))] == ["reply", "changed"]


def test_things_wait_until_a_tenth_of_a_second_after_the_last_ones() -> None:
    mailbox = Mailbox(lambda: None)
    mailbox.push(changed(thing(v=1)))
    assert len(mailbox.take(10.0)) == 1
    mailbox.push(changed(thing(v=2)))
    assert mailbox.take(10.0 + SECONDS_BETWEEN_PUSHES * 0.9) == []
    assert said(mailbox.take(10.0 + SECONDS_BETWEEN_PUSHES * 1.1)) == [("changed", thing(v=2))]


def test_it_says_when_something_is_due() -> None:
    mailbox = Mailbox(lambda: None)
    assert mailbox.due_in(10.0) is None
    mailbox.push(changed(thing(v=1)))
    assert mailbox.due_in(10.0) == 0.0
    mailbox.take(10.0)
    assert mailbox.due_in(10.0) is None
    mailbox.push(changed(thing(v=2)))
    due = mailbox.due_in(10.04)
    assert due is not None
    assert abs(due - 0.06) < 1e-9
    mailbox.reply(Frame("reply", 1, None))
    assert mailbox.due_in(10.04) == 0.0


def test_a_reply_does_not_put_off_the_things() -> None:
    mailbox = Mailbox(lambda: None)
    mailbox.push(changed(thing(v=1)))
    mailbox.take(10.0)
    mailbox.push(changed(thing(v=2)))
    mailbox.reply(Frame("reply", 1, None))
    assert [message[0] for message in said(mailbox.take(10.05))] == ["reply"]
    assert [message[0] for message in said(mailbox.take(10.11))] == ["changed"]


def test_the_writer_is_woken_once_for_things_that_wait_together() -> None:
    mailbox = Mailbox(wake := Waker())
    for id in range(300):
        mailbox.push(changed(thing(id)))
    assert wake.woken == 1
    mailbox.take(0.0)
    mailbox.push(changed(thing()))
    assert wake.woken == 2


def test_closing_lets_out_all_that_is_left_and_keeps_its_first_code() -> None:
    mailbox = Mailbox(wake := Waker())
    mailbox.push(changed(thing(v=1)))
    mailbox.take(10.0)
    mailbox.push(changed(thing(v=2)))
    mailbox.close(4401, "signed out")
    mailbox.close(1012, "restarting")
    assert mailbox.closing == (4401, "signed out")
    assert mailbox.due_in(10.0) == 0.0
    assert said(mailbox.take(10.0)) == [("changed", thing(v=2))]
    assert wake.woken == 4


pushes = st.tuples(st.integers(1, 5), st.integers(1, 100), st.booleans())


@given(st.lists(st.one_of(pushes, st.none(), st.floats(0, 0.3))))
def test_however_slowly_it_is_read_the_browser_ends_with_the_newest_of_everything(steps: list[Any]) -> None:
    mailbox, now = Mailbox(lambda: None), 0.0
    newest: dict[int, tuple[Any, ...]] = {}
    shown: dict[int, tuple[Any, ...]] = {}
    taken_at: list[float] = []

    def read() -> None:
        frames = mailbox.take(now)
        assert len(frames) <= 5
        taken_at.extend([now] * bool(frames))
        for message in said(frames):
            shown[message[1].id] = message

    for step in steps:
        if step is None:
            read()
        elif isinstance(step, float):
            now += step
        else:
            id, v, there = step
            frame = changed(thing(id, v)) if there else gone("presence", id, None, v)
            mailbox.push(frame)
            newest[id] = frame.message
    now += SECONDS_BETWEEN_PUSHES
    read()
    assert shown == newest
    assert all(later >= earlier + SECONDS_BETWEEN_PUSHES for earlier, later in itertools.pairwise(taken_at))
