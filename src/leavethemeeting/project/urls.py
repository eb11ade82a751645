"""Every address of the web app. The realtime app's stand in realtime/app.py."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("leavethemeeting.accounts.entrance_urls")),
    path("", include("leavethemeeting.accounts.urls")),
    path("", include("leavethemeeting.accounts.pairing.urls")),
    path("", include("leavethemeeting.website.urls")),
    path("", include("leavethemeeting.consent.urls")),
    path("", include("leavethemeeting.logdata.urls")),
    path("", include("leavethemeeting.accesslog.urls")),
    path("", include("leavethemeeting.referrals.urls")),
    path("", include("leavethemeeting.meetings.urls")),
    path("", include("leavethemeeting.room.urls")),
    path("", include("leavethemeeting.attendance.urls")),
    path("", include("leavethemeeting.live.urls")),
    path("", include("leavethemeeting.rights.urls")),  # before reports: attendees/wishes/ is nobody's slug
    path("", include("leavethemeeting.reports.urls")),
    path("", include("leavethemeeting.mail.urls")),
    path("", include("leavethemeeting.privacy.urls")),
    path("privacy/", include("leavethemeeting.evidence.urls")),
    path("provider/", include("leavethemeeting.provider.urls")),
    path("provider/", include("leavethemeeting.registers.urls")),
    path("", include("leavethemeeting.registers.public_urls")),
]
