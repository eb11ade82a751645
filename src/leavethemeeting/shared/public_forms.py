"""Forms of public pages: they set no cookie, so other things stand in for the CSRF cookie.

How a page uses it::

    class ContactForm(PublicForm):
        purpose = "contact"
        text = forms.CharField(...)

    @public_form
    def contact(request):
        form = ContactForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            if not consume(request, action="contact"):      # allauth.core.ratelimit, ACCOUNT_RATE_LIMITS
                return respond_429(request)
            ...

and its template says ``{% include "shared/form.html" with cookieless=True %}``.

What protects it:

- ``public_form`` refuses what a page of another site sent (Sec-Fetch-Site, else Origin, else Referer).
- The form carries the time it was shown, signed for its purpose. It counts once, and for four hours; later
  the form comes back with everything that was typed. There is no shortest time: browsers
  that fill forms are fast, and so are some people.
- A box that people do not see. A program that fills it is told so, and so is a person whose browser did.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, Concatenate, ParamSpec
from urllib.parse import urlsplit

from django import forms
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from leavethemeeting.shared.environment import environment

Given = ParamSpec("Given")

FORM_LIFE_S = 4 * 3600
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_SALT = "leavethemeeting.public-form."


def _own_origins(request: HttpRequest) -> frozenset[str]:
    """The public origin, and the one that was asked: a Host header that is not ours got no further than Django."""
    return frozenset({environment().public_origin, f"{request.scheme}://{request.get_host()}"})


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours, or the person by hand, sent this.

    Browsers send Sec-Fetch-Site over HTTPS and to localhost; Origin with every form; Referer
    mostly. A request with none of them comes from no browser of these years, and is refused.
    """
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return told in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in _own_origins(request)
    try:
        seen = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return False
    return f"{seen.scheme}://{seen.netloc}" in _own_origins(request)


def public_form(
    view: Callable[Concatenate[HttpRequest, Given], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponse]:
    """For a view whose form needs no cookie: a POST from another site gets a page that says so (403)."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        if request.method not in _SAFE_METHODS and not came_from_here(request):
            return render(request, "shared/form_from_elsewhere.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def new_stamp(purpose: str) -> str:
    """When a form was shown, signed, with something random: it counts once."""
    return signing.TimestampSigner(salt=_SALT + purpose).sign(secrets.token_urlsafe(9))


def _spend(stamp: str) -> bool:
    """Whether this is the stamp's first use. Remembered as a digest, in the cache that all processes share."""
    digest = hashlib.sha256(stamp.encode()).hexdigest()
    return bool(cache.add(f"public-form:{digest}", True, timeout=FORM_LIFE_S))


class _StampInput(forms.HiddenInput):
    """Always shows a fresh stamp, also in a form that came back with mistakes."""

    purpose = ""

    def format_value(self, value: Any) -> str:  # noqa: ARG002 -- what was sent is spent or too old
        return new_stamp(self.purpose)


class _Trap(forms.TextInput):
    """A box for programs. ``is_hidden`` keeps a label from being written around it; its template has its own."""

    template_name = "shared/form_trap.html"
    is_hidden = True

    def format_value(self, value: Any) -> str:  # noqa: ARG002 -- it comes back empty
        return ""


class PublicForm(forms.Form):
    """A form of a page without cookies. Name each one's ``purpose``: a stamp of one is nothing to another.

    ``is_valid()`` of the otherwise correct form uses its stamp up.
    """

    purpose: ClassVar[str]

    shown_at = forms.CharField(required=False, widget=_StampInput)
    homepage = forms.CharField(required=False, widget=_Trap)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stamp = self.fields["shown_at"].widget
        assert isinstance(stamp, _StampInput)  # noqa: S101 -- declared so above
        stamp.purpose = self.purpose

    def clean_shown_at(self) -> str:
        """Raises ValidationError when the form is older than four hours, or was not shown by us for this."""
        given = str(self.cleaned_data["shown_at"])
        try:
            signing.TimestampSigner(salt=_SALT + self.purpose).unsign(given, max_age=FORM_LIFE_S)
        except signing.BadSignature as error:  # too old is one kind of it
            raise ValidationError(
                _("This form was open for too long. What you wrote is still here: send it again."), code="too_old"
            ) from error
        return given

    def clean_homepage(self) -> None:
        """Raises ValidationError when the box for programs was filled."""
        if self.cleaned_data["homepage"]:
            raise ValidationError(
                _("A box was filled in that only programs see. It is empty again: if you are a person, send the form once more."),
                code="program",
            )  # fmt: skip

    def full_clean(self) -> None:
        """As Django's; then, when nothing is wrong, the stamp is used up."""
        super().full_clean()
        if self.is_bound and not self.errors and not _spend(self.cleaned_data["shown_at"]):
            self.add_error(
                None, ValidationError(_("This was sent already. To send it a second time, press the button again."), code="sent")
            )  # fmt: skip
