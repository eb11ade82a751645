from __future__ import annotations

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from leavethemeeting.referrals import friend_views, views


class Invitations(StringConverter):
    """One token of an invitation, or several joined by ``~``."""

    regex = r"[A-Za-z0-9_-]{22}(?:~[A-Za-z0-9_-]{22}){0,19}"


register_converter(Invitations, "invitations")

app_name = "referrals"
urlpatterns: list[URLPattern] = [
    path("invite/", views.invite, name="invite"),
    path("invite/tokens", views.tokens, name="tokens"),
    path("invite/link/", views.link, name="link"),
    path("invite/name/", views.name, name="name"),
    path("invite/return/", views.returned, name="returned"),
    path("i/<invitations:link>/", friend_views.door, name="door"),
    path("i/<invitations:link>/accept/", friend_views.accept, name="accept"),
    path("i/<invitations:link>/decline/", friend_views.decline, name="decline"),
    path("invited/", friend_views.arrived, name="arrived"),
]
