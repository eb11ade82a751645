from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.live import views

app_name = "live"
urlpatterns: list[URLPattern] = [
    path("meetings/<uuid:meeting_id>/live/", views.dashboard, name="dashboard"),
    path("live/<uuid:occurrence_id>/", views.occurrence, name="occurrence"),
    path("live/<uuid:occurrence_id>/ticket/", views.ticket, name="ticket"),
]
