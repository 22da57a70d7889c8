from typing import Any

import pytest

from server.live.stranded import stranded
from server.wire.things import Campaign
from tests import described


def campaign(**changes: Any) -> Campaign:
    """An active campaign with two unassigned replies and three that texters hold."""
    lanes = {"initial": 9, "quiet": 9}
    return described.campaign(**{"unassigned": {**lanes, "reply": 2}, "held": {**lanes, "reply": 3}, **changes})


def test_a_reply_that_a_sender_can_request_or_holds_is_ordinary_work() -> None:
    assert stranded(campaign()) is None


@pytest.mark.parametrize("status", ["paused", "archived", "draft"])
def test_where_nobody_can_send_every_reply_is_stranded(status: str) -> None:
    thing = stranded(campaign(status=status))
    assert thing and (thing.answers, thing.why, thing.status) == (5, status, status)


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"senders": 0}, "no_senders"), ({"self_assign": False}, "self_assign_off")],
)
def test_in_an_active_campaign_those_that_no_sender_can_request_are(changes: dict[str, Any], why: str) -> None:
    thing = stranded(campaign(**changes))
    assert thing and (thing.answers, thing.why) == (2, why)


@pytest.mark.parametrize("changes", [{"status": "archived"}, {"self_assign": False}])
def test_no_replies_are_nothing(changes: dict[str, Any]) -> None:
    none = {"initial": 9, "reply": 0, "quiet": 9}
    assert stranded(campaign(unassigned=none, held=none, **changes)) is None
