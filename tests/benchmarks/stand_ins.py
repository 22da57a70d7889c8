"""Two endpoints that run the same script as the hub, to measure it by: one tells nobody, one tells everybody at once.

    python -m tests.benchmarks.stand_ins nobody|everybody      on REDIS_URL; says where it serves

Served like the hub, by the same server with the same settings.
"""

import asyncio
import sys

import msgspec
import uvloop
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from server.config import Config
from server.scripts import Scripts
from server.serve import Hub, address, listen
from server.store import open_store


def endpoint(scripts: Scripts, tell_everybody: bool) -> Starlette:
    """The app."""
    consoles: set[WebSocket] = set()

    async def serve(websocket: WebSocket) -> None:
        await websocket.accept("handraise.v1.json")
        member = int(websocket.headers["x-member"])
        consoles.add(websocket)
        async for frame in websocket.iter_text():
            ref, name, args = msgspec.json.decode(frame)
            answer = None
            if name == "request_conversations":
                campaign = args.pop("campaign")
                answer = await scripts.run(name, campaign, texter=member, **args)
            await websocket.send_text(msgspec.json.encode(["reply", ref, answer]).decode())
            if answer and tell_everybody:
                snapshot = await scripts.run("snapshot", campaign, texters=[], rows=False)
                told = msgspec.json.encode(["changed", snapshot["campaign"]]).decode()
                for console in list(consoles):
                    await console.send_text(told)
        consoles.discard(websocket)

    return Starlette(routes=[WebSocketRoute("/ws/{actor}", serve)])


async def main(tell_everybody: bool) -> None:
    """Serve until killed."""
    listening = listen("127.0.0.1", 0)
    async with open_store(Config.read()) as store:
        app = endpoint(Scripts(store.redis), tell_everybody)
        await Hub(app, lambda: print(f"It serves {address(listening)}", flush=True)).serve([listening])


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1] == "everybody"))
