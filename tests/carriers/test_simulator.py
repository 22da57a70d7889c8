import pytest
from redis.asyncio import Redis

from server.campaigns.attached import Attached
from server.carriers.carrier import Request
from server.carriers.patience import Patience
from server.carriers.pictures import shown
from server.carriers.simulator import FILES, SIGNATURE, WHY, Simulator, signature
from server.errors import Refused
from server.host.fetching import NotFetched
from server.store.scripts import Scripts
from tests.carriers.carrying import carrying, eventually, queued, settled, statuses
from tests.world import World

Told = dict[str, list[tuple[str, str]]]


async def told(world: World, redis: Redis, seed: int, contacts: int = 150) -> Told:
    """Run a fresh campaign on the simulator; returns phone → each text's words and status."""
    await redis.flushall()
    world = World(world.scripts, world.members)
    texter, patience = await queued(world, contacts), Patience()
    simulator = Simulator(world.scripts, patience, seed=seed, reply_rate=0.6, fail_rate=0.1, delay=0)

    async def all_have_happened() -> bool:
        return not {"queued", "sent"} & set(await statuses(world, texter.campaign)) and not simulator.busy

    async with simulator, carrying(world.scripts, simulator):
        await eventually(all_have_happened)
    conversations = [await world.conversation(texter.campaign, id + 1) for id in range(contacts)]
    for text in (text for one in conversations for text in one["texts"]):
        assert text.get("why") == (WHY if text["status"] == "failed" else None)
    return {one["contact"]["phone"]: [(text["text"], text["status"]) for text in one["texts"]] for one in conversations}


async def test_texts_are_delivered_or_fail_and_people_answer(world: World, redis: Redis) -> None:
    phones = (await told(world, redis, seed=1)).values()

    assert {texts[0][1] for texts in phones} == {"delivered", "failed"}
    assert any(len(texts) > 2 for texts in phones)
    assert (await world.counts(1))["opted_out"] > 0


async def test_the_same_seed_has_the_same_people_do_the_same(world: World, redis: Redis) -> None:
    first = await told(world, redis, seed=5)

    assert await told(world, redis, seed=5) == first
    assert await told(world, redis, seed=6) != first


async def test_on_leaving_it_tells_what_it_knows_and_answers_no_more(world: World) -> None:
    texter, patience = await queued(world, 20), Patience()

    async with (
        Simulator(world.scripts, patience, reply_rate=1, fail_rate=0, delay=1000) as simulator,
        carrying(world.scripts, simulator),
    ):
        await settled(world, texter.campaign, *["sent"] * 20)

    assert await statuses(world, texter.campaign) == ["delivered"] * 20


def test_without_a_key_it_hears_nobody(scripts: Scripts) -> None:
    signed = {SIGNATURE: signature(b"", b"{}")}

    with pytest.raises(Refused) as caught:
        Simulator(scripts, Patience()).hear(Request("POST", "", signed, b"{}"))

    assert caught.value.code == "bad_signature"


async def test_its_people_send_pictures_and_cards_that_it_shows_without_a_network(scripts: Scripts) -> None:
    simulator = Simulator(scripts, Patience())

    assert shown(await simulator.fetch(f"{FILES}picture:1:2:3:0"))
    assert await simulator.fetch(f"{FILES}picture:1") == await simulator.fetch(f"{FILES}picture:1")
    assert await simulator.fetch(f"{FILES}picture:1") != await simulator.fetch(f"{FILES}picture:2")
    assert (await simulator.fetch(f"{FILES}card:1")).startswith(b"BEGIN:VCARD")
    for other in ("picture:1", f"{FILES}house:1", "https://example.org/"):
        with pytest.raises(NotFetched):
            await simulator.fetch(other)


async def test_files_may_be_told_by_address_and_type_or_only_as_a_number(scripts: Scripts) -> None:
    simulator = Simulator(scripts, Patience(), b"key")

    def heard(media: bytes) -> object:
        body = b'{"texts": [{"phone": "+12025550101", "text": "", "reference": "1", "media": %s}]}' % media
        return simulator.hear(Request("POST", "", {SIGNATURE: signature(b"key", body)}, body)).texts[0].media

    assert heard(b"2") == 2
    assert heard(b'[{"url": "simulator:card:1", "type": "text/vcard"}]') == (
        Attached("simulator:card:1", "text/vcard"),
    )
