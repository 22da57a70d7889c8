"""One campaign as a process shows it, told by hand."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.structs import replace

from server.live.mailbox import Mailbox
from server.live.watch import CONSOLES_IN_A_ROW, Connection, Watch
from server.shown import Thing, key_of
from server.wire.described import CampaignNews
from tests.described import conversation, news, tell_all, texter

ANA, BEN = 1, 2


def socket(member: int, *, admin: bool = False) -> Connection:
    """A socket whose mailbox is looked into by hand."""
    return Connection(Mailbox(lambda: None), member, admin, f"token:{member}")


def pushed(connection: Connection) -> list[Thing]:
    """The things that the socket has been sent since this was last asked."""
    connection.mailbox.close(0, "")  # whatever waits may go at once
    return [to_builtins(frame.message[1]) for frame in connection.mailbox.take(0.0)]


def test_a_texter_known_from_a_newer_snapshot_is_told_when_the_announcement_comes() -> None:
    watch, ana, ada = Watch(7), socket(ANA), socket(9, admin=True)
    watch.shown[ANA].add(ana)
    tell_all(watch, news(10, texter(ANA)))
    watch.show_console(ANA)
    pushed(ana)
    watch.rows.add(ada)
    watch.learn(news(12, texter(ANA, initial=10), texter(BEN)))  # read for ada's board, ahead of announcements
    tell_all(watch, news(11, texter(ANA, initial=10)))
    assert [(thing["screen"], thing["v"]) for thing in pushed(ana)] == [("initials", 12)]
    assert [thing["initial"] for thing in pushed(ada) if thing["kind"] == "sender"] == [10]


def test_an_announcement_older_than_what_is_known_is_passed_over() -> None:
    watch, ana = Watch(7), socket(ANA)
    watch.shown[ANA].add(ana)
    tell_all(watch, news(12, texter(ANA, initial=10)))
    pushed(ana)
    tell_all(watch, news(11, texter(ANA)))
    assert pushed(ana) == []


def test_a_console_is_pushed_only_when_it_differs() -> None:
    watch, ana, ben = Watch(7), socket(ANA), socket(BEN)
    watch.shown[ANA].add(ana)
    watch.shown[BEN].add(ben)
    tell_all(watch, news(1, texter(ANA), texter(BEN)))
    pushed(ana), pushed(ben)
    tell_all(watch, news(2, texter(ANA, initial=10)))
    assert len(pushed(ana)) == 1
    assert pushed(ben) == []


def test_everybody_is_told_when_the_gate_changes() -> None:
    watch = Watch(7)
    sockets = [socket(id) for id in range(120)]
    for connection in sockets:
        watch.shown[connection.member].add(connection)
    tell_all(watch, news(1, *(texter(id) for id in range(120))))
    for connection in sockets:
        pushed(connection)
    tell_all(watch, news(2, status="paused"))
    assert [[thing["screen"] for thing in pushed(connection)] for connection in sockets] == [["not_sending"]] * 120


def test_who_leaves_is_forgotten() -> None:
    watch, ana, ada = Watch(7), socket(ANA), socket(9, admin=True)
    watch.shown[ANA].add(ana)
    watch.admins.add(ada)
    watch.rows.add(ada)
    watch.open(ada, 3)
    tell_all(watch, news(1, texter(ANA), texter(BEN)))
    watch.leave(ana)
    watch.leave(ada)
    assert watch.empty
    assert not watch.texters
    assert not watch.consoles


def test_an_open_conversation_that_is_no_longer_ours_is_taken_away() -> None:
    watch, ana, ada = Watch(7), socket(ANA), socket(9, admin=True)
    watch.shown[ANA].add(ana)
    watch.open(ana, 3)
    watch.open(ada, 3)
    watch.tell_conversation(conversation(3, holder=BEN, lane="quiet", v=5))
    assert pushed(ana) == [{"kind": "conversation", "id": 3, "campaign": 7, "v": 5}]
    assert [thing["holder"] for thing in pushed(ada)] == [BEN]
    assert ana.opened is None


def test_a_conversation_that_was_read_is_not_told_as_older_announcements_have_it() -> None:
    """They may be heard late: by the connection to a server that had the campaign before."""
    watch, ana = Watch(7), socket(ANA)
    watch.shown[ANA].add(ana)
    watch.open(ana, 3)
    watch.tell_conversation(conversation(3, holder=ANA, lane="reply", v=9), read=True)
    assert [thing["v"] for thing in pushed(ana)] == [9]
    ana = socket(ANA)
    watch.shown[ANA] = {ana}
    watch.heard = 5
    watch.tell_conversation(conversation(3, holder=ANA, lane="quiet", v=5))
    assert pushed(ana) == []
    watch.heard = 10
    watch.tell_conversation(conversation(3, holder=ANA, lane="quiet", v=10))
    assert [thing["v"] for thing in pushed(ana)] == [10]
    watch.tell_conversation(conversation(4, holder=ANA, lane="quiet", v=11), read=True)
    assert watch.read == {4: 11}


def test_who_was_removed_as_a_sender_is_told_nothing_of_what_is_still_recorded_as_theirs() -> None:
    watch, ana, ada = Watch(7), socket(ANA), socket(9, admin=True)
    watch.shown[ANA].add(ana)
    watch.open(ana, 3)
    watch.open(ada, 3)
    tell_all(watch, news(5, texter(ANA, sender=False)))
    pushed(ana)
    watch.tell_conversation(conversation(3, holder=ANA, lane="opted_out", v=6))
    assert pushed(ana) == [{"kind": "conversation", "id": 3, "campaign": 7, "v": 6}]
    assert [thing["lane"] for thing in pushed(ada)] == ["opted_out"]


# Things that are kept, and sockets that are told nothing.


def test_a_texter_whom_nobody_shows_is_not_remembered() -> None:
    watch, ana = Watch(7), socket(ANA)
    watch.shown[ANA].add(ana)

    tell_all(watch, news(1, texter(ANA), texter(BEN)))

    assert set(watch.texters) == {ANA}  # what is remembered of others would be old by the time it is shown


def test_a_board_that_closes_takes_nothing_from_the_consoles() -> None:
    watch, ana, ada = Watch(7), socket(ANA), socket(9, admin=True)
    watch.shown[ANA].add(ana)
    watch.rows.add(ada)
    tell_all(watch, news(1, texter(ANA), texter(BEN)))
    pushed(ana)

    watch.leave(ada)

    assert set(watch.texters) == set(watch.consoles) == {ANA}
    tell_all(watch, news(2, texter(ANA)))
    assert pushed(ana) == []


def test_a_texter_who_changed_without_a_difference_in_their_console_is_told_nothing() -> None:
    watch, ana = Watch(7), socket(ANA)
    watch.shown[ANA].add(ana)
    tell_all(watch, news(1, texter(ANA)))
    pushed(ana)

    tell_all(watch, news(2, texter(ANA)))

    assert pushed(ana) == []


def test_a_texter_who_was_never_shown_a_console_is_not_told_that_it_is_gone() -> None:
    watch, ana = Watch(7), socket(ANA)
    watch.shown[ANA].add(ana)

    tell_all(watch, news(1, texter(ANA, sender=False)))

    assert pushed(ana) == []


def test_the_console_of_a_campaign_that_was_archived_is_gone() -> None:
    watch, ana = Watch(7), socket(ANA)
    watch.shown[ANA].add(ana)
    tell_all(watch, news(1, texter(ANA)))
    pushed(ana)

    tell_all(watch, news(2, status="archived"))

    assert pushed(ana) == [{"kind": "console", "id": ANA, "campaign": 7, "v": 2}]
    assert watch.show_console(ANA) is None


def test_many_are_told_some_at_a_time_by_what_counts_then() -> None:
    watch = Watch(7)
    sockets = [socket(id) for id in range(3 * CONSOLES_IN_A_ROW)]
    for connection in sockets:
        watch.show(connection)
    tell_all(watch, news(1, *(texter(id) for id in range(len(sockets)))))
    for connection in sockets:
        pushed(connection)

    watch.tell(news(2, texter(2 * CONSOLES_IN_A_ROW, initial=5), status="paused"), {})
    assert [len(pushed(connection)) for connection in sockets].count(1) == 1  # who did it hears at once
    watch.tell_some()
    told = [pushed(connection) for connection in sockets]
    assert list(map(bool, told)) == [True] * CONSOLES_IN_A_ROW + [False] * 2 * CONSOLES_IN_A_ROW
    watch.tell(news(3, title="New"), {})
    watch.leave(sockets[-1])
    while watch.behind:
        watch.tell_some()

    for connection in sockets[:-1]:
        screen = "initials" if connection.member == 2 * CONSOLES_IN_A_ROW else "looking"
        assert [(thing["v"], thing["title"], thing["screen"]) for thing in pushed(connection)] == [(3, "New", screen)]
    assert pushed(sockets[-1]) == []
    assert sockets[-1].member not in watch.consoles


def test_what_a_socket_has_open_in_another_campaign_is_none_of_this_ones_business() -> None:
    here, there, ana = Watch(7), Watch(8), socket(ANA)
    here.shown[ANA].add(ana)
    there.open(ana, 3)

    assert here.opened_by([ANA]) == set()
    here.leave(ana)

    assert ana.opened == (8, 3)


# Versions never fall.


def test_a_board_is_told_nothing_of_the_past() -> None:
    watch, ada, ana = Watch(7), socket(9, admin=True), socket(ANA)
    watch.admins.add(ada)
    watch.rows.add(ada)
    watch.shown[ANA].add(ana)
    tell_all(watch, news(12, texter(ANA, initial=10)))
    pushed(ada), pushed(ana)

    tell_all(watch, news(11, texter(ANA), status="paused"))

    assert (pushed(ada), pushed(ana)) == ([], [])
    assert watch.v == 12


def test_a_console_that_changes_with_the_campaign_has_the_campaigns_version() -> None:
    watch, ana = Watch(7), socket(ANA)
    watch.shown[ANA].add(ana)
    tell_all(watch, news(1, texter(ANA)))
    pushed(ana)

    tell_all(watch, news(5, status="paused"))

    assert [thing["v"] for thing in pushed(ana)] == [5]


LATEST = 6
states = st.tuples(st.sampled_from(["active", "paused"]), st.integers(0, 2), st.integers(0, 2), st.booleans())
"""A campaign at one version: its status, how many initials Ana and Ben hold, and whether Ben is a sender."""
steps = st.tuples(st.sampled_from(["announced", "read", "learned", "shown"]), st.integers(1, LATEST))


def told(v: int, state: tuple[str, int, int, bool]) -> CampaignNews:
    """The whole campaign at a version, as a snapshot has it."""
    status, anas, bens, sender = state
    return news(v, texter(ANA, initial=anas), texter(BEN, initial=bens, sender=sender), status=status)


@given(st.lists(states, min_size=LATEST, max_size=LATEST), st.lists(steps))
def test_versions_never_fall_and_the_newest_is_shown_whatever_is_heard_late_or_twice(
    history: list[tuple[str, int, int, bool]], heard: list[tuple[str, int]]
) -> None:
    watch, sockets = Watch(7), [socket(ANA), socket(BEN), socket(9, admin=True)]
    for connection in sockets[:2]:
        watch.shown[connection.member].add(connection)
    watch.admins.add(sockets[2])
    watch.rows.add(sockets[2])
    shown: dict[tuple[int, Any], tuple[int, Thing]] = {}

    def read() -> None:
        for place, connection in enumerate(sockets):
            connection.mailbox.close(0, "")  # whatever waits may go at once
            for what, thing in (to_builtins(frame.message) for frame in connection.mailbox.take(0.0)):
                before, _ = shown.get((place, key_of(thing)), (0, {}))
                assert thing["v"] >= before
                shown[place, key_of(thing)] = thing["v"], thing if what == "changed" else {}

    def hear() -> None:
        for how, v in [*heard, ("read", LATEST)]:
            whole = told(v, history[v - 1])
            if how == "learned":
                watch.learn(whole)
            elif how == "shown":
                watch.show_console(ANA)
            else:
                texters = [
                    one
                    for place, one in enumerate(whole.texters, 1)
                    if how == "read" or v == 1 or history[v - 1][place:] != history[v - 2][place:]
                ]
                tell_all(watch, replace(whole, texters=texters))
            read()

    hear()
    status, anas, bens, sender = history[-1]
    assert shown[2, ("campaign", 7, 7)][1]["status"] == status
    assert shown[2, ("sender", ANA, 7)][1]["initial"] == anas
    assert shown[2, ("sender", BEN, 7)][1].get("initial") == (bens if sender else None)
    assert shown[0, ("console", ANA, 7)][1]["initial"] == anas
    assert (shown.get((1, ("console", BEN, 7))) or (0, {}))[1].get("initial") == (bens if sender else None)


def test_a_board_that_comes_to_a_known_campaign_is_told_what_it_looks_like() -> None:
    watch, ada, eve = Watch(7), socket(9, admin=True), socket(10, admin=True)
    eve.archived = True
    for connection in (ada, eve):
        watch.tell_board(connection)
        assert pushed(connection) == []  # there is no such campaign yet
    tell_all(watch, news(1, senders=0, unassigned={"initial": 0, "reply": 2, "quiet": 0}))

    watch.tell_board(ada)

    assert [thing["kind"] for thing in pushed(ada)] == ["campaign", "stranded"]
    tell_all(watch, news(2, status="archived"))
    for connection in (ada, eve):
        watch.tell_board(connection)
    assert [[thing["kind"] for thing in pushed(connection)] for connection in (ada, eve)] == [[], ["campaign"]]
