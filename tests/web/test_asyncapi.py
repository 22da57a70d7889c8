"""The documents of the wire: made of what is declared, and true of what really goes over it."""

import json
import runpy
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from server.client import Client
from server.commands.actors import ACTORS
from server.errors import Refused
from server.web.asyncapi import document
from server.wire.frames import Encoding
from tests.browsers import PLAIN
from tests.world import World

ROOT = Path(__file__).parents[2]
DOCUMENT = json.loads(json.dumps(document()))
SCHEMAS = DOCUMENT["components"]["schemas"]
MESSAGES = DOCUMENT["components"]["messages"]


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


def fits(name: str, frame: list[Any]) -> None:
    """The frame is as the document says of this message."""
    whole = {"components": DOCUMENT["components"], **MESSAGES[name]["payload"]}
    jsonschema.Draft202012Validator(whole).validate(frame)


class Recorded(Client):
    """A client that holds every frame that it hears against the document."""

    actor = "texter"
    fitted: set[str]

    async def _ask(self, socket: Any, name: str, args: dict[str, Any]) -> Any:
        fits(f"{self.actor}.{name}", [1, name, args])
        try:
            answer = await super()._ask(socket, name, args)
        except Refused as refused:
            fits("refused", ["refused", 1, refused.code, refused.sentence])
            raise
        fits(f"{self.actor}.{name}.reply", ["reply", 1, answer])
        self.fitted.add(name)
        for thing in answer.get("things", ()):
            self._keep("changed", thing)
        return answer

    def _keep(self, what: str, thing: dict[str, Any]) -> None:
        fits(f"changed.{thing['kind']}" if what == "changed" else "gone", [what, thing])
        self.fitted.add(thing["kind"] if what == "changed" else "gone")
        super()._keep(what, thing)


@pytest.mark.parametrize("encoding", Encoding)
async def test_what_goes_over_the_wire_is_what_the_document_says(
    hub_url: str, world: World, encoding: Encoding
) -> None:
    root, ana, ben = [
        await world.member(name, role) for name, role in (("Root", "admin"), ("Ana", "texter"), ("Ben", "texter"))
    ]
    tokens = [await world.members.token(member) for member in (root, ana)]
    Recorded.fitted = set()
    board = Recorded(hub_url, tokens[0], "/ws/admin", encoding)
    board.actor = "admin"
    async with board, Recorded(hub_url, tokens[1], encoding=encoding) as console:
        await board.ask("open_admin")
        campaign = (await board.ask("create_campaign", title="Vote!", script="Hi {first_name}!"))["campaign"]
        await world.add_contacts(campaign, 6, {"Street": "Elm"})
        await board.ask("update_campaign", campaign=campaign, self_assign=True, batch_size=3, sender_link=True)
        await board.ask("preview_message", campaign=campaign, script="Hello {first_name} {last_name}!")
        await board.ask("launch_campaign", campaign=campaign)
        await board.ask("add_senders", campaign=campaign, members=[ana.id, ben.id])
        await board.ask("watch_campaign", campaign=campaign)
        await console.ask("open_console")
        await console.request_conversations(campaign)
        page = await console.ask("list_conversations", campaign=campaign, lane="initial")
        first, second, third = [thing["id"] for thing in page["conversations"]]
        await console.ask("open_conversation", campaign=campaign, conversation=first)
        await console.ask("send_initial", campaign=campaign, conversation=first)
        await console.ask("send_initial", campaign=campaign, conversation=second, text="Hello!")
        await console.ask("send_initial", campaign=campaign, conversation=third)
        await world.contact_writes(campaign, first)
        await console.ask("send_reply", campaign=campaign, conversation=first, text="Great!", last_seen=2)
        await console.ask("close_conversation", campaign=campaign, conversation=first)
        await console.ask("opt_out", campaign=campaign, conversation=second)
        await board.ask("opt_in", campaign=campaign, conversation=second)
        await board.ask("reassign", campaign=campaign, holders=[ana.id], to=[ben.id], count=1)
        await board.ask("unassign", campaign=campaign, holders=[ben.id])
        await console.ask("release_conversations", campaign=campaign)
        with pytest.raises(Refused):
            await console.ask("close_conversation", campaign=campaign, conversation=third)
        await board.ask("list_conversations", campaign=campaign)
        await board.ask("open_conversation", campaign=campaign, conversation=first)
        await world.contact_writes(campaign, first)
        await board.ask("close_conversation", campaign=campaign, conversation=first, last_seen=4)
        await world.contact_writes(campaign, first)
        await board.ask("campaign_history", campaign=campaign)
        await board.ask("set_default_batch_size", size=20)
        await board.ask("list_stop_languages")
        await board.ask("set_stop_languages", languages=["es"])
        await world.scripts.run("place_text", reference="s", phone="+12025550199", text="Hi?")
        (text,) = (await board.ask("list_unplaced"))["texts"]
        await board.ask("dismiss_unplaced", text=text["id"])
        cleo = (await board.ask("invite_member", email="cleo@example.org", name="Cleo", role="texter"))["id"]
        await board.ask("change_role", member=cleo, role="admin")
        await board.ask("disable_member", member=cleo)
        await board.ask("enable_member", member=cleo)
        await world.members.token(ben)
        tokens_of_ben = [it for it in (await board.ask("list_tokens"))["tokens"] if it["member"] == ben.id]
        await board.ask("revoke_token", token=tokens_of_ben[0]["token"])
        await board.ask("remove_sender", campaign=campaign, member=ben.id)
        await board.ask("pause_campaign", campaign=campaign)
        await board.until(lambda it: it.thing("stranded", campaign, campaign))
        await board.ask("resume_campaign", campaign=campaign)
        await board.ask("archive_campaign", campaign=campaign)
        await console.until(lambda it: not it.thing("console", ana.id, campaign))
    asked = {name for table in ACTORS.values() for name in table.names()}
    kinds = {"account", "member", "presence", "campaign", "stranded", "console", "sender", "conversation", "gone"}
    assert Recorded.fitted == asked | kinds
