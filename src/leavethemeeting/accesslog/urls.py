from __future__ import annotations

from django.urls import URLPattern

app_name = "accesslog"
urlpatterns: list[URLPattern] = []
