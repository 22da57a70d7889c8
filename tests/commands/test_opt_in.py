from typing import Any

import pytest

from server.store import keys
from server.wire.things import Conversation
from tests.world import Texter, World, columns, heard


async def opt(world: World, verb: str, campaign: int, at: int, by: str | None = "Ada") -> dict[str, Any]:
    """Opt the first conversation of a campaign out or in."""
    return heard(await world.scripts.run(verb, campaign, conversation=1, by=by, at=at), Conversation)


async def brought_to(world: World, lane: str) -> tuple[int, Texter]:
    """A campaign whose one conversation is in a lane, held by Ana."""
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    if lane != "initial":
        await ana.send_initial(1)
    if lane == "reply":
        await world.contact_writes(campaign, 1)
    if lane == "closed":
        await ana.close(1)
    return campaign, ana


@pytest.mark.parametrize("lane", ["initial", "quiet", "reply", "closed"])
async def test_an_undone_opt_out_is_as_if_it_hadnt_been(world: World, lane: str) -> None:
    campaign, ana = await brought_to(world, lane)
    await opt(world, "opt_out", campaign, at=5, by="Ana")
    thing = await opt(world, "opt_in", campaign, at=6)
    assert (thing["lane"], thing["holder"]) == (lane, ana.id)
    assert (await world.counts(campaign))["opted_out"] == 0


async def test_it_is_kept_and_told_who_did_it_and_when(world: World) -> None:
    campaign, _ = await brought_to(world, "quiet")
    await opt(world, "opt_out", campaign, at=5, by="Ana")
    await opt(world, "opt_in", campaign, at=6)
    thing = await opt(world, "opt_out", campaign, at=7, by=None)
    assert thing["opt_outs"] == [
        {"opted_out": True, "by": "Ana", "at": 5},
        {"opted_out": False, "by": "Ada", "at": 6},
        {"opted_out": True, "by": None, "at": 7},
    ]


async def test_who_wrote_while_they_were_opted_out_waits_for_an_answer(world: World) -> None:
    campaign, ana = await brought_to(world, "quiet")
    await opt(world, "opt_out", campaign, at=5)
    await world.contact_writes(campaign, 1, "Why is nobody answering?")
    thing = await opt(world, "opt_in", campaign, at=6)
    assert (thing["lane"], thing["holder"]) == ("reply", ana.id)


async def test_who_wrote_stop_before_they_were_texted_waits_for_a_text_and_is_no_initial(world: World) -> None:
    campaign, _ = await brought_to(world, "initial")
    await world.contact_writes(campaign, 1, "STOP", stop=True)
    thing = await opt(world, "opt_in", campaign, at=2**52)
    assert thing["lane"] == "reply"


async def test_nothing_comes_back_to_somebody_who_is_no_sender_any_more(world: World) -> None:
    campaign, ana = await brought_to(world, "reply")
    await opt(world, "opt_out", campaign, at=5)
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000)
    thing = await opt(world, "opt_in", campaign, at=6)
    assert (thing["lane"], thing["holder"]) == ("reply", None)


async def test_an_opt_out_that_was_noted_later_stays_whichever_comes_first(world: World) -> None:
    campaign, _ = await brought_to(world, "quiet")
    await opt(world, "opt_out", campaign, at=7)
    assert (await opt(world, "opt_in", campaign, at=6))["lane"] == "opted_out"


async def test_an_opt_out_that_was_noted_before_comes_too_late(world: World) -> None:
    campaign, _ = await brought_to(world, "quiet")
    await opt(world, "opt_in", campaign, at=6)
    assert (await opt(world, "opt_out", campaign, at=5))["lane"] == "quiet"


async def test_again_changes_nothing_and_tells_nobody(world: World) -> None:
    campaign, _ = await brought_to(world, "quiet")
    await opt(world, "opt_out", campaign, at=5)
    await opt(world, "opt_in", campaign, at=6)
    before = await world.kept()
    async with world.listening(campaign) as heard:
        await opt(world, "opt_in", campaign, at=6)
        assert await heard.news() == []
    assert await world.kept() == before


async def test_unknown_ones_are_refused(world: World) -> None:
    campaign, _ = await brought_to(world, "quiet")
    async with world.refused("unknown_conversation"):
        await world.scripts.run("opt_in", campaign, conversation=2, at=1)
    async with world.refused("unknown_campaign"):
        await world.scripts.run("opt_in", 9, conversation=1, at=1)


# The admin's command.


async def test_an_admin_undoes_a_texters_slip_in_every_campaign(world: World) -> None:
    first, ana = await brought_to(world, "quiet")
    phone = (await world.conversation(first, 1))["contact"]["phone"]
    second = await world.campaign()
    await world.scripts.run(
        "add_contacts", second, contacts=[[phone, f'["Bo", "", "{phone}", {{}}]']], columns=columns()
    )
    ada = await world.member("Ada", "admin")
    await world.ask(await world.member("Ana"), "opt_out", campaign=first, conversation=1)
    assert (await world.conversation(second, 1))["lane"] == "opted_out"

    thing = await world.ask(ada, "opt_in", campaign=first, conversation=1)

    assert (thing["lane"], thing["holder"]) == ("quiet", ana.id)
    assert [(note["opted_out"], note["by"]) for note in thing["opt_outs"]] == [(True, "Ana"), (False, "Ada")]
    assert (await world.conversation(second, 1))["lane"] == "initial"
    assert await world.scripts.redis.smembers("{a}:opted_out") == set()


async def test_an_admin_who_undoes_what_isnt_so_changes_nothing(world: World) -> None:
    campaign, _ = await brought_to(world, "quiet")
    ada = await world.member("Ada", "admin")
    before = await world.kept()
    assert (await world.ask(ada, "opt_in", campaign=campaign, conversation=1))["lane"] == "quiet"
    after = await world.kept()
    del after[keys.under(keys.ACCOUNT, "deeds")]  # they asked for it
    assert after == before
    async with world.refused("unknown_conversation"):
        await world.ask(ada, "opt_in", campaign=campaign, conversation=9)


async def test_a_texter_cannot_undo_an_opt_out(world: World) -> None:
    campaign, _ = await brought_to(world, "quiet")
    async with world.refused("unknown_command"):
        await world.ask(await world.member("Ana"), "opt_in", campaign=campaign, conversation=1)
