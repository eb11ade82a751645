from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.logdata import views

app_name = "logdata"
urlpatterns: list[URLPattern] = [
    path("profile/log-data/", views.mine, name="mine"),
    path("e/", views.page_error, name="page_error"),
    path("e/policy/", views.refusal, name="refusal"),
]
