"""One person across campaigns: read, erased, downloaded."""

import json
from typing import Any

import httpx
import pytest

from server.campaigns.contact import add_contacts, receive
from server.people.members import Members
from tests.browsers import browser_of
from tests.world import World, columns

PHONE = "+12125550101"


async def in_two_campaigns(world: World) -> tuple[int, int]:
    ids = []
    for title, name in (("Old", "Ana"), ("New", "Anna")):
        campaign = await world.campaign(title=title, launch=False)
        packed = [(PHONE, json.dumps([name, "López", PHONE, {}]), "")]
        await add_contacts(world.scripts, campaign, packed, columns())
        ids.append(campaign)
    return ids[0], ids[1]


async def texted(world: World, campaign: int) -> None:
    texter = await world.texter(campaign)
    await world.ask(await world.member("Root", "admin"), "launch_campaign", campaign=campaign)
    await texter.send_initial(1)
    await receive(world.scripts, PHONE, "STOP", "SM1")


async def test_it_has_all_conversations_with_all_texts_the_newest_first(world: World) -> None:
    old, new = await in_two_campaigns(world)
    await texted(world, new)
    root = await world.member("Root", "admin")

    person = await world.ask(root, "open_person", phone="(212) 555-0101")

    assert (person["phone"], person["names"], person["opted_out"]) == (PHONE, ["Anna López", "Ana López"], True)
    assert (person["opt_out"]["out"], person["opt_out"]["how"]) == (True, "text")
    told = [(it["campaign"], it["title"], it["status"], len(it["texts"])) for it in person["conversations"]]
    assert told[0][:3] == (new, "New", "active")
    assert told[0][3] >= 2
    assert told[1] == (old, "Old", "draft", 0)
    assert [it["holder_name"] for it in person["conversations"]] == ["Ana", None]


async def test_somebody_in_no_campaign_has_only_what_is_noted(world: World) -> None:
    await receive(world.scripts, PHONE, "Who is this?", "SM1")
    root = await world.member("Root", "admin")
    person = await world.ask(root, "open_person", phone=PHONE)
    assert (person["names"], person["conversations"], person["opt_out"]) == ([], [], None)
    assert [text["text"] for text in person["unplaced"]] == ["Who is this?"]


@pytest.mark.parametrize("command", ["open_person", "erase_person"])
async def test_what_is_no_number_is_refused(world: World, command: str) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("bad_phone"):
        await world.ask(root, command, phone="12")


async def test_erased_it_says_what_was_erased_and_what_stays(world: World) -> None:
    _, new = await in_two_campaigns(world)
    await receive(world.scripts, PHONE, "STOP", "SM1")
    root = await world.member("Root", "admin")

    told = await world.ask(root, "erase_person", phone=PHONE)
    again = await world.ask(root, "erase_person", phone=PHONE)

    assert (told["conversations"], told["waiting"], told["opted_out"]) == (2, [], True)
    assert told["sentence"].startswith("Erased in 2 campaigns.")
    assert "stays noted" in told["sentence"]
    assert again["sentence"].startswith("No campaign has this person.")
    assert (await world.conversation(new, 1))["contact"]["phone"] == ""


async def test_a_text_at_the_carrier_is_waited_for_and_that_is_told(world: World) -> None:
    _, new = await in_two_campaigns(world)
    texter = await world.texter(new)
    root = await world.member("Root", "admin")
    await world.ask(root, "launch_campaign", campaign=new)
    await texter.send_initial(1)
    await world.scripts.run("take_texts", new, carrier="one", name="", count=1)

    told = await world.ask(root, "erase_person", phone=PHONE)

    assert (told["conversations"], told["waiting"]) == (1, [new])
    assert "Erase them again in a minute." in told["sentence"]


async def test_an_admin_downloads_all_that_is_kept_and_that_is_noted(
    world: World, hub_url: str, members: Members
) -> None:
    await in_two_campaigns(world)
    root, ana = await world.member("Root", "admin"), await world.member("Ana")
    async with browser_of(hub_url, members, root) as client:
        download = await client.get(f"/people/{PHONE}.json")
        wrong: httpx.Response = await client.get("/people/12.json")
    async with browser_of(hub_url, members, ana) as client:
        refused = await client.get(f"/people/{PHONE}.json")

    known: dict[str, Any] = download.json()
    assert (known["phone"], len(known["conversations"])) == (PHONE, 2)
    assert f'filename="{PHONE}.json"' in download.headers["content-disposition"]
    assert (wrong.status_code // 100, refused.status_code // 100) == (4, 4)
    deeds = (await world.ask(root, "list_deeds"))["deeds"]
    assert [(deed["did"], deed["given"]) for deed in deeds if deed["did"] == "export_person"] == [("export_person", {})]
