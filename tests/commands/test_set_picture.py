import pytest

from server.store import keys, lookups
from server.wire.things import Campaign
from tests.carriers.carrying import Remembering, carrying, settled
from tests.world import World, heard

DATA = "/9j/"


async def set_picture(world: World, campaign: int, token: str) -> dict[str, object]:
    return heard(await world.scripts.run("set_picture", campaign, token=token, picture=DATA), Campaign)


async def update(world: World, campaign: int, **settings: bool) -> None:
    await world.scripts.run("update_campaign", campaign, token="t", default_batch_size=300, **settings)


async def kept(world: World, campaign: int) -> set[str]:
    """The tokens of the pictures that are kept."""
    found = await world.scripts.redis.keys(keys.under(keys.campaign(campaign), "picture", "*"))
    return {name.decode().rpartition(":")[2] for name in found}


async def test_a_picture_is_kept_under_a_path_that_says_nothing_but_its_token(world: World) -> None:
    campaign = await world.campaign()
    thing = await set_picture(world, campaign, "1-a")
    assert (thing["picture"], thing["picture_first"], thing["picture_replies"]) == ("/pictures/1-a.jpg", False, False)
    assert await lookups.picture(world.scripts, campaign, "1-a") == b"\xff\xd8\xff"
    assert await lookups.picture(world.scripts, campaign, "1-b") is None


async def test_one_that_no_text_has_carried_is_forgotten_for_another(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign)
    await ana.request()
    for token in ("1-a", "1-b"):
        await set_picture(world, campaign, token)
    assert await kept(world, campaign) == {"1-b"}
    await update(world, campaign, picture_first=True)
    await ana.send_initial(1)
    await set_picture(world, campaign, "1-c")
    assert await kept(world, campaign) == {"1-b", "1-c"}
    assert (await world.conversation(campaign, 1))["texts"][0]["files"][0]["path"] == "/pictures/1-b.jpg"


async def test_the_same_again_changes_nothing(world: World) -> None:
    campaign = await world.campaign()
    await set_picture(world, campaign, "1-a")
    async with world.listening(campaign) as heard:
        await set_picture(world, campaign, "1-a")
        assert await heard.news() == []
    assert await kept(world, campaign) == {"1-a"}


async def test_it_goes_with_first_messages_and_to_the_carrier_once_that_is_on(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana = await world.texter(campaign)
    await ana.request()
    await set_picture(world, campaign, "1-a")
    await ana.send_initial(1)
    assert "picture" not in await world.conversation(campaign, 2)
    await update(world, campaign, picture_first=True)
    assert (await world.conversation(campaign, 2))["picture"] == "/pictures/1-a.jpg"
    await ana.send_initial(2)
    rows = await world.scripts.run("take_texts", campaign, carrier="one.1", count=9)
    assert [row.get("picture") for row in rows] == [None, "/pictures/1-a.jpg"]
    [text] = (await world.conversation(campaign, 2))["texts"]
    assert text["files"] == [{"path": "/pictures/1-a.jpg", "type": "image/jpeg"}]


async def test_a_bulk_send_sends_it_too(world: World) -> None:
    campaign = await world.campaign(contacts=1, launch=False, bulk_send=True)
    await set_picture(world, campaign, "1-a")
    await update(world, campaign, picture_first=True)
    await world.scripts.run("launch_campaign", campaign, most=1000)
    await world.scripts.run("send_bulk", campaign, most=10)
    assert (await world.conversation(campaign, 1))["texts"][0]["files"][0]["path"] == "/pictures/1-a.jpg"


async def test_a_texter_may_add_it_to_a_reply_once_that_is_on(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    await world.contact_writes(campaign, 1)
    await set_picture(world, campaign, "1-a")
    reply = {"conversation": 1, "texter": ana.id, "text": "Look!", "last_seen": 2, "picture": True}
    async with world.refused("no_picture"):
        await world.scripts.run("send_reply", campaign, **reply)
    before = (await ana.counts())["moved"]
    await update(world, campaign, picture_replies=True)
    assert (await ana.counts())["moved"] > before, "an open console looks again"
    assert (await world.conversation(campaign, 1))["picture"] == "/pictures/1-a.jpg"
    await ana.send_reply(1, "Without", last_seen=2)
    await world.scripts.run("send_reply", campaign, **{**reply, "last_seen": 3})
    texts = (await world.conversation(campaign, 1))["texts"]
    assert [bool(text.get("files")) for text in texts] == [False, False, False, True]


@pytest.mark.parametrize("setting", ["picture_first", "picture_replies"])
async def test_without_a_picture_none_can_be_sent(world: World, setting: str) -> None:
    campaign = await world.campaign()
    async with world.refused("no_picture"):
        await update(world, campaign, **{setting: True})
    async with world.refused("no_picture"):
        await world.scripts.run(
            "create_campaign", 99, title="Vote!", token="t", default_batch_size=300, **{setting: True}
        )
    await update(world, campaign, **{setting: False})


async def test_an_unknown_or_archived_campaign_gets_none(world: World) -> None:
    campaign = await world.campaign()
    await world.scripts.run("archive_campaign", campaign)
    async with world.refused("archived"):
        await set_picture(world, campaign, "1-a")
    async with world.refused("unknown_campaign"):
        await set_picture(world, 99, "99-a")


async def test_a_text_with_it_costs_what_a_picture_does_however_long_it_is(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana = await world.texter(campaign)
    await ana.request()
    await set_picture(world, campaign, "1-a")
    await ana.send_initial(1, "a" * 161)
    await update(world, campaign, picture_first=True)
    for conversation in (2, 3):
        await ana.send_initial(conversation, "a" * 161)
    prices = {"price": 7_900, "picture_price": 20_000}
    await world.scripts.run("take_texts", campaign, carrier="one", count=2, **prices)
    assert (await world.counts(campaign))["cost"] == "0.0358"
    await world.scripts.run(
        "take_texts", campaign, carrier="one", count=3, price=7_900
    )  # that of a picture isn't known
    assert (await world.counts(campaign))["cost"] == "0.0516"
    await world.scripts.run("put_back_texts", campaign, carrier="one", texts=["2:1"])
    assert (await world.counts(campaign))["cost"] == "0.0316"


async def test_the_account_knows_its_price_and_the_carriers_process_reads_it(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await set_picture(world, campaign, "1-a")
    await update(world, campaign, picture_first=True)
    await world.scripts.run("set_carrier", carrier="remembering", price="0.01", picture_price="0.02")
    await ana.send_initial(1)
    carrier = Remembering()
    async with carrying(world.scripts, carrier):
        await settled(world, campaign, "sent")
    assert [text.picture for text in carrier.handed] == ["/pictures/1-a.jpg"]
    assert (await world.counts(campaign))["cost"] == "0.02"
