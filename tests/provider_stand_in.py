"""An OpenID provider of the tests' own, strict about what we ask it and free to answer whatever a test wants."""

import asyncio
import secrets
import socket
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from joserfc.jws import JWSRegistry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "handraise", "se cret:+%"
Claims = dict[str, Any]


def new_key(name: str) -> ECKey:
    """A key of the provider."""
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig", "alg": "ES256"})


@dataclass
class StandIn:
    """The provider, and the person who signs in with it.

    change   changes the claims of a token just before it is signed
    answer   replaces the answer of the token's address
    slow     seconds until that answer
    more     what the address about people says; None: there is no such address
    """

    url: str = ""
    person: Claims = field(default_factory=lambda: {"sub": "1", "email": "ana@example.org", "email_verified": True})
    change: Callable[[Claims], Claims] = lambda claims: claims
    answer: Response | None = None
    slow: float = 0.0
    more: Claims | None = None
    about: Claims = field(default_factory=dict)
    key: ECKey | None = field(default_factory=lambda: new_key("one"))
    signing: ECKey | None = None
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, Claims] = field(default_factory=dict)

    async def published(self, request: Request) -> Response:
        """The provider's document about itself."""
        self.asked.append("published")
        more = {"userinfo_endpoint": f"{self.url}/more"} if self.more else {}
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "id_token_signing_alg_values_supported": ["ES256"],
                **more,
                **self.about,
            }
        )

    async def keys(self, request: Request) -> Response:
        """The keys that it signs with."""
        self.asked.append("keys")
        return JSONResponse(KeySet([self.key]).as_dict(private=False) if self.key else {"keys": "none"})

    async def authorize(self, request: Request) -> Response:
        """Signs the person in at once, and sends them back with a code."""
        asked = request.query_params
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert {"openid", "email"} <= set(asked["scope"].split())
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self._codes[code] = dict(asked)
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302)

    async def token(self, request: Request) -> Response:
        """A token for a code, once, if it is we who ask."""
        self.asked.append("token")
        await asyncio.sleep(self.slow)
        if self.answer:
            return self.answer
        form = dict(parse_qsl((await request.body()).decode()))
        asked = self._codes.pop(form["code"], None)
        if "authorization" in request.headers:
            pair = b64decode(request.headers["authorization"].split()[1]).decode().partition(":")
            assert (unquote_plus(pair[0]), unquote_plus(pair[2])) == (CLIENT, SECRET)
        else:
            assert (form["client_id"], form["client_secret"]) == (CLIENT, SECRET)
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if not asked or (asked["redirect_uri"], asked["code_challenge"]) != (form["redirect_uri"], challenge):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.person}
        signing, registry = self.signing or self.key, JWSRegistry(strict_check_header=False)
        header = {"alg": "ES256", "kid": signing.kid, "x-own": "a header of its own"}
        id_token = jwt.encode(header, self.change(claims), signing, registry=registry)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": id_token})

    async def tell_more(self, request: Request) -> Response:
        """More about the person whose token it is."""
        assert request.headers["authorization"] == "Bearer a"
        return JSONResponse(self.more)


@asynccontextmanager
async def provider() -> AsyncIterator[StandIn]:
    """A provider that serves in this process."""
    it = StandIn()
    routes = [
        Route("/.well-known/openid-configuration", it.published),
        Route("/keys", it.keys),
        Route("/authorize", it.authorize),
        Route("/token", it.token, methods=["POST"]),
        Route("/more", it.tell_more),
    ]
    listening = socket.create_server(("127.0.0.1", 0))
    it.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve([listening]))
    yield it
    server.should_exit = True
    await serving
