from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.attendance import health_views, plugin_views, source_views, views

app_name = "attendance"
urlpatterns: list[URLPattern] = [
    path("meetings/<uuid:meeting_id>/sources/", source_views.sources, name="sources"),
    path(
        "meetings/<uuid:meeting_id>/sources/<uuid:credential>/revoke/", source_views.revoke_source, name="revoke_source"
    ),
    path("reports/<uuid:occurrence_id>/corrections/", views.corrections, name="corrections"),
    path("reports/<uuid:occurrence_id>/corrections/<uuid:correction>/undo/", views.undo, name="undo"),
    path("reports/<uuid:occurrence_id>/attendees/<slug:slug>/correct/", views.correct_time, name="correct_time"),
    path("reports/<uuid:occurrence_id>/attendees/<slug:slug>/same-person/", views.same_person, name="same_person"),
    path("api/v1/plugin/meetings/", plugin_views.meetings, name="plugin_meetings"),
    path("api/v1/plugin/call/", plugin_views.call, name="plugin_call"),
    path("api/v1/plugin/health/", health_views.health, name="plugin_health"),
]
