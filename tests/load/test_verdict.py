"""Each check of the verdict finds what it is for, and finds nothing in a record where all was right."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.load.evidence import Conversation, End, Evidence, Violation
from server.load.history import Asked, Differs, Fell, Held, Stuck, Taken
from server.load.verdict import CHECKS, judge, unjudged
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


def test_a_conversation_may_go_by_being_skipped_or_taken_from_the_idle() -> None:
    shared = [held(1, 1.0, (5, 10)), held(2, 2.0, (5, 20))]
    skipped = asked(1, "skip_conversation", 1.5, conversation=5)
    another = asked(1, "skip_conversation", 1.5, conversation=6)
    assert judge(Evidence(held=shared, asked=[skipped])) == []
    assert promises(Evidence(held=shared, asked=[another])) == ["Single owner"]
    assert judge(Evidence(held=shared, taken=[Taken("texter 1", 0.5, 1.5)])) == []
    assert promises(Evidence(held=shared, taken=[Taken("texter 2", 0.5, 1.5)])) == ["Single owner"]


def test_a_texter_who_was_told_that_they_hold_one_may_act_on_it() -> None:
    page = [held(1, 1.0, (5, 10))]
    refused = asked(1, "send_initial", 2.0, "not_yours", conversation=5)
    assert promises(Evidence(held=page, asked=[refused])) == ["Single owner"]
    assert judge(Evidence(held=page, asked=[refused, asked(1, "release_conversations", 1.5)])) == []
    assert judge(Evidence(held=page, asked=[refused], taken=[Taken("texter 1", 1.0, 3.0)])) == []
    given_before = asked(1, "release_conversations", 0.5)
    assert promises(Evidence(held=page, asked=[refused, given_before])) == ["Single owner"]
    never_told = asked(1, "send_initial", 2.0, "not_yours", conversation=6)
    told_later = asked(1, "send_initial", 0.5, "not_yours", conversation=5)
    assert judge(Evidence(held=page, asked=[never_told, told_later])) == []


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


UNDONE = asked(1, "undo", 3.0, conversation=1, words="b", undid="send_reply")
REPLY = asked(1, "send_reply", 2.0, conversation=1, words="b")
DRAFT = asked(1, "send_initial", 1.0, conversation=1)


@pytest.mark.parametrize(
    ("acts", "out", "broken"),
    [
        ([SENT, REPLY, UNDONE], ["a"], []),
        ([SENT, REPLY, UNDONE], ["a", "b"], ["An undone text goes to nobody"]),
        ([SENT, REPLY, UNDONE, asked(1, "send_reply", 4.0, conversation=1, words="c")], ["a", "c"], []),
        ([SENT, REPLY, UNDONE, asked(1, "send_reply", 4.0, conversation=1, words="c")], ["a", "b"], ["An undone"]),
        ([SENT, REPLY, UNDONE], [], ["Acknowledged survives"]),
        ([SENT, REPLY, msgspec.structs.replace(UNDONE, outcome="lost")], ["a"], []),
        ([SENT, REPLY, msgspec.structs.replace(UNDONE, outcome="lost")], ["a", "b"], []),
        ([SENT, REPLY, msgspec.structs.replace(UNDONE, outcome="too_late")], ["a"], ["Acknowledged survives"]),
        ([DRAFT, asked(1, "undo", 2.0, conversation=1, undid="send_initial"), SENT], ["a"], []),
        ([DRAFT, asked(1, "undo", 2.0, conversation=1, undid="send_initial"), SENT], ["x", "a"], ["An undone"]),
    ],
)
def test_a_text_that_was_undone_goes_to_nobody(acts: list[Asked], out: list[str], broken: list[str]) -> None:
    found = promises(Evidence(asked=acts, before=end({}), end=end({1: out})))
    assert [promise.startswith(word) for promise, word in zip(found, broken, strict=True)] == [True] * len(broken)


def test_carriers_get_no_more_texts_than_are_kept() -> None:
    def went(segments: int, words: str = "a", before: int = 0) -> list[str]:
        old = end({}, segments=before)
        return promises(Evidence(asked=[SENT], before=old, end=end({1: [words]}, segments=segments)))

    assert went(0) == went(1) == went(8, before=7) == []
    assert went(2) == went(9, before=7) == ["An undone text goes to nobody"]
    assert went(2, words="a" * 161) == [], "its segments aren't counted here"


def test_it_is_told_when_an_undone_text_may_have_gone_in_place_of_one_that_is_queued() -> None:
    def said(segments: int, words: str = "a", *acts: Asked) -> str:
        evidence = Evidence(asked=[SENT, *acts], before=end({}), end=end({1: [words]}, segments=segments))
        return " ".join(unjudged(evidence))

    assert said(1, "a", REPLY, UNDONE) == said(0) == "", "all are out, or none was undone"
    assert said(0, "a", REPLY, UNDONE).startswith("1 of the texts hadn't gone out")
    assert said(2, "a" * 161, REPLY, UNDONE).startswith("Some texts have several segments")
    assert unjudged(Evidence(asked=[REPLY, UNDONE])) == []


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
        violation for check in CHECKS[:4] for violation in check(Evidence(acts, pages, before=end({}), end=end(out)))
    ]
    assert found == list[Violation]()
