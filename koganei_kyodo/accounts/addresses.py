"""The network address a request comes from, and the addresses a role may come from.

`X-Forwarded-For` is believed only as far as our own proxies wrote it: each appends one entry on
the right, so with TRUSTED_PROXY_COUNT = n the n-th entry from the right is the visitor. What a
visitor sends of the header stands further left and is never read.
"""

import ipaddress
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Ranges = Mapping[str, tuple[Network, ...]]


def parse_ranges(given: object) -> Ranges:
    """Read ROLE_ADDRESS_RANGES, a mapping of role to networks like `10.0.0.0/8`.

    Raises:
        ImproperlyConfigured: no mapping, an unknown role, or something that is no network.
    """
    if not isinstance(given, dict):
        raise ImproperlyConfigured("ROLE_ADDRESS_RANGES は役割と範囲のJSONで書いてください")
    ranges: dict[str, tuple[Network, ...]] = {}
    for role, networks in given.items():
        if role not in Role.values or not isinstance(networks, list) or not networks:
            raise ImproperlyConfigured(f"ROLE_ADDRESS_RANGES の「{role}」を直してください")
        try:
            ranges[role] = tuple(ipaddress.ip_network(network) for network in networks)
        except ValueError as error:
            raise ImproperlyConfigured(f"ROLE_ADDRESS_RANGES: {error}") from error
    return ranges


def client_address(request: HttpRequest) -> Address | None:
    """Return the visitor's address, or None where it is not known for certain.

    None where the header has fewer entries than there are proxies (somebody went around one) and
    where the entry is no address.
    """
    count: int = settings.TRUSTED_PROXY_COUNT
    text = request.META.get("REMOTE_ADDR", "")
    if count > 0:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(entries) < count:
            return None
        text = entries[-count]
    return _parse(text)


def _parse(text: str) -> Address | None:
    """Read an address, with or without a port, and IPv4 inside IPv6 as IPv4."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def may_come_from(user: User, address: Address | None) -> bool:
    """Tell whether `user` may use the portal from `address`.

    Every role the person holds today and that has ranges must allow it; roles without ranges
    allow everything.
    """
    ranges = parse_ranges(settings.ROLE_ADDRESS_RANGES)
    if not ranges:
        return True
    bound = [ranges[m.role] for m in user.current_memberships if m.role in ranges]
    return all(_inside(address, networks) for networks in bound)


def _inside(address: Address | None, networks: Iterable[Network]) -> bool:
    return address is not None and any(
        address.version == network.version and address in network for network in networks
    )
