"""The way to the OpenID provider and back. What fails ends on the sign-in page, where the other ways are."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.errors import Refused
from server.people.openid import CALLBACK, MINUTES_TO_SIGN_IN, OpenId
from server.web.asking import members, see
from server.web.sign_in import sign_in_page, signed_in
from server.world import world_of

COOKIE = "handraise_openid"
LONGEST_NEXT_CHARACTERS = 1_000


def openid(request: Request) -> OpenId:
    """Return the sign-in by OpenID Connect. Raises Refused unknown_page where it isn't set up."""
    if (found := world_of(request).openid) is None:
        raise Refused("unknown_page")
    return found


async def begin(request: Request) -> Response:
    """`/sign-in/oidc`: to the provider. A link leads here: a form may not, since browsers hold it to our own site."""
    next = request.query_params.get("next", "")[:LONGEST_NEXT_CHARACTERS]
    try:
        address, cookie = await openid(request).begin(next)
    except Refused as refusal:
        return await failed(request, refusal, next)
    answer = see(address)
    secure, seconds = world_of(request).config.secure, MINUTES_TO_SIGN_IN * 60
    answer.set_cookie(COOKIE, cookie, seconds, path=CALLBACK, httponly=True, samesite="lax", secure=secure)
    return answer


async def come_back(request: Request) -> Response:
    """`/sign-in/oidc/callback`: from the provider, on to the page that was asked for first."""
    visitor = await members(request).cookies.visitor(request)
    ways = openid(request)
    try:
        now, next = await ways.finish(request.cookies.get(COOKIE, ""), request.query_params, visitor)
    except Refused as refusal:
        return await failed(request, refusal, None)
    answer = await signed_in(request, now, visitor, ways.name, next)
    answer.delete_cookie(COOKIE, path=CALLBACK)
    return answer


async def failed(request: Request, refusal: Refused, next: str | None) -> Response:
    """Return the sign-in page with the reason; the cookie of the sign-in that failed goes."""
    if refusal.code == "unknown_page":
        raise refusal
    answer = await sign_in_page(request, next, refusal=refusal)
    answer.delete_cookie(COOKIE, path=CALLBACK)
    return answer


routes = [Route("/sign-in/oidc", begin), Route(CALLBACK, come_back)]
for route in routes:
    route.methods = {"GET"}  # no HEAD: nobody signs in by asking for headers
