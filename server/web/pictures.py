"""The picture of a campaign: set by admins, and fetched by carriers, at an address that can't be guessed."""

import asyncio
import re
from base64 import b64encode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from server.campaigns.reading import campaign_by, campaign_now
from server.campaigns.settings import fresh_token
from server.carriers.pictures import for_phones
from server.errors import Refused
from server.limits import LIMITS
from server.store import lookups
from server.web.asking import admins_campaign, body_of, noted
from server.web.media import SAFE
from server.world import world_of

TOKEN = re.compile(r"(\d{1,15})-[\w-]{1,100}", re.ASCII)
KEPT = "public, max-age=31536000, immutable"


async def set_picture(request: Request) -> Response:
    """`POST /campaigns/ID/picture`, for admins: the body is a JPEG, PNG, GIF or WebP; it is sized down for phones.

    Answers the campaign. Else `{code, sentence}`: not_signed_in, not_an_admin, unknown_campaign, archived,
    no_public_url, too_big, not_a_picture, try_again.
    """
    campaign = await admins_campaign(request)
    world = world_of(request)
    described = await campaign_now(world.scripts, campaign)
    if described.status == "archived":
        raise Refused("archived")
    if not world.config.secure and described.carrier != "simulator":  # the simulator's people don't fetch it
        raise Refused("no_public_url")
    file = await body_of(request, LIMITS.attached)
    async with world.media.reading:
        picture = await asyncio.to_thread(for_phones, file)
    if picture is None:
        raise Refused("not_a_picture")
    token = fresh_token(campaign)
    await campaign_by("set_picture", world.scripts, campaign, token=token, picture=b64encode(picture).decode())
    return JSONResponse({"picture": f"/pictures/{token}.jpg"})


async def show_picture(request: Request) -> Response:
    """`/pictures/TOKEN.jpg`, for whoever knows the token: carriers fetch it without signing in."""
    token = request.path_params["token"]
    named = TOKEN.fullmatch(token)
    picture = await lookups.picture(world_of(request).scripts, int(named[1]), token) if named else None
    if picture is None:
        raise Refused("unknown_page")
    shown = {"content-type": "image/jpeg", "cache-control": KEPT, "cross-origin-resource-policy": "cross-origin"}
    return Response(picture, headers={**SAFE, **shown})


routes = [
    Route("/campaigns/{campaign}/picture", noted("set_picture", set_picture), methods=["POST"]),
    Route("/pictures/{token}.jpg", show_picture),
]
