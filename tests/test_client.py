"""The Python client, as scripts use it, on a hub that serves in this process."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from handraise import Change, Client, ConnectionLost, Encoding, Refused
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from server.wire.frames import decode, encode
from tests.world import World


async def follow(client: Client, changes: list[Change]) -> None:
    """Note every change."""
    async for change in client.changes():
        changes.append(change)


@pytest.mark.parametrize("encoding", Encoding)
async def test_a_script_goes_through_what_changes(hub_url: str, world: World, encoding: Encoding) -> None:
    texter = await world.texter(campaign := await world.campaign(contacts=20))
    token = await world.members.token((await world.members.all())[0])
    changes = list[Change]()
    async with Client(hub_url, token, encoding=encoding) as client:
        following = asyncio.create_task(follow(client, changes))
        await asyncio.sleep(0)
        await client.ask("open_console")
        await client.request_conversations(campaign)
        await client.until(lambda client: client.thing("console", texter.id, campaign)["initial"] == 10)
        await asyncio.sleep(0)
        assert {thing["kind"] for _, thing in changes} == {"console"}
        assert "shown" in [what for what, _ in changes] and changes[-1].what == "changed"
        assert changes[-1].thing == client.thing("console", texter.id, campaign)
        following.cancel()


async def test_the_changes_end_when_the_connection_is_closed_for_good(hub_url: str, world: World) -> None:
    ana = await world.member("Ana")
    token = await world.members.token(ana)
    async with Client(hub_url, token) as client:
        await client.ask("open_console")
        following = asyncio.create_task(follow(client, []))
        await asyncio.sleep(0)
        await world.scripts.run("revoke_token", token=await token_id(world))
        async with asyncio.timeout(5):
            await following
        assert (client.close_code, client.closings) == (4401, [4401])
        with pytest.raises(ConnectionLost, match="closed with 4401"):
            await client.ask("open_console")
        async for _ in client.changes():
            raise AssertionError("there is nothing to come")


async def token_id(world: World) -> Any:
    """The id of the only API token."""
    [token] = await world.scripts.run("list_tokens")
    return token["token"]


async def test_after_a_cut_all_that_was_shown_is_shown_again(hub_url: str, world: World) -> None:
    """Also the rows of a campaign that was watched: what changed meanwhile is in them."""
    texter = await world.texter(campaign := await world.campaign(contacts=20))
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as board:
        await board.ask("open_admin")

        def row(board: Client) -> dict[str, Any]:
            return board.thing("sender", texter.id, campaign) or {}

        await board.ask("watch_campaign", campaign=campaign)
        assert row(board)["initial"] == 0
        board.abort()
        await board.until(lambda board: board.closings == [1006])
        await texter.request()
        await board.until(lambda board: row(board).get("initial") == 10)
        await texter.release()
        await board.until(lambda board: row(board).get("initial") == 0)
    with pytest.raises(Refused, match="unknown_campaign"):
        async with Client(hub_url, token, "/ws/admin") as board:
            await board.ask("watch_campaign", campaign=99)


class FailingHub:
    """A hub whose store comes and goes: its connections end before, or never get to, what was opened again.

    asked  what was asked on each connection, in order
    """

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    async def serve(self, socket: ServerConnection) -> None:
        """Answer on the first connection; end the second and the third before a campaign is watched; then refuse."""
        self.asked.append(names := [])
        with suppress(ConnectionClosed):
            async for frame in socket:
                ref, name, _ = decode(frame, Encoding.JSON)
                names.append(name)
                if len(self.asked) in (2, 3) and name == "watch_campaign":
                    return await socket.close(1012)
                gone = ["refused", ref, "try_again", "The store is away."]
                fine = ["reply", ref, {"things": []}]
                await socket.send(encode(fine if len(self.asked) < 4 else gone, Encoding.JSON))


async def test_what_was_watched_is_watched_again_however_often_the_connection_is_lost_and_nothing_is_left() -> None:
    hub = FailingHub()
    async with serve(hub.serve, "127.0.0.1", 0, subprotocols=[Subprotocol(Encoding.JSON)]) as serving:
        port = serving.sockets[0].getsockname()[1]
        before = asyncio.all_tasks()
        async with Client(f"http://127.0.0.1:{port}", "token", "/ws/admin", Encoding.JSON) as board:
            await board.ask("open_admin")
            await board.ask("watch_campaign", campaign=7)
            board.abort()
            await board.until(lambda board: len(board.closings) == 3)
            async with asyncio.timeout(5):
                while hub.asked[3:4] != [["open_admin"] * 2]:
                    await asyncio.sleep(0.01)
        opening = {task for task in asyncio.all_tasks() - before if "Client" in repr(task)}
        assert opening == set()
        assert hub.asked[:3] == [["open_admin", "watch_campaign"]] * 3
