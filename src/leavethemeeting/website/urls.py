from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.website import views

app_name = "website"
urlpatterns: list[URLPattern] = [
    path("", views.landing, name="landing"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
