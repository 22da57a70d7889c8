"""Figures are made of the record: times from when acts were due, and how late pages show changes."""

from server.load.figures import PUSH_DELAY, Measured, percentile, spread
from server.load.history import Asked, Closed, Lag, Opened, Pushed, Pushes


def test_a_spread_is_of_times_that_were_measured() -> None:
    ordered = [n / 1000 for n in range(1, 101)]
    assert [percentile(ordered, part) for part in (0.0, 0.5, 0.99, 1.0)] == [0.001, 0.05, 0.099, 0.1]
    assert percentile([], 0.5) == 0
    assert (spread(reversed(ordered)).p95, spread(ordered).max) == (95.0, 100.0)


def figures(*records):
    """The figures of some records, from second 0 to 10."""
    measured = Measured()
    for record in records:
        measured.take(record)
    return measured.figures(0, 10, each_second=True)


def send(at: float, v: int, session: str = "texter 1, tab 1", outcome: str = "ok") -> Asked:
    """A first message that was due half a second before it was sent, and answered at this time."""
    return Asked(session, "send_initial", at - 0.6, at - 0.1, at, outcome, conversation=1, v=v)


def test_a_commands_time_begins_when_it_was_due() -> None:
    told = figures(send(1.0, 5), send(2.0, 6, outcome="not_yours"), send(11.0, 7))
    assert told.times["send_initial"].p50 == 600.0
    assert (told.commands, told.sends, told.refused) == (2, 1, {"send_initial": {"not_yours": 1}})


def test_a_push_is_late_by_the_time_from_the_answer_until_a_board_or_the_other_tab_shows_the_change() -> None:
    told = figures(
        *(Pushed("admin 1", at, v, 10) for at, v in ((0.5, 4), (1.3, 6), (2.0, 8))),
        *(Pushed("texter 1, tab 2", at, v) for at, v in ((0.5, 1), (1.1, 5))),
        *(Pushed("texter 1, tab 1", at, v) for at, v in ((0.5, 1), (1.9, 5))),
        *(Pushed("texter 2, tab 1", at, v) for at, v in ((0.5, 1), (1.9, 9))),
        send(1.0, 5),
    )
    delays = told.times[PUSH_DELAY]
    assert (delays.count, delays.p50, delays.max) == (2, 100.0, 300.0)


def test_a_page_that_came_later_or_has_gone_isnt_late() -> None:
    told = figures(Pushed("admin 1", 5.0, 9, 10), Pushed("admin 2", 0.5, 4, 10), send(1.0, 5))
    assert PUSH_DELAY not in told.times


def test_each_second_has_its_own() -> None:
    told = figures(
        *(send(1.5, 5), send(1.6, 6), send(3.2, 7)),
        *(Pushes("admin 1", 1.5, 3), Pushed("admin 1", 1.7, 6, 90)),
        *(Opened("admin 1", 0.1, 0.1), Opened("admin 1, fresh", 9.0, 0.1)),
        *(Closed("admin 1", 2.0, 1006, False), Closed("texter 1, tab 1", 2.0, 1006, True)),
    )
    assert [second.sends for second in told.each_second] == [0, 2, 0, 1, 0, 0, 0, 0, 0, 0]
    assert [second.unassigned for second in told.each_second][:3] == [None, 90, 90]
    assert (told.pushes, told.unassigned, told.sessions, told.closed) == (3, 90, 1, {1006: 1})


def test_it_says_when_the_load_generator_itself_was_late() -> None:
    lags = [Lag("1", n / 10, 0.002) for n in range(90)] * 2
    assert figures(*lags).held_back is None
    sentence = figures(*lags, Lag("1", 9.2, 0.3), Lag("1", 9.3, 0.2), Lag("1", 9.4, 0.2)).held_back
    assert sentence and "200 ms" in sentence and "300 ms at most" in sentence
