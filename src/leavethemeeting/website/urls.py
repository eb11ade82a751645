from __future__ import annotations

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from leavethemeeting.website import case_views, plugin_views, views
from leavethemeeting.website.references import REFERENCE_PATTERN


class Reference(StringConverter):
    """A case's reference, and nothing else that somebody would like us to display."""

    regex = REFERENCE_PATTERN


class Token(StringConverter):
    """A token in an address: letters, digits, ``-``, ``_`` and, where it is signed, ``.``."""

    regex = r"[A-Za-z0-9_.-]{20,120}"


register_converter(Reference, "reference")
register_converter(Token, "token")

app_name = "website"
urlpatterns: list[URLPattern] = [
    path("", views.landing, name="landing"),
    path("try/", views.try_rules, name="try_rules"),
    path("plugin/", plugin_views.plugin, name="plugin"),
    path("plugin/link/", plugin_views.plugin_link, name="plugin_link"),
    path("plugin/link/sent/", plugin_views.plugin_sent, name="plugin_sent"),
    path("plugin/<token:token>/", plugin_views.plugin_of, name="plugin_of"),
    path("plugin/<token:token>/<slug:browser>/", plugin_views.plugin_download, name="plugin_download"),
    path("contact/", case_views.contact, name="contact"),
    path("guardian/", case_views.guardian, name="guardian"),
    path("guardian/code/<token:handle>/", case_views.guardian_code, name="guardian_code"),
    path("received/<reference:reference>/", case_views.received, name="received"),
    path("case/<token:token>/", case_views.case, name="case"),
    path("leaving/", views.leaving, name="leaving"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
