from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.mail import preview_views, reader_views, service_views, views

app_name = "mail"
urlpatterns: list[URLPattern] = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:letter_id>/", views.letter, name="letter"),
    path("outbox/<uuid:letter_id>/html/", views.letter_html, name="letter_html"),
    path("outbox/previews/", preview_views.previews, name="previews"),
    path("outbox/previews/<slug:kind>/", preview_views.preview, name="preview"),
    path("outbox/previews/<slug:kind>/html/", preview_views.preview_html, name="preview_html"),
    # In letters; /m/ is the meetings' door.
    path("l/o/<str:token>", reader_views.pixel, name="pixel"),
    path("l/c/<str:token>", reader_views.visit, name="visit"),
    path("u/<str:token>", reader_views.way_out, name="way_out"),
    path("mail/reports/<slug:service>/", service_views.reports, name="reports"),
]
