import pytest

from server.campaigns.contact import receive
from server.store.scripts import Scripts
from tests.account import listening
from tests.world import World


async def test_it_is_announced_and_can_be_cleared(scripts: Scripts) -> None:
    async with listening(scripts) as heard:
        account = await scripts.run("set_stop_languages", languages="de es")
        assert account["stop_languages"] == "de es"
        assert await heard.news() == [{"account": account}]
    assert "stop_languages" not in await scripts.run("set_stop_languages")


async def test_an_admin_chooses_the_languages_beside_the_carriers_own_words(world: World) -> None:
    ada = await world.member("Ada", "admin")
    listed = (await world.ask(ada, "list_stop_languages"))["languages"]
    assert (listed[0]["language"], "STOP" in listed[0]["stop"], "START" in listed[0]["start"]) == (None, True, True)
    assert {"es", "fr", "de"} <= {one["language"] for one in listed}

    assert (await world.ask(ada, "set_stop_languages", languages=["de", "de"]))["stop_languages"] == ["de"]
    assert (await world.ask(ada, "set_stop_languages", languages=[]))["stop_languages"] == []
    assert (await world.ask(ada, "set_stop_languages", languages=None))["stop_languages"] == ["es", "fr"]


@pytest.mark.parametrize("languages", [["xx"], ["de", ""], ["de es"], ["de", 7], "de"])
async def test_what_is_no_list_of_languages_is_refused(world: World, languages: object) -> None:
    ada = await world.member("Ada", "admin")
    async with world.refused("bad_arguments"):
        await world.ask(ada, "set_stop_languages", languages=languages)


async def test_a_word_counts_only_while_its_language_is_chosen(world: World) -> None:
    opted_out = world.scripts.redis.smembers
    await receive(world.scripts, "+12025550110", "Ende", "SM1")
    assert await opted_out("{a}:opted_out") == set()
    await world.ask(await world.member("Ada", "admin"), "set_stop_languages", languages=["de"])
    await receive(world.scripts, "+12025550110", "Ende", "SM2")
    await receive(world.scripts, "+12025550111", "arrêt", "SM3")
    await receive(world.scripts, "+12025550112", "Stop", "SM4")
    assert await opted_out("{a}:opted_out") == {b"+12025550110", b"+12025550112"}
