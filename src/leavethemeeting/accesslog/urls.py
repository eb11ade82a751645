from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.accesslog import views

app_name = "accesslog"
urlpatterns: list[URLPattern] = [path("profile/looks/", views.mine, name="mine")]
