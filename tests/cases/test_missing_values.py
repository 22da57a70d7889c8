"""A contact who lacks what the message merges."""

from pathlib import Path

from tests.world import World

CONTACTS = Path(__file__).parent / "missing-values" / "contacts.csv"
SCRIPT = "Hi {first_name} {last_name}, see you in {Town}."


async def test_blanks_close_up_and_the_admin_is_told_who_lacks_what(world: World) -> None:
    campaign, root = await world.campaign(script=SCRIPT), await world.member("Root", "admin")
    await world.imported(campaign, CONTACTS.read_text())
    drafts = [(await world.conversation(campaign, id))["draft"] for id in (1, 2)]
    assert drafts == ["Hi Ana Diaz, see you in Bath.", "Hi Bo, see you in."]
    lacking = [{"field": "last_name", "contacts": 1}, {"field": "Town", "contacts": 1}]
    assert (await world.counts(campaign))["lacking"] == lacking
    previewed = await world.ask(root, "preview_message", campaign=campaign, script=SCRIPT)
    assert previewed["lacking"] == lacking
    assert previewed["examples"][0]["contact"]["first_name"] == "Bo"
    assert previewed["examples"][0]["draft"] == drafts[1]


async def test_the_script_says_other_words_for_it(world: World) -> None:
    campaign = await world.campaign(script="Hi {first_name} {last_name|}, see you in {Town|your town}.")
    await world.imported(campaign, CONTACTS.read_text())
    drafts = [(await world.conversation(campaign, id))["draft"] for id in (1, 2)]
    assert drafts == ["Hi Ana Diaz, see you in Bath.", "Hi Bo, see you in your town."]
    assert (await world.counts(campaign))["lacking"] == []
