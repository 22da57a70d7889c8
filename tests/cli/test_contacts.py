import json
from pathlib import Path

from server.campaigns import contact
from tests.command_line import handraise
from tests.commands.test_erase_contact import carried, kept_of
from tests.world import World

ZOE = "+12025550777"


async def a_conversation(world: World) -> int:
    """Zoe has been texted, and has answered."""
    campaign = await world.campaign()
    await world.imported(campaign, f"First name,Phone\nZoe,{ZOE}\n")
    await world.scripts.run("launch_campaign", campaign, most=100)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await carried(world, campaign)
    await contact.receive(world.scripts, ZOE, "¡Sí!", "in1", carrier="simulator")
    return campaign


async def test_a_persons_data_are_exported_to_a_file_or_shown(store_url: str, world: World, tmp_path: Path) -> None:
    await a_conversation(world)
    ended = await handraise("contact", "export", "(202) 555-0777", tmp_path / "zoe.json", REDIS_URL=store_url)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    known = json.loads((tmp_path / "zoe.json").read_text("utf-8"))
    assert [text["text"] for text in known["conversations"][0]["texts"]] == ["Hi Zoe!", "¡Sí!"]
    shown = await handraise("contact", "export", ZOE, REDIS_URL=store_url)
    assert json.loads(shown.out) == known


async def test_a_stranger_is_told_as_such(store_url: str, world: World) -> None:
    await a_conversation(world)
    for command in (("export",), ("erase", "--yes")):
        ended = await handraise("contact", *command, "+12025550999", REDIS_URL=store_url)
        assert ended.code == 0
        assert "No campaign has this person." in ended.out + ended.err
    ended = await handraise("contact", "export", "12", REDIS_URL=store_url)
    assert (ended.code, "Write it like +12025550123." in ended.err) == (2, True)


async def test_a_person_is_erased_once_it_is_confirmed(store_url: str, world: World) -> None:
    campaign = await a_conversation(world)
    asked = await handraise("contact", "erase", ZOE, REDIS_URL=store_url)
    assert (asked.code, asked.out) == (1, "")
    assert "1 campaign has this person. Erase what is kept of them, for good?" in asked.err
    assert (await world.conversation(campaign, 1))["contact"]["first_name"] == "Zoe"

    await contact.opt_out_everywhere(world.scripts, ZOE, how="command")
    ended = await handraise("contact", "erase", ZOE, "--yes", REDIS_URL=store_url)
    assert ended.out.splitlines() == [
        f"Erased in campaign {campaign}: conversation 1.",
        "That the phone has opted out stays noted, so that it isn't texted again.",
    ]
    assert await kept_of(world, "Zoe") == []


async def test_files_that_stay_with_the_carrier_are_listed(store_url: str, world: World) -> None:
    campaign = await a_conversation(world)
    given = {"conversation": 1, "text": "Look", "reference": "r", "stop": False}
    await world.scripts.run(
        "receive_text", campaign, **given, files=[["https://api.twilio.com/1", "image/png"]], by="twilio"
    )
    ended = await handraise("contact", "erase", ZOE, "--yes", REDIS_URL=store_url)
    assert ended.out.splitlines()[1:] == [
        "These files came from them, and stay with the carrier until you delete them there:",
        "  twilio: https://api.twilio.com/1",
    ]


async def test_an_erasure_that_must_wait_for_a_carrier_says_so(store_url: str, world: World) -> None:
    campaign = await world.campaign()
    await world.imported(campaign, f"First name,Phone\nZoe,{ZOE}\n")
    await world.scripts.run("launch_campaign", campaign, most=100)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await world.scripts.run("take_texts", campaign, carrier="one", count=1)
    ended = await handraise("contact", "erase", ZOE, "--yes", REDIS_URL=store_url)
    assert (ended.code, f"(campaign {campaign})" in ended.err) == (1, True)
