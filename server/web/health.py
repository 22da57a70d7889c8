"""`/health/live` and `/health/ready`: for proxies, for whoever watches, and for `handraise doctor`."""

from collections.abc import Callable
from contextlib import suppress

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from server.errors import Refused
from server.readiness import Readiness, Reason
from server.store.lookups import deployment
from server.world import World, world_of


async def live(request: Request) -> Response:
    """`/health/live`: this process answers."""
    return JSONResponse({"status": "ok"})


async def ready(request: Request) -> Response:
    """`/health/ready`: the store answers, too, it holds the account, and this process does all its work; or why not."""
    world = world_of(request)
    reasons = [*await _store(world), *_work(world.background.check), *_work(world.hub.check)]
    here = ""
    if not reasons:
        with suppress(Refused):
            here = await deployment(world.scripts)
    readiness = Readiness.of(reasons, here)
    return JSONResponse(msgspec.to_builtins(readiness), 200 if readiness.ready else 503)


async def _store(world: World) -> list[Reason]:
    try:
        await world.members.find("")
    except Refused as refused:
        return [Reason.of(refused)]
    return []


def _work(check: Callable[[], None]) -> list[Reason]:
    try:
        check()
    except Refused as refused:
        return [Reason.of(refused)]
    return []


routes = [Route("/health/live", live), Route("/health/ready", ready)]
