"""What stands in the header and the footer of every page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

Item = dict[str, object]


def _items(request: HttpRequest, wanted: list[tuple[str, str]]) -> list[Item]:
    items: list[Item] = []
    for label, name in wanted:
        try:
            url = reverse(name)
        except NoReverseMatch:  # the slice that brings this page is not wired yet
            continue
        current = request.path == url or (url != "/" and request.path.startswith(url))
        items.append({"label": label, "url": url, "current": current})
    return items


def navigation(request: HttpRequest) -> dict[str, object]:
    """``nav_items``, ``footer_items`` and ``demo`` for base.html."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        wanted = [(_("Meetings"), "meetings:list"), (_("My attendees"), "reports:people")]
        if user.is_provider:
            wanted.append((_("Outbox"), "mail:outbox"))
        wanted.append((_("Profile"), "accounts:profile"))
    else:
        wanted = [(_("Sign in"), "account_login"), (_("Sign up"), "account_signup")]
    footer = [(_("Privacy"), "website:privacy"), (_("Terms"), "website:terms"), (_("Contact"), "website:contact")]
    return {
        "nav_items": _items(request, wanted),
        "footer_items": _items(request, footer),
        "demo": settings.ENVIRONMENT.demo,
    }
