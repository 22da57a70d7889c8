import pytest

from server.client import Client
from server.errors import Refused
from tests.world import World


async def test_an_admin_sees_a_row_per_sender_and_each_row_change(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as client:
        await client.ask("open_admin")
        opened = await client.ask("watch_campaign", campaign=campaign)
        assert opened["me"]["name"] == "Root"
        rows = {thing["id"]: thing for thing in opened["things"] if thing["kind"] == "sender"}
        assert [(rows[texter.id]["name"], rows[texter.id]["initial"]) for texter in (ana, ben)] == [
            ("Ana", 0),
            ("Ben", 0),
        ]
        await ana.request()
        await client.until(lambda c: (c.thing("sender", ana.id, campaign) or {}).get("initial") == 10)
        assert client.thing("sender", ana.id, campaign)["email"] == "ana@example.org"
        assert client.thing("sender", ben.id, campaign) == rows[ben.id]  # nothing has changed about it


async def test_rows_come_and_go_with_their_senders(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=15)
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as client:
        await client.ask("open_admin")
        await client.ask("watch_campaign", campaign=campaign)
        ana = await world.texter(campaign, "Ana")
        await client.until(lambda c: c.thing("sender", ana.id, campaign))
        await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000)
        await client.until(lambda c: ("sender", ana.id, campaign) in c.gone)


async def test_who_does_not_watch_gets_no_rows(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana = await world.texter(campaign)
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as client:
        await client.ask("open_admin")
        await ana.request()
        await client.until(lambda c: c.thing("campaign", campaign, campaign)["unassigned"]["initial"] == 5)
        assert client.thing("sender", ana.id, campaign) is None


async def test_an_unknown_campaign_is_refused(hub_url: str, world: World) -> None:
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as client:
        with pytest.raises(Refused, match="unknown_campaign"):
            await client.ask("watch_campaign", campaign=9)
