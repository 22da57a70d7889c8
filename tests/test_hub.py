from server.client import Client
from server.messages import Encoding
from tests.world import World


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
            "batch_size": 10,
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
