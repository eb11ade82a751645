"""One's data: the page that leads to everything, and the way there for whoever has no account."""

from __future__ import annotations

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leavethemeeting.mail.guard import typed_now
from leavethemeeting.rights import proving
from leavethemeeting.rights.forms import AddressCodeForm, AddressForm
from leavethemeeting.rights.mirror import hosts_who_see
from leavethemeeting.rights.rows import told_about
from leavethemeeting.rights.whereabouts import occurrence_ids
from leavethemeeting.rights.whose import forget, is_a_members, person_of, remember
from leavethemeeting.shared.public_forms import public_form
from leavethemeeting.website.whereabouts import whereabouts_of_letters

FORM = ["GET", "HEAD", "POST"]


@public_form
@never_cache
@require_http_methods(FORM)
def home(request: HttpRequest) -> HttpResponse:
    """Everything one may do about one's own data; a visitor is asked for the address they used."""
    person = person_of(request)
    if person is not None:
        if request.method == "POST":
            return redirect("rights:home")
        context = {
            "person": person, "came": len(occurrence_ids(person)), "hosts": len(hosts_who_see(person)),
            "anything": next(told_about(person), None) is not None,
        }  # fmt: skip
        return render(request, "rights/home.html", context)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "rights/ask_address.html", {"form": form}, status=422 if form.is_bound else 200)
    email = form.cleaned_data["email"]
    if not (consume(request, action="prove") and consume(request, action="prove_address", key=email.lower())):
        return respond_429(request)
    typed_now(email)
    return redirect("rights:code", proving.handle_of(proving.ask(email=email, now=timezone.now())))


@public_form
@never_cache
@require_http_methods(FORM)
def code(request: HttpRequest, handle: str) -> HttpResponse:
    """The code from the letter opens one's data in this browser, for half an hour."""
    if not proving.is_handle(handle):
        raise Http404("handle")
    if person_of(request) is not None:
        return redirect("rights:home")
    form = AddressCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not consume(request, action="prove_code"):
            return respond_429(request)
        now = timezone.now()
        try:
            email = proving.answer(handle=handle, code=form.cleaned_data["code"], now=now)
        except proving.WrongCode:
            form.add_error("code", _("This is not the code that was sent. Look at the newest letter."))
        except proving.CodeSpent:
            return render(request, "rights/code_spent.html", status=410)
        else:
            if is_a_members(email):
                return render(request, "rights/has_account.html")
            remember(request, email, now=now)
            return redirect("rights:home")
    context = {"form": form, **whereabouts_of_letters(request)}
    return render(request, "rights/code.html", context, status=422 if form.is_bound else 200)


@require_POST
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """A guest is done in this browser."""
    forget(request)
    messages.success(request, _("This browser shows your data no more. To come back, ask for another code."))
    return redirect("rights:home")
