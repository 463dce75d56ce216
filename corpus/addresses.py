"""Which network addresses a link may lead to. Pure: it resolves nothing and opens nothing."""

from __future__ import annotations

import ipaddress
import re

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Addresses that look public and are not: a cloud's own services, and relays that would carry us elsewhere.
_UNFIT = (
    ipaddress.ip_network("168.63.129.16/32"),  # Azure's platform services
    ipaddress.ip_network("192.0.0.0/24"),  # protocol assignments; a cloud's own service is among them
    ipaddress.ip_network("192.88.99.0/24"),  # 6to4 relays
)
# All IPv6 addresses given out so far; everything else is local, reserved or multicast.
_ASSIGNED = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNFIT_V6 = (
    ipaddress.ip_network("2001::/23"),  # protocol assignments, Teredo and ORCHID among them
    ipaddress.ip_network("2002::/16"),  # 6to4: an IPv4 address in disguise
    ipaddress.ip_network("2001:db8::/32"),  # documentation
    ipaddress.ip_network("3fff::/20"),  # documentation
)
# 127.1, 2130706433, 0x7f.1, 0177.0.0.1: the C library reads them as addresses.
_NUMBERISH = re.compile(r"(?:0x[0-9a-f]*|\d+)\.?", re.IGNORECASE)


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public internet, and no other network hides behind it."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast and not any(address in net for net in _UNFIT)
    if address in _NAT64:
        # Networks without IPv4 reach every IPv4 site through this prefix: what counts is the site behind it.
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _ASSIGNED and address.is_global and not any(address in net for net in _UNFIT_V6)


def is_plain_address(host: str) -> bool:
    """Whether a host is a network address, plainly written."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_disguised(host: str) -> bool:
    """Whether a host is an address in disguise: a number such as 0x7f000001 or 127.1, or IPv4 inside IPv6."""
    if not is_plain_address(host):
        return bool(_NUMBERISH.fullmatch(host.rstrip(".").split(".")[-1]))
    address = ipaddress.ip_address(host.strip("[]"))
    # Name servers of networks without IPv4 give such addresses; nobody writes one into a link.
    return address in _NAT64
