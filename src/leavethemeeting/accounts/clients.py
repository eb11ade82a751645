"""Kinds of devices as members know them: ``logdata``'s coarse words without version numbers, so that an update is no news."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from leavethemeeting.logdata import client as logged


@dataclass(frozen=True, slots=True)
class Client:
    """``device_type`` is computer, phone, tablet, program or empty; system and browser are families, empty when unknown."""

    device_type: str
    system: str
    browser: str
    network: str  # "192.0.2.0/24", "2001:db8:1::/48" or empty


def client_of(request: HttpRequest) -> Client:
    """Whoever sends this request."""
    said = logged.client_of(request)
    return Client(said.device_type, _family(said.system), _family(said.browser), logged.short_network(said.ip))


def _family(named: str) -> str:
    """``Firefox 145`` → ``Firefox``."""
    family, _space, version = named.rpartition(" ")
    return family if family and version.isdigit() else named


def words(device_type: str, system: str, browser: str) -> str:
    """``Firefox on Windows, a computer``: for pages and letters."""
    kinds = {"computer": _("a computer"), "phone": _("a phone"), "tablet": _("a tablet")}
    kind = kinds.get(device_type, _("an unknown device"))
    if browser and system:
        return _("%(browser)s on %(system)s, %(kind)s") % {"browser": browser, "system": system, "kind": kind}
    return _("%(browser)s, %(kind)s") % {"browser": browser or system or _("An unknown browser"), "kind": kind}
