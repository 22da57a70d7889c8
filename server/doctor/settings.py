"""Looks at the settings."""

from collections.abc import AsyncIterator
from ipaddress import ip_network
from urllib.parse import urlsplit

from server.config import Config
from server.doctor.findings import Finding, doubt, fine, wrong
from server.host.addresses import is_loopback, plain

SHORTEST_KEY_CHARACTERS = 32
WIDEST_NETWORK_BITS = 8
"""Bits of the prefix of a proxies' network: 10.0.0.0/8 is the widest that is anybody's own."""
NEW_KEY = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"


async def look_at_settings(config: Config) -> AsyncIterator[Finding]:
    """Look at what hubs need to be reached and believed."""
    yield _key(config)
    yield _public_url(config)
    yield _proxies(config)


def _key(config: Config) -> Finding:
    if config.secret_key is None:
        return fine("SECRET_KEY", "It isn't set: the store keeps one, which all hubs share.")
    if len(config.secret_key) < SHORTEST_KEY_CHARACTERS:
        return wrong("SECRET_KEY", f"It is shorter than {SHORTEST_KEY_CHARACTERS} characters.", NEW_KEY)
    return fine("SECRET_KEY", "It is set; each hub must have the same.")


def local(url: str) -> bool:
    """Return whether an address leads to this very machine."""
    host = urlsplit(url).hostname or ""
    return host == "localhost" or host.endswith(".localhost") or is_loopback(plain(host))


def _public_url(config: Config) -> Finding:
    if config.public_url is None:
        return doubt(
            "PUBLIC_URL",
            "It isn't set, so carriers can't post answers here, and cookies may travel without https.",
            "Set it to how browsers reach this: PUBLIC_URL=https://text.example.org",
        )
    if config.secure:
        return fine("PUBLIC_URL", f"It is {config.public_url}.")
    if local(config.public_url):
        return doubt("PUBLIC_URL", f"It is {config.public_url}, which only this machine reaches.")
    return wrong(
        "PUBLIC_URL",
        f"It is {config.public_url}: passwords and people's numbers travel in the open.",
        "Put a proxy with TLS in front (deploy/nginx.conf, deploy/Caddyfile), and begin PUBLIC_URL with https://.",
    )


def _proxies(config: Config) -> Finding:
    name = "Name your proxy's address as the hubs see it, such as TRUSTED_PROXIES=127.0.0.1"
    wide = [network for network in config.trusted_proxies if _too_wide(network)]
    if wide:
        return wrong("TRUSTED_PROXIES", f"{wide[0]} is nearly everybody: anyone could pretend any address.", name)
    if config.trusted_proxies:
        return fine("TRUSTED_PROXIES", "It names proxies, whose X-Forwarded-For is believed.")
    if config.secure:
        return wrong(
            "TRUSTED_PROXIES",
            "It isn't set. What speaks https is a proxy, so everybody seems to come from its one address, and shares "
            "its limits.",
            name,
        )
    return fine("TRUSTED_PROXIES", "It isn't set: people connect to the hubs themselves.")


def _too_wide(network: str) -> bool:
    """Return whether a network is no one's own. An IPv4 network may stand in its IPv6 form."""
    bits = ip_network(network).prefixlen - (96 if network.startswith("::ffff:") else 0)
    return bits < WIDEST_NETWORK_BITS
