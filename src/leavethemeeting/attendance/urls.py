from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.attendance import views

app_name = "attendance"
urlpatterns: list[URLPattern] = [
    path("reports/<uuid:occurrence_id>/corrections/", views.corrections, name="corrections"),
    path("reports/<uuid:occurrence_id>/corrections/<uuid:correction>/undo/", views.undo, name="undo"),
    path("reports/<uuid:occurrence_id>/attendees/<slug:slug>/correct/", views.correct_time, name="correct_time"),
    path("reports/<uuid:occurrence_id>/attendees/<slug:slug>/same-person/", views.same_person, name="same_person"),
]
