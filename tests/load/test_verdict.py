"""Each check of the verdict finds what it is for, and finds nothing in a record where all was right."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.load.evidence import Conversation, End, Evidence, Violation
from server.load.history import Asked, Differs, Fell, Held, Stuck
from server.load.verdict import CHECKS, judge
from server.wire.things import Sender
from tests.described import campaign


def asked(who: int, name: str, at: float, outcome: str = "ok", **more: Any) -> Asked:
    """A command of a texter that took a tenth of a second."""
    return Asked(f"texter {who}, tab 1", name, at, at, at + 0.1, outcome, **more)


def held(who: int, at: float, *conversations: tuple[int, int]) -> Held:
    """A page of conversations that a texter was told they hold."""
    return Held(f"texter {who}", at, at + 0.1, list(conversations))


def end(out: dict[int, list[str]], **changes: Any) -> End:
    """A campaign of ten contacts at the end: one texter holds those who were texted, in lane quiet."""
    lanes = {"initial": 0, "reply": 0, "quiet": 0}
    whole = {
        "contacts": 10,
        "unassigned": {**lanes, "initial": 10 - len(out)},
        "held": {**lanes, "quiet": len(out)},
        "sent": len(out),
        **changes,
    }
    row = Sender(id=1, campaign=7, last_active=None, initial=0, reply=0, quiet=len(out), closed=0, opted_out=0)
    texts = {n: Conversation("quiet" if n in out else "initial", out.get(n, [])) for n in range(1, 11)}
    return End(campaign(**whole), [row], texts)


def promises(evidence: Evidence) -> list[str]:
    """The promises that are found broken."""
    return [violation.promise for violation in judge(evidence)]


def test_two_texters_may_hold_a_conversation_only_one_after_the_other() -> None:
    shared = Evidence(held=[held(1, 1.0, (5, 10)), held(2, 2.0, (5, 20))])
    [violation] = judge(shared)
    assert violation.promise == "Single owner"
    assert list(violation.histories) == ["texter 1", "texter 2"]

    given_back = Evidence(held=shared.held, asked=[asked(1, "release_conversations", 1.5)])
    assert judge(given_back) == []
    unknown = Evidence(held=shared.held, asked=[asked(1, "release_conversations", 1.5, "lost")])
    assert judge(unknown) == []
    by_another = Evidence(held=shared.held, asked=[asked(2, "release_conversations", 1.5)])
    assert promises(by_another) == ["Single owner"]
    too_late = Evidence(held=shared.held, asked=[asked(1, "release_conversations", 2.5)])
    assert promises(too_late) == ["Single owner"]


def test_a_text_that_went_out_shows_who_held_its_conversation() -> None:
    sent = asked(2, "send_initial", 2.0, conversation=5, v=20)
    assert promises(Evidence(held=[held(1, 1.0, (5, 10))], asked=[sent])) == ["Single owner"]


def test_a_request_has_one_answer() -> None:
    answer = {"assigned": 3, "initial": 3}
    first = asked(1, "request_conversations", 1.0, request="a", answer=answer)
    same = asked(1, "request_conversations", 2.0, request="a", answer=answer)
    more = asked(1, "request_conversations", 2.0, request="a", answer={"assigned": 3, "initial": 6})
    refused = asked(1, "request_conversations", 2.0, "initials_left", request="a")
    before = asked(1, "request_conversations", 0.5, "initials_left", request="a")
    lost = asked(1, "request_conversations", 2.0, "lost", request="a")
    assert judge(Evidence(asked=[first, same, before, lost])) == []
    assert promises(Evidence(asked=[first, more])) == ["A request is exactly once"]
    assert promises(Evidence(asked=[first, refused])) == ["A request is exactly once"]


SENT = asked(1, "send_initial", 1.0, conversation=1, words="a")
LOST = asked(1, "send_reply", 2.0, "lost", conversation=1, words="b")


@pytest.mark.parametrize(
    ("out", "broken"),
    [
        (["a"], []),
        (["a", "b"], []),
        (["a", "a"], ["A text is sent at most once"]),
        (["a", "b", "c"], ["A text is sent at most once"]),
        ([], ["Acknowledged survives"]),
    ],
)
def test_texts_are_in_their_conversation_once(out: list[str], broken: list[str]) -> None:
    now = end({1: out})
    assert promises(Evidence(asked=[SENT, LOST], before=end({}), end=now)) == broken


def test_texts_from_before_dont_count() -> None:
    before = end({1: ["a", "x"]})
    again = asked(1, "send_reply", 1.0, conversation=1, words="b")
    assert judge(Evidence(asked=[again], before=before, end=end({1: ["a", "x", "b"]}))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"contacts": 11},
        {"held": {"initial": 0, "reply": 0, "quiet": 2}},
        {"closed": 1},
        {"sent": 0},
        {"sent": 2},
        {"unassigned": {"initial": 8, "reply": 1, "quiet": 0}},
    ],
)
def test_counts_add_up(changes: dict[str, Any]) -> None:
    evidence = Evidence(asked=[SENT], before=end({}), end=end({1: ["a"]}, **changes))
    assert set(promises(evidence)) == {"Conservation"}


def test_a_page_that_differs_a_version_that_fell_and_a_session_that_is_stuck_are_told() -> None:
    evidence = Evidence(
        differs=[Differs("texter 1, tab 1", "console 1", {"initial": 3, "v": 0}, {"initial": 2, "v": 0})],
        fell=[Fell("admin 1", 1.0, "campaign 7", 5, 4)],
        stuck=[Stuck("texter 2", 1.0, "it waits")],
    )
    differs, fell, stuck = judge(evidence)
    assert differs.histories == {"shown": ["initial: 3"], "just opened": ["initial: 2"]}
    assert (fell.promise, stuck.promise) == ("Versions never fall", "No session is stuck")


def test_without_an_admin_the_rest_is_judged() -> None:
    assert judge(Evidence(asked=[SENT, LOST])) == []


@given(st.data())
def test_nothing_is_found_where_all_was_right(data: st.DataObject) -> None:
    """Texters request, send, lose answers and give back, as a store that keeps its promises lets them."""
    free, owner = list(range(1, 11)), dict[int, int]()
    out: dict[int, list[str]] = {}
    acts, pages = list[Asked](), list[Held]()
    for v in range(1, data.draw(st.integers(0, 30)) + 1):
        who, at = data.draw(st.integers(1, 3)), float(v)
        act = data.draw(st.sampled_from(["request", "send", "release"]))
        outcome = data.draw(st.sampled_from(["ok", "ok", "lost"]))
        done = outcome == "ok" or data.draw(st.booleans())
        mine = [id for id, texter in owner.items() if texter == who]
        if act == "request" and free:
            if done:
                owner[free.pop(0)] = who
            acts.append(
                asked(who, "request_conversations", at, outcome, request=str(v), answer={} if outcome == "ok" else None)
            )
        elif act == "send" and mine:
            if done:
                out.setdefault(mine[0], []).append(f"text {v}")
            name = "send_reply" if len(out.get(mine[0], [])) > 1 else "send_initial"
            acts.append(asked(who, name, at, outcome, conversation=mine[0], words=f"text {v}", v=v))
        elif act == "release" and mine:
            if done:
                free += [id for id in mine if id not in out]
                owner = {id: texter for id, texter in owner.items() if texter != who or id in out}
            acts.append(asked(who, "release_conversations", at, outcome))
        pages.append(held(who, at, *((id, v) for id, texter in owner.items() if texter == who)))
    found = [
        violation for check in CHECKS[:3] for violation in check(Evidence(acts, pages, before=end({}), end=end(out)))
    ]
    assert found == list[Violation]()
