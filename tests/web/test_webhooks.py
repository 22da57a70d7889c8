import httpx
import msgspec
import pytest
from redis.asyncio import Redis

from server.carriers import registry
from server.carriers.carrier import Heard, Incoming, Report, Request, Sent
from server.carriers.simulator import SIGNATURE, signature, signing_key
from server.config import Config
from tests.browsers import PLAIN
from tests.carriers.carrying import Remembering, carrying, queued, settled
from tests.served import served
from tests.world import World

INBOUND, STATUS = "/carriers/simulator/inbound", "/carriers/simulator/status"


class Simulated(Remembering):
    """A carrier that remembers, by the simulator's name."""

    name = "simulator"


async def post(url: str, world: World, path: str, heard: Heard, **headers: bytes) -> httpx.Response:
    """Post a report to the hub, signed as the simulator signs."""
    body = msgspec.json.encode(heard)
    signed = {SIGNATURE.encode(): signature(await signing_key(world.scripts), body).encode()}
    signed |= {name.encode(): value for name, value in headers.items()}
    async with httpx.AsyncClient(base_url=url, verify=PLAIN) as client:
        return await client.post(path, content=body, headers=signed)


async def texted(world: World) -> tuple[int, str]:
    """A campaign whose one contact has been sent a text that the simulator calls SM1; its id and the phone."""
    texter = await queued(world)
    async with carrying(world.scripts, Simulated(Sent("SM1"))):
        await settled(world, texter.campaign, "sent")
    return texter.campaign, (await world.conversation(texter.campaign, 1))["contact"]["phone"]


@pytest.mark.parametrize("path", [INBOUND, STATUS])
async def test_a_text_that_is_posted_comes_into_its_conversation_once(hub_url: str, world: World, path: str) -> None:
    campaign, phone = await texted(world)
    heard = Heard(texts=(Incoming(phone, "Count me in!", "IN1"),))

    for _ in range(2):
        answer = await post(hub_url, world, path, heard)
        assert (answer.status_code, answer.content) == (204, b"")

    conversation = await world.conversation(campaign, 1)
    assert [text["text"] for text in conversation["texts"]] == ["Hi Contact 1!", "Count me in!"]
    assert conversation["lane"] == "reply"


async def test_a_report_that_is_posted_says_what_became_of_its_text_and_why(hub_url: str, world: World) -> None:
    campaign, _ = await texted(world)

    answer = await post(hub_url, world, STATUS, Heard(reports=(Report("SM1", "failed", "The phone is off."),)))

    assert answer.status_code == 204
    [text] = (await world.conversation(campaign, 1))["texts"]
    assert (text["status"], text["why"]) == ("failed", "The phone is off.")


async def test_a_report_of_a_text_that_nobody_knows_is_taken(hub_url: str, world: World) -> None:
    assert (await post(hub_url, world, STATUS, Heard(reports=(Report("SM9", "delivered"),)))).status_code == 204


@pytest.mark.parametrize("path", [INBOUND, STATUS])
@pytest.mark.parametrize("said", [b"", b"0" * 64, b"\xe9"])
async def test_what_is_signed_by_nobody_we_know_changes_nothing(
    hub_url: str, world: World, path: str, said: bytes
) -> None:
    _, phone = await texted(world)
    heard = Heard(texts=(Incoming(phone, "STOP", "IN1"),), reports=(Report("SM1", "failed"),))
    await signing_key(world.scripts)
    before = await world.kept()

    answer = await post(hub_url, world, path, heard, **{SIGNATURE: said})

    assert (answer.status_code, answer.json()["code"]) == (403, "bad_signature")
    assert await world.kept() == before


async def test_a_signature_of_other_words_does_not_count(hub_url: str, world: World) -> None:
    other = signature(await signing_key(world.scripts), b"{}")

    answer = await post(
        hub_url, world, STATUS, Heard(reports=(Report("SM1", "failed"),)), **{SIGNATURE: other.encode()}
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("body", [b"", b"[]", b'{"reports": [{"reference": "SM1", "status": "eaten"}]}', b"\xff"])
async def test_what_is_signed_and_makes_no_sense_is_refused(hub_url: str, world: World, body: bytes) -> None:
    signed = {SIGNATURE: signature(await signing_key(world.scripts), body)}
    async with httpx.AsyncClient(base_url=hub_url, verify=PLAIN) as client:
        answer = await client.post(INBOUND, content=body, headers=signed)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")


async def test_what_is_longer_than_any_text_is_refused(hub_url: str) -> None:
    async with httpx.AsyncClient(base_url=hub_url, verify=PLAIN) as client:
        answer = await client.post(INBOUND, content=b"x" * 65_537)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_big")


@pytest.mark.parametrize("path", ["/carriers/pigeon/inbound", "/carriers/pigeon/status"])
async def test_a_carrier_that_is_not_there_is_unknown(hub_url: str, path: str) -> None:
    async with httpx.AsyncClient(base_url=hub_url, verify=PLAIN) as client:
        answer = await client.post(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_carrier")


async def test_it_is_posted_and_by_no_page_of_another_site(hub_url: str, world: World) -> None:
    async with httpx.AsyncClient(base_url=hub_url, verify=PLAIN) as client:
        assert (await client.get(INBOUND)).status_code == 405

    answer = await post(hub_url, world, INBOUND, Heard(), origin=b"https://evil.example")

    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_origin")


@pytest.mark.parametrize("public", ["https://text.example.org", None])
async def test_a_carrier_reads_the_address_that_it_posted_to(
    store_url: str, redis: Redis, monkeypatch: pytest.MonkeyPatch, public: str | None
) -> None:
    read: list[Request] = []

    class Pigeon(Remembering):
        def hear(self, request: Request) -> Heard:
            read.append(request)
            return Heard()

    async def build(*_: object) -> Pigeon:
        return Pigeon()

    monkeypatch.setitem(registry.CARRIERS, "pigeon", registry.Entry("Up in the air.", build))
    config = Config(redis_url=store_url, secret_key="for tests", accept_loss=True, public_url=public)
    async with served(config) as url, httpx.AsyncClient() as client:
        answer = await client.post(f"{url}/carriers/pigeon/inbound?a=1&b=%2F", content="coo", headers={"X-Coo": "2"})

    assert answer.status_code == 204
    [request] = read
    assert (request.method, request.body, request.headers["x-coo"]) == ("POST", b"coo", "2")
    assert request.url == f"{public or url}/carriers/pigeon/inbound?a=1&b=%2F"
