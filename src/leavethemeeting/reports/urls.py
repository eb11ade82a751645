from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.reports import people_views, views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("reports/<uuid:occurrence_id>/", views.occurrence, name="occurrence"),
    path("reports/<uuid:occurrence_id>/attendees/<slug:slug>/", views.attendee, name="attendee"),
    path("reports/<uuid:occurrence_id>/attendance.csv", views.attendance_csv, name="attendance_csv"),
    path("reports/<uuid:occurrence_id>/stays.csv", views.stays_csv, name="stays_csv"),
    path("reports/<uuid:occurrence_id>/interactions.csv", views.interactions_csv, name="interactions_csv"),
    path("attendees/", people_views.people, name="people"),
    path("attendees/attendees.csv", people_views.people_csv, name="people_csv"),
    path("attendees/<slug:slug>/", people_views.person, name="person"),
]
