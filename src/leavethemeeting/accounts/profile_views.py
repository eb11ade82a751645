"""What members say about themselves, and their picture."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leavethemeeting.accounts import actions
from leavethemeeting.accounts.forms import PictureForm, ProfileForm
from leavethemeeting.accounts.member import member_of
from leavethemeeting.accounts.models import Picture, User
from leavethemeeting.accounts.pictures import picture_answer

FIELDS = ("name", "pronouns", "organisation", "time_zone")


def _page(request: HttpRequest, form: ProfileForm, picture_form: PictureForm) -> HttpResponse:
    wrong = form.is_bound or picture_form.is_bound
    has_picture = Picture.objects.filter(user=member_of(request)).exists()
    told = {"form": form, "picture_form": picture_form, "has_picture": has_picture}
    return render(request, "accounts/profile.html", told, status=422 if wrong else 200)


def _filled(user: User) -> ProfileForm:
    return ProfileForm(initial={field: getattr(user, field) for field in FIELDS})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name and time zone, and what may be left empty."""
    user = member_of(request)
    if request.method != "POST":
        return _page(request, _filled(user), PictureForm())
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, form, PictureForm())
    actions.change_profile(user=user, **{field: form.cleaned_data[field] for field in FIELDS})
    messages.success(request, _("Saved."))
    return redirect("accounts:profile")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_picture(request: HttpRequest) -> HttpResponse:
    """A new picture in place of the one before; the form stands on the profile."""
    if request.method != "POST":  # the page with a mistake, loaded again
        return redirect("accounts:profile")
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, _filled(member_of(request)), form)
    actions.set_picture(user=member_of(request), webp=form.webp, now=timezone.now())
    messages.success(request, _("This is your picture now."))
    return redirect("accounts:profile")


@login_required
@require_POST
def remove_picture(request: HttpRequest) -> HttpResponse:
    """No picture any more."""
    actions.remove_picture(user=member_of(request))
    messages.success(request, _("Your picture is removed."))
    return redirect("accounts:profile")


@login_required
@require_safe
def picture(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """A member's own picture. Raises Http404 for everybody else; hosts have the one that was shared with them."""
    kept = Picture.objects.filter(user_id=user_id).first()
    if kept is None or member_of(request).pk != user_id:
        raise Http404("picture")
    return picture_answer(kept.webp)
