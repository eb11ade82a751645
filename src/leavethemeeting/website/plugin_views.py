"""The plugin's pages: the form for its link, what it is, and its download."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from allauth.core.ratelimit import consume, respond_429
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leavethemeeting.consent.kinds import Kind, sentence
from leavethemeeting.mail.guard import typed_now
from leavethemeeting.shared.public_forms import public_form
from leavethemeeting.website.forms import PluginLinkForm
from leavethemeeting.website.plugin_link import ask_for_link, downloaded, is_waiting
from leavethemeeting.website.whereabouts import whereabouts_of_letters

#: What the build writes, by the browser family it is for.
FILES = {
    "chromium": "dist/plugin/leavethemeeting-chromium.zip",
    "firefox": "dist/plugin/leavethemeeting-firefox.zip",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the plugin; ``kilobytes`` is 0 where the build did not make it."""

    url: str
    kilobytes: int


def _downloads(token: str = "") -> dict[str, Download]:
    """By browser. With a ``token`` the address that asked for it goes first, then the file comes."""
    found = {}
    for browser, path in FILES.items():
        file = finders.find(path)
        size = max(1, round(Path(file).stat().st_size / 1000)) if file else 0
        found[browser] = Download(
            reverse("website:plugin_download", args=[token, browser]) if token else static(path), size
        )
    return found


@public_form
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plugin_link(request: HttpRequest) -> HttpResponse:
    """The form for the one letter. Its answer is the same for every address."""
    form = PluginLinkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "website/plugin_link.html", {"form": form})
    if not consume(request, action="plugin_link"):
        return respond_429(request)
    email = form.cleaned_data["email"]
    if consume(request, action="plugin_link_address", key=email.lower()):  # else: one is on its way already
        typed_now(email)
        agreed = sentence(Kind.MAIL_MEASUREMENT) if form.cleaned_data["count"] else ""
        ask_for_link(email=email, agreed=agreed, now=timezone.now())
    return redirect("website:plugin_sent")


@require_safe
def plugin_sent(request: HttpRequest) -> HttpResponse:
    """What everybody sees after the form, and where letters of this installation go."""
    return render(request, "website/plugin_sent.html", whereabouts_of_letters(request))


@require_safe
def plugin(request: HttpRequest) -> HttpResponse:
    """What the plugin is, how to load it, and how to try it."""
    return render(request, "website/plugin.html", {"downloads": _downloads(), "token": ""})


@require_safe
@never_cache
def plugin_of(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the letter's link. After the download, or thirty days, it is the public page."""
    if not is_waiting(token):
        return redirect("website:plugin")
    return render(request, "website/plugin.html", {"downloads": _downloads(token), "token": token})


@require_safe
@never_cache
def plugin_download(request: HttpRequest, token: str, browser: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """To the file; the address that asked for it is deleted first. 404 for a file that was not built."""
    path = FILES.get(browser)
    if path is None or finders.find(path) is None:
        raise Http404
    downloaded(token)
    return redirect(static(path))
