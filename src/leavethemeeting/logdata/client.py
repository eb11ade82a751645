"""What a request says about the device it comes from, in coarse words. What the browser sent is read and let go."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ua_parser import parse

_LONGEST = 40
_READ = 512  # characters of the header that are looked at
_PHONES = frozenset({"iOS", "Android", "Windows Phone", "KaiOS"})
_PROGRAMS = frozenset({"Python Requests", "curl", "Wget", "Go-http-client", "okhttp", "Java"})
#: Low-entropy client hints name the platform where the frozen user agent does not.
_PLATFORMS = {"macOS": "Mac OS X", "Chrome OS": "Chrome OS", "Chromium OS": "Chrome OS"}


@dataclass(frozen=True, slots=True)
class Client:
    """``device_type``: computer, phone, tablet, program or empty; family with major version; the IP in full."""

    device_type: str = ""
    system: str = ""
    browser: str = ""
    ip: str = ""


def short_network(ip: str) -> str:
    """``192.0.2.0/24`` or ``2001:db8:1::/48``; empty for what is no address (or is one already)."""
    try:
        address = ip_address(ip)
    except ValueError:
        return ""
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))


def client_of(request: HttpRequest) -> Client:
    """Whoever sends this request."""
    said = parse(request.headers.get("User-Agent", "")[:_READ])
    family = said.os.family if said.os else ""
    platform = request.headers.get("Sec-CH-UA-Platform", "").strip('"')
    family = family or _PLATFORMS.get(platform, "")
    system = _with_major(family, said.os.major if said.os else None)
    browser = _with_major(said.user_agent.family, said.user_agent.major) if said.user_agent else ""
    device = said.device.family if said.device else ""
    return Client(_device_type(request, family, device, browser), system, browser, _ip(request))


def _with_major(family: str, major: str | None) -> str:
    return f"{family} {major}"[:_LONGEST] if major else family[:_LONGEST]


def _device_type(request: HttpRequest, system: str, device: str, browser: str) -> str:
    mobile = request.headers.get("Sec-CH-UA-Mobile", "")
    if any(browser.startswith(program) for program in _PROGRAMS):
        return "program"
    if device == "iPad" or "Tablet" in device or (system == "Android" and mobile == "?0"):
        return "tablet"
    if system in _PHONES or mobile == "?1":
        return "phone"
    return "computer" if system and system != "Other" else ""


def _ip(request: HttpRequest) -> str:
    """As allauth sees it, which trusts as many proxies as the operator said."""
    try:
        return str(ip_address(get_adapter(request).get_client_ip(request)))
    except (PermissionDenied, ValueError):
        return ""
