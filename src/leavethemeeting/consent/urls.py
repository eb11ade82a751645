from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from leavethemeeting.consent import choice_views, views
from leavethemeeting.consent.models import Document

app_name = "consent"


def _text(root: str, kind: Document) -> Iterator[URLPattern]:
    """The addresses of one versioned text; they never change."""
    name, about = kind.value, {"kind": kind}
    yield path(f"{root}/", views.text, about, name=name)
    yield path(f"{root}/versions/", views.version_list, about, name=f"{name}_versions")
    yield path(f"{root}/versions/<int:number>/", views.version, about, name=f"{name}_version")
    yield path(f"{root}/versions/<int:number>/changes/", views.version_changes, about, name=f"{name}_changes")
    yield path(f"{root}/versions/<int:number>.md", views.markdown, about, name=f"{name}_markdown")
    yield path(f"{root}/changes.atom", views.feed, about, name=f"{name}_feed")


urlpatterns: list[URLPattern] = [
    *_text("privacy", Document.POLICY),
    *_text("terms", Document.TERMS),
    path("privacy/current.json", views.current_json, name="current_json"),
    path("privacy/accept/", choice_views.accept, name="accept"),
    path("cookies/", choice_views.cookies, name="cookies"),
    path("choices/", choice_views.choices, name="choices"),
    path("choices/<slug:kind>/", choice_views.switch, name="switch"),
    path(".well-known/gpc.json", views.gpc, name="gpc"),
]
