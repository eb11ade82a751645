from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.evidence import views

app_name = "evidence"
urlpatterns: list[URLPattern] = [
    path("evidence/", views.overview, name="overview"),
    path("evidence/c<int:number>/", views.clause, name="clause"),
    path("status.json", views.status_json, name="status"),
]
