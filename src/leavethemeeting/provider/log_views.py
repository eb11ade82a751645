"""Log data: errors, which are about nobody; and after a reason sign-ins and features used."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from leavethemeeting.accesslog.kinds import What as Looked
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.provider_views import for_provider
from leavethemeeting.logdata.kinds import SOURCES, Result, Source, What
from leavethemeeting.logdata.models import Entry
from leavethemeeting.logdata.queries import all_entries, all_errors, told
from leavethemeeting.provider.forms import LogForm
from leavethemeeting.provider.looking import note_look_at_members

MOST = 100
NEW_FOR = timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_provider
def log_data(request: HttpRequest) -> HttpResponse:
    """The newest hundred of what was asked for; everybody in it reads who looked, and why."""
    form = LogForm(request.POST if request.method == "POST" else None)
    rows = _rows(request, form) if form.is_bound and form.is_valid() else None
    since = timezone.now() - NEW_FOR
    errors = [
        {"error": error, "source": SOURCES[Source(error.source)], "is_new": error.first_at >= since}
        for error in all_errors()[:MOST]
    ]
    return render(request, "provider/log_data.html", {"form": form, "rows": rows, "errors": errors, "most": MOST})


def _rows(request: HttpRequest, form: LogForm) -> list[dict[str, object]]:
    wish = form.cleaned_data
    found: list[Entry] = list(
        all_entries(
            what=What(wish["what"]) if wish["what"] else None, result=Result(wish["result"]) if wish["result"] else None
        )[:MOST]
    )
    people = {entry.user_id for entry in found if entry.user_id}
    note_look_at_members(request, people, Looked.LOG_DATA, wish["reason"])
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    return [
        {**row, "who": names.get(entry.user_id or entry.pk, "")} for row, entry in zip(told(found), found, strict=True)
    ]
