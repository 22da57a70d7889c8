import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import asdict

import msgpack
import msgspec
import pytest
from msgspec.structs import replace
from redis.asyncio import Redis

from server.background import Background
from server.campaigns.contact import receive
from server.client import Client
from server.errors import SENTENCES, Refused
from server.live import audit, presence
from server.live.directory import Directory
from server.live.hub import Hub
from server.live.mailbox import Mailbox
from server.live.watch import CONSOLES_IN_A_ROW, Connection
from server.store import keys, lookups, same_store
from server.store.scripts import Scripts
from server.wire.described import CampaignNews
from server.wire.frames import Encoding
from server.wire.things import Campaign, Member
from tests.described import texter
from tests.world import World


@pytest.fixture
async def hub(world: World) -> AsyncIterator[Hub]:
    """A hub without a server around it."""
    hub = Hub(world.scripts, world.members.still_valid)
    async with hub.running(Background()):
        yield hub


async def board(hub: Hub) -> Connection:
    """An admin's socket, as the hub knows it."""
    connection = Connection(Mailbox(lambda: None), 1, True, "token:1")
    hub.join(connection)
    return connection


def titles(connection: Connection) -> list[str]:
    """Of the campaigns that a socket has been pushed since it was last looked at."""
    connection.mailbox.close(0, "")  # whatever waits may go at once
    return [frame.message[1].title for frame in connection.mailbox.take(0.0) if frame.message[0] == "changed"]


async def test_a_campaign_that_is_asked_for_just_after_it_was_archived_stays(world: World) -> None:
    campaign = await world.campaign()
    hub = Hub(world.scripts, world.members.still_valid)
    async with hub.running(Background()):
        connection = await board(hub)
        await hub.open_admin(connection, archived=False)
        await world.scripts.run("archive_campaign", campaign)
        async with asyncio.timeout(5):
            while connection.mailbox.due_in(0.0) is None:
                await asyncio.sleep(0.01)
        await hub.open_admin(connection, archived=True)
        assert titles(connection) == ["Vote!"]


async def test_a_console_is_pushed_when_a_request_changes_it(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana = await world.texter(campaign)
    member = await world.member("Ana")
    async with Client(hub_url, await world.members.token(member), encoding=Encoding.JSON) as client:
        opened = await client.ask("open_console")
        assert [thing["screen"] for thing in opened["things"]] == ["looking"]
        assert await client.request_conversations(campaign) == {"assigned": 10, "initial": 10, "reply": 0, "quiet": 0}
        await client.until(lambda c: c.thing("console", ana.id, campaign)["screen"] == "initials")
        assert client.thing("console", ana.id, campaign)["request"] == {
            "allowed": False,
            "reason": "initials_left",
            "sentence": SENTENCES["initials_left"],
            "batch_size": 10,
            "offer": None,
            "may_wait": False,
            "waits_since": None,
        }


async def test_an_admin_sees_the_unassigned_count_fall(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana = await world.texter(campaign)
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as client:
        await client.ask("open_admin")
        assert client.thing("campaign", campaign, campaign)["unassigned"]["initial"] == 15
        await ana.request()
        await client.until(lambda c: c.thing("campaign", campaign, campaign)["unassigned"]["initial"] == 5)


async def test_the_button_goes_off_when_the_pool_runs_empty_and_comes_back(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign, "Ana")
    ben = await world.texter(campaign, "Ben")
    token = await world.members.token(await world.member("Ben"))
    async with Client(hub_url, token) as client:
        await client.ask("open_console")
        await ana.request()
        await client.until(lambda c: c.thing("console", ben.id, campaign)["request"]["reason"] == "none_unassigned")
        await world.add_contacts(campaign, 3)
        await client.until(lambda c: c.thing("console", ben.id, campaign)["request"]["allowed"])


async def test_who_becomes_a_sender_sees_the_console_without_asking(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=5)
    token = await world.members.token(await world.member("Ana"))
    async with Client(hub_url, token) as client:
        assert (await client.ask("open_console"))["things"] == []
        ana = await world.texter(campaign, "Ana")
        await client.until(lambda c: c.thing("console", ana.id, campaign))


async def test_who_is_removed_as_a_sender_sees_the_console_go(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign, "Ana")
    token = await world.members.token(await world.member("Ana"))
    async with Client(hub_url, token) as client:
        await client.ask("open_console")
        await ana.request()
        await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000)
        await client.until(lambda c: ("console", ana.id, campaign) in c.gone)
    assert (await world.counts(campaign))["unassigned"]["initial"] == 5


async def test_a_text_from_a_contact_is_pushed_to_its_holder(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign, "Ana")
    token = await world.members.token(await world.member("Ana"))
    await ana.request()
    await ana.send_initials()
    async with Client(hub_url, token) as client:
        await client.ask("open_console")
        await world.contact_writes(campaign, 1, "Who is this?")
        thing = await client.until(lambda c: c.thing("conversation", 1, campaign))
        assert [text["text"] for text in thing["texts"]] == ["Hi Contact 1!", "Who is this?"]
        await client.until(lambda c: c.thing("console", ana.id, campaign)["screen"] == "replies")


async def test_a_campaign_opened_while_others_are_dropped_is_kept_up_to_date(hub: Hub, world: World) -> None:
    campaigns = [await world.campaign() for _ in range(20)]
    first = await board(hub)
    await asyncio.gather(*(hub.watch_campaign(first, campaign) for campaign in campaigns))
    hub.leave(first)

    second = await board(hub)
    opening = (hub.watch_campaign(second, campaign) for campaign in campaigns)
    await asyncio.gather(hub._watches.drop_unwatched(), *opening)
    titles(second)
    for campaign in campaigns:
        await world.scripts.run("update_campaign", campaign, title=f"New {campaign}", default_batch_size=1, token="t")

    told: set[str] = set()
    async with asyncio.timeout(10):
        while told < {f"New {campaign}" for campaign in campaigns}:
            told |= set(titles(second))
            await asyncio.sleep(0.01)


async def test_a_change_of_thousands_of_consoles_holds_up_nothing_that_is_announced_after_it(
    hub: Hub, world: World
) -> None:
    campaign = await world.campaign()
    await hub.watch_campaign(await board(hub), campaign)
    watch = hub._watches.get(campaign)
    assert watch
    assert watch.thing
    consoles = [Connection(Mailbox(lambda: None), id, False, f"token:{id}") for id in range(5_000)]
    for console in consoles:
        watch.show(console)
    watch.learn(CampaignNews(v=watch.v, campaign=watch.thing, texters=[texter(id) for id in range(5_000)]))

    news = CampaignNews(v=watch.v + 1, campaign=replace(watch.thing, v=watch.v + 1, title="New"), texters=[])
    await hub._take_in(keys.changes(keys.campaign(campaign)), msgspec.msgpack.encode(news))

    assert not any(map(titles, consoles))  # the next announcement is taken in before they are all told
    turns = 0
    async with asyncio.timeout(10):
        while watch.behind:
            turns += 1
            await asyncio.sleep(0)
    assert turns >= len(consoles) / CONSOLES_IN_A_ROW  # everybody else has as many
    assert list(map(titles, consoles)) == [["New"]] * 5_000


async def test_a_socket_that_closed_while_it_asked_is_shown_nothing(hub: Hub, world: World) -> None:
    campaign = await world.campaign(contacts=1)
    gone = await board(hub)
    hub.leave(gone)
    for opening in (
        hub.watch_campaign(gone, campaign),
        hub.open_conversation(gone, campaign, 1),
        hub.open_admin(gone, archived=False),
    ):
        with pytest.raises(Refused, match="not_signed_in"):
            await opening
    assert all(watch.empty for watch in hub._watches.all())


async def test_who_watches_a_campaign_and_nothing_else_is_told_of_it(hub: Hub, world: World) -> None:
    campaign = await world.campaign()
    admin = await board(hub)
    await hub.watch_campaign(admin, campaign)

    await world.scripts.run("update_campaign", campaign, title="New", default_batch_size=1, token="t")

    async with asyncio.timeout(10):
        while "New" not in titles(admin):
            await asyncio.sleep(0.01)


async def test_archived_campaigns_are_kept_up_to_date_for_who_asked_for_them_and_go_for_others(
    hub_url: str, world: World
) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    await ana.request()
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as asked, Client(hub_url, token, "/ws/admin") as other:
        await asked.ask("open_admin", archived=True)
        await other.ask("open_admin")
        await asked.ask("archive_campaign", campaign=campaign)
        await other.until(lambda c: ("campaign", campaign, campaign) in c.gone)
        await other.ask("unassign", campaign=campaign)

        def unassigned(client: Client) -> bool:
            thing = client.thing("campaign", campaign, campaign)
            return thing is not None and (thing["status"], thing["unassigned"]["initial"]) == ("archived", 5)

        await asked.until(unassigned)
        assert other.thing("campaign", campaign, campaign) is None


async def test_all_admins_see_the_answers_that_nobody_can_answer_come_and_go(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=2, title="Parks")
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    await world.scripts.run("archive_campaign", campaign)
    ada, bea = [await world.members.token(await world.member(name, "admin")) for name in ("Ada", "Bea")]
    async with Client(hub_url, ada, "/ws/admin") as one, Client(hub_url, bea, "/ws/admin") as other:
        for client in (one, other):
            await client.ask("open_admin")
            assert client.thing("stranded", campaign, campaign) is None
        await receive(world.scripts, phone, "Yes", "SM1")
        await receive(world.scripts, "+12125550199", "Who is this?", "SM2")
        for client in (one, other):
            await client.until(lambda c: c.thing("stranded", campaign, campaign))
            stranded = client.thing("stranded", campaign, campaign)
            assert (stranded["answers"], stranded["why"], stranded["title"]) == (1, "archived", "Parks")
            await client.until(lambda c: c.thing("account", 1)["unplaced"] == 1)
        async with Client(hub_url, ada, "/ws/admin") as late:
            await late.ask("open_admin")
            assert late.thing("stranded", campaign, campaign)["answers"] == 1
        await one.ask("close_conversation", campaign=campaign, conversation=1, last_seen=1)
        await one.ask("dismiss_unplaced", text=1)
        for client in (one, other):
            await client.until(lambda c: ("stranded", campaign, campaign) in c.gone)
            await client.until(lambda c: c.thing("account", 1)["unplaced"] == 0)


async def test_a_texter_is_not_told_of_answers_that_nobody_can_answer(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    async with Client(hub_url, await world.members.token(await world.member("Ana"))) as client:
        await client.ask("open_console")
        await ana.request()
        await ana.send_initials()
        await world.contact_writes(campaign, 1)
        await world.scripts.run("pause_campaign", campaign)
        await client.until(lambda c: c.thing("console", ana.id, campaign)["screen"] == "not_sending")
        assert client.thing("stranded", campaign, campaign) is None


async def test_who_comes_while_sign_ins_are_checked_is_not_signed_out(world: World) -> None:
    comes = Connection(Mailbox(lambda: None), 2, False, "token:comes")

    async def still_valid(credentials: Collection[str]) -> set[str]:
        hub.join(comes)
        return set()

    hub = Hub(world.scripts, still_valid)
    there = await board(hub)
    await hub.sockets.check_sign_ins()

    assert there.mailbox.closing == (4401, "You are signed out.")
    assert comes.mailbox.closing is None


async def test_a_texter_who_opens_where_others_are_shown_already_sees_the_console(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=5)
    for name in ("Ana", "Ben"):
        await world.texter(campaign, name)
    tokens = [await world.members.token(await world.member(name)) for name in ("Ana", "Ben")]
    async with Client(hub_url, tokens[0]) as ana, Client(hub_url, tokens[1]) as ben:
        await ana.ask("open_console")
        assert [thing["screen"] for thing in (await ben.ask("open_console"))["things"]] == ["looking"]


async def test_archived_campaigns_are_opened_only_by_who_asks_for_them(hub_url: str, world: World) -> None:
    kept, archived = await world.campaign(contacts=1), await world.campaign(contacts=1)
    await world.scripts.run("archive_campaign", archived)
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as admin:
        for asked, want in ((False, {kept}), (True, {kept, archived})):
            things = (await admin.ask("open_admin", archived=asked))["things"]
            assert {thing["id"] for thing in things if thing["kind"] == "campaign"} == want


async def test_a_board_that_opens_has_the_versions_of_all_campaigns_asked_at_once(
    hub: Hub, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaigns = [await world.campaign() for _ in range(5)]
    asked: list[int] = []
    versions = lookups.versions

    async def counted(scripts: Scripts, owners: Sequence[str]) -> list[int]:
        asked.append(len(owners))
        return await versions(scripts, owners)

    monkeypatch.setattr(lookups, "versions", counted)
    things = await hub.open_admin(await board(hub), archived=False)

    assert [thing.id for thing in things if isinstance(thing, Campaign)] == campaigns
    assert asked == [1 + len(campaigns)]


async def test_a_campaign_that_doesnt_exist_isnt_watched(hub: Hub, world: World) -> None:
    admin = await board(hub)

    with pytest.raises(Refused, match="unknown_campaign"):
        await hub.watch_campaign(admin, 99)

    assert all(watch.empty for watch in hub._watches.all())


async def test_presence_never_gets_older_although_the_stores_clock_was_set_back() -> None:
    admin = Connection(Mailbox(lambda: None), 1, True, "token:1", shows=True)
    directory = Directory(lambda: [admin])

    for online, at in ((True, 5_000), (False, 1_000), (True, 2_000), (False, 9_000)):
        directory.tell_online(2, online, at)

        admin.mailbox.close(0, "")  # whatever waits may go at once
        (thing,) = (frame.message[1] for frame in admin.mailbox.take(0.0))
        assert (thing.online, thing.v) == (online, max(5_000, at))


async def test_a_socket_is_told_of_the_conversation_that_it_opened_last_and_of_no_other(
    hub_url: str, world: World
) -> None:
    campaigns = [await world.campaign(contacts=2) for _ in range(2)]
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as admin:
        await admin.ask("open_admin")
        for campaign, conversation in ((campaigns[0], 1), (campaigns[1], 1), (campaigns[1], 2)):
            await admin.ask("open_conversation", campaign=campaign, conversation=conversation)
        for campaign, conversation in ((campaigns[0], 1), (campaigns[1], 1), (campaigns[1], 2)):
            await world.contact_writes(campaign, conversation)

        await admin.until(lambda c: c.thing("conversation", 2, campaigns[1]))
        await admin.until(lambda c: c.thing("campaign", campaigns[0], campaigns[0])["unassigned"]["reply"] == 1)
        assert [key for key in admin.things if key[0] == "conversation"] == [("conversation", 2, campaigns[1])]


@pytest.mark.parametrize("again", [False, True])
async def test_a_socket_whose_opening_is_refused_is_told_nothing_of_it(hub_url: str, world: World, again: bool) -> None:
    campaign = await world.campaign(contacts=2, batch_size=1)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ben.request()
    async with Client(hub_url, await world.members.token(await world.member("Ana"))) as client:
        await client.ask("open_console")
        await client.ask("open_conversation", campaign=campaign, conversation=1)
        with pytest.raises(Refused, match="not_yours"):
            await client.ask("open_conversation", campaign=campaign, conversation=2, again=again)
        await ben.send_initial(2)
        await ana.send_initial(1)
        await client.until(lambda c: (c.thing("conversation", 1, campaign) or {}).get("lane") == "quiet")
        assert ("conversation", 2, campaign) not in {*client.things, *client.gone}


async def test_a_conversation_that_is_open_goes_when_an_admin_takes_it(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign, "Ana")
    await ana.request()
    root = await world.member("Root", "admin")
    async with Client(hub_url, await world.members.token(await world.member("Ana"))) as client:
        await client.ask("open_console")
        await client.ask("open_conversation", campaign=campaign, conversation=1)
        await world.ask(root, "unassign", campaign=campaign)
        await client.until(lambda c: ("conversation", 1, campaign) in c.gone)


async def unheard(world: World, name: str) -> None:
    """A member is given this name, and no hub hears of it."""
    member = await world.member("Ana")
    await world.scripts.redis.hset(keys.under(keys.ACCOUNT, "member", member.id), "name", name)
    await world.scripts.redis.hincrby(keys.ACCOUNT, "v", 1)


async def test_a_gap_in_what_the_account_announces_is_read_again(hub_url: str, world: World) -> None:
    ana = await world.member("Ana")
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as admin:
        await admin.ask("open_admin")
        await unheard(world, "Anna")
        await world.scripts.run("set_default_batch_size", size=7)
        await admin.until(lambda c: c.thing("member", ana.id)["name"] == "Anna", within=1.0)  # not by the audit


async def test_what_the_account_announced_in_the_past_changes_nothing(world: World) -> None:
    ana = await world.member("Ana")
    hub = Hub(world.scripts, world.members.still_valid)
    async with hub.running(Background()):
        await hub.open_admin(await board(hub), archived=False)
        old = {"v": 1, "member": {**asdict(ana), "name": "Old"}}
        await hub._take_in(keys.changes(keys.ACCOUNT), msgpack.packb(old))
        things = await hub.open_admin(await board(hub), archived=False)

    assert [(thing.name, thing.v) for thing in things if isinstance(thing, Member)] == [("Ana", 1)]


async def test_a_campaign_that_somebody_makes_shows_on_every_board_at_once(hub_url: str, world: World) -> None:
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as admin:
        await admin.ask("open_admin")
        campaign = await world.campaign()
        await admin.until(lambda c: c.thing("campaign", campaign, campaign), within=1.0)  # not by the audit


@pytest.mark.parametrize("how", ["signs out", "is disabled"])
async def test_who_is_signed_out_is_closed_at_once(hub: Hub, world: World, how: str) -> None:
    ana = await world.member("Ana")
    await world.scripts.run("start_session", member=ana.id, credential="session:one")
    connection = Connection(Mailbox(lambda: None), ana.id, False, "session:one")
    hub.join(connection)

    if how == "signs out":
        await world.scripts.run("end_session", credential="session:one")
    else:
        await world.scripts.redis.delete(keys.under(keys.ACCOUNT, "credentials_of", ana.id))  # no credential is told
        await world.scripts.run("disable_member", member=ana.id)

    async with asyncio.timeout(audit.AUDIT_EVERY_SECONDS - 2):  # not by the audit
        while connection.mailbox.closing is None:
            await asyncio.sleep(0.01)
    assert connection.mailbox.closing == (4401, "You are signed out.")


async def test_who_became_a_sender_unheard_is_shown_the_console_by_the_audit(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.member("Ana")
    async with Client(hub_url, await world.members.token(ana)) as client:
        await client.ask("open_console")
        await world.scripts.redis.sadd(keys.under(keys.ACCOUNT, "campaigns_of", ana.id), campaign)
        await world.scripts.run("add_senders", campaign, members=[ana.id])
        await unheard(world, "Anna")
        await client.until(lambda c: c.thing("console", ana.id, campaign))


async def test_a_campaign_that_was_made_unheard_is_shown_by_the_audit(hub_url: str, world: World) -> None:
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as admin:
        await admin.ask("open_admin")
        await world.scripts.redis.sadd(keys.under(keys.ACCOUNT, "campaigns"), 7)
        settings = {"title": "Vote!", "default_batch_size": 300, "token": "t"}
        await world.scripts.run("create_campaign", 7, **settings)
        await unheard(world, "Anna")
        await admin.until(lambda c: c.thing("campaign", 7, 7))


async def test_who_becomes_a_sender_is_shown_a_console_only_where_one_is_open(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana, root = await world.member("Ana"), await world.member("Root", "admin")
    tokens = [await world.members.token(member) for member in (ana, root)]
    async with (
        Client(hub_url, tokens[0]) as console,
        Client(hub_url, tokens[0]) as unopened,
        Client(hub_url, tokens[1], "/ws/admin") as board,
    ):
        await console.ask("open_console")
        await board.ask("open_admin")
        for member in (root, ana):
            await world.ask(root, "add_senders", campaign=campaign, members=[member.id])
        await console.until(lambda c: c.thing("console", ana.id, campaign))
        await board.until(lambda c: c.thing("campaign", campaign, campaign)["senders"] == 2)
        assert not unopened.things
        assert not [key for key in board.things if key[0] == "console"]


async def test_who_comes_back_as_a_sender_sees_the_console_without_asking(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign, "Ana")
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000)
    token = await world.members.token(await world.member("Ana"))
    async with Client(hub_url, token) as client:
        assert (await client.ask("open_console"))["things"] == []
        async with asyncio.timeout(audit.AUDIT_EVERY_SECONDS - 2):  # not by the audit
            await world.texter(campaign, "Ana")
            await client.until(lambda c: c.thing("console", ana.id, campaign))


async def test_who_becomes_a_sender_where_others_are_shown_already_sees_the_console(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=5)
    await world.texter(campaign, "Ana")
    ben = await world.member("Ben")
    tokens = [await world.members.token(await world.member(name)) for name in ("Ana", "Ben")]
    async with Client(hub_url, tokens[0]) as anas, Client(hub_url, tokens[1]) as bens:
        await anas.ask("open_console")
        await bens.ask("open_console")
        await world.texter(campaign, "Ben")
        await bens.until(lambda c: c.thing("console", ben.id, campaign))


async def test_an_emptied_store_is_not_told_as_one_that_went_back(
    redis: Redis, world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same_store, "LOOK_EVERY_SECONDS", 3600.0)  # so it is noticed by the versions first
    monkeypatch.setattr(audit, "AUDIT_EVERY_SECONDS", 0.1)
    await world.campaign()
    hub = Hub(world.scripts, world.members.still_valid)
    async with hub.running(Background()):
        await redis.flushall()
        async with asyncio.timeout(5):
            while not caplog.messages:
                await asyncio.sleep(0.02)
        with pytest.raises(Refused, match="no_account"):
            hub.check()
    [told] = caplog.messages
    assert told.startswith("The store holds no account any more")


async def test_an_emptied_store_is_not_told_who_is_still_online_here(
    redis: Redis, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "AUDIT_EVERY_SECONDS", 0.05)
    monkeypatch.setattr(presence, "PRESENCE_EVERY_SECONDS", 0.02)
    await world.campaign()
    hub = Hub(world.scripts, world.members.still_valid)
    async with hub.running(Background()):
        await board(hub)  # whose socket is slow to close
        await redis.flushall()
        async with asyncio.timeout(5):
            while not hub._store.lost:
                await asyncio.sleep(0.02)
        await asyncio.sleep(4 * audit.AUDIT_EVERY_SECONDS)  # each asks who is online
        assert await redis.keys("*") == []
