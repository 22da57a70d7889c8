"""All that is kept of one person, as a download."""

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.campaigns.person import known_of
from server.contacts.numbers import phone_of
from server.web.asking import admin, noted
from server.world import world_of


async def download(request: Request) -> Response:
    """`GET /people/PHONE.json`, for admins: what `handraise contact export` writes."""
    await admin(request)
    world = world_of(request)
    phone = phone_of(request.path_params["phone"], world.config.region)
    known = await known_of(world.scripts, phone)
    return Response(
        f"{json.dumps(known, indent=2, ensure_ascii=False)}\n",
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="{phone}.json"', "cache-control": "no-store"},
    )


routes = [Route("/people/{phone}.json", noted("export_person", download))]
routes[0].methods = {"GET"}  # no HEAD: it would be noted as a download
