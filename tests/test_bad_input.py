"""Bad input to an admin's commands: a word and a clear sentence, nothing changed, and no traceback in the log."""

import logging
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from server.client import Client
from server.commands.actors import ACTORS
from server.errors import SENTENCES, Refused
from server.people.members import Members
from tests.browsers import PLAIN
from tests.world import World


@dataclass
class Scene:
    """An account at work, by names that the table below uses."""

    world: World
    admin: Client
    ids: dict[str, Any] = field(default_factory=dict)

    async def set_up(self) -> None:
        """A campaign in each status; two texters at work in the active one, a former sender and a disabled member."""
        world, ids = self.world, self.ids
        ids["active"] = await world.campaign(contacts=30, sender_link=True)
        ids["paused"] = await world.campaign(contacts=5)
        ids["archived"] = await world.campaign(contacts=5)
        ids["draft"] = await world.campaign(contacts=5, launch=False)
        ids["empty"] = await world.campaign()
        for name in ("ana", "ben", "former"):
            texter = await world.texter(ids["active"], name)
            ids[name] = texter.id
            if name == "ana":
                await texter.request()
        await world.texter(ids["archived"], "ana")
        ids["cleo"] = (await world.member("Cleo")).id
        ids["gone"] = (await world.member("Gone")).id
        await world.scripts.run("pause_campaign", ids["paused"])
        await world.scripts.run("archive_campaign", ids["archived"])
        await self.admin.ask("remove_sender", campaign=ids["active"], member=ids["former"])
        await self.admin.ask("disable_member", member=ids["gone"])

    def named(self, value: Any) -> Any:
        """A value of the table, with the ids of what it names."""
        if isinstance(value, dict):
            return {name: self.named(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.named(each) for each in value]
        return self.ids.get(value, value) if isinstance(value, str) else value


@pytest.fixture
async def scene(hub_url: str, members: Members, world: World) -> AsyncIterator[Scene]:
    """An account at work, and an admin's socket."""
    root = await members.add("root@example.org", "Root", "admin")
    async with Client(hub_url, await members.token(root), "/ws/admin") as admin:
        scene = Scene(world, admin)
        await scene.set_up()
        yield scene


@pytest.fixture
async def root(scene: Scene, hub_url: str, members: Members) -> AsyncIterator[httpx.AsyncClient]:
    """The HTTP client with which an admin's script sends files."""
    found = await members.find("root@example.org")
    assert found
    headers = {"authorization": f"Bearer {await members.token(found)}"}
    async with httpx.AsyncClient(base_url=hub_url, headers=headers, timeout=60, verify=PLAIN) as client:
        await client.get("/")  # by now it is noted that the token is used
        yield client


NO_NUMBER: list[Any] = ["abc", "", None, 1.5, True, [], {}]
NO_INTEGER: list[Any] = [*NO_NUMBER, 2**53]
NO_CAMPAIGN: list[dict[str, Any]] = [{"campaign": 99}, {"campaign": 0}, {"campaign": -1}, {"campaign": 2**53 - 1}]
RIGHT: dict[str, Any] = {
    "at": None,
    **{"title": "New", "script": "Hi", "members": ["cleo"], "member": "ana", "conversation": 1, "last_seen": 0},
    **{"conversations": [1], "text": "Hi!"},
    **{"holders": None, "to": ["ana"]},
    **{"tags": [], "replies": [], "questions": [], "tag": 1, "on": True, "question": 1, "answer": None},
}
"""Arguments that are right, by name."""
CAMPAIGN_COMMANDS: dict[str, dict[str, Any]] = {
    command.name: {name: RIGHT[name] for name in command.arguments.__struct_fields__ if name in RIGHT}
    for command in ACTORS["admin"]
    if "campaign" in command.arguments.__struct_fields__
}
"""The commands on one campaign, with arguments that are right."""

Row = tuple[str, dict[str, Any], str]


def settings(**wrong: Any) -> list[Row]:
    """A wrong setting, in both commands that take settings; its code is in `code`."""
    code = wrong.pop("code")
    return [
        ("create_campaign", {"title": "Vote!", **wrong}, code),
        ("update_campaign", {"campaign": "active", **wrong}, code),
        ("update_campaign", {"campaign": "draft", **wrong}, code),
    ]


TABLE: list[Row] = [
    # A campaign that isn't there, or isn't even a number.
    *(
        (command, args | wrong, "unknown_campaign")
        for command, args in CAMPAIGN_COMMANDS.items()
        for wrong in NO_CAMPAIGN
    ),
    *(
        (command, args | {"campaign": wrong}, "bad_arguments")
        for command, args in CAMPAIGN_COMMANDS.items()
        for wrong in NO_INTEGER
    ),
    *((command, args, "bad_arguments") for command, args in CAMPAIGN_COMMANDS.items()),
    *(
        (command, args | {"campaign": "active", "more": 1}, "bad_arguments")
        for command, args in CAMPAIGN_COMMANDS.items()
    ),
    # A campaign in another status than that takes.
    ("update_campaign", {"campaign": "archived", "title": "New"}, "archived"),
    ("add_senders", {"campaign": "archived", "members": ["cleo"]}, "archived"),
    ("reassign", {"campaign": "archived", "holders": None, "to": ["ana"]}, "archived"),
    ("archive_campaign", {"campaign": "archived"}, "archived"),
    ("unarchive_campaign", {"campaign": "active"}, "not_archived"),
    ("launch_campaign", {"campaign": "active"}, "not_draft"),
    ("launch_campaign", {"campaign": "archived"}, "archived"),
    ("launch_campaign", {"campaign": "empty"}, "no_contacts"),
    ("pause_campaign", {"campaign": "draft"}, "not_active"),
    ("pause_campaign", {"campaign": "paused"}, "not_active"),
    ("pause_campaign", {"campaign": "archived"}, "not_active"),
    ("resume_campaign", {"campaign": "draft"}, "not_paused"),
    ("resume_campaign", {"campaign": "active"}, "not_paused"),
    ("resume_campaign", {"campaign": "archived"}, "not_paused"),
    ("update_campaign", {"campaign": "active", "bulk_send": True}, "not_draft"),
    ("update_campaign", {"campaign": "active", "picture_first": True}, "no_picture"),
    ("update_campaign", {"campaign": "draft", "picture_replies": True}, "no_picture"),
    ("look_up_numbers", {"campaign": "draft"}, "no_lookup"),
    ("correct_contact", {"campaign": "active", "conversation": 1, "first_name": "Bea"}, "not_draft"),
    ("correct_contact", {"campaign": "draft", "conversation": 1, "phone": "12"}, "bad_phone"),
    ("correct_contact", {"campaign": "draft", "conversation": 1, "fields": {"colour": "red"}}, "unknown_column"),
    ("correct_contact", {"campaign": "draft", "conversation": 1, "fields": {"town": 3}}, "bad_arguments"),
    ("schedule_launch", {"campaign": "active", "at": None}, "not_draft"),
    ("schedule_launch", {"campaign": "archived", "at": None}, "archived"),
    ("schedule_launch", {"campaign": "empty", "at": 1}, "no_contacts"),
    ("schedule_launch", {"campaign": "draft", "at": 1}, "launch_out_of_range"),
    ("schedule_launch", {"campaign": "draft", "at": 2**62}, "bad_arguments"),
    ("schedule_launch", {"campaign": "draft", "at": "soon"}, "bad_arguments"),
    ("schedule_launch", {"campaign": "draft"}, "bad_arguments"),
    ("copy_campaign", {"campaign": "draft", "title": "x" * 1001}, "title_too_long"),
    ("copy_campaign", {"campaign": "draft", "title": " "}, "empty_title"),
    ("copy_campaign", {"campaign": "draft", "contacts": "yes"}, "bad_arguments"),
    ("remove_contacts", {"campaign": "active", "conversations": [1]}, "not_draft"),
    ("remove_contacts", {"campaign": "draft", "conversations": []}, "bad_arguments"),
    ("remove_contacts", {"campaign": "draft", "conversations": [1] * 1001}, "bad_arguments"),
    ("search_people", {"query": "x" * 201}, "bad_arguments"),
    ("search_people", {"query": "ana", "limit": 0}, "bad_arguments"),
    ("open_person", {"phone": "12"}, "bad_phone"),
    ("erase_person", {"phone": "nobody"}, "bad_phone"),
    ("price_lookup", {"campaign": "active"}, "no_lookup"),
    ("update_campaign", {"campaign": "active", "carrier": "simulator"}, "not_draft"),
    ("update_campaign", {"campaign": "draft", "carrier": "simulater"}, "unknown_carrier"),
    ("create_campaign", {"title": "Vote!", "carrier": "simulater"}, "unknown_carrier"),
    # Settings.
    *settings(batch_size=0, code="batch_size_out_of_range"),
    *settings(batch_size=-1, code="batch_size_out_of_range"),
    *settings(batch_size=5_001, code="batch_size_out_of_range"),
    *settings(batch_size="abc", code="bad_arguments"),
    *(
        case
        for name in ("most_held", "most_a_day")
        for wrong, code in ((-1, "most_out_of_range"), (100_001, "most_out_of_range"), ("5", "bad_arguments"))
        for case in settings(**{name: wrong}, code=code)
    ),
    *(
        case
        for name in ("undo_initials", "undo_replies")
        for wrong, code in ((-1, "undo_out_of_range"), (11, "undo_out_of_range"), (2.5, "bad_arguments"))
        for case in settings(**{name: wrong}, code=code)
    ),
    *settings(link_lane="quiet", code="bad_arguments"),
    *settings(fair_tail=1, code="bad_arguments"),
    *settings(first_needs_yes="yes", code="bad_arguments"),
    *settings(batch_size="300", code="bad_arguments"),
    *settings(batch_size=1.5, code="bad_arguments"),
    *settings(batch_size=True, code="bad_arguments"),
    *settings(title="", code="empty_title"),
    *settings(title=" \t\n", code="empty_title"),
    *settings(title="x" * 201, code="title_too_long"),
    *settings(title=7, code="bad_arguments"),
    *settings(script="x" * 1_601, code="text_too_long"),
    *settings(self_assign="yes", code="bad_arguments"),
    *settings(self_assign=1, code="bad_arguments"),
    *settings(hours={"from": "21:00", "to": "09:00"}, code="bad_hours"),
    *settings(hours={"from": "9:00", "to": "21:00"}, code="bad_hours"),
    *settings(hours={"from": "09:00", "to": "21:00", "sunday": {"from": "", "to": "x"}}, code="bad_hours"),
    *settings(hours={"from": "09:00", "to": "21:00", "holidays": ["Christmas"]}, code="bad_holidays"),
    *settings(hours={"from": "09:00", "to": "21:00", "sundays": None}, code="bad_arguments"),
    *settings(hours={"from": "09:00"}, code="bad_arguments"),
    *settings(hours="09:00-21:00", code="bad_arguments"),
    *settings(answer_hours=25, code="answer_hours_out_of_range"),
    *settings(ledger_entries=10_000_001, code="entries_out_of_range"),
    *settings(ledger_entries="many", code="bad_arguments"),
    *settings(take_back_initials=1441, code="minutes_out_of_range"),
    *settings(take_back_replies=-1, code="minutes_out_of_range"),
    *settings(answer_hours=0.5, code="bad_arguments"),
    *settings(colour="red", code="bad_arguments"),
    ("create_campaign", {}, "bad_arguments"),
    ("create_campaign", {"title": None}, "bad_arguments"),
    ("create_campaign", {"title": "Vote!", "sender_link": True}, "self_assign_off"),
    ("update_campaign", {"campaign": "active", "script": "Hi {shoe_size}!"}, "unknown_field"),
    ("preview_message", {"campaign": "active", "script": "Hi {shoe_size}!"}, "unknown_field"),
    *settings(script="Hi {{first_name}}!", code="bad_braces"),
    ("update_campaign", {"campaign": "active", "self_assign": False, "sender_link": True}, "self_assign_off"),
    # Senders and holders.
    ("add_senders", {"campaign": "active", "members": ["cleo", 99]}, "unknown_member"),
    ("add_senders", {"campaign": "active", "members": ["cleo", "gone"]}, "unknown_member"),
    ("add_senders", {"campaign": "active", "members": [0]}, "unknown_member"),
    ("add_senders", {"campaign": "active", "members": "cleo"}, "bad_arguments"),
    ("add_senders", {"campaign": "active", "members": ["Cleo"]}, "bad_arguments"),
    ("add_senders", {"campaign": "active", "members": [True]}, "bad_arguments"),
    ("remove_sender", {"campaign": "active", "member": "cleo"}, "not_a_sender"),
    ("remove_sender", {"campaign": "active", "member": 99}, "not_a_sender"),
    ("remove_sender", {"campaign": "active", "member": 0}, "not_a_sender"),
    *(("remove_sender", {"campaign": "active", "member": wrong}, "bad_arguments") for wrong in NO_INTEGER),
    ("unassign", {"campaign": "active", "holders": ["ana", "cleo"]}, "not_a_sender"),
    ("unassign", {"campaign": "active", "holders": ["ana", 99]}, "not_a_sender"),
    ("unassign", {"campaign": "active", "holders": ["ana", 0]}, "not_a_sender"),
    ("unassign", {"campaign": "active", "holders": "ana"}, "bad_arguments"),
    ("unassign", {"campaign": "active", "lanes": ["nowhere"]}, "bad_arguments"),
    ("unassign", {"campaign": "active", "lanes": "initial"}, "bad_arguments"),
    ("reassign", {"campaign": "active", "to": ["ana"]}, "bad_arguments"),
    ("reassign", {"campaign": "active", "holders": None, "to": []}, "bad_arguments"),
    ("reassign", {"campaign": "active", "holders": None, "to": ["ana", "former"]}, "not_a_sender"),
    ("reassign", {"campaign": "active", "holders": None, "to": ["ana", "cleo"]}, "not_a_sender"),
    ("reassign", {"campaign": "active", "holders": None, "to": ["ana", "gone"]}, "not_a_sender"),
    ("reassign", {"campaign": "active", "holders": None, "to": [0]}, "not_a_sender"),
    ("reassign", {"campaign": "active", "holders": ["ana", 99], "to": ["ben"]}, "not_a_sender"),
    ("reassign", {"campaign": "active", "holders": ["ana", 0], "to": ["ben"]}, "not_a_sender"),
    ("reassign", {"campaign": "active", "holders": ["ana"], "to": ["ben"], "count": 0}, "bad_arguments"),
    ("reassign", {"campaign": "active", "holders": ["ana"], "to": ["ben"], "count": -1}, "bad_arguments"),
    ("reassign", {"campaign": "active", "holders": ["ana"], "to": ["ben"], "count": "abc"}, "bad_arguments"),
    ("reassign", {"campaign": "active", "holders": ["ana"], "to": ["ben"], "lanes": ["nowhere"]}, "bad_arguments"),
    # Looking.
    ("list_conversations", {"campaign": "active", "limit": 0}, "bad_arguments"),
    ("list_conversations", {"campaign": "active", "limit": 101}, "bad_arguments"),
    ("list_conversations", {"campaign": "active", "lane": "nowhere"}, "bad_arguments"),
    ("list_conversations", {"campaign": "active", "after": "nonsense"}, "bad_arguments"),
    ("list_conversations", {"campaign": "active", "after": "0 initial 1 1 1"}, "bad_arguments"),
    ("open_conversation", {"campaign": "active", "conversation": 31}, "unknown_conversation"),
    ("open_conversation", {"campaign": "active", "conversation": 0}, "unknown_conversation"),
    *(("open_conversation", {"campaign": "active", "conversation": wrong}, "bad_arguments") for wrong in NO_INTEGER),
    ("open_admin", {"archived": "yes"}, "bad_arguments"),
    *(
        (command, CAMPAIGN_COMMANDS[command] | {"campaign": "active", "conversation": wrong}, code)
        for command in ("close_conversation", "opt_in")
        for wrong, code in ((99, "unknown_conversation"), ("1", "bad_arguments"))
    ),
    ("close_conversation", {"campaign": "active", "last_seen": 0}, "bad_arguments"),
    ("opt_in", {"campaign": "active"}, "bad_arguments"),
    ("close_conversation", {"campaign": "active", "conversation": 1, "last_seen": 0}, "not_sent_yet"),
    ("close_conversation", {"campaign": "active", "conversation": 1}, "bad_arguments"),
    # Canned replies, tags and surveys.
    ("set_canned_replies", {"campaign": "active", "replies": [{"title": "x", "text": " "}]}, "empty_text"),
    ("set_canned_replies", {"campaign": "active", "replies": [{"title": "x", "text": "{a\0b}"}]}, "unknown_field"),
    ("set_canned_replies", {"campaign": "active", "replies": [{"title": "x"}]}, "bad_arguments"),
    ("set_canned_replies", {"campaign": "active", "replies": [{"id": 9, "title": "x", "text": "x"}]}, "unknown_reply"),
    ("set_survey", {"campaign": "active", "questions": [{"question": "x", "answers": []}]}, "no_answers"),
    ("set_survey", {"campaign": "active", "questions": [{"question": "x"}]}, "bad_arguments"),
    ("set_campaign_tags", {"campaign": "active", "tags": [9]}, "unknown_tag"),
    ("set_campaign_tags", {"campaign": "active", "tags": ["x"]}, "bad_arguments"),
    *(("set_tags", {"tags": wrong}, "bad_arguments") for wrong in ("x", [7], [{"name": "x", "colour": "red"}], None)),
    ("set_tags", {"tags": [{"name": ""}]}, "empty_label"),
    ("set_tags", {"tags": [{"id": 2**53, "name": "x"}]}, "bad_arguments"),
    (
        "set_canned_replies",
        {"campaign": "active", "replies": [{"id": 2**53, "title": "x", "text": "x"}]},
        "bad_arguments",
    ),
    (
        "set_survey",
        {"campaign": "active", "questions": [{"question": "x", "answers": [{"id": 2**53, "answer": "x"}]}]},
        "bad_arguments",
    ),
    ("tag_conversation", {"campaign": "active", "conversation": 1, "tag": 9, "on": True}, "unknown_tag"),
    ("tag_conversation", {"campaign": "active", "conversation": 1, "tag": 9, "on": 1}, "bad_arguments"),
    ("answer_question", {"campaign": "active", "conversation": 1, "question": 9, "answer": 1}, "unknown_answer"),
    *(
        (command, {"campaign": "active", "member": wrong}, code)
        for command in ("approve_sender", "update_sender")
        for wrong, code in ((99, "not_a_sender"), ("1", "bad_arguments"))
    ),
    *(
        ("update_sender", {"campaign": "active", "member": 99, "most_held": wrong}, code)
        for wrong, code in ((-1, "most_out_of_range"), (1.5, "bad_arguments"))
    ),
    ("update_sender", {"campaign": "active", "member": 99, "only": "quiet"}, "bad_arguments"),
    # The account and its members.
    *(("set_default_batch_size", {"size": size}, "batch_size_out_of_range") for size in (0, -1, 5_001, 2**53)),
    *(("set_default_batch_size", {"size": size}, "bad_arguments") for size in NO_NUMBER if size is not None),
    ("set_default_batch_size", {}, "bad_arguments"),
    ("set_default_hours", {"hours": {"from": "21:00", "to": "09:00"}}, "bad_hours"),
    ("set_default_hours", {"hours": 9}, "bad_arguments"),
    *(("set_hours_between", {"hours": wrong}, "hours_between_out_of_range") for wrong in (-1, 169)),
    *(("set_hours_between", {"hours": wrong}, "bad_arguments") for wrong in ("6", 1.5, True, [])),
    *(("set_retention", {"days": wrong}, "retention_out_of_range") for wrong in (0, -1, 3651)),
    *(("set_retention", {"days": wrong}, "bad_arguments") for wrong in ("90", 1.5, True, [])),
    ("invite_member", {"email": "dora", "name": "Cleo", "role": "texter"}, "bad_email"),
    ("invite_member", {"email": "a@b\nBcc: c@d", "name": "Cleo", "role": "texter"}, "bad_email"),
    ("invite_member", {"email": "x" * 60_000 + "@example.org", "name": "Cleo", "role": "texter"}, "bad_email"),
    ("invite_member", {"email": "dora@example.org", "name": " ", "role": "texter"}, "empty_name"),
    ("invite_member", {"email": "dora@example.org", "name": "x" * 201, "role": "texter"}, "name_too_long"),
    ("invite_member", {"email": "dora@example.org", "name": "Dora", "role": "owner"}, "bad_arguments"),
    ("invite_member", {"email": "dora@example.org", "name": "Dora"}, "bad_arguments"),
    ("invite_member", {"email": "gone@example.org", "name": "Gone", "role": "texter"}, "unknown_member"),
    ("disable_member", {"member": 99}, "unknown_member"),
    ("disable_member", {"member": 0}, "unknown_member"),
    ("disable_member", {"member": 1}, "last_admin"),
    *(("disable_member", {"member": wrong}, "bad_arguments") for wrong in NO_INTEGER),
    ("enable_member", {"member": 99}, "unknown_member"),
    *(("enable_member", {"member": wrong}, "bad_arguments") for wrong in NO_INTEGER),
    ("change_role", {"member": 99, "role": "admin"}, "unknown_member"),
    ("change_role", {"member": 1, "role": "texter"}, "last_admin"),
    ("change_role", {"member": "ana", "role": "owner"}, "bad_arguments"),
    ("change_role", {"member": "ana"}, "bad_arguments"),
    ("list_tokens", {"member": 1}, "bad_arguments"),
    ("list_stop_languages", {"language": "es"}, "bad_arguments"),
    *(("set_stop_languages", {"languages": wrong}, "bad_arguments") for wrong in ("es", [7], ["tlh"], ["es fr"], 7)),
    ("set_stop_languages", {}, "bad_arguments"),
    ("set_automatic_text", {"kind": "help"}, "bad_arguments"),
    ("set_automatic_text", {"kind": "greeting", "text": "Hi"}, "bad_arguments"),
    ("set_automatic_text", {"kind": "help", "text": "x" * 1601}, "text_too_long"),
    ("set_automatic_text", {"kind": "help", "text": "Hi {first_name}"}, "field_in_text"),
    ("list_carriers", {"carrier": "twilio"}, "bad_arguments"),
    ("board_history", {"campaign": "active"}, "bad_arguments"),
    ("message_sender", {"campaign": "active", "member": "ana", "text": " "}, "empty_text"),
    ("message_sender", {"campaign": "active", "member": "ana", "text": "x" * 501}, "message_too_long"),
    ("message_sender", {"campaign": "active", "member": "cleo", "text": "Hi!"}, "not_a_sender"),
    ("set_carrier", {"carrier": "pigeon"}, "unknown_carrier"),
    ("set_carrier", {"carrier": "twilio", "numbers": "some"}, "bad_numbers"),
    ("set_carrier", {"carrier": "twilio", "price": 0.0079}, "bad_arguments"),
    *(("set_carrier", {"carrier": "twilio", "per_second": wrong}, "rate_out_of_range") for wrong in (-1, 10_001)),
    *(("set_carrier", {"carrier": "twilio", "per_day": wrong}, "day_out_of_range") for wrong in (-1, 48)),
    ("set_default_carrier", {"carrier": "pigeon"}, "unknown_carrier"),
    ("set_default_carrier", {}, "bad_arguments"),
    *(("set_currency", {"currency": wrong}, "bad_currency") for wrong in ("", "dollars", "U$D")),
    *(("list_unplaced", {"limit": wrong}, "bad_arguments") for wrong in (0, 101, "x")),
    ("list_unplaced", {"after": "x"}, "bad_arguments"),
    *(("invite_members", {"people": wrong}, "bad_arguments") for wrong in ("x", [7], [{"name": "x"}], None, {})),
    ("invite_members", {"people": [{"email": "a@example.org", "name": "A", "role": "owner"}]}, "bad_arguments"),
    ("invite_members", {"people": [{"email": "a@example.org", "name": "A"}] * 501}, "too_many"),
    ("set_organisation", {"name": " "}, "empty_organisation"),
    ("set_organisation", {"name": "x" * 101}, "organisation_too_long"),
    *(("set_organisation", {"name": wrong}, "bad_arguments") for wrong in (7, None, ["x"])),
    *(("set_organisation", {"time_zone": wrong}, "bad_time_zone") for wrong in ("Mars", "Eastern", "../etc/passwd")),
    ("set_organisation", {"time_zone": 7}, "bad_arguments"),
    ("list_account_canned", {"limit": 1}, "bad_arguments"),
    ("list_sign_ins", {"member": 1}, "bad_arguments"),
    *(("set_account_canned", {"canned": wrong}, "bad_arguments") for wrong in ("x", [7], [{"title": "x"}], None)),
    ("set_account_canned", {"canned": [{"title": "x", "text": " "}]}, "empty_text"),
    ("set_account_canned", {"canned": [{"title": "", "text": "x"}]}, "empty_label"),
    ("set_account_canned", {"canned": [{"title": "x", "text": "{"}]}, "bad_braces"),
    ("set_account_canned", {"canned": [{"id": 9, "title": "x", "text": "x"}]}, "unknown_reply"),
    ("set_account_canned", {"canned": [{"title": "x", "text": "x"}] * 201}, "too_many"),
    *(("opt_out_phone", {"phone": wrong}, "bad_phone") for wrong in ("", "Ana", "555-0123", "x" * 10_000)),
    *(("opt_in_phone", {"phone": wrong}, "bad_phone") for wrong in ("", "Ana", "+1", "+1202555012312345")),
    *((name, {"phone": wrong}, "bad_arguments") for name in ("opt_out_phone", "opt_in_phone") for wrong in (7, None)),
    *(("list_opt_outs", {"limit": wrong}, "bad_arguments") for wrong in (0, 101, "x")),
    *(("list_opt_outs", {"query": wrong}, "bad_arguments") for wrong in (7, ["1"], {})),
    *(("list_deeds", {"limit": wrong}, "bad_arguments") for wrong in (0, 101, "x")),
    *(("list_deeds", {"before": wrong}, "bad_arguments") for wrong in ("", "x", "1", 1.5, True, 2**53)),
    *(("dismiss_unplaced", {"text": wrong}, "bad_arguments") for wrong in NO_INTEGER),
    ("create_token", {"name": "x" * 101}, "label_too_long"),
    *(("create_token", {"name": wrong}, "bad_arguments") for wrong in (7, None, ["x"])),
    ("create_token", {"name": "x", "member": 2}, "bad_arguments"),
    ("revoke_token", {"token": "nonsense"}, "unknown_token"),
    ("revoke_token", {"token": ""}, "unknown_token"),
    ("revoke_token", {"token": 7}, "bad_arguments"),
    ("no_such_command", {}, "unknown_command"),
    ("__init__", {}, "unknown_command"),
    ("send_initial", {"campaign": "active", "conversation": 1}, "unknown_command"),
    ("x" * 60_000, {}, "unknown_command"),
]


def test_the_table_has_every_command() -> None:
    assert {command for command, _, _ in TABLE} >= set(ACTORS["admin"].names())


async def test_bad_input_gets_a_word_and_a_clear_sentence_and_changes_nothing(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    before = await scene.world.kept()
    for command, args, code in TABLE:
        with caplog.at_level(logging.WARNING), pytest.raises(Refused) as caught:
            await scene.admin.ask(command, **scene.named(args))
        refused = caught.value
        assert refused.code == code, (command, args, refused)
        assert code in SENTENCES
        assert refused.sentence[0].isupper() and refused.sentence.endswith("."), refused.sentence
        if code == "bad_arguments":
            assert len(refused.sentence) < 250, refused.sentence
        assert await scene.world.kept() == before, (command, args)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_texter_has_none_of_the_admins_commands(scene: Scene, hub_url: str, members: Members) -> None:
    ana = await members.find("ana@example.org")
    assert ana
    async with Client(hub_url, await members.token(ana)) as texter:
        await texter.ask("open_console")
        before = await scene.world.kept()
        for command in set(ACTORS["admin"].names()) - set(ACTORS["texter"].names()):
            with pytest.raises(Refused, match="unknown_command"):
                await texter.ask(command, **scene.named(CAMPAIGN_COMMANDS.get(command, {}) | {"campaign": "active"}))
        assert await scene.world.kept() == before


# Uploads

MB = 1024 * 1024
ROWS = b"+12025550123,Dana\n" * 60_000
TIMES = 200 * MB // len(ROWS) + 1
"""Repetitions of ROWS that make a file of 200 MB."""
FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="c.csv"\r\n\r\n'


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let this process, and so the hub in it, write no file larger than `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize(
    ("opening", "kind", "length_is_told", "on_disk"),
    [
        (b"Phone,First\n", "text/csv", True, 1 * MB),
        (b"Phone,First\n", "text/csv", False, 101 * MB),
        (FORM + b"Phone,First\n", "multipart/form-data; boundary=x", True, 1 * MB),
        (FORM + b"Phone,First\n", "multipart/form-data; boundary=x", False, 101 * MB),
    ],
)
async def test_a_file_of_200_mb_is_refused_with_a_sentence_and_does_not_fill_the_disk(
    scene: Scene, root: httpx.AsyncClient, opening: bytes, kind: str, length_is_told: bool, on_disk: int
) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield opening
        for _ in range(TIMES):
            yield ROWS

    before = await scene.world.kept()
    headers = {"content-type": kind}
    if length_is_told:
        headers["content-length"] = str(len(opening) + TIMES * len(ROWS))
    with files_no_larger_than(on_disk):
        answer = await root.post(f"/campaigns/{scene.ids['draft']}/contacts", content=body(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_big")
    assert answer.json()["sentence"] == SENTENCES["file_too_big"]
    assert await scene.world.kept() == before


async def test_a_file_without_phones_is_refused_with_a_sentence(scene: Scene, root: httpx.AsyncClient) -> None:
    before = await scene.world.kept()
    for file in (b"Name,Age\nDana,7\n", b"Name\n", b"", b"\x00\xff"):
        answer = await root.post(f"/campaigns/{scene.ids['draft']}/contacts", content=file)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_contacts_file")
        assert answer.json()["sentence"].endswith(".")
        assert await scene.world.kept() == before


@pytest.mark.parametrize(("campaign", "code"), [("99", "unknown_campaign"), ("archived", "archived")])
async def test_a_campaign_that_takes_no_contacts_says_so_before_the_file_is_read(
    scene: Scene, root: httpx.AsyncClient, campaign: str, code: str
) -> None:
    before = await scene.world.kept()
    answer = await root.post(f"/campaigns/{scene.named(campaign)}/contacts", content=b"no contacts at all")
    assert answer.json()["code"] == code
    assert await scene.world.kept() == before
