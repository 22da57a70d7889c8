"""The campaign sender link: a member who opens it becomes a sender and gets a first batch at once."""

import secrets

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.campaigns.senders import add
from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts
from server.web.answers import page, telling
from server.web.asking import members, see, to_sign_in
from server.web.sender_link import campaign_of
from server.world import world_of

WHY_NOT = {"link_disabled", "not_active", "self_assign_off"}
"""Refusals that a page of their own explains."""


async def join(request: Request) -> Response:
    """`/join/TOKEN`, through signing in if needed; ends on the campaign's console.

    A link that doesn't work says so before anybody signs in: link_disabled, not_active, self_assign_off. Else refused
    with try_again.
    """
    me, scripts = await members(request).who(request), world_of(request).scripts
    try:
        campaign = await campaign_of(scripts, request.path_params["token"])
    except Refused as refused:
        if refused.code not in WHY_NOT or "text/html" not in request.headers.get("accept", ""):
            raise
        shown = page(
            "join_refused",
            sentence=refused.sentence,
            over=refused.code == "link_disabled",
            signed_in=me is not None,
            organisation=await lookups.organisation(scripts),
        )
        return telling(shown, refused)
    if me is None:
        return to_sign_in(request)
    member, scripts = me.member.id, scripts.acting(me.member.id)
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
