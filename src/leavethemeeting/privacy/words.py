"""What tables, columns and values are called on pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leavethemeeting.shared.moments import to_datetime

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LONGEST = 500
_FIRST_MOMENT = 10**12  # milliseconds: whatever is below is a number, not a time

TITLES: Mapping[str, StrOrPromise] = {
    "accounts_user": gettext_lazy("Account"), "accounts_picture": gettext_lazy("Picture"),
    "account_emailaddress": gettext_lazy("Addresses"), "accounts_known_device": gettext_lazy("Known devices"),
    "usersessions_usersession": gettext_lazy("Where they are signed in"),
    "socialaccount_socialaccount": gettext_lazy("Linked profiles"),
    "mfa_authenticator": gettext_lazy("Second factors and passkeys"),
    "allauth_idp_oidc_token": gettext_lazy("Connected plugins"),
    "accesslog_look": gettext_lazy("Who looked"), "consent_acceptance": gettext_lazy("Accepted versions"),
    "consent_consent": gettext_lazy("Consents"), "logdata_entry": gettext_lazy("Log data"),
    "mail_letter": gettext_lazy("Letters"), "mail_link": gettext_lazy("Links in letters"),
    "mail_visit": gettext_lazy("Opens and visits"), "mail_way_out": gettext_lazy("Ways out of lists"),
    "mail_undeliverable": gettext_lazy("Addresses that returned letters"),
    "website_case": gettext_lazy("Cases"), "website_case_message": gettext_lazy("Messages of cases"),
    "website_guardian_request": gettext_lazy("What a guardian told"),
    "website_plugin_link_request": gettext_lazy("Wishes for the plugin’s link"),
    "meetings_meeting": gettext_lazy("Meetings they host"), "meetings_co_host": gettext_lazy("Meetings they co-host"),
    "meetings_attendee": gettext_lazy("Meetings they came to"),
    "meetings_shared_profile": gettext_lazy("Profile as hosts see it"),
    "meetings_admission": gettext_lazy("Admissions from the waiting room"),
    "meetings_removal": gettext_lazy("Removals"), "meetings_handover": gettext_lazy("Hand-overs"),
    "room_command": gettext_lazy("Commands to a room"),
    "attendance_event": gettext_lazy("Recorded events"), "attendance_claim": gettext_lazy("What the record says of them"),
    "attendance_tally": gettext_lazy("Interactions, counted"), "referrals_invitation": gettext_lazy("Invitations"),
}  # fmt: skip


def title_of(table: str) -> str:
    """A table's name for people."""
    return str(TITLES.get(table, table.replace("_", " ")))


def column_words(column: str) -> str:
    """A column's name for people: ``email_verified`` is "email verified"."""
    return column.replace("_", " ")


def value_words(value: object) -> str:
    """A stored value as it is read: moments in the reader's zone, yes and no, the size of a picture."""
    match value:
        case None | "":
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
        case int() if value >= _FIRST_MOMENT:
            return f"{timezone.localtime(to_datetime(value)):%Y-%m-%d %H:%M:%S}"
        case bytes() | memoryview():
            return _("%(count)d bytes") % {"count": len(bytes(value))}
    return str(value)[:_LONGEST]
