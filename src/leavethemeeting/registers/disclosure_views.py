"""The provider's pages about requests by authorities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leavethemeeting.consent.provider_views import for_provider
from leavethemeeting.privacy.people import Person
from leavethemeeting.registers import disclosing, transparency
from leavethemeeting.registers.disclosing import NotApproved, NotNow
from leavethemeeting.registers.disclosures import Disclosure, Scope, disclosure, disclosures, staff_count
from leavethemeeting.registers.forms import (
    CountingForm,
    FieldsForm,
    GagForm,
    LookUpForm,
    ReasonForm,
    RequestForm,
)
from leavethemeeting.registers.history import told_of
from leavethemeeting.registers.kinds import Instrument
from leavethemeeting.registers.notices import period_words
from leavethemeeting.registers.producible import words_of

FORM = ["GET", "HEAD", "POST"]


def _member(request: HttpRequest) -> UUID:
    return UUID(str(request.user.pk))


def _found(key: UUID) -> Disclosure:
    """Raises Http404."""
    found = disclosure(key)
    if found is None:
        raise Http404
    return found


def state_words(one: Disclosure, now: datetime) -> tuple[str, str]:
    """How it stands in a few words, and the kind of badge."""
    if one.refusal:
        return _("refused"), ""
    if one.nothing:
        return _("nothing held"), ""
    if one.given:
        return (_("given; persons told"), "good") if one.noticed else (_("given; persons not told yet"), "warn")
    if one.scope is None:
        return _("to be examined"), "warn"
    if one.approved(staff=staff_count(), now=now):
        return _("approved"), "good"
    free = one.free_at(staff=staff_count())
    return (_("cooling off"), "warn") if free else (_("waits for approval"), "warn")


@require_safe
@never_cache
@for_provider
def index(request: HttpRequest) -> HttpResponse:
    """Every request, refused ones too; and how the public page counts them."""
    now, how = timezone.now(), transparency.counting()
    rows = [(one, *state_words(one, now)) for one in disclosures()]
    form = CountingForm(initial={"step": how.step, "reason": how.reason})
    return render(request, "registers/disclosures.html", {"rows": rows, "form": form, "how": how})


@require_POST
@for_provider
def counting(request: HttpRequest) -> HttpResponse:
    """Exact numbers on the public page, or ranges with the law that forces them."""
    form = CountingForm(request.POST)
    if form.is_valid():
        transparency.count_by(**form.cleaned_data, by=_member(request), now=timezone.now())
        messages.success(request, _("The public page counts as you said."))
    else:
        messages.error(request, _("Ranges need a reason; exact numbers need none."))
    return redirect("registers:disclosures")


@require_http_methods(FORM)
@never_cache
@for_provider
def new(request: HttpRequest) -> HttpResponse:
    """A request arrived."""
    form = RequestForm(
        request.POST if request.method == "POST" else None, initial={"received_on": timezone.localdate()}
    )
    if form.is_bound and form.is_valid():
        told = form.cleaned_data | {"instrument": Instrument(form.cleaned_data["instrument"])}
        key = disclosing.receive(**told, by=_member(request), now=timezone.now())
        return redirect("registers:disclosure", key)
    return render(request, "registers/disclosure_new.html", {"form": form})


@require_safe
@never_cache
@for_provider
def one(request: HttpRequest, disclosure_id: UUID) -> HttpResponse:
    """One request: what was asked, what would be given, who approved, what happened."""
    return _page(request, _found(disclosure_id))


def _page(request: HttpRequest, found: Disclosure, **forms: Any) -> HttpResponse:
    now, staff = timezone.now(), staff_count()
    state, badge = state_words(found, now)
    context = {
        "one": found, "state": state, "badge": badge, "staff": staff, "approved": found.approved(staff=staff, now=now),
        "free_at": found.free_at(staff=staff), "silent": found.is_silent(now),
        "may_approve": found.scope and not found.is_over and _member(request) not in {by for by, _at in found.approvals},
        "fields": words_of(found.scope.fields) if found.scope else [], "history": told_of(found.entries),
        "period": period_words(found.scope.since, found.scope.until) if found.scope else "",
        "reason_form": ReasonForm(), "gag_form": GagForm(initial={"until": found.gag_until}), **forms,
    }  # fmt: skip
    return render(request, "registers/disclosure.html", context)


@require_http_methods(FORM)
@never_cache
@for_provider
def scope(request: HttpRequest, disclosure_id: UUID) -> HttpResponse:
    """Who is meant, which fields, which days. Looking somebody up is a step of its own; what is ticked stays ticked."""
    found = _found(disclosure_id)
    if found.is_over:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    look = LookUpForm(posted if posted is not None and "find" in posted else None)
    people: list[Person] = []
    if look.is_bound and look.is_valid():
        people = disclosing.look_up(
            key=found.id, words=look.cleaned_data["words"], by=_member(request), now=timezone.now()
        )
    saving = posted is not None and "find" not in posted
    form = FieldsForm(posted if saving else None, initial=_ticked(request, found))
    persons = _persons(request, found)
    if saving and form.is_valid():
        if persons:
            return _laid_down(request, found, persons, form)
        form.add_error(None, _("Tick at least one person."))
    context = {
        "one": found,
        "form": form,
        "look": look,
        "people": people,
        "looked": look.is_bound and look.is_valid(),
        "persons": persons,
    }
    return render(request, "registers/disclosure_scope.html", context)


def _ticked(request: HttpRequest, found: Disclosure) -> dict[str, Any]:
    if request.method == "POST":
        return {
            "fields_of": request.POST.getlist("fields_of"),
            "since": request.POST.get("since"),
            "until": request.POST.get("until"),
        }
    if found.scope is None:
        return {}
    return {"fields_of": list(found.scope.fields), "since": found.scope.since, "until": found.scope.until}


def _persons(request: HttpRequest, found: Disclosure) -> list[tuple[str, UUID]]:
    """Those ticked; at first those of the scope as it stands. Raises Http404 for what is no person's mark."""
    if request.method != "POST":
        return list(found.scope.persons) if found.scope else []
    told = []
    for mark in request.POST.getlist("person"):
        kind, _dash, key = mark.partition(":")
        try:
            told.append((kind, UUID(key)))
        except ValueError as error:
            raise Http404 from error
    return [one for one in dict.fromkeys(told) if one[0] in ("member", "attendee")]


def _laid_down(
    request: HttpRequest, found: Disclosure, persons: list[tuple[str, UUID]], form: FieldsForm
) -> HttpResponse:
    told = form.cleaned_data
    wanted = Scope(tuple(persons), tuple(told["fields_of"]), told["since"], told["until"])
    disclosing.lay_down(key=found.id, scope=wanted, by=_member(request), now=timezone.now())
    messages.success(request, _("Written down. Approvals begin anew."))
    return redirect("registers:disclosure", found.id)


def _step(request: HttpRequest, key: UUID, do: Callable[[], object], said: str) -> HttpResponse:
    """Do it, or say that it cannot be done as things stand."""
    try:
        do()
    except NotNow:
        messages.error(request, _("That cannot be done as the request stands now."))
    else:
        messages.success(request, said)
    return redirect("registers:disclosure", key)


@require_POST
@for_provider
def approve(request: HttpRequest, disclosure_id: UUID) -> HttpResponse:
    """The scope that this person read, and no other."""
    _found(disclosure_id)
    try:
        entry = int(request.POST.get("scope", ""))
    except ValueError:
        entry = 0
    by, now = _member(request), timezone.now()
    return _step(
        request, disclosure_id, lambda: disclosing.approve(key=disclosure_id, scope_entry=entry, by=by, now=now), _("You approved it."),
    )  # fmt: skip


@require_POST
@for_provider
def answer(request: HttpRequest, disclosure_id: UUID) -> HttpResponse:
    """Refuse it, or answer that nothing is held; both with the reason, which stays."""
    found, form = _found(disclosure_id), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reason_form=form)
    do = disclosing.refuse if "refuse" in request.POST else disclosing.hold_nothing
    by, now, reason = _member(request), timezone.now(), form.cleaned_data["reason"]
    return _step(request, found.id, lambda: do(key=found.id, reason=reason, by=by, now=now), _("Written down."))


@require_POST
@for_provider
def gag(request: HttpRequest, disclosure_id: UUID) -> HttpResponse:
    """The duty to keep silent ends on another day."""
    found, form = _found(disclosure_id), GagForm(request.POST)
    if not form.is_valid():
        return _page(request, found, gag_form=form)
    by, now = _member(request), timezone.now()
    return _step(
        request, found.id, lambda: disclosing.set_gag(key=found.id, **form.cleaned_data, by=by, now=now), _("Written down."),
    )  # fmt: skip


@require_POST
@never_cache
@for_provider
def bundle(request: HttpRequest, disclosure_id: UUID) -> HttpResponse:
    """Made and handed out; each time with its hash in the register and a look at each person."""
    _found(disclosure_id)
    try:
        found, made = disclosing.give(key=disclosure_id, by=_member(request), now=timezone.now())
    except NotApproved:
        messages.error(request, _("It is not approved yet."))
        return redirect("registers:disclosure", disclosure_id)
    except NotNow:
        messages.error(request, _("That cannot be done as the request stands now."))
        return redirect("registers:disclosure", disclosure_id)
    return HttpResponse(
        made.data, content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{found.reference}.zip"', "X-Content-SHA256": made.sha256},
    )  # fmt: skip
