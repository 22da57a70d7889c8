"""One campaign as a process shows it, told by hand."""

from typing import Any

from server.mailbox import Mailbox
from server.messages import Thing
from server.watch import Connection, Watch

ANA, BEN = 1, 2


def campaign(v: int, **changes: Any) -> Thing:
    """A campaign as lua/shared/describe.lua describes it."""
    lanes = {"initial": 50, "reply": 0, "quiet": 0}
    return {
        "id": 7,
        "title": "Vote!",
        "status": "active",
        "self_assign": True,
        "batch_size": 10,
        "senders": 1,
        "unassigned": lanes,
        "held": dict.fromkeys(lanes, 0),
        "v": v,
        **changes,
    }


def texter(id: int, **changes: Any) -> Thing:
    """A texter's counts as lua/shared/describe.lua describes them."""
    lanes = dict.fromkeys(("initial", "reply", "quiet", "closed", "opted_out"), 0)
    return {"id": id, "sender": True, "moved": 1, **lanes, **changes}


def message(v: int, *texters: Thing, **changes: Any) -> Thing:
    """An announcement, or a snapshot."""
    return {"v": v, "campaign": campaign(v, **changes), "texters": list(texters)}


def socket(member: int, *, admin: bool = False) -> Connection:
    """A socket whose mailbox is looked into by hand."""
    return Connection(Mailbox(lambda: None), member, admin, f"token:{member}")


def pushed(connection: Connection) -> list[Thing]:
    """What the socket has been sent since it was last looked at."""
    connection.mailbox.close(0, "")  # whatever waits may go at once
    return [frame.message[1] for frame in connection.mailbox.take(0.0)]


async def test_a_texter_known_from_a_newer_snapshot_is_told_when_the_announcement_comes() -> None:
    watch, ana, ada = Watch(7), socket(ANA), socket(9, admin=True)
    watch.shown[ANA].add(ana)
    await watch.tell(message(10, texter(ANA)), {})
    watch.show_console(ANA)
    pushed(ana)
    watch.rows.add(ada)
    watch.learn(message(12, texter(ANA, initial=10), texter(BEN)))  # read for ada's board, ahead of announcements
    await watch.tell(message(11, texter(ANA, initial=10)), {})
    assert [(thing["screen"], thing["v"]) for thing in pushed(ana)] == [("initials", 12)]
    assert [thing["initial"] for thing in pushed(ada) if thing["kind"] == "sender"] == [10]


async def test_an_announcement_older_than_what_is_known_is_passed_over() -> None:
    watch, ana = Watch(7), socket(ANA)
    watch.shown[ANA].add(ana)
    await watch.tell(message(12, texter(ANA, initial=10)), {})
    pushed(ana)
    await watch.tell(message(11, texter(ANA)), {})
    assert pushed(ana) == []


async def test_a_console_is_pushed_only_when_it_differs() -> None:
    watch, ana, ben = Watch(7), socket(ANA), socket(BEN)
    watch.shown[ANA].add(ana)
    watch.shown[BEN].add(ben)
    await watch.tell(message(1, texter(ANA), texter(BEN)), {})
    pushed(ana), pushed(ben)
    await watch.tell(message(2, texter(ANA, initial=10)), {})
    assert len(pushed(ana)) == 1
    assert pushed(ben) == []


async def test_everybody_is_told_when_the_gate_changes() -> None:
    watch = Watch(7)
    sockets = [socket(id) for id in range(120)]
    for connection in sockets:
        watch.shown[connection.member].add(connection)
    await watch.tell(message(1, *(texter(id) for id in range(120))), {})
    for connection in sockets:
        pushed(connection)
    await watch.tell(message(2, status="paused"), {})
    assert [[thing["screen"] for thing in pushed(connection)] for connection in sockets] == [["not_sending"]] * 120


async def test_who_leaves_is_forgotten() -> None:
    watch, ana, ada = Watch(7), socket(ANA), socket(9, admin=True)
    watch.shown[ANA].add(ana)
    watch.admins.add(ada)
    watch.rows.add(ada)
    watch.open(ada, 3)
    await watch.tell(message(1, texter(ANA), texter(BEN)), {})
    watch.leave(ana)
    watch.leave(ada)
    assert watch.empty
    assert not watch.texters
    assert not watch.consoles


async def test_an_open_conversation_that_is_no_longer_ours_is_taken_away() -> None:
    watch, ana, ada = Watch(7), socket(ANA), socket(9, admin=True)
    watch.shown[ANA].add(ana)
    watch.open(ana, 3)
    watch.open(ada, 3)
    contact = '["Max","Doe","+12025550123",{}]'
    watch.tell_conversation({"id": 3, "holder": BEN, "lane": "quiet", "contact": contact, "texts": [], "v": 5})
    assert pushed(ana) == [{"kind": "conversation", "id": 3, "campaign": 7, "v": 5}]
    assert [thing["holder"] for thing in pushed(ada)] == [BEN]
    assert ana.opened is None


async def test_who_was_removed_as_a_sender_is_told_nothing_of_what_is_still_recorded_as_theirs() -> None:
    watch, ana, ada = Watch(7), socket(ANA), socket(9, admin=True)
    watch.shown[ANA].add(ana)
    watch.open(ana, 3)
    watch.open(ada, 3)
    await watch.tell(message(5, texter(ANA, sender=False)), {})
    pushed(ana)
    contact = '["Max","Doe","+12025550123",{}]'
    watch.tell_conversation({"id": 3, "holder": ANA, "lane": "opted_out", "contact": contact, "texts": [], "v": 6})
    assert pushed(ana) == [{"kind": "conversation", "id": 3, "campaign": 7, "v": 6}]
    assert [thing["lane"] for thing in pushed(ada)] == ["opted_out"]
