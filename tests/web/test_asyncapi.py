"""The documents of the wire: made of what is declared, and true of what really goes over it."""

import json
import runpy
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.client import Client
from server.commands.actors import ACTORS
from server.config import Config
from server.errors import SENTENCES, Refused
from server.people.members import Member
from server.wire.frames import CLOSE_CODES, Encoding
from tests.browsers import PLAIN
from tests.recorder import DOCUMENT, MESSAGES, Record, Socket, everything
from tests.served import served
from tests.world import World

ROOT = Path(__file__).parents[2]
SCHEMAS = DOCUMENT["components"]["schemas"]


def test_the_page_about_the_wire_is_what_the_code_declares() -> None:
    wire = runpy.run_path(str(ROOT / ".ci" / "wire.py"))
    assert (ROOT / "docs" / "wire.md").read_text() == wire["page"](), "run: python .ci/wire.py"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_has_a_sentence(name: str) -> None:
    silent = [
        field
        for field, schema in SCHEMAS[name].get("properties", {}).items()
        if field != "kind" and "$ref" not in schema and '"description"' not in json.dumps(schema)
    ]
    assert silent == []


def test_every_reference_leads_somewhere() -> None:
    def follow(part: Any) -> None:
        if isinstance(part, dict):
            if "$ref" in part:
                here: Any = DOCUMENT
                for step in part["$ref"].removeprefix("#/").split("/"):
                    here = here[step]
            for inner in part.values():
                follow(inner)
        elif isinstance(part, list):
            for inner in part:
                follow(inner)

    follow(DOCUMENT)


async def test_anybody_may_read_it(hub_url: str) -> None:
    async with httpx.AsyncClient(base_url=hub_url, verify=PLAIN) as browser:
        answer = await browser.get("/asyncapi.json")
    assert (answer.status_code, answer.json()) == (200, DOCUMENT)


def test_it_has_each_refusal_and_each_close_code_with_its_sentence() -> None:
    codes = MESSAGES["refused"]["payload"]["items"][2]["oneOf"]
    assert {code["const"]: code["description"] for code in codes} == SENTENCES
    for channel in DOCUMENT["channels"].values():
        assert channel["x-close-codes"] == {str(code): sentence for code, sentence in CLOSE_CODES.items()}


async def test_a_frame_that_isnt_in_the_document_is_found_with_its_place() -> None:
    record = Record()
    socket = Socket("texter", record)
    socket.say({"type": "websocket.accept", "subprotocol": Encoding.JSON})

    def hear(frame: Any) -> None:
        socket.hear({"type": "websocket.receive", "text": json.dumps(frame)})

    def say(frame: Any) -> None:
        socket.say({"type": "websocket.send", "text": json.dumps(frame)})

    hear([1, "release_conversations", {"campaign": 1, "lanes": ["initial"]}])
    say(["reply", 1, {"moved": 3}])
    assert (record.did, record.wrong) == ({"texter.release_conversations reply"}, [])
    for asked, said, place in (
        ({"campaign": 1}, {"moved": "three"}, "release_conversations.reply isn't as the document says, at 2/moved: "),
        ({"campaign": 1}, {"moved": 3, "more": 1}, "release_conversations.reply isn't as the document says, at 2: "),
        ({"campaign": "1"}, {"moved": 3}, "release_conversations isn't as the document says, at 2/campaign: "),
    ):
        hear([2, "release_conversations", asked])
        say(["reply", 2, said])
        assert place in record.wrong.pop()
    hear([3, "make_coffee", {}])
    say(["reply", 3, {}])
    assert [wrong[:38] for wrong in record.wrong] == ["There is no message texter.make_coffee"] * 2
    record.wrong.clear()
    account = {"kind": "account", "id": 1, "campaign": None, "v": 1}
    for frame in (["reply", 4, {}], ["told", {}], ["gone", account], ["changed", account], ["refused", 4, "tired", ""]):
        say(frame)
        assert record.wrong
        record.wrong.clear()
    socket.say({"type": "websocket.close", "code": 4499})
    assert record.wrong == ["/ws/texter is closed with 4499, which isn't in the document."]
    with pytest.raises(AssertionError, match="4499"):
        record.judge()


@pytest.mark.parametrize("encoding", Encoding)
async def test_every_command_and_every_push_is_what_the_document_says(
    store_url: str, world: World, encoding: Encoding
) -> None:
    root, ana, ben = [
        await world.member(name, role) for name, role in (("Root", "admin"), ("Ana", "texter"), ("Ben", "texter"))
    ]
    tokens = [await world.members.token(member) for member in (root, ana)]
    config, record = Config(redis_url=store_url, secret_key="for tests", accept_loss=True), Record()
    async with served(config, record) as url, Client(url, tokens[0], "/ws/admin", encoding) as board:
        await board.ask("open_admin")
        async with Client(url, tokens[1], encoding=encoding) as console:
            await board.until(lambda it: it.thing("presence", ana.id))
            await the_whole_wire(world, board, console, ana, ben)
    assert {it for it in everything() if not it.startswith("close")} <= record.did


async def the_whole_wire(world: World, board: Client, console: Client, ana: Member, ben: Member) -> None:
    """Ask for everything that members can ask for, and let everything be pushed that is."""
    for client, actor in ((board, "admin"), (console, "texter")):
        for name in ACTORS[actor].names():
            with pytest.raises(Refused):
                await client.ask(name, nonsense=1)
    await board.ask("set_default_hours", hours=None)
    await board.ask("set_organisation", name="Friends of the Park", time_zone="America/Chicago")
    await board.ask("set_account_canned", canned=[{"title": "Where", "text": "At the park, {first_name}."}])
    await board.ask("list_account_canned")
    campaign = (await board.ask("create_campaign", title="Vote!", script="Hi {first_name}!"))["campaign"]
    await world.add_contacts(campaign, 6, {"Street": "Elm"})
    await board.ask("update_campaign", campaign=campaign, self_assign=True, batch_size=3, sender_link=True)
    await board.ask("preview_message", campaign=campaign, script="Hello {first_name} {last_name}!")
    await board.ask("launch_campaign", campaign=campaign)
    await board.ask("add_senders", campaign=campaign, members=[ana.id, ben.id])
    await board.ask("watch_campaign", campaign=campaign)
    await console.ask("open_console")
    await board.ask("approve_sender", campaign=campaign, member=ana.id)
    await board.ask("update_sender", campaign=campaign, member=ana.id, only="initial", most_held=50)
    await board.ask("message_sender", campaign=campaign, member=ana.id, text="Hi!")
    await console.ask("dismiss_message", campaign=campaign, message=1)
    await console.ask("wait_for_more", campaign=campaign)
    await console.ask("stop_waiting", campaign=campaign)
    await console.ask("release_conversations", campaign=campaign)
    await console.request_conversations(campaign)
    await what_is_at_hand(board, console, campaign)
    page = await console.ask("list_conversations", campaign=campaign, lane="initial")
    first, second, third = [thing["id"] for thing in page["conversations"]]
    await console.ask("open_conversation", campaign=campaign, conversation=first)
    await console.ask("skip_conversation", campaign=campaign, conversation=first)
    await console.ask("send_initial", campaign=campaign, conversation=first)
    await console.ask("send_initial", campaign=campaign, conversation=second, text="Hello!")
    await console.ask("send_initial", campaign=campaign, conversation=third)
    await world.contact_writes(campaign, first)
    await board.ask("update_campaign", campaign=campaign, undo_replies=10)
    await console.ask("report_wrong_number", campaign=campaign, conversation=first)
    await console.ask("undo", campaign=campaign, conversation=first)
    reply = {"text": "Great!", "last_seen": 2, "close": True, "question": 1, "answer": 1}
    await console.ask("send_reply", campaign=campaign, conversation=first, **reply)
    await console.ask("close_conversation", campaign=campaign, conversation=first)
    await board.ask("set_automatic_text", kind="confirmation", text="Bye.")
    await console.ask("note_doing", campaign=campaign, conversation=first)
    await console.ask("keep_conversations", campaign=campaign)
    await console.ask("draft_last_text")
    await console.ask("opt_out", campaign=campaign, conversation=second, text="Bye, then.")
    await board.ask("opt_in", campaign=campaign, conversation=second)
    await console.ask("open_conversation", campaign=campaign, conversation=second)
    await board.ask("reassign", campaign=campaign, holders=[ana.id], to=[ben.id], count=3)
    await board.ask("watch_campaign", campaign=campaign)
    await board.ask("unassign", campaign=campaign, holders=[ben.id])
    await console.ask("release_conversations", campaign=campaign)
    await console.ask("finish_day")
    with pytest.raises(Refused):
        await console.ask("close_conversation", campaign=campaign, conversation=third)
    await board.ask("list_conversations", campaign=campaign)
    await board.ask("open_conversation", campaign=campaign, conversation=first)
    await world.contact_writes(campaign, first)
    await board.ask("close_conversation", campaign=campaign, conversation=first, last_seen=4)
    await world.contact_writes(campaign, first)
    await board.ask("campaign_history", campaign=campaign)
    await board.ask("board_history")
    await board.ask("set_default_batch_size", size=20)
    await board.ask("set_retention", days=90)
    await board.ask("set_hours_between", hours=12)
    await board.ask("list_stop_languages")
    await board.ask("set_stop_languages", languages=["es"])
    await board.ask("list_carriers")
    await board.ask("set_carrier", carrier="simulator", numbers="12345", per_second=1.25, price="0.0079")
    await board.ask("set_default_carrier", carrier=None)
    await board.ask("set_currency", currency="CAD")
    await board.ask("estimate_campaign", campaign=campaign)
    simulated = {"title": "Landlines", "script": "Hi!", "carrier": "simulator"}
    draft = (await board.ask("create_campaign", **simulated))["campaign"]
    await world.add_contacts(draft, 1)
    await board.ask("price_lookup", campaign=draft)
    await board.ask("look_up_numbers", campaign=draft)
    await board.ask("list_ledger", campaign=draft)
    await board.ask("correct_contact", campaign=draft, conversation=1, first_name="Zoe")
    await board.ask("search_people", query="zoe")
    await board.ask("open_person", phone="+12025550101")
    await board.ask("erase_person", phone="+12025550101")
    await board.ask("schedule_launch", campaign=draft, at=await world.scripts.now() + 60_000)
    await board.ask("copy_campaign", campaign=draft, contacts=True)
    await board.ask("remove_contacts", campaign=draft, conversations=[1])
    await world.scripts.run("place_text", reference="s", phone="+12025550199", text="Hi?")
    (text,) = (await board.ask("list_unplaced"))["texts"]
    await board.ask("dismiss_unplaced", text=text["id"])
    cleo = (await board.ask("invite_member", email="cleo@example.org", name="Cleo", role="texter"))["id"]
    await board.until(lambda it: it.thing("member", cleo))
    crowd = [
        {"email": "ed@example.org", "name": "Ed"},
        {"email": "cleo@example.org", "name": "Cleo"},
        {"email": "x", "name": "X"},
    ]
    await board.ask("invite_members", people=crowd)
    await board.ask("change_role", member=cleo, role="admin")
    await board.ask("disable_member", member=cleo)
    await board.ask("enable_member", member=cleo)
    await world.members.token(ben)
    tokens_of_ben = [it for it in (await board.ask("list_tokens"))["tokens"] if it["member"] == ben.id]
    await board.ask("create_token", name="Backups")
    await world.members.use_link((await world.members.sign_in_link(ben)).removeprefix("/sign-in/"), "p")
    await board.ask("list_sign_ins")
    await board.ask("revoke_token", token=tokens_of_ben[0]["token"])
    await board.ask("disable_member", member=cleo)
    await world.scripts.run("forget_member", member=cleo, emails=["cleo@example.org"])
    await board.ask("remove_sender", campaign=campaign, member=ben.id)
    await board.ask("pause_campaign", campaign=campaign)
    await board.until(lambda it: it.thing("stranded", campaign, campaign))
    await board.ask("resume_campaign", campaign=campaign)
    await board.until(lambda it: ("stranded", campaign, campaign) in it.gone)
    await board.ask("archive_campaign", campaign=campaign)
    await board.ask("opt_out_phone", phone="(202) 555-0188")
    await board.ask("list_opt_outs", query="0188")
    await board.ask("opt_in_phone", phone="+12025550188")
    await board.ask("unarchive_campaign", campaign=campaign)
    await board.ask("archive_campaign", campaign=campaign)
    await board.ask("list_deeds", limit=1)
    went = {"member": cleo, "sender": ben.id, "campaign": campaign}
    for kind, id in went.items():
        await board.until(lambda it, key=(kind, id, None if kind == "member" else campaign): key in it.gone)
    await console.until(lambda it: ("console", ana.id, campaign) in it.gone)
    await console.until(lambda it: ("conversation", second, campaign) in it.gone)


async def what_is_at_hand(board: Client, console: Client, campaign: int) -> None:
    """Offer canned replies, tags and a survey, and let the texter use them on a conversation that they hold."""
    replies = [{"title": "Where", "text": "Hi {first_name}"}]
    tags = (await board.ask("set_tags", tags=[{"name": "Volunteer"}]))["tags"]
    await board.ask("set_campaign_tags", campaign=campaign, tags=[tags[0]["id"]])
    await board.ask("set_canned_replies", campaign=campaign, replies=replies)
    questions = [{"question": "Will you?", "answers": [{"answer": "Yes", "reply": "Great!"}, {"answer": "No"}]}]
    await board.ask("set_survey", campaign=campaign, questions=questions)
    await board.ask("list_at_hand", campaign=campaign)
    await console.ask("set_own_replies", replies=replies)
    await console.ask("list_at_hand", campaign=campaign)
    page = await console.ask("list_conversations", campaign=campaign, lane="initial")
    one = {"campaign": campaign, "conversation": page["conversations"][0]["id"]}
    await console.ask("draft_reply", **one, own=1)
    for client in (console, board):
        await client.ask("tag_conversation", **one, tag=tags[0]["id"], on=True)
        await client.ask("answer_question", **one, question=1, answer=2)
    await board.ask("list_conversations", campaign=campaign, answer=2)
