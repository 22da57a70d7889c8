"""An OpenID Connect provider: its addresses and keys, as it publishes them, and what it says of somebody who signs in.

OpenID Connect Core 1.0, section 3.1 (the authorization code flow), with PKCE (RFC 7636).
"""

import asyncio
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Coroutine, Mapping
from functools import cached_property
from hashlib import sha256
from ssl import SSLContext
from typing import Any, TypeVar
from urllib.parse import quote_plus, urlencode

import httpcore
import msgspec

from server.config import OpenIdSettings
from server.errors import BadSetting, HandraiseError

T = TypeVar("T")
INSTALL = "OIDC_ISSUER needs a package more: pip install -c constraints.txt '.[oidc]'"
SECONDS_TO_ANSWER = 8.0
"""Seconds that the provider may take for an answer."""
LARGEST_ANSWER_BYTES = 1024 * 1024
KEPT_SECONDS = 3600.0
"""Seconds that what the provider publishes is kept. Keys that are new are asked for at once."""
SKEW_SECONDS = 60
"""Seconds that the provider's clock and the store's may differ."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that only the provider can make. One by our own secret (HS256) isn't among them."""


class ProviderAway(HandraiseError):
    """The provider doesn't answer as one does; the message says why, for the log."""


class NotTrusted(HandraiseError):
    """The provider, or somebody in its name, says what we can't believe; the message says why, for the log."""


def check_installed() -> None:
    """Raise BadSetting unless the package is here by which signatures are checked."""
    try:
        import joserfc  # noqa: F401
    except ImportError as error:
        raise BadSetting(INSTALL) from error


class Published(msgspec.Struct, frozen=True):
    """The document that a provider publishes about itself (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class Tokens(msgspec.Struct, frozen=True):
    """The answer of a provider to a code."""

    id_token: str
    access_token: str = ""


class Kept:
    """A value that is asked for when it is first needed, once for all who wait, and again when it is old."""

    def __init__(self, ask: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        self._ask = ask
        self._value: Any = None
        self._until = 0.0
        self._asking: asyncio.Task[Any] | None = None

    async def get(self, fresh: bool = False) -> Any:
        """Return it; `fresh` asks again. Raises what asking raises."""
        if self._value is not None and not fresh and time.monotonic() < self._until:
            return self._value
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
            self._asking.add_done_callback(lambda asked: asked.cancelled() or asked.exception())  # all may have left
        self._value = await asyncio.shield(self._asking)
        self._until = time.monotonic() + KEPT_SECONDS
        return self._value


class Provider:
    """Speaks with the provider. Each method raises ProviderAway, NotTrusted."""

    def __init__(self, settings: OpenIdSettings) -> None:
        self._settings = settings
        self._published, self._keys = Kept(self._ask_published), Kept(self._ask_keys)

    async def published(self) -> Published:
        """Return what the provider publishes about itself."""
        published: Published = await self._published.get()
        return published

    async def address(self, redirect: str, state: str, nonce: str, verifier: str) -> str:
        """Return the address at which somebody signs in with the provider, who then sends them to `redirect`."""
        at = (await self.published()).authorization_endpoint
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": redirect,
            "scope": "openid email profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{at}{'&' if '?' in at else '?'}{urlencode(asked)}"

    async def claims(self, code: str, redirect: str, nonce: str, verifier: str, now: int) -> dict[str, Any]:
        """Return what the provider says of whoever has this code, which it takes once. `now` is the time in s."""
        tokens = await self._tokens(code, redirect, verifier)
        claims = await self._verified(tokens.id_token, nonce, now)
        at = (await self.published()).userinfo_endpoint
        if "email" in claims or not at or not tokens.access_token:
            return claims
        more = decoded(await self._ask("GET", at, {"authorization": f"Bearer {tokens.access_token}"}), dict[str, Any])
        if more.get("sub") != claims["sub"]:
            raise NotTrusted("It tells more about another person than the one who has signed in.")
        return more | claims

    async def _tokens(self, code: str, redirect: str, verifier: str) -> Tokens:
        published, us = await self.published(), self._settings
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier}
        headers = {"content-type": "application/x-www-form-urlencoded"}
        if "client_secret_basic" in published.token_endpoint_auth_methods_supported:
            pair = f"{quote_plus(us.client_id)}:{quote_plus(us.client_secret)}"  # RFC 6749, section 2.3.1
            headers["authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": us.client_id, "client_secret": us.client_secret}
        return decoded(await self._ask("POST", published.token_endpoint, headers, urlencode(form).encode()), Tokens)

    async def _verified(self, id_token: str, nonce: str, now: int) -> dict[str, Any]:
        """Return the claims of an ID token that the provider has signed for us, for this sign-in, and just now."""
        from joserfc import jwt
        from joserfc.errors import JoseError

        rules = jwt.JWTClaimsRegistry(
            now=now,
            leeway=SKEW_SECONDS,
            iss={"essential": True, "value": (await self.published()).issuer},
            aud={"essential": True, "value": self._settings.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = await self._signed(id_token)
            rules.validate(claims)
        except (JoseError, ValueError) as error:
            raise NotTrusted(f"Its token isn't right: {error}") from error
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self._settings.client_id) != self._settings.client_id:
            raise NotTrusted("Its token is for somebody else (azp).")
        return claims

    async def _signed(self, id_token: str) -> dict[str, Any]:
        """Return the claims of a token with a right signature. With new keys the provider may just have begun."""
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jws import JWSRegistry

        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)  # providers have headers of their own
        try:
            return jwt.decode(id_token, await self._keys.get(), registry=registry).claims
        except JoseError:
            return jwt.decode(id_token, await self._keys.get(fresh=True), registry=registry).claims

    async def _ask_published(self) -> Published:
        issuer = self._settings.issuer.rstrip("/")
        published = decoded(await self._ask("GET", f"{issuer}/.well-known/openid-configuration"), Published)
        if published.issuer.rstrip("/") != issuer:
            raise NotTrusted(f"It calls itself {published.issuer}, and OIDC_ISSUER is {self._settings.issuer}.")
        return published

    async def _ask_keys(self) -> Any:
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        told = decoded(await self._ask("GET", (await self.published()).jwks_uri), dict[str, Any])
        try:
            return KeySet.import_key_set(told)  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderAway(f"Its keys can't be read: {error!r}") from error

    async def _ask(self, method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> bytes:
        sent = {"accept": "application/json", "accept-encoding": "identity", **(headers or {})}
        try:
            async with (
                asyncio.timeout(SECONDS_TO_ANSWER),
                httpcore.AsyncConnectionPool(ssl_context=self._ssl) as pool,
                pool.stream(method, url, headers=list(sent.items()), content=body) as answer,
            ):
                told = bytearray()
                async for chunk in answer.aiter_stream():
                    told += chunk
                    if len(told) > LARGEST_ANSWER_BYTES:
                        raise ProviderAway(f"{url} answers with more than anything that belongs there.")
        except (TimeoutError, httpcore.TimeoutException) as error:
            raise ProviderAway(f"{url} doesn't answer.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
            raise ProviderAway(f"{url} can't be reached: {error!r}") from error
        if answer.status >= 500 or answer.status == 429:
            raise ProviderAway(f"{url} answered {answer.status}.")
        if answer.status != 200:
            raise NotTrusted(f"{url} answered {answer.status}: {bytes(told[:200])!r}")
        return bytes(told)

    @cached_property
    def _ssl(self) -> SSLContext:
        return httpcore.default_ssl_context()


def decoded(body: bytes, kind: type[T]) -> T:
    """Return what JSON says. Raises ProviderAway."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise ProviderAway(f"Its answer can't be read: {error}") from error
