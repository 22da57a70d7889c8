"""Reads `REDIS_URL`: where the store is, and how to connect to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from redis.asyncio.connection import UnixDomainSocketConnection, parse_url

from server.errors import StoreTrouble

PORTS = {"alone": 6379, "sentinel": 26379, "cluster": 6379}
"""The ports where none is named."""

NOT_ONE = (
    "REDIS_URL isn't an address of a store: write redis://user:password@host:6379/0, unix:///path/to.sock, "
    "redis+sentinel://host:26379,host:26379/NAME/0 or redis+cluster://host:6379,host:6379; rediss is for TLS."
)

Place = tuple[str, int]
"""A host and a port."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a store.

    kind      one server, one of several that sentinels name, or a cluster
    shown     the address for people: without user, password and options
    places    where a server, the sentinels or some nodes of the cluster are; empty for a unix socket
    settings  those of each connection to the store: user, password, database, TLS …, as redis-py calls them
    name      how sentinels call the store
    sentinel  the settings of connections to sentinels
    """

    kind: Literal["alone", "sentinel", "cluster"]
    shown: str
    places: tuple[Place, ...]
    settings: Mapping[str, Any] = field(repr=False)
    name: str = ""
    sentinel: Mapping[str, Any] = field(default_factory=dict, repr=False)


def address(url: str) -> Address:
    """Return the address that a `REDIS_URL` names.

    Raises StoreTrouble, whose sentence holds neither user nor password.
    """
    try:
        scheme, _, kind = urlsplit(url).scheme.partition("+")
        return {"": _alone, "sentinel": _sentinel, "cluster": _cluster}[kind](scheme, url)
    except (ValueError, TypeError, KeyError) as error:  # whose text may hold the password
        raise StoreTrouble(NOT_ONE) from error


def _alone(scheme: str, url: str) -> Address:
    settings: dict[str, Any] = dict(parse_url(url))
    if settings.get("connection_class") is UnixDomainSocketConnection:
        return Address("alone", f"unix://{settings['path']}", (), settings)
    place = settings.pop("host", "localhost"), settings.pop("port", PORTS["alone"])
    return Address("alone", f"{scheme}://{_shown(place)}/{settings.get('db', 0)}", (place,), settings)


def _sentinel(scheme: str, url: str) -> Address:
    places, path, options, settings = _several(scheme, url, "sentinel")
    name, _, database = path.partition("/")
    settings["db"] = int(database or 0)
    if not name:
        raise ValueError("the name of the store is missing")
    sentinel = {key: value for key, value in settings.items() if key.startswith("ssl_")} | {
        "username": options.get("sentinel_user"),
        "password": options.get("sentinel_password"),
        "ssl": scheme == "rediss",
    }
    shown = f"{scheme}+sentinel://{','.join(map(_shown, places))}/{name}/{settings['db']}"
    return Address("sentinel", shown, places, settings, name, sentinel)


def _cluster(scheme: str, url: str) -> Address:
    places, path, _, settings = _several(scheme, url, "cluster")
    if path not in ("", "0"):
        raise ValueError("a cluster has the database 0 alone")
    return Address("cluster", f"{scheme}+cluster://{','.join(map(_shown, places))}", places, settings)


def _several(
    scheme: str, url: str, kind: Literal["sentinel", "cluster"]
) -> tuple[tuple[Place, ...], str, dict[str, str], dict[str, Any]]:
    """Return the places in such a URL, its path, its options and the settings of each connection."""
    at = urlsplit(url)
    vouched, _, hosts = at.netloc.rpartition("@")
    places = tuple(_place(host, PORTS[kind]) for host in hosts.split(","))
    options = dict(parse_qsl(at.query))
    ours = {key: value for key, value in options.items() if not key.startswith("sentinel_")}
    settings: dict[str, Any] = dict(parse_url(f"{scheme}://{vouched}@host/?{urlencode(ours)}"))
    del settings["host"]
    return places, at.path.strip("/"), options, settings


def _place(host: str, port: int) -> Place:
    at = urlsplit(f"//{host}")
    if not at.hostname:
        raise ValueError("a host is missing")
    return at.hostname, at.port or port


def _shown(place: Place) -> str:
    host, port = place
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
