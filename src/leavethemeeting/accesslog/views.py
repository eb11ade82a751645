"""One page: who looked at me."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leavethemeeting.accesslog.actions import KEPT_DAYS
from leavethemeeting.accesslog.deeds import deeds_to
from leavethemeeting.accesslog.kinds import DEEDS, Done
from leavethemeeting.accesslog.queries import looks_at_member, subjects_of_member, told

PAGE = 50


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Who looked at what of mine, when, and why."""
    user: Any = request.user
    page = Paginator(looks_at_member(user.pk), PAGE).get_page(request.GET.get("page"))
    done = [(deed, DEEDS[Done(deed.what)]) for deed in deeds_to(*subjects_of_member(user.pk))[:PAGE]]
    context = {"rows": told(page, reader=user.pk), "page": page, "years": KEPT_DAYS // 365, "done": done}
    return render(request, "accesslog/mine.html", context)
