"""The one list of how long each kind of row is kept. The limits themselves stand with the slices' own jobs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Token
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, Max, Min, OuterRef, Q

from leavethemeeting.accesslog import actions as looks
from leavethemeeting.accesslog.models import Deed, Look
from leavethemeeting.accounts import jobs as accounts
from leavethemeeting.accounts.models import KnownDevice, User
from leavethemeeting.accounts.pairing import plugins
from leavethemeeting.accounts.pairing.client import CLIENT_ID
from leavethemeeting.accounts.signing_in import KNOWN_FOR
from leavethemeeting.accounts.social import links as social
from leavethemeeting.accounts.social.models import DeletionRequest
from leavethemeeting.attendance.forgetting import KEPT_MS, forget_expired
from leavethemeeting.attendance.models import Claim
from leavethemeeting.consent import jobs as consent
from leavethemeeting.consent.models import Acceptance, Consent
from leavethemeeting.consent.personal_data import CHOICE_DAYS, PROOF_DAYS
from leavethemeeting.logdata import jobs as logdata
from leavethemeeting.logdata.models import AdapterAlarm, AdapterReading, Entry, Error
from leavethemeeting.mail import jobs as mail
from leavethemeeting.mail.models import Letter, Mailing, MailLink, Undeliverable, WayOut
from leavethemeeting.meetings.models import Attendee, Occurrence, Opening
from leavethemeeting.privacy.jobs import end_accounts
from leavethemeeting.privacy.keeping import TITLES, Due, Rule, first_of, sooner
from leavethemeeting.referrals.jobs import forget_old_invitations
from leavethemeeting.referrals.models import Invitation
from leavethemeeting.referrals.personal_data import KEPT_DAYS as INVITED_DAYS
from leavethemeeting.safety import actions as safety
from leavethemeeting.safety.models import NetworkBlock, Suspension
from leavethemeeting.safety.personal_data import KEPT_DAYS as SAFETY_DAYS
from leavethemeeting.shared.jobs import delete_expired_limits
from leavethemeeting.shared.models import CacheEntry
from leavethemeeting.shared.moments import to_datetime
from leavethemeeting.shared.personal_data import HOST_LIMIT
from leavethemeeting.website import jobs as website
from leavethemeeting.website.models import Case, PluginLinkRequest


def _after(rows: Any, field: str, kept: timedelta) -> tuple[int, Due]:
    return kept.days, first_of(rows, field, kept)


def _evidence_due() -> datetime | None:
    """The first occurrence whose meeting's days are over; one that is open now is not counted."""
    closed = Occurrence.objects.annotate(last=Max("openings__closed_at")).filter(last__isnull=False)
    first = (
        closed.exclude(openings__closed_at__isnull=True).annotate(ends=F("last") + KEPT_MS).aggregate(at=Min("ends"))
    )
    return None if first["at"] is None else to_datetime(first["at"])


def _attendees_due() -> datetime | None:
    """The first attendee of whom nothing is kept, in a meeting that is not open."""
    traces = Claim.objects.filter(attendee_id=OuterRef("pk"))
    open_now = Opening.objects.filter(occurrence__meeting=OuterRef("meeting_id"), closed_at__isnull=True)
    left = Attendee.objects.exclude(Exists(traces)).exclude(Exists(open_now))
    first = left.annotate(ends=F("first_came_at") + KEPT_MS).aggregate(at=Min("ends"))["at"]
    return None if first is None else to_datetime(first)


def _rule(name: str, tables: str, kept: tuple[int | None, Due], do: Any) -> Rule:
    days, due = kept
    return Rule(name, TITLES[name], tuple(tables.split()), days, due, do)


def _of_letters() -> tuple[Rule, ...]:
    lone = MailLink.objects.filter(mailing__reference=F("mailing__kind"), shared=False, letter__isnull=True)
    spent = Mailing.objects.filter(letters__isnull=True).exclude(reference=F("kind"))
    over = mail.forget_what_is_over
    return (
        _rule("letters", "mail_letter mail_visit", _after(Letter.objects, "written_at", mail.KEPT_FOR), mail.delete_old_letters),
        _rule("links", "mail_link", (
            mail.LINKS_KEPT_FOR.days,
            sooner(first_of(MailLink.objects.all(), "made_at", mail.LINKS_KEPT_FOR), first_of(lone, "made_at", mail.KEPT_FOR)),
        ), over),
        _rule("ways_out", "mail_way_out", _after(WayOut.objects, "made_at", mail.WAYS_KEPT_FOR), over),
        _rule("dead_addresses", "mail_undeliverable", _after(Undeliverable.objects, "since", mail.DEAD_FOR), over),
        _rule("mailings", "mail_mailing", _after(spent, "written_at", mail.LINKS_KEPT_FOR), over),
    )  # fmt: skip


def _of_accounts() -> tuple[Rule, ...]:
    shown = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    stale = User.objects.filter(~Exists(shown), last_login__isnull=True)
    in_full = UserSession.objects.exclude(data__has_key="shortened")
    paired = Token.objects.filter(client_id=CLIENT_ID, type=Token.Type.ACCESS_TOKEN)
    return (
        _rule("unconfirmed", "accounts_user account_emailaddress", _after(stale, "date_joined", accounts.UNVERIFIED_FOR), accounts.delete_never_verified),
        _rule("ending_accounts", "accounts_user", (None, first_of(User.objects.filter(ends_at__isnull=False), "ends_at")), end_accounts),
        _rule("session_addresses", "usersessions_usersession", _after(in_full, "created_at", accounts.IP_IN_FULL_FOR), accounts.forget_devices),
        _rule("known_devices", "accounts_known_device", _after(KnownDevice.objects, "last_at", KNOWN_FOR), accounts.forget_devices),
        _rule("sessions", "django_session", (None, first_of(Session.objects.all(), "expire_date")), accounts.delete_expired_sessions),
        _rule("plugins", "allauth_idp_oidc_token", (None, first_of(paired, "expires_at")), plugins.end_idle_plugins),
        _rule("meta_requests", "social_deletion_request", _after(DeletionRequest.objects, "made_at", social.REQUESTS_KEPT), social.forget_deletion_requests),
        _rule("invitations", "referrals_invitation", _after(Invitation.objects, "made_at", timedelta(days=INVITED_DAYS)), forget_old_invitations),
    )  # fmt: skip


def _of_traces() -> tuple[Rule, ...]:
    full = Entry.objects.filter(ip_is_short=False)
    return (
        _rule("looks", "accesslog_look", _after(Look.objects, "looked_at", timedelta(days=looks.KEPT_DAYS)), looks.forget_old_looks),
        _rule("log_addresses", "logdata_entry", _after(full, "at", logdata.IP_IN_FULL_FOR), logdata.shorten_addresses),
        _rule("log_data", "logdata_entry", _after(Entry.objects, "at", logdata.ENTRY_KEPT_FOR), logdata.forget_old_entries),
        _rule("errors", "logdata_error", _after(Error.objects, "last_at", logdata.ERROR_KEPT_FOR), logdata.forget_old_errors),
        _rule("limits", "shared_cache", (None, first_of(CacheEntry.objects.all(), "expires")), delete_expired_limits),
    )  # fmt: skip


def _of_the_provider() -> tuple[Rule, ...]:
    """What the provider did, and what plugins said of pages."""
    kept = timedelta(days=SAFETY_DAYS)
    freed = NetworkBlock.objects.filter(freed_at__isnull=False)
    ended = sooner(first_of(NetworkBlock.objects.all(), "until", kept), first_of(freed, "freed_at", kept))
    lifted = Suspension.objects.filter(lifted_at__isnull=False)
    return (
        _rule("deeds", "accesslog_deed", _after(Deed.objects, "done_at", timedelta(days=looks.KEPT_DAYS)), looks.forget_old_looks),
        _rule("blocks", "safety_network_block", (SAFETY_DAYS, ended), safety.forget_old),
        _rule("suspensions", "safety_suspension", _after(lifted, "lifted_at", kept), safety.forget_old),
        _rule("readings", "logdata_adapter_reading", _after(AdapterReading.objects, "last_at", logdata.READING_KEPT_FOR), logdata.forget_old_readings),
        _rule("alarms", "logdata_adapter_alarm", _after(AdapterAlarm.objects, "last_at", logdata.ERROR_KEPT_FOR), logdata.forget_old_readings),
    )  # fmt: skip


def _of_words() -> tuple[Rule, ...]:
    """What people said to us without an account, or agreed to."""
    kept = timedelta(days=PROOF_DAYS)
    nobodys = Consent.objects.filter(user__isnull=True)
    lapsed = nobodys.filter(withdrawn_at__isnull=True, email="")
    ended = sooner(
        first_of(nobodys.filter(withdrawn_at__isnull=False), "withdrawn_at", kept),
        first_of(lapsed, "given_at", kept + timedelta(days=CHOICE_DAYS)),
    )
    closed, never = Q(state=Case.State.CLOSED), Q(state=Case.State.UNCONFIRMED)
    return (
        _rule("acceptances", "consent_acceptance", _after(Acceptance.objects.filter(user__isnull=True), "accepted_at", kept), consent.forget_old_proofs),
        _rule("consents", "consent_consent", (PROOF_DAYS, ended), consent.forget_old_proofs),
        _rule("plugin_wishes", "website_plugin_link_request", _after(PluginLinkRequest.objects, "asked_at", website.REQUEST_KEPT_FOR), website.delete_old_requests),
        _rule("cases", "website_case website_case_message website_case_key", _after(Case.objects.filter(closed), "closed_at", website.CASE_KEPT_FOR), website.delete_old_cases),
        _rule("unconfirmed_cases", "website_case website_guardian_request", _after(Case.objects.filter(never), "opened_at", website.UNCONFIRMED_FOR), website.delete_old_cases),
    )  # fmt: skip


def _of_meetings() -> tuple[Rule, ...]:
    """Here ``days`` is what stands where the host has not chosen a shorter time; ``due`` follows each host's choice."""
    evidence = (
        "attendance_event attendance_claim attendance_tally attendance_pack meetings_occurrence meetings_opening "
        "meetings_admission meetings_removal meetings_handover room_command room_checkpoint"
    )
    return (
        _rule("evidence", evidence, (None, _evidence_due), forget_expired),
        _rule("attendees", "meetings_attendee meetings_shared_profile", (None, _attendees_due), forget_expired),
    )


RULES: tuple[Rule, ...] = (
    *_of_meetings(),
    *_of_accounts(),
    *_of_traces(),
    *_of_letters(),
    *_of_the_provider(),
    *_of_words(),
)
LONGEST_HERE: dict[str, int] = dict.fromkeys(("evidence", "attendees"), HOST_LIMIT.days or 0)
"""The longest a rule keeps where each row says itself when it ends, as the data map declares it."""
