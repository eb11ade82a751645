"""Where whoever ordered an erasure sees how far it is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leavethemeeting.accounts.ending_handle import user_id_in
from leavethemeeting.accounts.models import User
from leavethemeeting.privacy.models import Erasure
from leavethemeeting.privacy.progress import progress_of


@require_safe
@never_cache
def account_gone(request: HttpRequest, handle: str) -> HttpResponse:
    """By the link in the letter: the day it goes, how far it is, or that it is gone. Needs no account: there may be none."""
    user_id = user_id_in(handle)
    if user_id is None:
        raise Http404
    erasure = Erasure.objects.filter(rows__table="accounts_user", rows__key=user_id).order_by("ordered_at").first()
    goes = User.objects.filter(pk=user_id).values_list("ends_at", flat=True).first()
    if erasure is None and goes is None:
        raise Http404  # they have kept it
    progress = progress_of(erasure) if erasure else None
    return render(request, "privacy/account_gone.html", {"progress": progress, "goes": goes})
