"""Signing in by OpenID Connect: from the button to the provider, and back to a member.

A member is found by the e-mail address that the provider has verified, once. From then on the provider's own name for
the person counts (`sub`): their address may change there, and whoever gets an old address gets no account with it.
"""

import hmac
import logging
import secrets
from collections.abc import Mapping
from typing import Any

import msgspec

from server.config import Config, OpenIdSettings
from server.errors import Refused
from server.limits import LIMITS
from server.people.cookies import Cookies, Visitor
from server.people.emails import displayed, forms
from server.people.members import Member, SignedIn, new_session, one_line
from server.people.provider import NotTrusted, Provider, ProviderAway
from server.people.turns import Turns
from server.store.scripts import Scripts

CALLBACK = "/sign-in/oidc/callback"
"""The path to which the provider sends people back: providers know it, so it stays."""
MINUTES_TO_SIGN_IN = 15
ASKED_AT_ONCE = 8
"""Codes that one process asks the provider about at the same time."""

log = logging.getLogger(__name__)


class Begun(msgspec.Struct, frozen=True, array_like=True):
    """A sign-in that a browser has begun; its cookie holds it, signed.

    state, nonce  words that the provider gives back: to our page, and in its token
    verifier      the word whose digest the provider knows (PKCE)
    next          the page to go on to; empty: home
    at            the store's time in ms
    """

    state: str
    nonce: str
    verifier: str
    next: str
    at: int


class OpenId:
    """Signs members in by a provider. What goes wrong there is logged, and told in a sentence."""

    def __init__(self, scripts: Scripts, cookies: Cookies, settings: OpenIdSettings, public_url: str) -> None:
        self.name = settings.name
        self._scripts = scripts
        self._cookies = cookies
        self._new_members = settings.new_members
        self._redirect = f"{public_url}{CALLBACK}"
        self._provider = Provider(settings)
        self._turns = Turns(ASKED_AT_ONCE)

    async def begin(self, next: str) -> tuple[str, str]:
        """Return the provider's address at which somebody signs in, and the cookie that their browser keeps meanwhile.
        `next` is the page to go on to, empty for home.

        Raises Refused provider_away, untrusted_sign_in, try_again.
        """
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        try:
            address = await self._provider.address(self._redirect, state, nonce, verifier)
        except (ProviderAway, NotTrusted) as error:
            raise told(error) from error
        begun = Begun(state, nonce, verifier, next, await self._scripts.now())
        return address, await self._cookies.sealed("openid", msgspec.json.encode(begun).decode())

    async def finish(self, cookie: str, answer: Mapping[str, str], visitor: Visitor) -> tuple[SignedIn, str]:
        """Sign in whoever comes back from the provider with this cookie and answer; also returns the page to go on to.

        Raises Refused sign_in_expired, provider_refused, provider_away, untrusted_sign_in, email_unverified,
        not_invited, another_identity, unknown_member (disabled), too_busy, try_again.
        """
        if answer.get("error"):  # nobody is signed in by it, so it may come from anywhere
            log.info("The provider doesn't let somebody sign in: %.100r", answer["error"])
            raise Refused("provider_refused")
        begun, now = await self._begun(cookie), await self._scripts.now()
        if begun is None or not hmac.compare_digest(begun.state.encode(), answer.get("state", "").encode()):
            raise Refused("sign_in_expired")
        if now - begun.at > MINUTES_TO_SIGN_IN * 60_000:
            raise Refused("sign_in_expired")
        code = answer.get("code", "")
        try:
            await self._check_issuer(answer.get("iss"))
            async with self._turns.turn(visitor.device or visitor.address, known=bool(visitor.device)):
                claims = await self._provider.claims(code, self._redirect, begun.nonce, begun.verifier, now // 1000)
            issuer = (await self._provider.published()).issuer
        except (ProviderAway, NotTrusted) as error:
            raise told(error) from error
        credential = new_session()
        thing = await self._scripts.run(
            "sign_in_by_identity", credential=credential, **self._identity(issuer, claims), **visitor.whole()
        )
        return SignedIn(Member(**thing), credential), begun.next

    async def _begun(self, cookie: str) -> Begun | None:
        kept = await self._cookies.unsealed("openid", cookie)
        try:
            return msgspec.json.decode(kept or "", type=Begun)
        except msgspec.DecodeError:  # none, or one of another version's
            return None

    async def _check_issuer(self, told: str | None) -> None:
        """Raise NotTrusted if an answer comes from another provider than ours (RFC 9207)."""
        published = await self._provider.published()
        if told is None and not published.authorization_response_iss_parameter_supported:
            return
        if told != published.issuer:
            raise NotTrusted(f"An answer came from {told!r:.100}, which isn't OIDC_ISSUER.")

    def _identity(self, issuer: str, claims: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of `sign_in_by_identity`; those of an e-mail address only if the provider vouches."""
        who = {"issuer": issuer, "subject": f"{issuer} {claims['sub']}"}
        email = claims.get("email")
        if not isinstance(email, str) or not verified(claims):
            return who
        name = claims.get("name")
        known_as = one_line(name) if isinstance(name, str) else ""
        return {
            **who,
            "email": displayed(email),
            "emails": forms(email),
            "name": (known_as or email.partition("@")[0])[: LIMITS.name],
            "join": self._takes(email) or None,
        }

    def _takes(self, email: str) -> bool:
        """Return whether somebody with this address who isn't a member becomes one."""
        return "*" in self._new_members or forms(email)[-1].rpartition("@")[2] in self._new_members


def verified(claims: Mapping[str, Any]) -> bool:
    """Return whether the provider says that the e-mail address is this person's own.

    Microsoft says so by `xms_edov`, and some providers say "true" for true.
    """
    return any(claims.get(name) in (True, "true", "True", "1") for name in ("email_verified", "xms_edov"))


def told(error: ProviderAway | NotTrusted) -> Refused:
    """Log what is wrong with the provider, and return it as people are told."""
    log.warning("Signing in by OIDC_ISSUER failed: %s", error)
    return Refused("provider_away" if isinstance(error, ProviderAway) else "untrusted_sign_in")


def openid_of(scripts: Scripts, cookies: Cookies, config: Config) -> OpenId | None:
    """Return the sign-in by OpenID Connect, None where it isn't set up."""
    if config.openid is None or config.public_url is None:
        return None
    return OpenId(scripts, cookies, config.openid, config.public_url)
