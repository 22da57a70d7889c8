"""Two endpoints that run the same script as the hub, to measure it by: one tells nobody, one tells everybody at once.

    python -m tests.benchmarks.stand_ins nobody|everybody      on REDIS_URL; says where it serves

Served like the hub, by the same server with the same settings.
"""

import sys
from contextlib import suppress
from typing import Any

import msgpack
import msgspec
import uvloop
from redis.asyncio import Redis
from redis.commands.core import AsyncScript
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from server.config import Config
from server.host.listening import address, listen
from server.serve import Server
from server.store import keys
from server.store.connecting import open_store
from server.store.verbs import source


def endpoint(redis: Redis, tell_everybody: bool) -> Starlette:
    """The app."""
    consoles: set[WebSocket] = set()
    request, snapshot = (
        redis.register_script(source("request_conversations")),
        redis.register_script(source("snapshot")),
    )

    async def run(script: AsyncScript, campaign: int, **args: Any) -> Any:
        return msgpack.unpackb(await script([keys.campaign(campaign)], [msgpack.packb(args)]))

    async def serve(websocket: WebSocket) -> None:
        await websocket.accept("handraise.v1.json")
        member = int(websocket.headers["x-member"])
        consoles.add(websocket)
        with suppress(WebSocketDisconnect):
            async for frame in websocket.iter_text():
                await answer(websocket, member, *msgspec.json.decode(frame))
        consoles.discard(websocket)

    async def answer(websocket: WebSocket, member: int, ref: int, name: str, args: dict[str, Any]) -> None:
        if name != "request_conversations":
            return await websocket.send_text(said("reply", ref, None))
        batch = await run(request, texter=member, **args)
        await websocket.send_text(said("reply", ref, batch))
        if tell_everybody:
            now = await run(snapshot, args["campaign"], texters=[], rows=False)
            frame = said("changed", now["campaign"])
            for console in list(consoles):
                with suppress(WebSocketDisconnect):
                    await console.send_text(frame)

    return Starlette(routes=[WebSocketRoute("/ws/{actor}", serve)])


def said(*message: Any) -> str:
    """A frame."""
    return msgspec.json.encode(message).decode()


async def main(tell_everybody: bool) -> None:
    """Serve until killed."""
    listening = listen("127.0.0.1", 0)
    async with open_store(Config.read()) as store:
        app = endpoint(store.redis, tell_everybody)
        await Server(app, lambda: print(f"It serves {address(listening)}", flush=True)).serve([listening])


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1] == "everybody"))
