"""What people decide: about cookies in this browser, about consents as members, about a changed policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leavethemeeting.consent import actions, browser, words
from leavethemeeting.consent.forms import CookieForm, SwitchForm
from leavethemeeting.consent.kinds import OF_MEMBERS, TITLES, Channel, Kind, sentence
from leavethemeeting.consent.models import Document
from leavethemeeting.consent.portions import Portion, Without, portions
from leavethemeeting.consent.queries import awaiting, consented_since, history, last_accepted
from leavethemeeting.consent.question import accept_shown, question_context
from leavethemeeting.consent.views import title_of
from leavethemeeting.domain.promises import Cookie, CookieCategory, Remembered
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.personal_data import cookie_register, remembered_register
from leavethemeeting.shared.public_forms import public_form


@dataclass(frozen=True, slots=True)
class Group:
    """One category of the panel with its cookies and what is off without it."""

    category: str
    cookies: list[tuple[str, Cookie, str]]  # (name as the browser knows it, cookie, how long)
    off: list[Portion]


def _groups() -> list[Group]:
    prefix = "__Host-" if environment().https else ""
    without = {CookieCategory.COMFORT: Without.COMFORT, CookieCategory.MEASUREMENT: Without.MEASUREMENT}
    found = []
    for category in CookieCategory:
        known = sorted(
            (one for one in cookie_register().values() if one.category is category), key=lambda one: one.name
        )
        cookies = [(prefix + one.name, one, words.life(one.seconds)) for one in known]
        found.append(Group(category.value, cookies, list(portions(without[category])) if category in without else []))
    return found


def _remembered() -> list[tuple[Remembered, str, str]]:
    """What is remembered without a cookie: the thing, where, and for how long."""
    things = sorted(remembered_register().values(), key=lambda one: (list(words.SHELVES).index(one.shelf), one.name))
    return [(one, str(words.SHELVES[one.shelf]), str(words.SHELF_LIVES[one.shelf])) for one in things]


def safe_next(request: HttpRequest, default: str) -> str:
    """``next`` of the form or the address, if it leads to a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = wanted.startswith("/")  # anything else Django might take for the name of a page
    safe = here and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else default


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public_form
def cookies(request: HttpRequest) -> HttpResponse:
    """The register, and the panel. Works without a script and without a cookie."""
    now = browser.choice(request)
    form = CookieForm(
        request.POST if request.method == "POST" else None,
        initial={"comfort": now.comfort, "measurement": now.measurement},
    )
    if form.is_bound and form.is_valid():
        return _choose(request, form)
    groups = _groups()
    context = {
        "form": form, "choice": now, "groups": groups, "saved": "saved" in request.GET, "next": safe_next(request, ""),
        "off_without": list(portions(Without.ANY)), "remembered": _remembered(),
        "sentences": {kind.value: sentence(kind) for kind in browser.KINDS},
    }  # fmt: skip
    return render(request, "consent/cookies.html", context, status=422 if form.is_bound else 200)


def _choose(request: HttpRequest, form: CookieForm) -> HttpResponse:
    made = browser.chosen(
        request, comfort=form.allows("comfort"), measurement=form.allows("measurement"), now=timezone.now()
    )
    allowed = [kind for kind in browser.KINDS if form.allows(kind.value)]
    if allowed and not consume(request, action="choose_cookies"):
        refused: HttpResponse = respond_429(request)
        return refused
    if made.number:
        actions.give_in_browser(
            kinds={kind: sentence(kind) for kind in allowed}, browser_sha256=made.number_sha256, now=timezone.now()
        )
    response = redirect(safe_next(request, reverse("consent:cookies") + "?saved=1"))
    browser.keep(response, made)
    _drop_refused(request, response, made)
    return response


def _drop_refused(request: HttpRequest, response: HttpResponse, made: browser.Choice) -> None:
    """What was set under a category that is refused now goes at once."""
    refused = {CookieCategory.COMFORT: not made.comfort, CookieCategory.MEASUREMENT: not made.measurement}
    prefix = "__Host-" if environment().https else ""
    for cookie in cookie_register().values():
        if refused.get(cookie.category) and prefix + cookie.name in request.COOKIES:
            response.delete_cookie(prefix + cookie.name, samesite="Lax")
            response.cookies[prefix + cookie.name]["secure"] = environment().https


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django asks this where a form came back without its proof of origin (``CSRF_FAILURE_VIEW``).

    The proof is a cookie set with the form. Where none came back at all the browser most likely takes
    none, so this is the test of cookies too, without a script: say what is off (C34).
    """
    if reason != REASON_NO_CSRF_COOKIE:
        return render(request, "403_csrf.html", status=403)
    context = {"off_without": list(portions(Without.ANY)), "again": request.path}
    return render(request, "consent/needs_cookies.html", context, status=403)


def _member(request: HttpRequest) -> UUID:
    """Who is signed in; behind ``login_required``."""
    return UUID(str(request.user.pk))


@dataclass(frozen=True, slots=True)
class Switch:
    """One consent of a member, on the page of choices."""

    kind: str
    title: str
    sentence: str
    since: datetime | None


@login_required
@require_http_methods(["GET", "HEAD"])
@never_cache
def choices(request: HttpRequest) -> HttpResponse:
    """Every consent: what it says, whether it is on, since when; and what was accepted."""
    user_id = _member(request)
    switches = [
        Switch(kind.value, str(TITLES[kind]), sentence(kind), consented_since(kind, user_id=user_id)) for kind in OF_MEMBERS
    ]  # fmt: skip
    accepted = [(title_of(kind), kind.value, last_accepted(user_id, kind)) for kind in Document]
    rows = [(str(TITLES[Kind(row.kind)]), row) for row in history(user_id)]
    context = {"switches": switches, "accepted": accepted, "history": rows, "choice": browser.choice(request)}
    return render(request, "consent/choices.html", context)


@login_required
@require_POST
def switch(request: HttpRequest, kind: str) -> HttpResponse:
    """Switch one consent on or off, at once."""
    if kind not in {one.value for one in OF_MEMBERS}:
        raise Http404
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return redirect("consent:choices")
    chosen, now = Kind(kind), timezone.now()
    if form.cleaned_data["on"]:
        actions.give(kind=chosen, user_id=_member(request), text=sentence(chosen), channel=Channel.CHOICES, now=now)
        messages.success(request, _("On: %(what)s.") % {"what": TITLES[chosen]})
    else:
        actions.withdraw(kind=chosen, user_id=_member(request), now=now)
        messages.success(request, _("Off: %(what)s. It counts from now.") % {"what": TITLES[chosen]})
    return redirect("consent:choices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def accept(request: HttpRequest) -> HttpResponseBase:
    """Asks again after a material change: what is different, and the ways out besides accepting."""
    user_id = _member(request)
    waiting = awaiting(user_id)
    answered = request.POST.get("versions", "") if request.method == "POST" else None
    if answered is not None and accept_shown(waiting, answered, user_id=user_id):
        waiting = []
    if not waiting:
        return redirect(safe_next(request, "/"))
    context = {
        **question_context(waiting, user_id), "versions_field": "versions", "next": safe_next(request, "/"),
        "moved": answered is not None,
    }  # fmt: skip
    return render(request, "consent/accept.html", context, status=409 if answered is not None else 200)
