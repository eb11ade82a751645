"""What waits for the provider, and news to those who asked."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leavethemeeting.accesslog.deeds import note
from leavethemeeting.accesslog.kinds import Done
from leavethemeeting.consent.kinds import Kind
from leavethemeeting.consent.models import Document
from leavethemeeting.consent.provider_views import for_provider
from leavethemeeting.consent.queries import members_waiting, who_want
from leavethemeeting.logdata.adapter_counts import open_alarms
from leavethemeeting.logdata.queries import new_errors
from leavethemeeting.mail.content import Button
from leavethemeeting.mail.counts import mailings, numbers_of
from leavethemeeting.mail.lists import NEWS
from leavethemeeting.mail.mailings import send_news
from leavethemeeting.mail.models import Letter
from leavethemeeting.provider.forms import NewsForm
from leavethemeeting.provider.workings import troubles
from leavethemeeting.website.cases import cases
from leavethemeeting.website.models import Case

NEW_FOR = timedelta(days=7)
MOST_NEWS = 20


@require_safe
@never_cache
@for_provider
def home(request: HttpRequest) -> HttpResponse:
    """Open cases, letters that failed, new errors: each leads to where it is dealt with."""
    now = timezone.now()
    waiting = list(cases(Case.State.OPEN)[:10])
    context = {
        "waiting": waiting, "open": cases(Case.State.OPEN).count(),
        "unconfirmed": cases(Case.State.UNCONFIRMED).filter(kind=Case.Kind.GUARDIAN).count(),
        "failed": Letter.objects.filter(given_up_at__isnull=False).count(),
        "errors": new_errors(since=now - NEW_FOR), "days": NEW_FOR.days,
        "unreadable": open_alarms(), "to_accept": members_waiting(Document.POLICY), "troubles": troubles(now),
    }  # fmt: skip
    return render(request, "provider/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_provider
def news(request: HttpRequest) -> HttpResponse:
    """Write, look at it, send it; and what became of the earlier ones."""
    form = NewsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if "send" in request.POST:
            return _send(request, form)
        if "back" not in request.POST:
            context = {"form": form, "readers": who_want(Kind.NEWS).count(), "told": form.cleaned_data}
            return render(request, "provider/news_preview.html", context)
    sent = [(mailing, numbers_of(mailing)) for mailing in mailings(NEWS)[:MOST_NEWS]]
    return render(request, "provider/news.html", {"form": form, "sent": sent, "readers": who_want(Kind.NEWS).count()})


def _send(request: HttpRequest, form: NewsForm) -> HttpResponse:
    told = form.cleaned_data
    button = Button(told["button_label"], told["button_url"]) if told["button_url"] else None
    now = timezone.now()
    with transaction.atomic():
        send_news(
            subject=told["subject"],
            paragraphs=form.paragraphs,
            button=button,
            reference=form.mailing_reference,
            now=now,
        )
        note(by_id=UUID(str(request.user.pk)), what=Done.NEWS, reason=told["subject"], now=now)
    messages.success(request, _("The news is on its way to everybody who asked for it."))
    return redirect("provider:news")
