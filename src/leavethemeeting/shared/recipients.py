"""Who outside of this installation receives data, which, and on which machine: what the environment switches on (C6, C35).

The one source: the policy page and the provider's page show it, ``outgoing`` lets nothing else through, and
``egress`` compares every connection of this process with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from leavethemeeting.domain.promises import Recipient
from leavethemeeting.shared.environment import Environment, Smtp

_NETWORKS = {"google": "Google", "facebook": "Facebook"}

#: A letter: its headers, and the kinds of its parts. One that names anything else does not leave.
LETTER = frozenset({
    "to", "subject", "text/plain", "text/html",
    "from", "date", "message-id", "auto-submitted", "x-letter", "list-unsubscribe", "list-unsubscribe-post",
    "mime-version", "content-type", "content-transfer-encoding",
})  # fmt: skip
#: What the services' own interfaces are told beside the letter: its number for reports, and that nothing be tracked.
HANDED_OVER = LETTER | {"metadata:letter", "x-pm-keepid", "track_opens", "track_clicks"}
#: Parameters of the calls that follow a sign-in, by network. Who asks, the code that the network itself gave, and what is asked.
SIGN_IN: Mapping[str, frozenset[str]] = {
    "google": frozenset({"client_id", "client_secret", "code", "code_verifier", "grant_type", "redirect_uri"}),
    "facebook": frozenset({
        "client_id", "client_secret", "code", "grant_type", "redirect_uri", "access_token", "appsecret_proof", "fields",
    }),
}  # fmt: skip


def _ice_host(url: str) -> str:
    """``turn:relay.example.org:3478?transport=udp`` → ``relay.example.org``."""
    return urlsplit("//" + url.partition(":")[2].partition("?")[0]).hostname or url


def mail_recipient(smtp: Smtp) -> Recipient:
    """Whoever delivers letters: a mail server, or a service with an interface of its own."""
    return Recipient(
        smtp.host, _("delivers the letters of this service"), _("the address a letter goes to, its subject and its text"),
        frozenset({smtp.host.lower()}), HANDED_OVER if smtp.service else LETTER,
    )  # fmt: skip


def _hosts_of(told: Mapping[str, Any]) -> frozenset[str]:
    """The machines in a network's settings. Its sign-in page, which only browsers open, is one of them."""
    urls = (str(value) for name, value in told.items() if name.endswith("_URL"))
    return frozenset(host for url in urls if (host := urlsplit(url).hostname))


def _networks() -> list[Recipient]:
    """Sign-in networks that have an application set here."""
    declared = getattr(settings, "SOCIALACCOUNT_PROVIDERS", {})
    return [
        Recipient(
            _NETWORKS.get(name, name), _("tells us who you are, when you choose to sign in or to link a profile with it"),
            _("that you sign in here, and when; nothing of what you do here"), _hosts_of(declared[name]),
            SIGN_IN.get(name, frozenset()),
        )
        for name in sorted(declared)
        if declared[name].get("APP") or declared[name].get("APPS")
    ]  # fmt: skip


def recipients(environment: Environment) -> list[Recipient]:
    """Everybody outside who receives data as this installation is set up; empty on a bare one."""
    found = []
    if environment.smtp:
        found.append(mail_recipient(environment.smtp))
    if environment.stun_url:
        host = _ice_host(environment.stun_url)
        found.append(Recipient(
            host, _("helps two browsers in a call find each other"),
            _("the network address of a browser in a call, and the time"), frozenset({host}),
        ))  # fmt: skip
    if environment.turn:
        host = _ice_host(environment.turn.url)
        found.append(Recipient(
            host, _("relays sound and picture where two browsers cannot reach each other"),
            _("the network address of a browser in a call, the time, and sound and picture in encrypted form"),
            frozenset({host}),
        ))  # fmt: skip
    return found + _networks()


def recipient_at(host: str, environment: Environment) -> Recipient | None:
    """Whose machine ``host`` is; None where it is nobody's in the register. Two on one machine (for practice) share its fields."""
    wanted = host.lower()
    found = [one for one in recipients(environment) if wanted in one.hosts]
    if len(found) < 2:
        return found[0] if found else None
    return replace(
        found[0], name=", ".join(one.name for one in found), fields=frozenset().union(*(one.fields for one in found))
    )
