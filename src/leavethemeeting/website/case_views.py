"""Contact, guardians, and the conversation behind a letter's link. No account, no cookie, no script."""

from __future__ import annotations

from typing import Any

from allauth.core.ratelimit import consume, respond_429
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leavethemeeting.mail.guard import typed_now
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.public_forms import public_form
from leavethemeeting.website import guardian as guardians
from leavethemeeting.website.cases import case_behind, conversation, open_case, write_back
from leavethemeeting.website.forms import CaseReplyForm, ContactForm, GuardianCodeForm, GuardianForm
from leavethemeeting.website.models import Case, GuardianRequest
from leavethemeeting.website.whereabouts import whereabouts_of_letters

FORM = ["GET", "HEAD", "POST"]


def _about_me(request: HttpRequest) -> dict[str, Any]:
    """A signed-in member need not type their name and address again."""
    user: Any = request.user
    return {"name": user.name, "email": user.email} if user.is_authenticated else {}


def _too_often(request: HttpRequest, action: str, email: str) -> bool:
    """Per network, and per address: a form must not fill a stranger's mailbox."""
    return not (consume(request, action=action) and consume(request, action=f"{action}_address", key=email.lower()))


@public_form
@never_cache
@require_http_methods(FORM)
def contact(request: HttpRequest) -> HttpResponse:
    """A message to the provider (C52)."""
    form = ContactForm(request.POST if request.method == "POST" else None, initial=_about_me(request))
    if not form.is_valid():
        seen = environment()
        context = {"form": form, "operator": seen.operator_name, "operator_email": seen.operator_email}
        return render(request, "website/contact.html", context)
    told = form.cleaned_data
    if _too_often(request, "contact", told["email"]):
        return respond_429(request)
    case = open_case(
        kind=Case.Kind.CONTACT, email=told["email"], name=told["name"], text=told["text"], now=timezone.now()
    )
    return redirect("website:received", case.reference)


@require_safe
def received(request: HttpRequest, reference: str) -> HttpResponse:
    """Thank you, and the reference. It is shown as it stands in the address; nothing is looked up."""
    return render(request, "website/received.html", {"reference": reference, **whereabouts_of_letters(request)})


@public_form
@never_cache
@require_http_methods(FORM)
def guardian(request: HttpRequest) -> HttpResponse:
    """A parent or guardian tells about a child (C45)."""
    form = GuardianForm(request.POST if request.method == "POST" else None, initial=_about_me(request))
    if not form.is_valid():
        return render(request, "website/guardian.html", {"form": form})
    told = form.cleaned_data
    if _too_often(request, "guardian", told["email"]):
        return respond_429(request)
    typed_now(told["email"])
    case = guardians.ask(
        email=told["email"], name=told["name"], text=told["text"], now=timezone.now(),
        told=guardians.Told(
            GuardianRequest.Relation(told["relation"]), told["child_name"], told["child_email"], told["meeting"]
        ),
    )  # fmt: skip
    return redirect("website:guardian_code", guardians.handle_of(case))


@public_form
@never_cache
@require_http_methods(FORM)
def guardian_code(request: HttpRequest, handle: str) -> HttpResponse:
    """The code from the letter opens the guardian's case."""
    case = guardians.case_of(handle)
    if case is None:
        raise Http404
    if case.state != Case.State.UNCONFIRMED:
        return redirect("website:received", case.reference)
    form = GuardianCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            guardians.confirm(case=case, code=form.cleaned_data["code"], now=timezone.now())
        except guardians.WrongCode:
            form.add_error("code", _("This is not the code that was sent. Look at the newest letter."))
        except guardians.CodeSpent:
            return render(request, "website/guardian_code_spent.html", status=410)
        else:
            return redirect("website:received", case.reference)
    context = {"form": form, "case": case, **whereabouts_of_letters(request)}
    return render(request, "website/guardian_code.html", context)


@public_form
@never_cache
@require_http_methods(FORM)
def case(request: HttpRequest, token: str) -> HttpResponse:
    """The conversation behind a letter's link; whoever has the link reads it and writes back."""
    found = case_behind(token)
    if found is None:
        raise Http404
    form = CaseReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not consume(request, action="case_reply", key=str(found.id)):
            return respond_429(request)
        write_back(case=found, text=form.cleaned_data["text"], now=timezone.now())
        return redirect("website:case", token)
    context = {"case": found, "said": conversation(found), "form": form}
    return render(request, "website/case.html", context)
