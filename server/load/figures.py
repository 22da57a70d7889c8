"""The figures of a load test: how many and how quickly, second by second and in all, from the record."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import ceil

import msgspec

from server.load.evidence import SENDS, person
from server.load.history import OK, Asked, Closed, Lag, Opened, Pushed, Pushes

LATE_SECONDS = 0.05
"""Seconds of its own lag from which on the load generator says that it may be the limit."""

OUT_OF_ORDER_SECONDS = 5.0
"""Seconds by which one process may hand in its records later than another."""

CHANGES = (*SENDS, "close_conversation")
"""Commands whose answer has the version at which the change was made; that of an opt-out may be a later one."""

PUSH_DELAY = "push delay"


class Spread(msgspec.Struct, frozen=True):
    """Times in ms, of so many that were measured."""

    count: int
    p50: float
    p95: float
    p99: float
    max: float


class Second(msgspec.Struct, frozen=True):
    """One second of the run. Times are in ms; None: nothing was measured in it."""

    at: int
    commands: int
    sends: int
    pushes: int
    p50: float | None
    p99: float | None
    push_p50: float | None
    push_p99: float | None
    unassigned: int | None


class Figures(msgspec.Struct, frozen=True):
    """All figures of a run, or of a part of it.

    seconds   how long it took
    sessions  how many connections opened: tabs and boards
    times     the spread of each command's time from when it was due to its answer, and of PUSH_DELAY: from the answer
              to a change until a board, or the texter's other tab, shows it
    refused   refusals and lost answers by command and outcome
    closed    connections that ended, by close code, without those that the load test ended itself
    late      seconds that the load generator itself was late, at most, and in 99 of 100 quarters of a second
    """

    seconds: float
    sessions: int
    commands: int
    sends: int
    pushes: int
    times: dict[str, Spread]
    refused: dict[str, dict[str, int]]
    closed: dict[int, int]
    late: float
    late_p99: float
    unassigned: int | None
    each_second: list[Second] = []

    @property
    def held_back(self) -> str | None:
        """Say that the load generator was the limit, if it was."""
        if self.late_p99 < LATE_SECONDS:
            return None
        return (
            f"The load generator itself was late, by {self.late_p99 * 1000:,.0f} ms in one quarter of a second of a "
            f"hundred ({self.late * 1000:,.0f} ms at most): that is part of these times. Use more --processes, or "
            "another machine."
        )


class Measured:
    """Takes in records, and makes figures of them."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._pushes: list[Pushes] = []
        self._pushed: defaultdict[str, list[Pushed]] = defaultdict(list)
        self._opened: list[Opened] = []
        self._closed: list[Closed] = []
        self._lags: list[Lag] = []

    def take(self, record: Asked | Pushes | Pushed | Opened | Closed | Lag) -> None:
        """Take in a record."""
        match record:
            case Asked():
                self.asked.append(record)
            case Pushes():
                self._pushes.append(record)
            case Pushed():
                self._pushed[record.session].append(record)
            case Opened():
                self._opened.append(record)
            case Closed():
                self._closed.append(record)
            case Lag():
                self._lags.append(record)

    def figures(self, since: float, until: float, each_second: bool = False) -> Figures:
        """Return the figures of a span of the monotonic clock, in seconds."""
        asked = self._asked(since, until)
        delays = list(self._delays(asked))
        times = defaultdict(list)
        refused: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for one in asked:
            times[one.name].append(one.ended - one.intended)
            if one.outcome != OK:
                refused[one.name][one.outcome] += 1
        spreads = {name: spread(times[name]) for name in sorted(times)}
        if delays:
            spreads[PUSH_DELAY] = spread([delay for _, delay in delays])
        lags = [lag.seconds for lag in self._lags if since <= lag.at < until]
        closed = Counter(one.code for one in self._closed if since <= one.at < until and not one.meant)
        unassigned = [one for board in self._pushed.values() for one in board[-1:] if one.unassigned is not None]
        return Figures(
            seconds=until - since,
            sessions=len({one.session for one in self._opened if "fresh" not in one.session}),
            commands=len(asked),
            sends=sum(one.name in SENDS and one.outcome == OK for one in asked),
            pushes=sum(one.count for one in self._pushes if since <= one.at < until),
            times=spreads,
            refused={name: dict(outcomes) for name, outcomes in sorted(refused.items())},
            closed=dict(closed),
            late=max(lags, default=0.0),
            late_p99=percentile(sorted(lags), 0.99),
            unassigned=max(unassigned, key=lambda one: one.at).unassigned if unassigned else None,
            each_second=self._seconds(asked, delays, since, until) if each_second else [],
        )

    def _asked(self, since: float, until: float) -> list[Asked]:
        """Return what was answered in a span. Records come nearly in order, so those long before aren't looked at."""
        found = []
        for one in reversed(self.asked):
            if one.ended < since - OUT_OF_ORDER_SECONDS:
                break
            if since <= one.ended < until:
                found.append(one)
        return found[::-1]

    def _delays(self, asked: Iterable[Asked]) -> Iterable[tuple[float, float]]:
        """Yield, for each change and each page that must show it, when it was answered and how much later it shows."""
        boards = [name for name, pushed in self._pushed.items() if pushed and pushed[0].unassigned is not None]
        tabs = defaultdict(list)
        for name in self._pushed.keys() - set(boards):
            tabs[person(name)].append(name)
        versions = {name: [one.v for one in pushed] for name, pushed in self._pushed.items()}
        for change in asked:
            if change.v is None or change.name not in CHANGES:
                continue
            for page in [*boards, *(tab for tab in tabs[person(change.session)] if tab != change.session)]:
                place = bisect_left(versions[page], change.v)
                if 0 < place < len(versions[page]):  # the page was there before the change
                    yield change.ended, max(0.0, self._pushed[page][place].at - change.ended)

    def _seconds(
        self, asked: list[Asked], delays: list[tuple[float, float]], since: float, until: float
    ) -> list[Second]:
        commands = defaultdict(list)
        for one in asked:
            commands[int(one.ended - since)].append(one)
        pushes, delayed, unassigned = Counter[int](), defaultdict(list), dict[int, int]()
        for pushed in self._pushes:
            pushes[int(pushed.at - since)] += pushed.count
        for at, delay in delays:
            delayed[int(at - since)].append(delay)
        for board in self._pushed.values():
            for one_push in board:
                if one_push.unassigned is not None:
                    unassigned[int(one_push.at - since)] = one_push.unassigned
        seconds, left = [], None
        for at in range(ceil(until - since)):
            times = sorted(one.ended - one.intended for one in commands[at])
            late = sorted(delayed[at])
            left = unassigned.get(at, left)
            seconds.append(
                Second(
                    at=at,
                    commands=len(times),
                    sends=sum(one.name in SENDS and one.outcome == OK for one in commands[at]),
                    pushes=pushes[at],
                    p50=_ms(times, 0.5),
                    p99=_ms(times, 0.99),
                    push_p50=_ms(late, 0.5),
                    push_p99=_ms(late, 0.99),
                    unassigned=left,
                )
            )
        return seconds


def spread(seconds: Iterable[float]) -> Spread:
    """Return the spread of some times."""
    ordered = sorted(seconds)
    at = [round(percentile(ordered, part) * 1000, 2) for part in (0.5, 0.95, 0.99, 1.0)]
    return Spread(len(ordered), *at)


def percentile(ordered: Sequence[float], part: float) -> float:
    """Return the smallest time that `part` of all don't exceed; 0 if there is none."""
    return ordered[max(0, ceil(part * len(ordered)) - 1)] if ordered else 0.0


def _ms(ordered: Sequence[float], part: float) -> float | None:
    return round(percentile(ordered, part) * 1000, 2) if ordered else None
