"""Carriers post to us: texts from contacts, and what became of ours. A carrier's own file reads that, and checks it."""

from starlette.requests import Request as Posted
from starlette.responses import Response
from starlette.routing import Route

from server.carriers.carrier import Request
from server.carriers.intake import take_in
from server.carriers.patience import Patience
from server.carriers.registry import CARRIERS
from server.errors import Refused
from server.web.asking import body_of
from server.world import world_of

LARGEST_REQUEST_BYTES = 65_536
"""Bytes; carriers post a text at a time."""


async def hear(request: Posted) -> Response:
    """`POST /carriers/NAME/inbound` and `/status`: do what a carrier says. The same again changes nothing.

    Answers 204, or 200 with the words that the carrier wants. Else `{code, sentence}`: unknown_carrier, too_big,
    bad_signature, bad_request, carrier_not_set_up, try_again.
    """
    name, world = request.path_params["name"], world_of(request)
    if name not in CARRIERS:
        raise Refused("unknown_carrier")
    body = await body_of(request, LARGEST_REQUEST_BYTES)
    carrier = await CARRIERS[name].build(world.config, world.scripts, Patience())
    where = address(request, world.config.public_url)
    heard = carrier.hear(Request(request.method, where, dict(request.headers), body))
    await take_in(world.scripts, name, heard)
    if carrier.thanks is None:
        return Response(status_code=204)
    words, kind = carrier.thanks
    return Response(words, media_type=kind)


def address(request: Posted, public_url: str | None) -> str:
    """Return the whole address that a carrier posted to, as it wrote it: proxies change what arrives here."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{public_url}{request.url.path}{query}" if public_url else str(request.url)


routes = [
    Route("/carriers/{name}/inbound", hear, methods=["POST"]),
    Route("/carriers/{name}/status", hear, methods=["POST"]),
]
