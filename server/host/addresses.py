"""Network addresses, in the form in which they are counted, and the setting that names our own proxies. Pure."""

from ipaddress import IPv4Network, IPv6Address, ip_address, ip_network

from server.errors import BadSetting

LONGEST_ADDRESS_CHARACTERS = 64
"""Characters kept of an address that isn't an IP address: a proxy may send a name."""
ONE_NETWORK_BITS = 64
"""Bits of an IPv6 address that count: whoever has one address there usually has the whole network of 2^64."""


def networks(setting: str) -> tuple[str, ...]:
    """Read `TRUSTED_PROXIES`: `127.0.0.1, 10.0.0.0/8`. An IPv4 network is trusted in its IPv6 form, too.

    Raises BadSetting.
    """
    found: list[str] = []
    try:
        for word in setting.replace(",", " ").split():
            network = ip_network(word, strict=False)
            found.append(str(network))
            if isinstance(network, IPv4Network):  # a socket that listens on `::` sees IPv4 addresses like this
                found.append(f"::ffff:{network.network_address}/{96 + network.prefixlen}")
    except ValueError as error:
        raise BadSetting(
            "TRUSTED_PROXIES must be addresses or networks of your own proxies, like 127.0.0.1 or 10.0.0.0/8, "
            "with commas between them."
        ) from error
    return tuple(found)


def plain(host: str) -> str:
    """Return an address as it is counted: `::ffff:192.0.2.1` → `192.0.2.1`, `2001:db8::7` → `2001:db8::/64`."""
    try:
        address = ip_address(host)
    except ValueError:
        return host[:LONGEST_ADDRESS_CHARACTERS]
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), ONE_NETWORK_BITS), strict=False))


def is_loopback(address: str) -> bool:
    """Return whether an address, in the form in which it is counted, is this very machine's."""
    return address.startswith("127.") or address == plain("::1")
