"""The settings, read once from the environment. No other file reads `os.environ`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Config:
    """How this process is set up.

    redis_url   `REDIS_URL`: the store to use; None means the private one in `data`
    data        `HANDRAISE_DATA`: the folder of the private store
    secret_key  `SECRET_KEY`: signs session cookies; None means the one kept in the store
    public_url  `PUBLIC_URL`: how browsers reach us, e.g. `https://text.example.org`; None means the request's own Host
    region      `HANDRAISE_REGION`: the ISO 3166 country that phone numbers without a country code belong to
    """

    redis_url: str | None = None
    data: Path = Path("data")
    secret_key: str | None = None
    public_url: str | None = None
    region: str = "US"

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """The settings of this process; an empty variable counts as unset."""

        def setting(name: str) -> str | None:
            return environ.get(name) or None

        return cls(
            redis_url=setting("REDIS_URL"),
            data=Path(setting("HANDRAISE_DATA") or "data"),
            secret_key=setting("SECRET_KEY"),
            public_url=(setting("PUBLIC_URL") or "").rstrip("/") or None,
            region=(setting("HANDRAISE_REGION") or "US").upper(),
        )

    @property
    def secure(self) -> bool:
        """Whether cookies may only travel over https."""
        return bool(self.public_url and self.public_url.startswith("https://"))
