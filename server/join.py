"""The campaign sender link: whoever opens it and is a member becomes a sender, and gets a first batch at once."""

import re
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.commands.admin import add
from server.errors import Refused
from server.sign_in import members, see, to_sign_in


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
    scripts, campaign, member = request.app.state.world.scripts, int(named[1]), me.member.id
    holds_nothing = await scripts.run("join_campaign", campaign, token=token, member=member)
    await add(scripts, campaign, [member])
    if holds_nothing:
        # One request id for each link and texter: two tabs that open it together take one batch.
        with suppress(Refused):  # nobody is left, say: the console tells
            await scripts.run("request_conversations", campaign, texter=member, request_id=f"join {token}")
    return see(f"/console#{campaign}")


routes = [Route("/join/{token}", join)]
