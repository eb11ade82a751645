"""Who outside of this installation receives data: what the environment switches on, and nobody else (C6, C35)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from leavethemeeting.domain.promises import Recipient
from leavethemeeting.shared.environment import Environment

_NETWORKS = {"google": "Google", "facebook": "Facebook"}


def _ice_host(url: str) -> str:
    """``turn:relay.example.org:3478?transport=udp`` → ``relay.example.org``."""
    return urlsplit("//" + url.partition(":")[2].partition("?")[0]).hostname or url


def _networks() -> list[str]:
    """Sign-in networks that have an application set here."""
    declared = getattr(settings, "SOCIALACCOUNT_PROVIDERS", {})
    return [
        _NETWORKS.get(name, name)
        for name in sorted(declared)
        if declared[name].get("APP") or declared[name].get("APPS")
    ]


def recipients(environment: Environment) -> list[Recipient]:
    """Everybody outside who receives data as this installation is set up; empty on a bare one."""
    found = []
    if environment.smtp:
        found.append(Recipient(
            environment.smtp.host, _("delivers the letters of this service"),
            _("the address a letter goes to, its subject and its text"),
        ))  # fmt: skip
    if environment.stun_url:
        found.append(Recipient(
            _ice_host(environment.stun_url), _("helps two browsers in a call find each other"),
            _("the network address of a browser in a call, and the time"),
        ))  # fmt: skip
    if environment.turn:
        found.append(Recipient(
            _ice_host(environment.turn.url), _("relays sound and picture where two browsers cannot reach each other"),
            _("the network address of a browser in a call, the time, and sound and picture in encrypted form"),
        ))  # fmt: skip
    found += [
        Recipient(
            network, _("tells us who you are, when you choose to sign in or to link a profile with it"),
            _("that you sign in here, and when; nothing of what you do here"),
        )
        for network in _networks()
    ]  # fmt: skip
    return found
