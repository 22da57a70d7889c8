from typing import Any

import pytest

from server.campaigns import senders
from server.store import keys
from tests.world import World


async def test_a_member_becomes_a_sender_and_gets_a_console(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.member("Ana")
    root = await world.member("Root", "admin")
    async with world.listening(campaign) as heard:
        thing = await world.ask(root, "add_senders", campaign=campaign, members=[ana.id])
        (message,) = await heard.news()
    assert thing["senders"] == 1
    assert [(texter["id"], texter["sender"]) for texter in message["texters"]] == [(ana.id, True)]
    assert await world.scripts.run("campaigns_of", member=ana.id) == [campaign]


async def test_who_is_one_already_stays_one(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    await ana.request()
    before = await world.counts(campaign)
    async with world.listening(campaign) as heard:
        await world.scripts.run("add_senders", campaign, members=[ana.id])
        assert await heard.news() == []
    assert await world.counts(campaign) == before
    assert before["senders"] == 1
    assert (await ana.counts())["initial"] == 5


async def test_senders_added_after_launch_get_nothing_by_themselves(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    assert (await ana.counts())["initial"] == 0


async def test_nobody_at_all_is_fine(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    root = await world.member("Root", "admin")
    assert (await world.ask(root, "add_senders", campaign=campaign, members=[]))["senders"] == 0


async def test_one_unknown_member_keeps_all_of_them_out(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana, root = await world.member("Ana"), await world.member("Root", "admin")
    async with world.refused("unknown_member"):
        await world.ask(root, "add_senders", campaign=campaign, members=[ana.id, 99])


async def test_an_archived_campaign_takes_no_senders(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    await world.scripts.run("archive_campaign", campaign)
    async with world.refused("archived"):
        await world.scripts.run("add_senders", campaign, members=[1])


async def test_an_unknown_campaign_leaves_no_trace(world: World) -> None:
    ana, root = await world.member("Ana"), await world.member("Root", "admin")
    async with world.refused("unknown_campaign"):
        await world.ask(root, "add_senders", campaign=9, members=[ana.id])
    async with world.refused("unknown_campaign"):
        await world.scripts.run("add_senders", 9, members=[ana.id])


async def test_a_member_who_is_disabled_meanwhile_is_taken_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = await world.campaign(contacts=5)
    ana, ben = await world.member("Ana"), await world.member("Ben")
    run = world.scripts.run

    async def disable_first(verb: str, *args: Any, **named: Any) -> Any:
        if verb == "add_senders":
            await run("disable_member", member=ana.id)
        return await run(verb, *args, **named)

    monkeypatch.setattr(world.scripts, "run", disable_first)
    thing = await senders.add(world.scripts, campaign, [ana.id, ben.id])
    assert thing.senders == 1
    assert await world.scripts.redis.smembers(keys.under(keys.campaign(campaign), "senders")) == {str(ben.id).encode()}
