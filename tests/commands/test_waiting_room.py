"""The waiting room: texters who wait get what is put back, in their order, while they are here."""

from typing import Any

import pytest

from server.campaigns.room import serve_rooms
from server.errors import Refused
from server.store import keys
from tests.world import Texter, World


async def calls(world: World, command: str) -> int:
    """Return the number of calls of a command of the store so far, also by scripts."""
    stats = await world.scripts.redis.info("commandstats")
    return int(stats.get(f"cmdstat_{command}", {"calls": 0})["calls"])


async def wait(texter: Texter) -> dict[str, Any]:
    answer: dict[str, Any] = await texter.scripts.run("wait_for_more", texter.campaign, texter=texter.id)
    return answer


async def empty(world: World, contacts: int = 4, **settings: Any) -> tuple[int, Texter, Texter, Texter]:
    """A campaign in which Ana holds all, and Ben and Cleo nothing."""
    campaign = await world.campaign(contacts=contacts, **settings)
    ana, ben, cleo = [await world.texter(campaign, name) for name in ("Ana", "Ben", "Cleo")]
    await ana.request()
    return campaign, ana, ben, cleo


async def test_what_is_released_goes_to_the_texter_who_has_waited_longest(world: World) -> None:
    campaign, ana, ben, cleo = await empty(world)
    assert "waits_since" in await wait(cleo)
    await world.a_moment()
    await wait(ben)
    async with world.listening(campaign) as heard:
        await ana.release()
        [message] = await heard.news()
    assert await cleo.holds("initial") == [1, 2, 3, 4]
    assert await ben.holds("initial") == []
    assert {texter["id"] for texter in message["texters"]} == {ana.id, cleo.id}
    served = (await cleo.counts())["served"]
    assert {name: served[name] for name in ("assigned", "initial", "reply", "quiet")} == {
        "assigned": 4,
        "initial": 4,
        "reply": 0,
        "quiet": 0,
    }
    assert "waits_since" not in await cleo.counts()
    assert "waits_since" in await ben.counts()
    assert message["campaign"]["room"] == 1


async def test_everything_that_puts_conversations_back_serves_the_room(world: World) -> None:
    for nth, way in enumerate(("unassign", "remove_sender", "import", "resume", "switch on", "an answer to nobody")):
        campaign, ana, ben, _ = await empty(world, batch_size=4)
        by = {"name": "Root", "move": "1"}
        if way == "an answer to nobody":
            await ana.send_initials()
            await ana.release()
            await ana.request()  # the quiet ones
            await world.scripts.run("remove_sender", campaign, member=ana.id, most=0)
        if way in ("resume", "switch on"):
            await wait(ben)
            off = {"resume": ("pause_campaign", {}), "switch on": ("update_campaign", {"self_assign": False})}[way]
            await world.scripts.run(off[0], campaign, **off[1])
            await ana.release()
        else:
            await wait(ben)
        assert await ben.holds("initial") == [], way
        match way:
            case "unassign":
                await world.scripts.run("unassign", campaign, holder=ana.id, lanes=["initial"], most=99, by=by)
            case "remove_sender":
                await world.scripts.run("remove_sender", campaign, member=ana.id, most=99)
            case "import":
                await world.add_contacts(campaign, 1)
            case "resume":
                await world.scripts.run("resume_campaign", campaign)
            case "switch on":
                await world.scripts.run("update_campaign", campaign, self_assign=True, default_batch_size=300)
            case _:
                thing = await world.contact_writes(campaign, 1)
                assert thing["holder"] == ben.id, "what is announced is so"
        counts = await ben.counts()
        assert counts["initial"] + counts["reply"] > 0, (nth, way)
        assert "waits_since" not in counts


async def test_who_is_here_is_looked_through_once_however_many_are_served(world: World) -> None:
    """Else a step in which hundreds are served would keep the store from everybody for a second."""
    asked = []
    for people in (2, 20):
        campaign, ana, *_ = await empty(world, contacts=people, batch_size=people, fair_tail=True)
        others = [await world.texter(campaign, f"T{nth}") for nth in range(people)]
        for texter in others:
            await wait(texter)
        before = await calls(world, "zrange")
        await ana.release()
        asked.append(await calls(world, "zrange") - before)
        assert [(await texter.counts())["initial"] for texter in others] == [1] * people
    assert asked[0] == asked[1]


async def test_those_who_wait_and_have_replies_to_write_cost_the_others_nothing(world: World) -> None:
    asked = []
    for people in (2, 20):
        campaign = await world.campaign(contacts=people, batch_size=1)
        others = [await world.texter(campaign, f"T{nth}") for nth in range(people)]
        for texter in others:
            await texter.request()
            await texter.send_initials()
        for nth, texter in enumerate(others, 1):
            await wait(texter)
            await world.contact_writes(campaign, nth)
        await world.add_contacts(campaign, 1)
        await world.scripts.run("stop_waiting", campaign, texter=others[0].id)
        before = await calls(world, "zcard")
        await others[0].send_reply(1, last_seen=2)
        asked.append(await calls(world, "zcard") - before)
        counts = await world.counts(campaign)
        assert (counts["unassigned"]["initial"], counts["room"]) == (1, people - 1)
    assert asked[0] == asked[1]


@pytest.mark.parametrize("how", ["paused", "self assignment is off"])
async def test_those_who_wait_cost_nothing_while_nobody_gets_any(world: World, how: str) -> None:
    asked = []
    for people in (2, 20):
        campaign, ana, *_ = await empty(world)
        others = [await world.texter(campaign, f"T{nth}") for nth in range(people)]
        for texter in others:
            await wait(texter)
        if how == "paused":
            await world.scripts.run("pause_campaign", campaign)
        else:
            await world.scripts.run("update_campaign", campaign, self_assign=False)
        await ana.release()
        before = await calls(world, "hget")
        await world.scripts.run("stop_waiting", campaign, texter=others[0].id)
        asked.append(await calls(world, "hget") - before)
    assert asked[0] == asked[1]


async def test_those_for_whom_there_is_nothing_are_not_looked_for(world: World) -> None:
    """Whoever is for replies alone waits for hours beside first messages."""
    campaign = await world.campaign(contacts=4, batch_size=2)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await world.scripts.run("update_sender", campaign, member=ben.id, only="reply")
    await wait(ben)
    before = await calls(world, "zmscore")
    await ana.request()
    assert await calls(world, "zmscore") == before
    await ana.send_initials()
    await ana.release()
    assert (await ben.counts())["quiet"] == 2


async def test_who_may_wait_is_served_also_where_an_older_version_did_not_note_them_as_free(world: World) -> None:
    campaign, ana, ben, _ = await empty(world)
    await world.scripts.ask(("SADD", keys.under(keys.campaign(campaign), "busy"), ben.id))
    await wait(ben)
    await ana.release()
    assert (await ben.counts())["initial"] == 4


async def test_who_is_there_already_gets_them_at_once(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana = await world.texter(campaign)
    answer = await wait(ana)
    assert (answer["served"]["assigned"], "waits_since" in answer) == (3, False)


async def test_who_is_not_here_is_passed_over_and_keeps_their_place(world: World) -> None:
    campaign, ana, ben, cleo = await empty(world)
    await wait(ben)
    await world.a_moment()
    await wait(cleo)
    await world.scripts.run("vouch_here", campaign, texters=[], gone=[ben.id])
    await ana.release()
    assert (await ben.counts())["initial"] == 0
    assert (await cleo.counts())["initial"] == 4
    await world.add_contacts(campaign, 2)
    assert await world.scripts.run("vouch_here", campaign, texters=[ben.id])
    assert await world.scripts.run("serve_room", campaign)
    assert (await ben.counts())["initial"] == 2


async def test_who_has_been_away_for_ten_minutes_waits_no_more(world: World) -> None:
    campaign, _, ben, cleo = await empty(world)
    await wait(ben)
    await wait(cleo)
    here = keys.under(keys.campaign(campaign), "here")
    await world.scripts.ask(("ZADD", here, await world.scripts.now() - 9 * 60_000, ben.id))
    assert await world.scripts.run("serve_room", campaign), "he isn't here any more"
    assert not await world.scripts.run("serve_room", campaign)
    await world.scripts.ask(("ZADD", here, await world.scripts.now() - 11 * 60_000, ben.id))
    assert await world.scripts.run("serve_room", campaign)
    assert "waits_since" not in await ben.counts()
    assert "waits_since" in await cleo.counts()


async def test_who_comes_back_the_next_day_waits_no_more_although_nobody_was_there(world: World) -> None:
    campaign, ana, ben, _ = await empty(world)
    await world.scripts.run("new_campaign")  # listed, and not made yet
    await wait(ben)
    await serve_rooms(world.scripts)
    assert (await world.counts(campaign))["room"] == 1
    here = keys.under(keys.campaign(campaign), "here")
    await world.scripts.ask(("ZADD", here, await world.scripts.now() - 11 * 60_000, ben.id))
    await serve_rooms(world.scripts)
    assert (await world.counts(campaign))["room"] == 0
    await ana.release()
    await world.scripts.run("vouch_here", campaign, texters=[ben.id])
    await world.scripts.run("serve_room", campaign)
    assert await ben.holds("initial") == []


async def test_who_gives_back_or_loses_theirs_does_not_get_them_again(world: World) -> None:
    campaign, ana, ben, _ = await empty(world)
    await ana.send_initials()
    await wait(ana)
    by = {"name": "Root", "move": "1"}
    await world.scripts.run("unassign", campaign, holder=ana.id, lanes=["quiet"], most=99, by=by)
    assert (await ana.counts())["quiet"] == 0
    await wait(ben)
    assert (await ben.counts())["quiet"] == 4


async def test_nobody_waits_for_an_archived_campaign(world: World) -> None:
    campaign, _, ben, cleo = await empty(world)
    await wait(ben)
    await world.scripts.run("update_campaign", campaign, first_needs_yes=True, default_batch_size=300)
    await world.scripts.run("approve_sender", campaign, member=cleo.id)
    await wait(cleo)
    counts = await world.counts(campaign)
    assert (counts["room"], counts["asking"]) == (1, 1)
    async with world.listening(campaign) as heard:
        await world.scripts.run("archive_campaign", campaign)
        assert sorted(await heard.told()) == [ben.id, cleo.id]
    counts = await world.counts(campaign)
    assert (counts["room"], counts["asking"]) == (0, 0)


async def test_nobody_waits_who_has_something_to_do(world: World) -> None:
    campaign, ana, _, _ = await empty(world)
    async with world.refused("initials_left"):
        await wait(ana)
    await ana.send_initials()
    await world.contact_writes(campaign, 1)
    async with world.refused("replies_left"):
        await wait(ana)


async def test_waiting_twice_and_stopping_twice_change_nothing(world: World) -> None:
    campaign, _, ben, _ = await empty(world)
    before = await wait(ben)
    async with world.listening(campaign) as heard:
        assert await wait(ben) == before
        assert await heard.news() == []
        stop = {"texter": ben.id}
        assert await world.scripts.run("stop_waiting", campaign, **stop)
        assert not await world.scripts.run("stop_waiting", campaign, **stop)
        assert len(await heard.news()) == 1


async def test_a_first_batch_waits_for_an_admins_yes(world: World) -> None:
    campaign = await world.campaign(contacts=20, batch_size=5, first_needs_yes=True)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    async with world.refused("first_needs_yes"):
        await ana.request()
    await wait(ana)
    counts = await ana.counts()
    assert (counts["asking"], counts["approved"], counts["initial"]) == (True, False, 0)
    assert (await world.counts(campaign))["asking"] == 1
    await world.scripts.run("approve_sender", campaign, member=ana.id)
    assert (await ana.counts())["initial"] == 5
    assert (await world.counts(campaign))["asking"] == 0
    await ana.send_initials()
    assert (await ana.request())["assigned"] == 5
    async with world.refused("first_needs_yes"):
        await ben.request()
    await world.scripts.run("approve_sender", campaign, member=ben.id)
    assert (await ben.request())["assigned"] == 5


async def test_an_approval_without_need_changes_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=2, first_needs_yes=True)
    ana = await world.texter(campaign)
    await world.scripts.run("approve_sender", campaign, member=ana.id)
    async with world.listening(campaign) as heard:
        await world.scripts.run("approve_sender", campaign, member=ana.id)
        assert await heard.news() == []
    async with world.refused("not_a_sender"):
        await world.scripts.run("approve_sender", campaign, member=99)
    await world.scripts.run("archive_campaign", campaign)
    async with world.refused("archived"):
        await world.scripts.run("approve_sender", campaign, member=ana.id)


async def test_who_asks_is_served_when_no_yes_is_needed_any_more(world: World) -> None:
    campaign = await world.campaign(contacts=2, first_needs_yes=True)
    ana = await world.texter(campaign)
    await wait(ana)
    await world.scripts.run("update_campaign", campaign, first_needs_yes=False, default_batch_size=300)
    assert (await ana.counts())["initial"] == 2


async def test_who_waits_already_asks_for_a_yes_when_first_batches_need_one(world: World) -> None:
    campaign, ana, ben, cleo = await empty(world, contacts=1)
    await world.scripts.run("approve_sender", campaign, member=cleo.id)
    since = (await wait(ben))["waits_since"]
    await wait(cleo)
    async with world.listening(campaign) as heard:
        await world.scripts.run("update_campaign", campaign, first_needs_yes=True, default_batch_size=300)
        assert await heard.told() == [ben.id]
    counts = await world.counts(campaign)
    assert (counts["room"], counts["asking"]) == (1, 1)
    assert ((await ben.counts())["asking"], (await ben.counts())["waits_since"]) == (True, since)
    await world.scripts.run("stop_waiting", campaign, texter=cleo.id)
    await ana.release()
    assert (await ben.counts())["initial"] == 0
    await world.scripts.run("approve_sender", campaign, member=ben.id)
    assert (await ben.counts())["initial"] == 1


async def test_who_has_texted_here_before_needs_no_yes(world: World) -> None:
    campaign = await world.campaign(contacts=4, batch_size=2)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await world.scripts.run("update_campaign", campaign, first_needs_yes=True, default_batch_size=300)
    assert (await ana.request())["assigned"] == 2


async def test_who_is_for_replies_waits_while_there_are_first_messages(world: World) -> None:
    campaign = await world.campaign(contacts=4, batch_size=2)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initials()
    await ana.release()
    await world.scripts.run("update_sender", campaign, member=ben.id, only="reply")
    assert (await ben.request())["quiet"] == 2
    await ben.release()
    await ana.request()  # the two that are left
    await ana.send_initials()
    await ana.request()
    with pytest.raises(Refused):
        await ben.request()
    await wait(ben)
    await ana.release()
    assert (await ben.counts())["quiet"] == 2
