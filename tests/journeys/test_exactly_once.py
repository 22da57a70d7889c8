"""A request is exactly once: the same request id, from any connection and any hub, takes one batch."""

import asyncio
import uuid

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from server.client import Client
from server.wire.frames import Encoding, decode, encode
from tests.processes import hub_process
from tests.world import World


async def raw(url: str, token: str) -> ClientConnection:
    """A socket that is spoken to frame by frame."""
    return await connect(
        url.replace("http", "ws") + "/ws/texter",
        additional_headers={"Authorization": f"Bearer {token}"},
        subprotocols=[Subprotocol(Encoding.JSON)],
        proxy=None,
    )


def request(ref: int, campaign: int, request_id: str) -> str | bytes:
    """The frame of a press on Request Conversations."""
    return encode([ref, "request_conversations", {"campaign": campaign, "request_id": request_id}], Encoding.JSON)


async def test_a_double_click_takes_one_batch(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=50)
    await world.texter(campaign)
    token = await world.members.token(await world.member())
    async with await raw(hub_url, token) as socket:
        await socket.send(request(1, campaign, str(uuid.uuid4())))
        await socket.send(request(2, campaign, str(uuid.uuid4())))
        answers = [decode(await socket.recv(), Encoding.JSON) for _ in range(2)]
    assert [answer[:2] for answer in answers] == [["reply", 1], ["refused", 2]]
    assert answers[1][2] == "initials_left"
    assert (await world.counts(campaign))["unassigned"]["initial"] == 40


async def test_asking_again_on_a_new_connection_after_the_reply_was_lost_takes_one_batch(
    hub_url: str, world: World
) -> None:
    campaign = await world.campaign(contacts=50)
    ana = await world.texter(campaign)
    token = await world.members.token(await world.member())
    request_id = str(uuid.uuid4())
    socket = await raw(hub_url, token)
    await socket.send(request(1, campaign, request_id))
    socket.transport.abort()  # the answer, if any, is never read
    while not await ana.holds("initial"):  # it was carried out all the same
        await asyncio.sleep(0.01)
    async with await raw(hub_url, token) as again:
        await again.send(request(1, campaign, request_id))
        answer = decode(await again.recv(), Encoding.JSON)
    assert answer == ["reply", 1, {"assigned": 10, "initial": 10, "reply": 0, "quiet": 0}]
    assert (await world.counts(campaign))["unassigned"]["initial"] == 40


async def test_the_same_request_through_another_hub_gets_the_same_answer(store_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=50)
    await world.texter(campaign)
    token = await world.members.token(await world.member())
    args = {"campaign": campaign, "request_id": str(uuid.uuid4())}
    async with (
        hub_process(store_url) as one,
        hub_process(store_url) as other,
        Client(one.url, token) as client,
        Client(other.url, token, encoding=Encoding.JSON) as elsewhere,
    ):
        answers = await asyncio.gather(
            *(socket.ask("request_conversations", **args) for socket in (client, elsewhere) for _ in range(5))
        )
    assert answers == [{"assigned": 10, "initial": 10, "reply": 0, "quiet": 0}] * 10
    assert (await world.counts(campaign))["unassigned"]["initial"] == 40
