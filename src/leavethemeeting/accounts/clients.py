"""What a browser says about itself, in coarse words: kind of device, system, browser, and a shortened network.

What it sent is read and let go: a version number or a model would tell people apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ua_parser import parse

_LONGEST = 40
_READ = 512  # characters of the header that are looked at
_PHONES = frozenset({"iOS", "Android", "Windows Phone", "KaiOS"})
_TABLETS = frozenset({"iPad"})


@dataclass(frozen=True, slots=True)
class Client:
    """``device_type`` is computer, phone, tablet or unknown; the names are those of ua-parser, empty when unknown."""

    device_type: str
    system: str
    browser: str
    network: str  # "192.0.2.0/24" or "2001:db8:1::/48"


def shortened(ip: str) -> str:
    """The network an address is in: /24 of IPv4, /48 of IPv6. Raises ValueError for what is no address."""
    address = ip_address(ip)
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))


def client_of(request: HttpRequest) -> Client:
    """Whoever sends this request."""
    said = parse(request.headers.get("User-Agent", "")[:_READ])
    system = said.os.family if said.os else ""
    family = said.device.family if said.device else ""
    return Client(
        device_type=_device_type(request, system, family),
        system=system[:_LONGEST],
        browser=(said.user_agent.family if said.user_agent else "")[:_LONGEST],
        network=shortened(get_adapter(request).get_client_ip(request)),
    )


def _device_type(request: HttpRequest, system: str, family: str) -> str:
    if family in _TABLETS or "Tablet" in family:
        return "tablet"
    if system in _PHONES:
        desktop_site = request.headers.get("Sec-CH-UA-Mobile") == "?0" and system == "Android"
        return "tablet" if desktop_site else "phone"
    return "computer" if system and system != "Other" else "unknown"


def words(device_type: str, system: str, browser: str) -> str:
    """``Firefox on Windows, a computer``: for pages and letters."""
    kinds = {"computer": _("a computer"), "phone": _("a phone"), "tablet": _("a tablet")}
    kind = kinds.get(device_type, _("an unknown device"))
    if browser and system:
        return _("%(browser)s on %(system)s, %(kind)s") % {"browser": browser, "system": system, "kind": kind}
    return _("%(browser)s, %(kind)s") % {"browser": browser or system or _("An unknown browser"), "kind": kind}
