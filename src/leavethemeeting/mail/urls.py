from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.mail import views

app_name = "mail"
urlpatterns: list[URLPattern] = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:letter_id>/", views.letter, name="letter"),
    path("outbox/<uuid:letter_id>/html/", views.letter_html, name="letter_html"),
]
