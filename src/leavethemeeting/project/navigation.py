"""What stands in the header and the footer of every page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

Item = dict[str, object]

#: Pages that belong to an item of the header although their addresses begin otherwise.
BELONG = {
    "meetings:list": ("/live/", "/reports/"),
    "provider:home": ("/outbox/",),
    "accounts:profile": ("/security/", "/devices/", "/plugins/", "/choices/", "/account/", "/your-data/"),
}


def _items(
    request: HttpRequest, wanted: list[tuple[str, str]], belong: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> list[Item]:
    items: list[Item] = []
    for label, name in wanted:
        try:
            url = reverse(name)
        except NoReverseMatch:  # the slice that brings this page is not wired yet
            continue
        current = request.path == url or (url != "/" and request.path.startswith((url, *belong.get(name, ()))))
        items.append({"label": label, "url": url, "current": current})
    nearest = max((str(item["url"]) for item in items if item["current"]), key=len, default="")
    return [item | {"current": item["url"] == nearest} for item in items]  # a page below another one's is not both


def _grouped(request: HttpRequest, groups: list[tuple[str, list[tuple[str, str]]]]) -> list[Item]:
    """Items of several groups; the first of each carries the group's name, if it has one, as ``opens``."""
    wanted = [entry for _name, entries in groups for entry in entries]
    names = {entries[0][0]: name for name, entries in groups if name}
    return [item | {"opens": names.get(str(item["label"]), "")} for item in _items(request, wanted)]


def _account() -> list[tuple[str, list[tuple[str, str]]]]:
    """The pages about oneself, in the order of the menu beside each of them."""
    return [
        (
            _("You"),
            [
                (_("Profile"), "accounts:profile"),
                (_("Security"), "accounts:security"),
                (_("Sign-ins and devices"), "accounts:devices"),
            ],
        ),
        (
            _("Connected"),
            [(_("Linked profiles"), "accounts:linked"), (_("Connected plugins"), "accounts:plugins")],
        ),
        (
            _("Privacy"),
            [
                (_("Privacy choices"), "consent:choices"),
                (_("What hosts see"), "rights:meetings"),
                (_("Who looked"), "accesslog:mine"),
                (_("Log data"), "logdata:mine"),
                (_("Your data"), "rights:home"),
                (_("Delete account"), "accounts:delete"),
            ],
        ),
    ]


def _provider() -> list[tuple[str, list[tuple[str, str]]]]:
    """The console's pages."""
    return [
        (
            "",
            [
                (_("Overview"), "provider:home"),
                (_("Figures"), "provider:figures"),
                (_("How it goes"), "provider:workings"),
            ],
        ),
        (
            _("People"),
            [
                (_("Find people"), "provider:people"),
                (_("Members"), "provider:members"),
                (_("All meetings"), "provider:meetings"),
                (_("Cases"), "provider:cases"),
            ],
        ),
        (_("Letters"), [(_("News"), "provider:news"), (_("Outbox"), "mail:outbox")]),
        (
            _("Registers"),
            [
                (_("Disclosures"), "registers:disclosures"),
                (_("Incidents"), "registers:incidents"),
                (_("Recipients"), "registers:recipients"),
            ],
        ),
        (
            _("Rules and traces"),
            [
                (_("Policy"), "provider:policy"),
                (_("Log data"), "provider:log_data"),
                (_("Fraud"), "provider:safety"),
                (_("Looks and deeds"), "provider:deeds"),
                (_("Plugins"), "provider:plugins"),
            ],
        ),
    ]


def _main(user: Any) -> list[tuple[str, str]]:
    """What stands in the header."""
    if user is None or not user.is_authenticated:
        return [
            (_("Try the rules"), "website:try_rules"),
            (_("Sign in"), "account_login"),
            (_("Sign up"), "account_signup"),
        ]
    wanted = [
        (_("Meetings"), "meetings:list"),
        (_("My attendees"), "reports:people"),
        (_("Invite"), "referrals:invite"),
    ]
    if user.is_provider:
        wanted.append((_("Provider"), "provider:home"))
    return [*wanted, (_("Profile"), "accounts:profile")]


def navigation(request: HttpRequest) -> dict[str, object]:
    """``nav_items``, ``account_items``, ``provider_items``, ``footer_items`` and ``demo`` for the templates."""
    user: Any = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    footer = [
        (_("Try the leave rules"), "website:try_rules"),
        (_("Privacy"), "consent:policy"),
        (_("Cookies"), "consent:cookies"),
        (_("Proofs"), "evidence:overview"),
        (_("Terms"), "consent:terms"),
        (_("Transparency"), "transparency:report"),
        (_("Your data"), "rights:home"),
        (_("Parents and guardians"), "website:guardian"),
        (_("Contact"), "website:contact"),
    ]
    return {
        "nav_items": _items(request, _main(user), BELONG),
        "account_items": _grouped(request, _account()) if signed_in else [],
        "provider_items": _grouped(request, _provider()) if signed_in and user.is_provider else [],
        "footer_items": _items(request, footer),
        "demo": settings.ENVIRONMENT.demo,
    }
