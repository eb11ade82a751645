"""Linked profiles: every value that is stored of each, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from leavethemeeting.accounts.social import links
from leavethemeeting.accounts.social.networks import configured
from leavethemeeting.accounts.social.profiles import KEPT, NETWORKS


@dataclass(frozen=True, slots=True)
class Stored:
    """One linked profile. ``values`` are label and value of everything stored but the permissions and the days."""

    id: int
    network: str
    mark: str
    values: tuple[tuple[str, str], ...]
    granted: tuple[str, ...]
    declined: tuple[str, ...]
    linked_at: datetime
    used_at: datetime


def _permission_words(name: str) -> str:
    return {
        "openid": _("that it is you"),
        "profile": _("name and picture"),
        "public_profile": _("name and picture"),
        "email": _("e-mail address"),
    }.get(name, name)


def _value_words(name: str, value: object) -> tuple[str, str]:
    labels = {
        "name": _("Name"), "email": _("E-mail address"), "email_verified": _("Address confirmed by the network"),
        "picture": _("Address of the picture"),
    }  # fmt: skip
    shown = (_("yes") if value else _("no")) if isinstance(value, bool) else str(value)
    return labels.get(name, name), shown


def stored(link: SocialAccount) -> Stored:
    """Everything that the row holds, for the member's own eyes."""
    network = NETWORKS[link.provider]
    data = link.extra_data
    told = [(_("Your number at %(network)s") % {"network": network}, link.uid)]
    told += [_value_words(name, data[name]) for name in KEPT if name in data and name not in ("granted", "declined")]
    return Stored(
        id=link.pk, network=network, mark=link.provider, values=tuple(told),
        granted=tuple(map(_permission_words, data.get("granted", []))),
        declined=tuple(map(_permission_words, data.get("declined", []))),
        linked_at=link.date_joined, used_at=link.last_login,
    )  # fmt: skip


@login_required
@require_safe
def linked(request: HttpRequest) -> HttpResponse:
    """The page."""
    rows = SocialAccount.objects.filter(user=request.user.pk).order_by("date_joined")
    told = {"profiles": [stored(one) for one in rows], "networks": [(name, NETWORKS[name]) for name in configured()]}
    return render(request, "socialaccount/linked.html", told)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True, app="allauth.socialaccount")  # type: ignore[untyped-decorator]  # -- allauth's
def unlink(request: HttpRequest, link_id: int) -> HttpResponse:
    """Let a profile go, after a question. Raises Http404 for one that is not the member's own."""
    link = SocialAccount.objects.filter(user=request.user.pk, pk=link_id).select_related("user").first()
    if link is None:
        raise Http404("link")
    network = NETWORKS[link.provider]
    if not links.other_way_in(link):
        return render(request, "socialaccount/last_way.html", {"network": network}, status=422)
    if request.method == "POST":
        links.unlink(link=link, now=timezone.now())
        messages.success(request, _("The profile is unlinked, and what we kept of it is deleted."))
        return redirect("accounts:linked")
    told = {
        "question": _("Unlink your %(network)s profile?") % {"network": network},
        "text": _("It no longer opens your account, and what we keep of it is deleted. Your account stays as it is."),
        "confirm": _("Unlink it"), "keep": _("Keep it"), "cancel_url": "../../",
    }  # fmt: skip
    return render(request, "shared/confirm.html", told)
