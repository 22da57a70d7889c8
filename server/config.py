"""The settings, read once from the environment. No other file reads `os.environ`."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from server.errors import BadSetting
from server.host.addresses import networks
from server.words.regions import region_of

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
HOST = r"[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*"
MAILABLE = re.compile(rf"{ATOM}(\.{ATOM})*@{HOST}")
"""E-mail addresses that every mail server takes (RFC 5321, Dot-string)."""


OPENID_ISSUER = re.compile(r"https://[^\s?#@]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/[^\s?#@]*)?")
"""Over plain http anybody on the way could vouch for anybody: only a provider on this very machine may speak it."""
PUBLIC_HOST = r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*"
PUBLIC_URL_IS_LIKE = "PUBLIC_URL must be like https://text.example.org or http://localhost:8000"


@dataclass(frozen=True)
class TwilioSettings:
    """The settings of Twilio, `TWILIO_…`.

    account_sid, auth_token  `ACCOUNT_SID`, `AUTH_TOKEN`: the token signs what Twilio posts to us
    api_key, api_secret      `API_KEY`, `API_SECRET`: sign in by these, where they are set, rather than by the token
    service                  `MESSAGING_SERVICE_SID`: the service that texts come from
    numbers                  `FROM`: the numbers that texts come from, in E.164 with commas between, where no service is
    api_url                  `API_URL`: where Twilio answers; None means its own address
    """

    account_sid: str | None = None
    auth_token: str | None = field(default=None, repr=False)
    api_key: str | None = None
    api_secret: str | None = field(default=None, repr=False)
    service: str | None = None
    numbers: str | None = None
    api_url: str | None = None


@dataclass(frozen=True)
class TelnyxSettings:
    """The settings of Telnyx, `TELNYX_…`.

    api_key     `API_KEY`
    public_key  `PUBLIC_KEY`: checks the signatures of what Telnyx posts to us
    profile     `MESSAGING_PROFILE_ID`: the profile that texts come from
    numbers     `FROM`: the numbers that texts come from, in E.164 with commas between, where no profile is
    api_url     `API_URL`: where Telnyx answers; None means its own address
    """

    api_key: str | None = field(default=None, repr=False)
    public_key: str | None = None
    profile: str | None = None
    numbers: str | None = None
    api_url: str | None = None


@dataclass(frozen=True)
class OpenIdSettings:
    """The settings of signing in by OpenID Connect, `OIDC_…`.

    issuer       `ISSUER`: the provider's address, `https://accounts.google.com`
    client_id, client_secret  `CLIENT_ID`, `CLIENT_SECRET`: as the provider knows us
    name         `NAME`: the provider, in the words of the button on the sign-in page
    new_members  `NEW_MEMBERS`: domains of e-mail addresses whose people become texters when they sign in for the first
                 time, or * for everybody whom the provider lets in; empty: members are invited
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = "your organization’s account"
    new_members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Config:
    """The settings of one process.

    redis_url   `REDIS_URL`: the store to use; None means the private one in `data`
    store_replicas  `STORE_REPLICAS`: how many replicas of the store must have a change before it is confirmed
    data        `HANDRAISE_DATA`: the folder of the private store
    secret_key  `SECRET_KEY`: signs session cookies; None means the one kept in the store
    public_url  `PUBLIC_URL`: how browsers reach us, e.g. `https://text.example.org`; None means the request's own Host
    region      `HANDRAISE_REGION`: the ISO 3166 country that phone numbers without a country code belong to
    accept_loss `HANDRAISE_ACCEPT_LOSS`, 1 or 0: whether a store may be used that forgets what it was told, because it
                keeps nothing on disk or evicts; False unless set
    smtp_url    `SMTP_URL`: the mail server that sends invitations, `smtp://user:password@host:587` (encrypted from the
                beginning: `smtps://`); None means that admins pass links on themselves
    mail_from   `MAIL_FROM`: the address that these come from
    trusted_proxies  `TRUSTED_PROXIES`: addresses and networks of our own proxies, whose `X-Forwarded-For` is believed
    twilio, telnyx   the settings of these carriers
    openid      the settings of signing in by OpenID Connect; None: nobody does
    """

    redis_url: str | None = None
    store_replicas: int = 0
    data: Path = Path("data")
    secret_key: str | None = None
    public_url: str | None = None
    region: str = "US"
    accept_loss: bool = False
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    twilio: TwilioSettings = TwilioSettings()
    telnyx: TelnyxSettings = TelnyxSettings()
    openid: OpenIdSettings | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read the settings of this process; an empty variable counts as unset.

        Raises BadSetting.
        """

        def setting(name: str) -> str | None:
            return environ.get(name) or None

        config = cls(
            redis_url=setting("REDIS_URL"),
            store_replicas=count("STORE_REPLICAS", setting("STORE_REPLICAS")),
            data=Path(setting("HANDRAISE_DATA") or "data"),
            secret_key=setting("SECRET_KEY"),
            public_url=public_address(setting("PUBLIC_URL")),
            region=region_of(region) if (region := setting("HANDRAISE_REGION")) else cls.region,
            accept_loss=switch("HANDRAISE_ACCEPT_LOSS", setting("HANDRAISE_ACCEPT_LOSS")),
            smtp_url=setting("SMTP_URL"),
            mail_from=setting("MAIL_FROM"),
            trusted_proxies=networks(setting("TRUSTED_PROXIES") or ""),
            twilio=TwilioSettings(
                account_sid=setting("TWILIO_ACCOUNT_SID"),
                auth_token=setting("TWILIO_AUTH_TOKEN"),
                api_key=setting("TWILIO_API_KEY"),
                api_secret=setting("TWILIO_API_SECRET"),
                service=setting("TWILIO_MESSAGING_SERVICE_SID"),
                numbers=setting("TWILIO_FROM"),
                api_url=setting("TWILIO_API_URL"),
            ),
            telnyx=TelnyxSettings(
                api_key=setting("TELNYX_API_KEY"),
                public_key=setting("TELNYX_PUBLIC_KEY"),
                profile=setting("TELNYX_MESSAGING_PROFILE_ID"),
                numbers=setting("TELNYX_FROM"),
                api_url=setting("TELNYX_API_URL"),
            ),
            openid=openid_settings(setting),
        )
        if config.openid and not config.public_url:
            raise BadSetting("With OIDC_ISSUER, PUBLIC_URL must say how browsers reach this: the provider asks for it.")
        if config.smtp_url:
            check_mail(config.smtp_url, config.mail_from, config.public_url)
        return config

    @property
    def secure(self) -> bool:
        """True if cookies may travel over https only."""
        return bool(self.public_url and self.public_url.startswith("https://"))


def openid_settings(setting: Callable[[str], str | None]) -> OpenIdSettings | None:
    """Return the settings of OpenID Connect, None where there is no issuer.

    Raises BadSetting.
    """
    issuer, client_id, secret = (setting(f"OIDC_{name}") for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"))
    if issuer is None:
        return None
    if not OPENID_ISSUER.fullmatch(issuer):
        raise BadSetting("OIDC_ISSUER must be the provider's address, like https://accounts.google.com.")
    if not client_id or not secret:
        raise BadSetting("With OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be as the provider gave them.")
    domains = tuple((setting("OIDC_NEW_MEMBERS") or "").lower().replace(",", " ").split())
    if wrong := [domain for domain in domains if domain != "*" and not re.fullmatch(HOST, domain)]:
        raise BadSetting(f"OIDC_NEW_MEMBERS must be domains of e-mail addresses, like example.org, or *: {wrong[0]}.")
    return OpenIdSettings(issuer, client_id, secret, setting("OIDC_NAME") or OpenIdSettings.name, domains)


def switch(name: str, value: str | None) -> bool:
    """Return whether a setting that is 1 or 0 is on; unset, it is off.

    Raises BadSetting.
    """
    if value not in (None, "0", "1"):
        raise BadSetting(f"{name} must be 1 or 0.")
    return value == "1"


def count(name: str, value: str | None) -> int:
    """Return a setting that is a small number, 0 to 9; unset, it is 0.

    Raises BadSetting.
    """
    if value is not None and not re.fullmatch("[0-9]", value):
        raise BadSetting(f"{name} must be a number from 0 to 9.")
    return int(value or 0)


def public_address(url: str | None) -> str | None:
    """Return `PUBLIC_URL` as browsers name where a page comes from, in small letters; None when it is unset.

    Raises BadSetting when it is anything but http(s)://host[:port].
    """
    if url is None:
        return None
    try:
        at = urlsplit(url.strip())
        port = at.port
    except ValueError:
        raise BadSetting(f"{PUBLIC_URL_IS_LIKE}, and nothing more: its host or port isn't one.") from None
    host = at.hostname or ""
    wrong = {
        "it begins with neither http:// nor https://": at.scheme not in ("http", "https"),
        "it has no host": not host,
        "it holds a name or password": "@" in at.netloc,
        "its host isn't one": not re.fullmatch(rf"{PUBLIC_HOST}|\[[0-9a-f:.]+\]", f"[{host}]" if ":" in host else host),
        "its port isn't one": port == 0 or at.netloc.endswith(":"),
        "it has a path or more after the host": at.path not in ("", "/") or "?" in url or "#" in url,
    }
    for fault, there in wrong.items():
        if there:
            raise BadSetting(f"{PUBLIC_URL_IS_LIKE}, and nothing more: {fault}.")
    return f"{at.scheme}://{at.netloc.lower()}"


def check_mail(smtp_url: str, mail_from: str | None, public_url: str | None) -> None:
    """Raise BadSetting if no invitation could be sent like this."""
    try:
        at = urlsplit(smtp_url)
        usable = at.scheme in ("smtp", "smtps") and re.fullmatch(HOST, at.hostname or "") and at.port != 0
    except ValueError:  # a port that is none
        usable = False
    if not usable or not unquote(smtp_url).isascii():
        raise BadSetting("SMTP_URL must be like smtp://user:password@mail.example.org:587, or begin with smtps://.")
    if not mail_from or not MAILABLE.fullmatch(mail_from):
        raise BadSetting("With SMTP_URL, MAIL_FROM must be the e-mail address that invitations come from.")
    if not public_url:
        raise BadSetting("With SMTP_URL, PUBLIC_URL must say how browsers reach this, for the links in e-mails.")


def surroundings(**changes: str | None) -> dict[str, str]:
    """Return the environment for a process that we start: this one's, with these changes; None takes one out."""
    changed = {**os.environ, **changes}
    return {name: value for name, value in changed.items() if value is not None}
