from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("set-up/<str:token>/", views.set_up, name="set_up"),
    path("profile/", views.profile, name="profile"),
]
