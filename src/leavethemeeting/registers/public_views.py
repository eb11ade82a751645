"""What everybody may read: how often authorities asked, what could be given at all, and incidents that were published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leavethemeeting.consent.words import kept, listed
from leavethemeeting.registers.chain import newest
from leavethemeeting.registers.incidents import incidents
from leavethemeeting.registers.producible import Group, groups
from leavethemeeting.registers.transparency import Counting, Half, counting, halves, kinds_given, report


def _half_words(name: str) -> str:
    """``2026-H2`` → *July to December 2026*."""
    year, _dash, half = name.partition("-H")
    return (_("January to June %(year)s") if half == "1" else _("July to December %(year)s")) % {"year": year}


def _row(half: Half, how: Counting) -> dict[str, object]:
    names = ("requests", "given", "nothing_held", "refused", "open", "persons", "persons_told", "sole_approver")
    return {
        "name": _half_words(half.name), "numbers": {name: how.shown(getattr(half, name)) for name in names},
        "kinds": [(title, how.shown(count)) for title, count in kinds_given(half)],
    }  # fmt: skip


@require_safe
def report_page(request: HttpRequest) -> HttpResponse:
    """Counts by half-year, from the register."""
    how, found, last = counting(), halves(timezone.now()), newest()
    context = {
        "halves": [_row(half, how) for half in found], "none": not any(half.requests for half in found), "how": how,
        "head": last.digest if last else "", "published": any(one.public for one in incidents()),
    }  # fmt: skip
    return render(request, "registers/transparency.html", context)


@require_safe
def report_json(_request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    return JsonResponse(report(timezone.now()), json_dumps_params={"indent": 1, "ensure_ascii": False})


def _held(group: Group) -> dict[str, object]:
    retentions = {column.retention for _name, column in group.fields}
    return {
        "title": group.title, "fields": listed(words for _name, words in group.choices), "has_period": group.has_period,
        "kept": listed(kept(one) for one in sorted(retentions, key=lambda one: (-(one.days or 0), one.since))),
    }  # fmt: skip


@require_safe
def holdings(request: HttpRequest) -> HttpResponse:
    """What could be produced about anybody, from the data map."""
    return render(request, "registers/holdings.html", {"groups": [_held(group) for group in groups()]})


@require_safe
def incident_page(request: HttpRequest) -> HttpResponse:
    """Incidents that the provider published, the newest first."""
    return render(request, "registers/published.html", {"incidents": [one for one in incidents() if one.public]})
