"""Things, as they are declared."""

from typing import Any

import pytest
from msgspec import convert, to_builtins

from server.wire.described import DescribedAccount, sender_thing
from server.wire.things import Conversation, Member
from tests.described import campaign, texter

CONTACT = {"first_name": "Bo", "last_name": "Doe", "phone": "+12025550101"}


def conversation(**described: Any) -> dict[str, Any]:
    """A conversation on the wire, of what a script describes."""
    given = {"id": 1, "campaign": 7, "v": 2, "lane": "reply", "contact": CONTACT, "texts": [], **described}
    thing: dict[str, Any] = to_builtins(convert(given, Conversation))
    return thing


def test_what_a_script_leaves_out_is_null_on_the_wire() -> None:
    thing = conversation()
    assert (thing["holder"], thing["waiting_since"], thing["opt_outs"]) == (None, None, [])
    assert thing["contact"] == {**CONTACT, "fields": {}}
    assert conversation(opt_outs=[{"opted_out": True, "at": 5}])["opt_outs"] == [
        {"opted_out": True, "by": None, "at": 5}
    ]
    here = to_builtins(campaign(batch_size=None))
    assert (here["campaign"], here["batch_size"], here["sender_link"]) == (7, None, None)


def test_what_only_some_have_is_left_out_on_the_wire_too() -> None:
    assert "draft" not in conversation()
    assert conversation(draft="Hi!")["draft"] == "Hi!"
    (text,) = conversation(texts=[{"id": 1, "direction": "in", "text": "Yes", "at": 5}])["texts"]
    assert text == {"id": 1, "direction": "in", "text": "Yes", "at": 5}


@pytest.mark.parametrize(("stored", "shown"), [(None, ["es", "fr"]), ("", []), ("es nowhere", ["es"])])
def test_the_account_shows_the_stop_languages_in_force(stored: str | None, shown: list[str]) -> None:
    account = DescribedAccount(name="Ours", default_batch_size=300, default_is_set=False, stop_languages=stored)
    thing = to_builtins(account.thing(3))
    assert (thing["kind"], thing["id"], thing["campaign"], thing["v"]) == ("account", 1, None, 3)
    assert thing["stop_languages"] == shown


def test_a_member_is_shown_without_their_password() -> None:
    member = {"id": 1, "name": "Ana", "email": "ana@example.org", "role": "texter", "disabled": False, "password": "x"}
    assert to_builtins(convert(member, Member)) == {
        "kind": "member",
        "id": 1,
        "campaign": None,
        "v": 0,
        "name": "Ana",
        "email": "ana@example.org",
        "role": "texter",
        "disabled": False,
    }


def test_a_sender_is_shown_with_what_they_hold() -> None:
    counts = {"initial": 1, "reply": 2, "quiet": 3, "closed": 4, "opted_out": 5}
    ana = Member(id=3, name="Ana", email="ana@example.org", role="texter", disabled=False)
    assert to_builtins(sender_thing(7, texter(3, **counts), 12, ana)) == {
        "kind": "sender",
        "id": 3,
        "campaign": 7,
        "v": 12,
        "name": "Ana",
        "email": "ana@example.org",
        "last_active": None,
        **dict.fromkeys(("only", "most_held", "most_a_day", "waits_since", "idle_at")),
        "needs_yes": False,
        **counts,
        **{"sent": 0, "answered": 0, "day": None, "message": None},
    }
    assert sender_thing(7, texter(3), 12, None).name == ""  # an announcement of the campaign came before the member's
