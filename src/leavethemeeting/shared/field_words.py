"""What the fields of the data map are called on pages: by the column's name, or by table and column where one name
means several things. A test fails where a field has no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What a name means in every table that has it.
EVERYWHERE: Mapping[str, StrOrPromise] = {
    "id": _("number of the row"), "user_id": _("whose row it is"), "name": _("name"), "email": _("e-mail address"),
    "occurrence_id": _("which occurrence"), "meeting_id": _("which meeting"), "attendee_id": _("which attendee"),
    "kind": _("kind"), "token_sha256": _("hash of the secret link"), "made_at": _("when it was made"),
    "expires_at": _("when it ends"), "created_at": _("when it was made"), "at": _("when"), "role": _("role"),
    "text": _("text"), "last_login": _("last sign-in"), "date_joined": _("signed up"), "time_zone": _("time zone"),
    "pronouns": _("pronouns"), "organisation": _("organisation"), "sign_in_method": _("way of the last sign-in"),
    "source_ref": _("which source, as a hash"), "connection_ref": _("which connection, as a number"),
    "case_id": _("which case"), "request_id": _("number of the request in the server’s log"),
    "device_type": _("type of device"), "system": _("operating system"), "browser": _("browser"), "network": _("network"),
    "first_at": _("first time"), "last_at": _("last time"), "webp": _("picture"), "used_at": _("when it was used"),
    "owner_id": _("whose it is"), "secret": _("secret"), "client_id": _("which program"), "scopes": _("what it may do"),
    "email_verified": _("whether the address is confirmed"), "source_kind": _("kind of source"), "count": _("how many"),
    "channel": _("where it was said"), "summary": _("summary"), "material": _("whether members were asked again"),
    "session_key": _("which sign-in"), "ip": _("IP address"), "mailing_id": _("which mailing"), "subject": _("subject"),
    "written_at": _("when it was written"), "asked_at": _("when it was asked"), "opened_at": _("when it was opened"),
    "closed_at": _("when it was closed"), "code": _("code"), "address": _("e-mail address"),
    "reference": _("reference"), "state": _("state"), "made_by_id": _("who made it"),
}  # fmt: skip

#: What stands in one table only, or means something else there.
HERE: Mapping[str, Mapping[str, StrOrPromise]] = {
    "accesslog_deed": {
        "by_id": _("who did it"), "what": _("what was done"), "subject_id": _("to whom"), "reason": _("the reason given"), "done_at": _("when"),
    },
    "accesslog_look": {
        "looker_id": _("who looked"), "role": _("looked as"), "subject_kind": _("member or attendee"),
        "subject_id": _("whose data"), "what": _("what was looked at"), "reason": _("the reason given"), "looked_at": _("when"),
    },
    "account_emailaddress": {"verified": _("whether it is confirmed"), "primary": _("whether letters go there")},
    "account_emailconfirmation": {
        "created": _("when it was made"), "sent": _("when it was sent"), "key": _("secret"), "email_address_id": _("which address"),
    },
    "accounts_picture": {"set_at": _("when it was set")},
    "accounts_user": {
        "password": _("password, as a hash"), "is_active": _("whether the account is open"), "is_provider": _("whether this is the provider’s staff"),
        "age_ok_at": _("when the age question was answered"), "became_host_at": _("when hosting began"), "ends_at": _("when the account is deleted"),
    },
    "allauth_idp_oidc_client": {
        "id": _("short name of the program"), "name": _("name of the program"), "type": _("kind of program"), "data": _("notes (unused)"),
        "allow_uri_wildcards": _("wildcards in addresses (unused)"), "cors_origins": _("websites that may call (unused)"), "redirect_uris": _("ways back (unused)"), "response_types": _("kinds of answer (unused)"),
        "default_scopes": _("what it asks for"), "grant_types": _("how it pairs"), "skip_consent": _("whether nobody is asked (no)"),
    },
    "allauth_idp_oidc_token": {
        "type": _("kind of key"), "hash": _("hash of the key"), "data": _("name of the plugin and the day of its last use"), "created_at": _("when it was paired"),
    },
    "attendance_claim": {
        "event_id": _("which event"), "name": _("name as the source told it"), "email": _("address as the source told it"),
        "platform_account": _("account at the other service"), "text": _("text of a chat message"),
    },
    "attendance_credential": {
        "label": _("what the host calls it"), "token_sha256": _("hash of the key"), "revoked_at": _("when it was taken back"), "last_used_day": _("day of the last use"),
        "source_id": _("what its events stand under"), "plugin_id": _("which paired plugin"), "attendee_id": _("whose attendance a plugin tells"),
    },
    "attendance_event": {
        "id": _("number of the event"), "position": _("place in the record"), "type": _("what happened"), "at": _("when it happened"),
        "until": _("until when it held"), "sent_at": _("when it was sent"), "received_at": _("when it arrived"), "detail": _("how, in fixed words"),
        "digest": _("hash, to know it again"),
    },
    "attendance_position": {"last": _("last place given")},
    "attendance_pack": {
        "edition": _("number of this copy"), "position": _("how far the copy goes"),
        "body": _("copy of who was there and when"),
    },
    "attendance_tally": {"kind": _("kind of interaction"), "milliseconds": _("how long")},
    "attendance_tombstone": {"id": _("number of the event"), "erased_at": _("when it was erased")},
    "auth_group_permissions": {"group_id": _("which group"), "permission_id": _("which right")},
    "auth_permission": {"content_type_id": _("which kind of rows"), "codename": _("short name")},
    "consent_acceptance": {"version_id": _("which version"), "accepted_at": _("when it was accepted")},
    "consent_consent": {
        "browser_sha256": _("hash of the browser’s own number"), "kind": _("what was agreed to"), "text": _("the sentence as it was shown"),
        "text_sha256": _("hash of the sentence"), "given_at": _("when it was given"), "withdrawn_at": _("when it was taken back"),
    },
    "consent_policy_draft": {
        "kind": _("policy or terms"), "source": _("text as written"), "saved_at": _("when it was saved"), "saved_by_id": _("who saved it"),
    },
    "consent_policy_version": {
        "kind": _("policy or terms"), "number": _("number"), "source": _("text as written"), "text": _("text as posted"), "sha256": _("hash of the text"),
        "facts": _("what it promises, in short"), "published_at": _("when it was posted"), "published_by_id": _("who posted it"),
    },
    "django_content_type": {"app_label": _("part of the software"), "model": _("kind")},
    "django_migrations": {"app": _("part of the software"), "applied": _("when it was done")},
    "django_session": {
        "session_key": _("number of the sign-in"), "session_data": _("what the sign-in needs"), "expire_date": _("when it ends"),
    },
    "logdata_adapter_alarm": {
        "platform": _("which platform"), "signal": _("which part of its page"), "since": _("since when"),
        "told_at": _("when the operator was told"), "over_at": _("when it could be read again"),
    },
    "logdata_adapter_reading": {
        "plugin_ref": _("which plugin, as a hash"), "member_ref": _("whose plugin, as a hash"), "platform": _("which platform"),
        "signal": _("which part of its page"), "readable": _("whether it can be read"), "version": _("version of the plugin"),
        "since": _("since when"),
    },
    "evidence_self_check": {
        "milliseconds": _("how long it took"), "version": _("version of the software"), "red": _("whether something was not as promised"),
        "findings": _("what was not as promised"), "kept": _("age of the oldest row, rule by rule"),
    },
    "evidence_undeclared": {"name": _("name")},
    "logdata_entry": {
        "what": _("sign-in or use"), "method": _("way of signing in"), "network": _("network signed in with"), "result": _("how it went"),
        "feature": _("what was used"), "ip_is_short": _("whether the IP address is shortened"), "device_id": _("number of the device, if you allowed one"),
    },
    "logdata_error": {
        "fingerprint": _("hash, to count alike ones"), "source": _("where: server, page or plugin"), "name": _("name of the error"), "page": _("which page"),
        "stack": _("which lines of the software"), "version": _("version of the software"),
    },
    "mail_letter": {
        "kind": _("which letter"), "recipient": _("address it goes to"), "because": _("why it was sent"), "html": _("text with its layout"),
        "unsubscribe_url": _("link for unsubscribing"), "attempts": _("how often it was tried"), "next_attempt_at": _("when it is tried next"),
        "sent_at": _("when it was sent"), "given_up_at": _("when it was given up"), "last_error": _("what the mail server said"), "bounced_at": _("when it came back"),
    },
    "mail_link": {
        "letter_id": _("which letter"), "shared": _("whether it is counted for everybody together"), "kind": _("open or visit"), "target": _("where it leads"),
        "persons": _("visits by people"), "machines": _("visits by programs"), "unknowns": _("other visits"),
    },
    "mail_mailing": {
        "kind": _("which letters"), "content": _("what is still to be written"), "written_up_to": _("how far it is written"),
        "finished_at": _("when all were written"), "delivered_before": _("delivered letters deleted since"), "failed_before": _("failed letters deleted since"),
    },
    "mail_undeliverable": {"since": _("since when"), "said": _("what the mail server said")},
    "mail_visit": {"link_id": _("which link"), "judged": _("person, program or unknown"), "why": _("why it was judged so")},
    "mail_way_out": {"consent": _("what it takes back")},
    "meetings_admission": {
        "formerly": _("name and address before"), "decided_at": _("when it was decided"), "decided_by_id": _("who decided"), "admitted": _("whether admitted"),
    },
    "meetings_attendee": {"first_came_at": _("when they first came")},
    "meetings_co_host": {"user_id": _("who"), "added_at": _("since when")},
    "meetings_handover": {
        "handed_at": _("when it was handed over"), "handed_by_id": _("who handed it over"), "taken_back_at": _("when it was taken back"),
    },
    "meetings_meeting": {
        "code": _("link"), "title": _("title"), "description": _("description"), "place": _("where: here or elsewhere"), "outside_url": _("link elsewhere"),
        "starts_at": _("start"), "ends_at": _("end"), "repeats": _("how it repeats"), "admits": _("who may enter"), "newcomers_are": _("role of newcomers"),
        "waiting_room": _("whether there is a waiting room"), "keeps_chat_text": _("whether chat text is kept"), "minors_attend": _("whether minors may attend, so that no individual is recorded"), "keeps_days": _("for how many days"),
        "planned_at": _("when it was planned"),
        "call_sha256": _("hash of the call’s address, by which a plugin finds the meeting"),
    },
    "meetings_occurrence": {
        "scheduled_start_at": _("planned start"), "scheduled_end_at": _("planned end"), "first_opened_at": _("when it was first opened"),
        "counts_only": _("whether only numbers are recorded"),
    },
    "meetings_opening": {"opened_by_id": _("who opened it"), "closed_by_id": _("who closed it"), "close_reason": _("why it closed")},
    "meetings_removal": {
        "removed_at": _("when"), "removed_by_id": _("who removed them"), "lifted_at": _("when they were let back in"), "barred": _("whether later dates keep them out"),
    },
    "meetings_transfer": {
        "offered_by_id": _("who offered it"), "offered_to_id": _("to whom it was offered"), "offered_at": _("when it was offered"),
        "ended_at": _("when it was answered"), "outcome": _("how it was answered"),
    },
    "meetings_shared_profile": {"shared_at": _("when they entered with it"), "ways_in": _("ways of signing in, linked networks among them")},
    "mfa_authenticator": {"type": _("kind"), "data": _("secret or public key"), "last_used_at": _("last used")},
    "privacy_erasure": {
        "why": _("why"), "ordered_at": _("when it was ordered"), "held_until": _("until when somebody carries it out"), "expected": _("rows to go"),
        "gone": _("rows gone"), "done_at": _("when it was done"), "went": _("how many rows of which kind"),
    },
    "privacy_gone": {"erasure_id": _("which erasure"), "table": _("kind of rows"), "key": _("number of a row that is gone")},
    "privacy_order": {
        "erasure_id": _("which erasure"), "attendee_ids": _("which attendees"), "emails": _("addresses to erase"),
    },
    "referrals_invitation": {
        "token_sha256": _("hash of the invitation"), "inviter_id": _("who invites"), "friend_id": _("who came by it"),
    },
    "registers_entry": {
        "position": _("number of the entry"), "register": _("which register"), "subject_id": _("which disclosure or incident"), "kind": _("what happened"),
        "body": _("what was written down"), "by_id": _("who of the staff"), "previous": _("hash of the entry before"), "digest": _("hash of this entry"),
    },
    "registers_affected": {
        "incident_id": _("which incident"), "noted_at": _("when it was noted"), "handled_at": _("when a letter was written"), "letter_id": _("which letter"),
    },
    "room_boot": {"started_at": _("start"), "stopped_at": _("stop")},
    "room_checkpoint": {"boot_id": _("which start"), "connections": _("open connections, as numbers")},
    "room_command": {"value": _("what exactly"), "given_by_id": _("who gave it"), "given_at": _("when it was given"), "done_at": _("when it was done")},
    "shared_cache": {"cache_key": _("what is counted, and for whom"), "value": _("moments of the tries"), "expires": _("when it ends")},
    "safety_network_block": {
        "network": _("which network"), "reason": _("why"), "blocked_at": _("since when"), "blocked_by_id": _("who blocked it"),
        "until": _("until when"), "freed_at": _("when it was freed"),
    },
    "safety_suspension": {
        "reason": _("the reason given"), "suspended_at": _("since when"), "suspended_by_id": _("who suspended it"), "lifted_at": _("until when"),
    },
    "shared_duty_run": {
        "name": _("which duty"), "every_s": _("how often, in seconds"), "began_at": _("when it last began"),
        "took_ms": _("how long it took"), "done_at": _("when it last ended well"), "failed_at": _("when it last failed"),
        "failure": _("class of the error"),
    },
    "social_deletion_request": {"outcome": _("what was done")},
    "socialaccount_socialaccount": {
        "provider": _("network"), "uid": _("number at the network"), "extra_data": _("what the network told: name, address, what you permitted"),
        "date_joined": _("when it was linked"),
    },
    "socialaccount_socialapp": {"provider": _("network"), "provider_id": _("number"), "key": _("key"), "settings": _("settings")},
    "socialaccount_socialtoken": {
        "app_id": _("which network"), "account_id": _("which profile"), "token": _("token"), "token_secret": _("secret"),
    },
    "usersessions_usersession": {"data": _("kind of device, way in and network"), "user_agent": _("browser, as it names itself"), "last_seen_at": _("last sign of life"), "created_at": _("since when")},
    "rights_correction": {
        "attendee_key": _("which row of the report"), "due_at": _("to be answered by"), "outcome": _("what the host did"),
        "answered_at": _("when it was answered"), "answered_by_id": _("who answered"),
    },
    "rights_export": {
        "maker": _("which process makes it"), "beat_at": _("its last sign of life"), "tries": _("how often it was begun"),
        "done": _("rows written"), "total": _("rows found"), "size": _("size"), "ready_at": _("when it was ready"),
        "taken_at": _("when it was taken"),
    },
    "rights_export_part": {"export_id": _("which copy"), "number": _("number of the part"), "body": _("bytes of the file")},
    "rights_proof": {
        "code_digest": _("hash of the code"), "code_until": _("how long the code holds"),
        "code_tries": _("how often a code was tried"),
    },
    "website_case_key": {"token_sha256": _("hash of the link to the case")},
    "website_case_message": {"author": _("you or the provider"), "written_by_id": _("who of the staff wrote it")},
    "website_guardian_request": {
        "relation": _("relation to the child"), "child_name": _("the child’s name"), "child_email": _("the child’s address"), "meeting": _("which meeting"),
        "code_digest": _("hash of the code"), "code_until": _("until when the code holds"), "code_tries": _("tries with the code"), "confirmed_at": _("when the address was confirmed"),
    },
}  # fmt: skip


def field_words(table: str, column: str) -> str:
    """A field as people say it; one without words is shown by its own name, and fails a test."""
    here = HERE.get(table, {})
    return str(here[column] if column in here else EVERYWHERE.get(column, column.replace("_", " ")))


def has_words(table: str, column: str) -> bool:
    """Whether somebody wrote words for the field."""
    return column in HERE.get(table, {}) or column in EVERYWHERE
