"""The policy and the terms: what holds, what held, and what changed. Public, without a cookie."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leavethemeeting.consent.difference import changes
from leavethemeeting.consent.models import Document, PolicyVersion
from leavethemeeting.consent.queries import current, current_policy, version_before, versions
from leavethemeeting.consent.rendering import rendered
from leavethemeeting.shared.environment import environment

FEED_LENGTH = 50


def title_of(kind: Document) -> str:
    """``Privacy policy`` or ``Terms``."""
    return _("Privacy policy") if kind is Document.POLICY else _("Terms")


def _version_word(number: int) -> str:
    return _("Version %(number)d") % {"number": number}


def version_at(kind: Document, number: int) -> PolicyVersion:
    """A posted version; raises Http404."""
    found = versions(kind).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _addresses(kind: Document, version: PolicyVersion | None = None) -> dict[str, str]:
    """What the pages of one text link to."""
    name = f"consent:{kind.value}"
    found = {
        "kind": kind.value, "title": title_of(kind), "home_url": reverse(name), "versions_url": reverse(f"{name}_versions"),
        "feed_url": reverse(f"{name}_feed"), "versions_word": _("All versions"),
    }  # fmt: skip
    if version is not None:
        found["version_url"] = reverse(f"{name}_version", args=[version.number])
        found["changes_url"] = reverse(f"{name}_changes", args=[version.number])
    return found


def _page(request: HttpRequest, kind: Document, version: PolicyVersion, here: str = "") -> HttpResponse:
    after = versions(kind).filter(number__gt=version.number).last()
    context = {
        **_addresses(kind, version), "version": version, "after": after, "shown": rendered(version.text),
        "operator": environment().operator_name, "here": here,
    }  # fmt: skip
    return render(request, "consent/text.html", context)


@require_safe
def text(request: HttpRequest, kind: Document) -> HttpResponse:
    """The version that holds."""
    return _page(request, kind, current(kind))


@require_safe
def version(request: HttpRequest, kind: Document, number: int) -> HttpResponse:
    """One version, as it was posted."""
    return _page(request, kind, version_at(kind, number), here=_version_word(number))


@require_safe
def markdown(request: HttpRequest, kind: Document, number: int) -> HttpResponse:  # noqa: ARG001 -- a view
    """The posted text, byte for byte: its SHA-256 is the one in the list."""
    return HttpResponse(version_at(kind, number).text, content_type="text/markdown; charset=utf-8")


@require_safe
def version_list(request: HttpRequest, kind: Document) -> HttpResponse:
    """The change log: every version there ever was."""
    context = {**_addresses(kind), "versions": versions(kind), "here": _("All versions")}
    return render(request, "consent/versions.html", context)


@require_safe
def version_changes(request: HttpRequest, kind: Document, number: int) -> HttpResponse:
    """What a version changed in the one before."""
    new = version_at(kind, number)
    old = version_before(new)
    context = {
        **_addresses(kind, new), "version": new, "before": old, "here": _version_word(number),
        "changes": changes(old.text, new.text) if old else [],
    }  # fmt: skip
    return render(request, "consent/changes.html", context)


@require_safe
def feed(request: HttpRequest, kind: Document) -> HttpResponse:  # noqa: ARG001 -- a view
    """Atom: one entry for each version, the newest first."""
    root, name = environment().public_url, kind.value
    home, own = reverse(f"consent:{name}"), reverse(f"consent:{name}_feed")
    atom = Atom1Feed(
        title=f"LeaveTheMeeting · {title_of(kind)}", link=root + home, description="", feed_url=root + own, language="en"
    )  # fmt: skip
    for each in versions(kind)[:FEED_LENGTH]:
        link = root + reverse(f"consent:{name}_changes", args=[each.number])
        atom.add_item(
            title=_version_word(each.number), link=link, description=each.summary,
            unique_id=f"urn:uuid:{each.id}", pubdate=each.published_at, updateddate=each.published_at,
            author_name=environment().operator_name or "LeaveTheMeeting",
        )  # fmt: skip
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
def current_json(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view
    """Which versions hold, for the plugin's first run: it shows them, and asks again when ``asks_since`` grows."""
    root = environment().public_url
    held = {}
    for kind in Document:
        found = current(kind)
        asked = versions(kind).filter(material=True).first()
        held[kind.value] = {
            "version": found.number, "sha256": found.sha256, "posted": found.published_at.isoformat(),
            "asks_since": asked.number if asked else 1,
            "url": root + reverse(f"consent:{kind.value}_version", args=[found.number]),
        }  # fmt: skip
    return JsonResponse(held)


@require_safe
def gpc(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view
    """That Global Privacy Control is honoured here (globalprivacycontrol.org, GPC support resource)."""
    return JsonResponse({"gpc": True, "lastUpdate": current_policy().published_at.date().isoformat()})
