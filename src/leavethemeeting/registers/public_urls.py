from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.registers import public_views

app_name = "transparency"
urlpatterns: list[URLPattern] = [
    path("transparency/", public_views.report_page, name="report"),
    path("transparency.json", public_views.report_json, name="report_json"),
    path("transparency/holdings/", public_views.holdings, name="holdings"),
    path("transparency/incidents/", public_views.incident_page, name="incidents"),
]
