"""Who may read the outbox. Letters hold codes and names, so: the provider, and one exception.

The exception lets somebody try the service on their own machine without a mail server: it
needs LOCAL_RUN, no SMTP, a request from loopback that was addressed to loopback, and no sign
of a proxy in between. Everybody else gets a 404.
"""

from __future__ import annotations

from ipaddress import ip_address

from django.http import HttpRequest

from leavethemeeting.shared.environment import environment

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1"})
PROXY_SIGNS = ("HTTP_FORWARDED", "HTTP_X_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def _comes_from_here(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _names_this_machine(request: HttpRequest) -> bool:
    name, _, port = request.META.get("HTTP_HOST", "").partition(":")
    return name in LOOPBACK_NAMES and (not port or port.isdecimal())


def _passed_a_proxy(request: HttpRequest) -> bool:
    return any(header.startswith(PROXY_SIGNS) for header in request.META)


def is_open_here(request: HttpRequest) -> bool:
    """Whether anybody at this machine's keyboard may read the outbox."""
    seen = environment()
    return (
        seen.local_run
        and seen.smtp is None
        and _comes_from_here(request)
        and _names_this_machine(request)
        and not _passed_a_proxy(request)
    )


def may_read(request: HttpRequest) -> bool:
    """Whether this request may read the outbox."""
    return bool(getattr(request.user, "is_provider", False)) or is_open_here(request)
