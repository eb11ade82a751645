"""How each promise is kept and was last proved. Public, without a cookie."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leavethemeeting.evidence.places import code_at
from leavethemeeting.evidence.proofs import shipped
from leavethemeeting.evidence.queries import last_round, line_of, lines, status, words_of


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All clauses, the last self-check, and how far deletion is."""
    found = lines()
    context = {
        "round": last_round(timezone.now()), "lines": found, "proofs": shipped(),
        "proved": sum(line.standing.is_proved for line in found),
    }  # fmt: skip
    return render(request, "evidence/overview.html", context)


@require_safe
def clause(request: HttpRequest, number: int) -> HttpResponse:
    """One clause: what is promised, by which code it is kept, and what proved it."""
    line = line_of(number)
    if line is None:
        raise Http404
    context = {
        "line": line, "clause": line.clause, "words": words_of(line.clause), "proofs": shipped(),
        "codes": [code_at(place) for place in line.clause.places],
        "before": line_of(number - 1), "after": line_of(number + 1),
    }  # fmt: skip
    return render(request, "evidence/clause.html", context)


@require_safe
def status_json(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view
    """The same in numbers."""
    return JsonResponse(status(timezone.now()), headers={"Cache-Control": "public, max-age=60"})
