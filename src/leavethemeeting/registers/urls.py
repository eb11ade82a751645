from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.registers import disclosure_views, incident_views, recipient_views

app_name = "registers"
urlpatterns: list[URLPattern] = [
    path("disclosures/", disclosure_views.index, name="disclosures"),
    path("disclosures/new/", disclosure_views.new, name="disclosure_new"),
    path("disclosures/<uuid:disclosure_id>/", disclosure_views.one, name="disclosure"),
    path("disclosures/<uuid:disclosure_id>/scope/", disclosure_views.scope, name="disclosure_scope"),
    path("disclosures/<uuid:disclosure_id>/approve/", disclosure_views.approve, name="disclosure_approve"),
    path("disclosures/<uuid:disclosure_id>/answer/", disclosure_views.answer, name="disclosure_answer"),
    path("disclosures/<uuid:disclosure_id>/gag/", disclosure_views.gag, name="disclosure_gag"),
    path("disclosures/<uuid:disclosure_id>/bundle/", disclosure_views.bundle, name="disclosure_bundle"),
    path("disclosures/counting/", disclosure_views.counting, name="counting"),
    path("incidents/", incident_views.index, name="incidents"),
    path("incidents/new/", incident_views.new, name="incident_new"),
    path("incidents/<uuid:incident_id>/", incident_views.one, name="incident"),
    path("incidents/<uuid:incident_id>/write/", incident_views.write, name="incident_write"),
    path("incidents/<uuid:incident_id>/letters/", incident_views.letters, name="incident_letters"),
    path("recipients/", recipient_views.index, name="recipients"),
]
