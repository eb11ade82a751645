from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.live import closing_views, door_views, views

app_name = "live"
urlpatterns: list[URLPattern] = [
    path("meetings/<uuid:meeting_id>/live/", views.dashboard, name="dashboard"),
    path("meetings/<uuid:meeting_id>/occurrences/<uuid:occurrence_id>/close/", closing_views.close, name="close"),
    path("live/<uuid:occurrence_id>/", views.occurrence, name="occurrence"),
    path("live/<uuid:occurrence_id>/ticket/", views.ticket, name="ticket"),
    path("live/<uuid:occurrence_id>/door/", door_views.door, name="door"),
]
