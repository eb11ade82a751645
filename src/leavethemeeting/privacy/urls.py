from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.privacy import views

app_name = "privacy"
urlpatterns: list[URLPattern] = [
    path("account/gone/<str:handle>/", views.account_gone, name="account_gone"),
]
