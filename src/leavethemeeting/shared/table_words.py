"""What the tables of the data map are called on pages. A test fails where a table has no title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TITLES: Mapping[str, StrOrPromise] = {
    "accesslog_deed": _("What the provider did"), "accesslog_look": _("Who looked"),
    "account_emailaddress": _("Addresses"), "account_emailconfirmation": _("Address confirmations (not used)"),
    "accounts_known_device": _("Known devices"), "accounts_picture": _("Picture"),
    "accounts_set_up_link": _("Provider’s set-up link"), "accounts_user": _("Account"),
    "allauth_idp_oidc_client": _("Kinds of plugin that may pair"), "allauth_idp_oidc_token": _("Connected plugins"),
    "attendance_claim": _("Who a recorded event is about"), "attendance_credential": _("Keys of other meeting services"),
    "attendance_event": _("Recorded events"), "attendance_pack": _("Recorded events in one piece"), "attendance_position": _("Counter of recorded events"),
    "attendance_tally": _("Interactions, counted"), "attendance_tombstone": _("Marks of erased events"),
    "auth_group": _("Groups (not used)"), "auth_group_permissions": _("Rights of groups (not used)"),
    "auth_permission": _("Rights (not used)"),
    "consent_acceptance": _("Accepted versions"), "consent_consent": _("Consents"),
    "consent_policy_draft": _("Drafts of the policy"), "consent_policy_version": _("Versions of the policy and the terms"),
    "django_content_type": _("Kinds of rows"), "django_migrations": _("Steps of the database’s set-up"),
    "django_session": _("Where browsers are signed in"),
    "logdata_adapter_alarm": _("Pages that plugins cannot read"), "logdata_adapter_reading": _("What plugins can read"),
    "evidence_self_check": _("Self-checks"), "evidence_undeclared": _("Names of cookies that no register knew"),
    "logdata_entry": _("Log data"), "logdata_error": _("Errors"),
    "mail_letter": _("Letters"), "mail_link": _("Links in letters"), "mail_mailing": _("Mailings"),
    "mail_undeliverable": _("Addresses that returned letters"), "mail_visit": _("Opens and visits"),
    "mail_way_out": _("Ways out of lists"),
    "meetings_admission": _("Admissions from the waiting room"), "meetings_attendee": _("People of a meeting"),
    "meetings_co_host": _("Co-hosts"), "meetings_handover": _("Hand-overs"), "meetings_meeting": _("Meetings"),
    "meetings_occurrence": _("Occurrences of a meeting"), "meetings_opening": _("Openings and closings"),
    "meetings_removal": _("Removals"), "meetings_transfer": _("Meetings given away"), "meetings_shared_profile": _("Profile as hosts see it"),
    "mfa_authenticator": _("Second factors and passkeys"),
    "privacy_erasure": _("Erasures, in numbers"), "privacy_gone": _("Keys of what was erased"), "privacy_order": _("Erasures on their way"),
    "registers_entry": _("Registers of disclosures and incidents"), "registers_affected": _("Whom an incident affected"),
    "referrals_invitation": _("Invitations"), "referrals_named": _("Who shows friends their name"),
    "rights_correction": _("Wishes for a correction"), "rights_export": _("Copies of one’s data"),
    "rights_export_part": _("Copies of one’s data, the bytes"), "rights_proof": _("Codes to show an address"),
    "room_boot": _("Starts of the room service"), "room_checkpoint": _("Who was connected, minute by minute"),
    "room_command": _("Commands to a room"),
    "safety_network_block": _("Blocked networks"), "safety_suspension": _("Suspensions"),
    "shared_cache": _("Counted tries"), "shared_duty_run": _("How scheduled duties went"),
    "social_deletion_request": _("Deletions asked for at Facebook"),
    "socialaccount_socialaccount": _("Linked profiles"), "socialaccount_socialapp": _("Networks (not used)"),
    "socialaccount_socialtoken": _("Networks’ tokens (stays empty)"),
    "usersessions_usersession": _("Where you are signed in"),
    "website_case": _("Cases"), "website_case_key": _("Keys to cases"), "website_case_message": _("Messages of cases"),
    "website_guardian_request": _("What a guardian told"), "website_plugin_link_request": _("Wishes for the plugin’s link"),
}  # fmt: skip


def title_of(table: str) -> str:
    """A table's title; one without is shown by its own name, and fails a test."""
    return str(TITLES.get(table, table.replace("_", " ")))
