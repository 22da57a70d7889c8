"""The settings, read once from the environment. No other file reads `os.environ`."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from server.addresses import networks
from server.errors import BadSetting

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
HOST = r"[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*"
MAILABLE = re.compile(rf"{ATOM}(\.{ATOM})*@{HOST}")
"""E-mail addresses that every mail server takes (RFC 5321, Dot-string)."""


@dataclass(frozen=True)
class Config:
    """How this process is set up.

    redis_url   `REDIS_URL`: the store to use; None means the private one in `data`
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
    """

    redis_url: str | None = None
    data: Path = Path("data")
    secret_key: str | None = None
    public_url: str | None = None
    region: str = "US"
    accept_loss: bool = False
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str | None = None
    trusted_proxies: tuple[str, ...] = ()

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """The settings of this process; an empty variable counts as unset.

        Raises BadSetting.
        """

        def setting(name: str) -> str | None:
            return environ.get(name) or None

        config = cls(
            redis_url=setting("REDIS_URL"),
            data=Path(setting("HANDRAISE_DATA") or "data"),
            secret_key=setting("SECRET_KEY"),
            public_url=(setting("PUBLIC_URL") or "").rstrip("/") or None,
            region=(setting("HANDRAISE_REGION") or "US").upper(),
            accept_loss=switch("HANDRAISE_ACCEPT_LOSS", setting("HANDRAISE_ACCEPT_LOSS")),
            smtp_url=setting("SMTP_URL"),
            mail_from=setting("MAIL_FROM"),
            trusted_proxies=networks(setting("TRUSTED_PROXIES") or ""),
        )
        if config.smtp_url:
            check_mail(config.smtp_url, config.mail_from, config.public_url)
        return config

    @property
    def secure(self) -> bool:
        """Whether cookies may only travel over https."""
        return bool(self.public_url and self.public_url.startswith("https://"))


def switch(name: str, value: str | None) -> bool:
    """Return whether a setting that is 1 or 0 is on; unset, it is off.

    Raises BadSetting.
    """
    if value not in (None, "0", "1"):
        raise BadSetting(f"{name} must be 1 or 0.")
    return value == "1"


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
