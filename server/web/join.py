"""The campaign sender link: a member who opens it becomes a sender and gets a first batch at once."""

import re
import secrets

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.campaigns.senders import add
from server.errors import Refused
from server.store.scripts import Scripts
from server.web.asking import members, see, to_sign_in
from server.world import world_of


async def join(request: Request) -> Response:
    """`/join/TOKEN`, through signing in if needed; ends on the campaign's console.

    Refused with a page: link_disabled, not_active, self_assign_off, try_again.
    """
    me = await members(request).who(request)
    if me is None:
        return to_sign_in(request)
    token = request.path_params["token"]
    named = re.fullmatch(r"(\d{1,15})-.+", token)
    if not named:
        raise Refused("link_disabled")
    member, campaign = me.member.id, int(named[1])
    scripts = world_of(request).scripts.acting(member)
    await scripts.run("join_campaign", campaign, token=token)
    await add(scripts, campaign, [member], by_link=True)
    await first_batch(scripts, campaign, member)
    return see(f"/console#{campaign}")


async def first_batch(scripts: Scripts, campaign: int, member: int) -> None:
    """Give a new sender a batch, unless they hold something or can't have one now. Their console says why.

    A first batch that needs an admin's yes is asked for.

    Raises Refused (try_again).
    """
    request_id = f"join {secrets.token_urlsafe(16)}"
    try:
        await scripts.run("request_conversations", campaign, texter=member, request_id=request_id, first=True)
    except Refused as refused:
        if refused.code == "try_again":
            raise
        if refused.code == "first_needs_yes":
            await scripts.run("wait_for_more", campaign, texter=member)


routes = [Route("/join/{token}", join)]
routes[0].methods = {"GET"}  # without the HEAD that Starlette adds: nobody joins by asking for headers
