from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.room import views

app_name = "room"
urlpatterns: list[URLPattern] = [
    path("m/<slug:code>/room/", views.page, name="page"),
    path("m/<slug:code>/ticket/", views.ticket, name="ticket"),
    path("m/<slug:code>/left/", views.left, name="left"),
]
