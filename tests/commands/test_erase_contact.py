from typing import Any

import msgpack
import pytest

from server.campaigns import contact
from server.campaigns.check import check
from server.carriers.carrier import Heard, Incoming
from server.carriers.intake import take_in
from server.client import Client
from server.people.members import Members
from server.store import keys
from tests.stored import everything
from tests.world import Texter, World


async def erase(world: World, campaign: int, conversation: int) -> Any:
    return await world.scripts.run("erase_contact", campaign, conversation=conversation)


async def a_texter(world: World, **settings: Any) -> tuple[int, Texter]:
    """Ana, who holds ten first messages of twelve people with a street each."""
    campaign = await world.campaign(contacts=12, fields={"Street": "Elm"}, **settings)
    ana = await world.texter(campaign)
    await ana.request()
    return campaign, ana


async def carried(world: World, campaign: int) -> None:
    """A carrier takes all queued texts, and sends them."""
    for text in await world.scripts.run("take_texts", campaign, carrier="one", count=100):
        report = {"conversation": text["conversation"], "text": text["id"], "status": "sent"}
        await world.scripts.run("report_text", campaign, **report)


async def kept_of(world: World, *words: str) -> list[str]:
    """The keys that hold one of these words."""
    found = (await everything(world.scripts.redis)).items()
    return [name for name, kept in found if any(word in f"{name} {kept}" for word in words)]


async def test_nothing_is_left_of_the_contact_but_a_place_that_counts(world: World) -> None:
    campaign, ana = await a_texter(world)
    await ana.send_initials()
    await carried(world, campaign)
    phone = (await world.conversation(campaign, 3))["contact"]["phone"]
    files = {"files": [["https://carrier/1", "image/png"]], "by": "twilio"}
    given = {"conversation": 3, "text": "It's Zoe!", "reference": "r", "stop": False}
    await world.scripts.run("receive_text", campaign, **given, **files)
    await world.scripts.run("note_lookups", campaign, answers=[[3, "landline"]])
    before = await world.counts(campaign)
    assert before["lookup"]["landlines"] == 1

    answer = await erase(world, campaign, 3)

    assert answer["files"] == [["twilio", "https://carrier/1"]]
    thing = await world.conversation(campaign, 3)
    assert thing["contact"] == {"first_name": "Erased", "last_name": "", "phone": "", "fields": {}}
    assert (thing["lane"], thing["holder"], thing["texts"], thing["opt_outs"]) == ("closed", ana.id, [], [])
    assert await kept_of(world, phone, "Zoe", "Contact 3", "https://carrier/1") == []
    after = await world.counts(campaign)
    assert {name for name in before if before[name] != after[name]} == {
        "v",
        "held",
        "closed",
        "lookup",
        "waiting_since",
    }
    assert (after["contacts"], after["sent"], after["closed"], after["lookup"]) == (12, 10, 1, None)
    assert (await check(world.scripts)).faults == []


@pytest.mark.parametrize("held", [True, False])
async def test_a_first_message_that_isnt_sent_never_is(world: World, held: bool) -> None:
    campaign, ana = await a_texter(world, bulk_send=True)
    if not held:
        await ana.release()
    await erase(world, campaign, 1)

    thing = await world.conversation(campaign, 1)
    assert (thing["lane"], thing["holder"]) == ("closed", ana.id if held else None)
    for text in (None, "Hi!"):
        async with world.refused("erased" if held else "not_yours"):
            await ana.send_initial(1, text)
    assert await world.scripts.run("send_bulk", campaign, most=100) == 11
    taken = await world.scripts.run("take_texts", campaign, carrier="one", count=100)
    assert {text["conversation"] for text in taken} == set(range(2, 13))
    assert (await check(world.scripts)).faults == []


async def test_a_queued_text_is_dropped_and_one_that_is_with_a_carrier_is_waited_for(world: World) -> None:
    campaign, ana = await a_texter(world)
    await ana.send_initials()
    [taken] = await world.scripts.run("take_texts", campaign, carrier="one", count=1)
    with_the_carrier, queued = taken["conversation"], taken["conversation"] + 1
    async with world.refused("text_on_its_way"):
        await erase(world, campaign, with_the_carrier)

    await erase(world, campaign, queued)
    report = {"conversation": with_the_carrier, "text": 1, "status": "sent"}
    await world.scripts.run("report_text", campaign, **report)
    await erase(world, campaign, with_the_carrier)

    left = await world.scripts.run("take_texts", campaign, carrier="one", count=100)
    assert len(left) == 8
    assert not {text["conversation"] for text in left} & {with_the_carrier, queued}
    assert (await check(world.scripts)).faults == []


async def test_an_unsure_text_isnt_asked_about_any_more(world: World) -> None:
    campaign, ana = await a_texter(world)
    await ana.send_initials()
    [taken] = await world.scripts.run("take_texts", campaign, carrier="one", count=1)
    report = {"conversation": taken["conversation"], "text": 1, "status": "unknown", "name": "one"}
    await world.scripts.run("report_text", campaign, **report)
    await erase(world, campaign, taken["conversation"])
    assert await world.scripts.run("take_unsure", campaign, name="one", after=0) == []
    assert not await world.scripts.run("report_text", campaign, **report | {"status": "delivered"})


async def test_who_opted_out_stays_so_and_cannot_be_brought_back(world: World) -> None:
    campaign, ana = await a_texter(world)
    root = await world.member("Root", "admin")
    await ana.send_initials()
    await carried(world, campaign)
    phone = (await world.conversation(campaign, 2))["contact"]["phone"]
    await contact.receive(world.scripts, phone, "STOP", "in1")
    await erase(world, campaign, 2)

    thing = await world.conversation(campaign, 2)
    assert (thing["lane"], thing["opt_outs"]) == ("opted_out", [])
    assert await world.scripts.redis.smembers(keys.under(keys.ACCOUNT, "opted_out")) == {phone.encode()}
    async with world.refused("erased"):
        await world.ask(root, "opt_in", campaign=campaign, conversation=2)
    async with world.refused("erased"):
        await world.scripts.run("opt_in", campaign, conversation=2, at=2**52)
    assert (await check(world.scripts)).faults == []


async def test_nothing_brings_an_erased_contact_back(world: World) -> None:
    campaign, ana = await a_texter(world)
    await ana.send_initials()
    await carried(world, campaign)
    phone = (await world.conversation(campaign, 3))["contact"]["phone"]
    await erase(world, campaign, 3)
    member = await world.members.find("ana@example.org")

    for verb, args in (
        ("receive_text", {"text": "Hi", "reference": "r9", "stop": False}),
        ("opt_out", {"at": 2**52}),
        ("send_reply", {"texter": ana.id, "text": "Hi", "last_seen": 0}),
        ("check_last_text", {"texter": ana.id, "text": "Bye"}),
    ):
        async with world.refused("erased"):
            await world.scripts.run(verb, campaign, conversation=3, **args)
    async with world.refused("erased"):
        await world.ask(member, "opt_out", campaign=campaign, conversation=3)
    assert await world.scripts.run("note_lookups", campaign, answers=[[3, "mobile"]]) == 0

    await contact.receive(world.scripts, phone, "Hello?", "in2")
    [text] = (await world.scripts.run("list_unplaced", limit=10))["texts"]
    assert (text["phone"], text.get("campaign")) == (phone, None), "the next text comes from somebody unknown"


async def test_a_text_that_was_on_its_way_here_ends_nothing(world: World) -> None:
    campaign, ana = await a_texter(world)
    await ana.send_initials()
    await carried(world, campaign)
    phone = (await world.conversation(campaign, 3))["contact"]["phone"]
    placed = {"phone": phone, "text": "Hi", "to": campaign, "conversation": 3, "stop": False}
    await world.scripts.run("place_text", reference="one:x", **placed)  # and the process was slow
    await erase(world, campaign, 3)
    await take_in(world.scripts, "one", Heard(texts=(Incoming(phone=phone, text="Hi", reference="x"),)))
    assert (await world.conversation(campaign, 3))["texts"] == []


async def test_it_is_told_once_and_once_only(world: World) -> None:
    campaign, ana = await a_texter(world)
    await ana.send_initials()
    await carried(world, campaign)
    async with world.listening(campaign) as heard:
        await erase(world, campaign, 3)
        [news] = await heard.news()
        again = await erase(world, campaign, 3)
        assert await heard.news() == []
    assert (news["conversation"]["id"], news["conversation"]["lane"]) == (3, "closed")
    assert [texter["id"] for texter in news["texters"]] == [ana.id]
    assert again["files"] == []


async def test_a_closed_one_is_told_to_its_holder_too(world: World) -> None:
    campaign, ana = await a_texter(world)
    await ana.send_initials()
    await carried(world, campaign)
    await ana.close(3)
    async with world.listening(campaign) as heard:
        await erase(world, campaign, 3)
        [news] = await heard.news()
    assert [texter["id"] for texter in news["texters"]] == [ana.id]


async def test_what_waits_for_hours_or_to_be_looked_up_waits_no_more(world: World) -> None:
    campaign = await world.campaign(contacts=2, launch=False)
    for conversation, name in ((1, "to_look_up"), (1, "bulk_later"), (2, "bulk_later")):
        await world.scripts.redis.zadd(keys.under(keys.campaign(campaign), name), {str(conversation): 1})
    await world.scripts.redis.zadd(keys.under(keys.campaign(campaign), "waiting"), {"1:1": 1, "2:1": 1})
    queued = await world.scripts.redis.rpush(keys.under(keys.campaign(campaign), "texts", 1), QUEUED)
    assert queued == 1
    await erase(world, campaign, 1)
    left = {
        name: await world.scripts.redis.zrange(keys.under(keys.campaign(campaign), name), 0, -1)
        for name in ("to_look_up", "bulk_later", "waiting")
    }
    assert left == {"to_look_up": [], "bulk_later": [b"2"], "waiting": [b"2:1"]}


QUEUED = msgpack.packb({"d": "out", "t": "Hi", "at": 1, "s": "queued"})


async def test_a_contact_who_isnt_there_is_refused(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    async with world.refused("unknown_conversation"):
        await erase(world, campaign, 2)
    async with world.refused("unknown_campaign"):
        await erase(world, 99, 1)


async def test_a_texter_who_has_it_open_sees_it_change(hub_url: str, world: World, members: Members) -> None:
    campaign, ana = await a_texter(world)
    await ana.send_initials()
    await carried(world, campaign)
    async with Client(hub_url, await members.token(await world.member("Ana"))) as console:
        await console.ask("open_console")
        await console.ask("open_conversation", campaign=campaign, conversation=3)
        await erase(world, campaign, 3)
        await console.until(lambda it: (it.thing("conversation", 3, campaign) or {"lane": ""})["lane"] == "closed")
        assert console.thing("conversation", 3, campaign)["contact"]["first_name"] == "Erased"


async def test_a_contact_that_an_older_version_added_without_list_and_zone(world: World) -> None:
    campaign = await world.campaign(contacts=2, launch=False)
    await world.scripts.redis.hset(keys.under(keys.campaign(campaign), "contacts"), 1, '["Ana","","+12025550000",{}]')
    await world.scripts.redis.hset(keys.campaign(campaign), "zoned", 1)
    await erase(world, campaign, 1)
    assert (await world.scripts.redis.hget(keys.campaign(campaign), "zoned")) == b"2"
    assert (await world.conversation(campaign, 1))["contact"]["first_name"] == "Erased"
    previews = await world.scripts.run("preview_message", campaign, message=EMPTY, most=5)
    assert [each["contact"]["first_name"] for each in previews["examples"]] == ["Contact 2"]


EMPTY = '{"script": "Hi", "parts": [{"t": "Hi"}]}'
