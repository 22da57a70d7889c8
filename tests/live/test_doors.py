"""The number of sockets that may be open."""

import pytest

from server.host import crowded
from server.host.crowded import TOLD_EVERY_SECONDS
from server.live.doors import MEMBERS_BEHIND_A_PROXY, SOCKETS_PER_ADDRESS, SOCKETS_PER_MEMBER, Doors


def test_doors_count_members_and_addresses() -> None:
    doors = Doors()
    members = range(SOCKETS_PER_ADDRESS // SOCKETS_PER_MEMBER + 1)
    assert all(doors.enter(member, "here") for member in members[:-1] for _ in range(SOCKETS_PER_MEMBER))
    assert not doors.enter(0, "elsewhere")
    assert not doors.enter(members[-1], "here")
    assert doors.enter(members[-1], "elsewhere")
    doors.leave(0, "here")
    assert doors.enter(0, "here")
    assert not doors.enter(0, "here")


def test_an_address_that_may_open_no_more_is_told_with_what_to_do_at_most_once_a_minute(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors, now = Doors(), [0.0]
    monkeypatch.setattr(crowded.time, "monotonic", lambda: now[0])
    for n in range(SOCKETS_PER_ADDRESS):
        assert doors.enter(n % 10, "10.0.0.1")
    assert caplog.text == ""
    for minute in range(2):
        now[0] = minute * TOLD_EVERY_SECONDS
        assert not any(doors.enter(n, "10.0.0.1") for n in range(100, 105))
        now[0] += TOLD_EVERY_SECONDS - 1
        assert not doors.enter(100, "10.0.0.1")
        assert len(caplog.records) == minute + 1
    assert caplog.records[0].getMessage().startswith("10.0.0.1 has 1,000 open sockets, as many as one address may have")
    assert "name it in TRUSTED_PROXIES" in caplog.text


def come(doors: Doors, *visits: tuple[int, str]) -> None:
    """Members come from these addresses, and leave again."""
    for member, address in visits:
        assert doors.enter(member, address)
        doors.leave(member, address)


@pytest.mark.parametrize(
    ("address", "public", "told"),
    [
        ("10.0.0.1", False, 1),
        ("10.0.0.1", True, 1),
        ("127.0.0.1", True, 1),
        ("127.0.0.1", False, 0),
        ("::/64", False, 0),
    ],
)
def test_when_all_members_come_from_one_address_it_is_said_once_that_it_may_be_a_proxy(
    caplog: pytest.LogCaptureFixture, address: str, public: bool, told: int
) -> None:
    doors = Doors(public)
    for _ in range(3):
        come(doors, *((member, address) for member in range(MEMBERS_BEHIND_A_PROXY - 1)))
    assert caplog.text == ""
    come(doors, *((member, address) for member in range(3 * MEMBERS_BEHIND_A_PROXY)))
    assert len(caplog.records) == told
    assert all(address in record.getMessage() for record in caplog.records)


def test_nothing_is_said_when_one_of_the_first_came_from_elsewhere(caplog: pytest.LogCaptureFixture) -> None:
    for other in range(MEMBERS_BEHIND_A_PROXY):
        doors = Doors()
        for member in range(3 * MEMBERS_BEHIND_A_PROXY):
            come(doors, (member, "10.0.0.2" if member == other else "10.0.0.1"))
    assert caplog.text == ""


def test_doors_remember_nobody_who_left() -> None:
    doors = Doors()
    doors.enter(1, "here")
    doors.leave(1, "here")
    assert not doors._open
