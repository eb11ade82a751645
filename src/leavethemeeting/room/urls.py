from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.room import people_views, views

app_name = "room"
urlpatterns: list[URLPattern] = [
    path("m/<slug:code>/room/", views.page, name="page"),
    path("m/<slug:code>/ticket/", views.ticket, name="ticket"),
    path("m/<slug:code>/left/", views.left, name="left"),
    path("meetings/<uuid:meeting_id>/people/<uuid:attendee_id>/", people_views.person, name="person"),
    path("meetings/<uuid:meeting_id>/people/<uuid:attendee_id>/do/", people_views.do, name="person_do"),
    path("meetings/<uuid:meeting_id>/people/<uuid:attendee_id>/remove/", people_views.remove, name="person_remove"),
    path(
        "meetings/<uuid:meeting_id>/people/<uuid:attendee_id>/hand-over/", people_views.hand_over_to, name="hand_over"
    ),
]
