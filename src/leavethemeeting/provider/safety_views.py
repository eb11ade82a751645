"""Signs of fraud and what can be done about them: suspend, end sign-ins, block a network. Reasoned, logged, taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leavethemeeting.accesslog.kinds import What
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.provider_views import for_provider
from leavethemeeting.logdata.client import client_of
from leavethemeeting.provider.forms import ReasonForm
from leavethemeeting.provider.looking import note_look_at_members
from leavethemeeting.provider.safety_forms import BlockForm, MoveForm
from leavethemeeting.safety import actions
from leavethemeeting.safety.queries import standing_blocks, standing_suspension
from leavethemeeting.safety.signals import Sign, Signal, signals

FORM = ["GET", "HEAD", "POST"]
SIGNS = {
    Sign.GUESSED: (
        gettext_lazy("Somebody tries passwords"),
        gettext_lazy("refused sign-ins of one member within a day. End the sign-ins, and write to the member."),
    ),
    Sign.SPRAYED: (
        gettext_lazy("A network tries many accounts"),
        gettext_lazy("refused sign-ins from one network within a day. Block it for some days."),
    ),
    Sign.TAKEN_OVER: (
        gettext_lazy("Perhaps taken over"),
        gettext_lazy(
            "refused sign-ins, and then one that went well from where the member had never been. End the sign-ins, and "
            "write to the member."
        ),
    ),
    Sign.SCATTERED: (
        gettext_lazy("At many places at once"),
        gettext_lazy("networks within an hour. A mobile phone may do this; ask the member."),
    ),
    Sign.CROWD: (
        gettext_lazy("Many new members from one network"),
        gettext_lazy("members who signed up within a day. A class may do this; look before you block."),
    ),
}  # fmt: skip


def _by(request: HttpRequest) -> UUID:
    return UUID(str(request.user.pk))


@require_http_methods(FORM)
@never_cache
@for_provider
def safety(request: HttpRequest) -> HttpResponse:
    """Blocks that hold; after a reason the signs of the last day."""
    now = timezone.now()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    rows = None
    if form.is_bound and form.is_valid():
        found = signals(now)
        members = {one.user_id for one in found if one.user_id is not None}
        note_look_at_members(request, members, What.LOG_DATA, form.cleaned_data["reason"])
        rows = _told(found, members)
    context = {"form": form, "rows": rows, "blocks": standing_blocks(now)}
    return render(request, "provider/safety.html", context)


def _told(found: list[Signal], members: set[UUID]) -> list[dict[str, object]]:
    names = dict(User.objects.filter(pk__in=members).values_list("pk", "name"))
    return [
        {"signal": one, "title": SIGNS[one.sign][0], "why": SIGNS[one.sign][1], "who": names.get(one.user_id or _NOBODY, "")}
        for one in found
    ]  # fmt: skip


_NOBODY = UUID(int=0)


@require_http_methods(FORM)
@never_cache
@for_provider
def block(request: HttpRequest) -> HttpResponse:
    """Block a network for some days."""
    initial = {"network": request.GET.get("network", "")[:50], "days": 7}
    form = BlockForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = actions.block_network(
                network=form.cleaned_data["network"], days=form.cleaned_data["days"], reason=form.cleaned_data["reason"],
                by=_by(request), own_ip=client_of(request).ip, now=timezone.now(),
            )  # fmt: skip
        except actions.OwnNetwork:
            form.add_error("network", _("You are in this network yourself: you would shut yourself out."))
        except actions.BadNetwork:
            form.add_error(
                "network",
                _("Give an address or a network like 192.0.2.0/24 or 2001:db8:1::/48; no wider than /16 or /32."),
            )
        else:
            messages.success(request, _("%(network)s is blocked.") % {"network": made.network})
            return redirect("provider:safety")
    return render(request, "provider/block.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@for_provider
def free(request: HttpRequest, block_id: UUID) -> HttpResponse:
    """Lift a block."""
    if not actions.free_network(block_id=block_id, by=_by(request), now=timezone.now()):
        raise Http404("block")
    messages.success(request, _("The network may come in again."))
    return redirect("provider:safety")


def _member(key: UUID) -> User:
    """Raises Http404 for nobody, and for the provider's own people."""
    found = User.objects.filter(pk=key, is_provider=False).first()
    if found is None:
        raise Http404("member")
    return found


@require_http_methods(FORM)
@never_cache
@for_provider
def suspend(request: HttpRequest, key: UUID) -> HttpResponse:
    """Close an account, or open it again: first what it means, then the reason, which the member reads."""
    member, now = _member(key), timezone.now()
    standing = standing_suspension(member.pk)
    form = MoveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if standing is None:
            actions.suspend(user=member, by=_by(request), reason=reason, now=now)
            messages.success(request, _("The account is suspended, and the member has a letter with your reason."))
        else:
            actions.restore(user=member, by=_by(request), reason=reason, now=now)
            messages.success(request, _("The account is open again, and the member has a letter."))
        return redirect("provider:people")
    context = {"form": form, "standing": standing}
    return render(request, "provider/suspend.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM)
@never_cache
@for_provider
def end_sign_ins(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sign a member out everywhere; the account stays open."""
    member = _member(key)
    form = MoveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        number = actions.end_sign_ins(
            user=member, by=_by(request), reason=form.cleaned_data["reason"], now=timezone.now()
        )
        told = ngettext("%(n)d browser was signed out.", "%(n)d browsers were signed out.", number) % {"n": number}
        messages.success(request, told)
        return redirect("provider:people")
    return render(request, "provider/end_sign_ins.html", {"form": form}, status=422 if form.is_bound else 200)
