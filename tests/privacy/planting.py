"""One row for each rule of keeping, whose time is over exactly at a given moment; and a second one that has time left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Token
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Model, QuerySet

from leavethemeeting.accesslog.actions import look
from leavethemeeting.accesslog.kinds import Role, Subject, What
from leavethemeeting.accesslog.models import Deed, Look
from leavethemeeting.accounts.models import KnownDevice, User
from leavethemeeting.accounts.pairing.client import SCOPES, ensure_client
from leavethemeeting.accounts.social.models import DeletionRequest
from leavethemeeting.attendance.models import Event
from leavethemeeting.attendance.payloads import ClaimFields, new_event
from leavethemeeting.consent.actions import accept_current, give
from leavethemeeting.consent.kinds import Channel, Kind, sentence
from leavethemeeting.consent.models import Acceptance, Consent
from leavethemeeting.domain.events import EventType, SourceKind
from leavethemeeting.evidence.models import SelfCheck, Undeclared
from leavethemeeting.logdata.models import AdapterAlarm, AdapterReading, Entry, Error
from leavethemeeting.mail.models import Letter, Mailing, MailLink, Undeliverable, WayOut
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence, Opening
from leavethemeeting.privacy.keeping import rules
from leavethemeeting.referrals.models import Invitation
from leavethemeeting.registers.models import Affected
from leavethemeeting.rights.forgetting import KEPT_DAYS as COPIES_DAYS
from leavethemeeting.rights.models import Export, ExportPart, Proof
from leavethemeeting.safety.models import NetworkBlock, Suspension
from leavethemeeting.shared.models import CacheEntry
from leavethemeeting.shared.moments import from_datetime
from leavethemeeting.website.models import Case, PluginLinkRequest
from tests.reports.story import write

Row = QuerySet[Any]  # the row itself, or what of it is to go: empty when it has gone


def _row(row: Model, **still: Any) -> Row:
    """The row, as long as it is there and ``still`` holds of it."""
    return type(row)._default_manager.filter(pk=row.pk, **still)


def _since(rule: str, ends: datetime) -> datetime:
    days = rules()[rule].days
    assert days is not None
    return ends - timedelta(days=days)


def _member(ends: datetime, **about: Any) -> User:
    joined = about.pop("date_joined", ends)
    user = User.objects.create(email=f"{uuid4().hex}@example.org", name="Somebody", **about)
    User.objects.filter(pk=user.pk).update(date_joined=joined)
    return user


def _host() -> User:
    return User.objects.create(email=f"{uuid4().hex}@example.org", name="A host")


def letter(ends: datetime) -> Row:
    at = _since("letters", ends)
    return _row(
        Letter.objects.create(
            kind="test", recipient="a@example.org", subject="…", text="…", written_at=at, next_attempt_at=at
        )
    )


def _mailing(at: datetime, kind: str = "news") -> Mailing:
    return Mailing.objects.create(
        kind=kind, reference=f"{kind}:{uuid4().hex[:8]}", subject="…", written_at=at, finished_at=at
    )


def link(ends: datetime) -> Row:
    made = _since("links", ends)
    mailing = _mailing(ends + timedelta(days=900))
    return _row(
        MailLink.objects.create(
            token_sha256=uuid4().hex * 2, mailing=mailing, kind="visit", target="/", made_at=made, shared=True
        )
    )


def way_out(ends: datetime) -> Row:
    return _row(
        WayOut.objects.create(
            token_sha256=uuid4().hex * 2, consent="news", address="a@example.org", made_at=_since("ways_out", ends)
        )
    )


def dead_address(ends: datetime) -> Row:
    return _row(
        Undeliverable.objects.create(
            address=f"{uuid4().hex}@example.org", since=_since("dead_addresses", ends), said="no"
        )
    )


def mailing(ends: datetime) -> Row:
    return _row(_mailing(_since("mailings", ends)))


def meta_request(ends: datetime) -> Row:
    return _row(
        DeletionRequest.objects.create(code=uuid4().hex, made_at=_since("meta_requests", ends), outcome="nothing")
    )


def unconfirmed(ends: datetime) -> Row:
    return _row(_member(ends, date_joined=_since("unconfirmed", ends)))


def ending(ends: datetime) -> Row:
    user = _member(ends, ends_at=ends)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return _row(user)


def session_address(ends: datetime) -> Row:
    store = SessionStore()
    store.create()
    Session.objects.filter(pk=store.session_key).update(expire_date=ends + timedelta(days=9))
    one = UserSession.objects.create(user=_host(), session_key=store.session_key, ip="192.0.2.77", user_agent="")
    UserSession.objects.filter(pk=one.pk).update(created_at=_since("session_addresses", ends))
    return _row(one, ip="192.0.2.77")


def known_device(ends: datetime) -> Row:
    at = _since("known_devices", ends)
    return _row(
        KnownDevice.objects.create(
            user=_host(), device_type="phone", system="X", browser="Y", network="192.0.2.0/24", first_at=at, last_at=at
        )
    )


def session(ends: datetime) -> Row:
    store = SessionStore()
    store.create()
    Session.objects.filter(pk=store.session_key).update(expire_date=ends)
    return Session.objects.filter(pk=store.session_key)


def plugin(ends: datetime) -> Row:
    return _row(Token.objects.create(
        client=ensure_client(), user=_host(), type=Token.Type.ACCESS_TOKEN, hash=uuid4().hex * 2, scopes="\n".join(SCOPES),
        expires_at=ends, data={"name": "A plugin", "last_used_day": ends.date().isoformat()},
    ))  # fmt: skip


def invitation(ends: datetime) -> Row:
    made = _since("invitations", ends)
    return _row(
        Invitation.objects.create(
            token_sha256=uuid4().hex * 2, inviter=_host(), made_at=made, expires_at=made + timedelta(days=60)
        )
    )


def a_look(ends: datetime) -> Row:
    before = set(Look.objects.values_list("pk", flat=True))
    look(
        looker_id=uuid4(), role=Role.PROVIDER, subject_kind=Subject.MEMBER, subject_id=uuid4(), what=What.FILE,
        reason="a test", now=_since("looks", ends),
    )  # fmt: skip
    return Look.objects.filter(pk=Look.objects.exclude(pk__in=before).get().pk)


def _entry(at: datetime, **about: Any) -> Entry:
    about = {"what": "use", "feature": "planned", "device_type": "phone", "ip": "192.0.2.77", **about}
    return Entry.objects.create(user=_host(), at=at, **about)


def log_address(ends: datetime) -> Row:
    return _row(_entry(_since("log_addresses", ends)), ip="192.0.2.77")


def log_data(ends: datetime) -> Row:
    return _row(_entry(_since("log_data", ends), ip_is_short=True))


def error(ends: datetime) -> Row:
    at = _since("errors", ends)
    return _row(
        Error.objects.create(fingerprint=uuid4().hex, source="server", name="E", first_at=at, last_at=at, count=1)
    )


def limit(ends: datetime) -> Row:
    return _row(CacheEntry.objects.create(cache_key=uuid4().hex, value="…", expires=ends))


def acceptance(ends: datetime) -> Row:
    address = f"{uuid4().hex}@example.org"
    accept_current(email=address, channel=Channel.DOOR, now=_since("acceptances", ends))
    return Acceptance.objects.filter(email=address)


def a_consent(ends: datetime) -> Row:
    address = f"{uuid4().hex}@example.org"
    given = _since("consents", ends)
    give(kind=Kind.NEWS, email=address, text=sentence(Kind.NEWS), channel=Channel.LANDING, now=given)
    Consent.objects.filter(email=address).update(withdrawn_at=given)
    return Consent.objects.filter(email=address)


def wish(ends: datetime) -> Row:
    return _row(
        PluginLinkRequest.objects.create(
            email=f"{uuid4().hex}@example.org", token_sha256=uuid4().hex * 2, asked_at=_since("plugin_wishes", ends)
        )
    )


def closed_case(ends: datetime) -> Row:
    at = _since("cases", ends)
    return _row(
        Case.objects.create(
            reference=uuid4().hex[:8],
            kind="contact",
            name="N",
            email="a@example.org",
            opened_at=at,
            state=Case.State.CLOSED,
            closed_at=at,
        )
    )


def unconfirmed_case(ends: datetime) -> Row:
    at = _since("unconfirmed_cases", ends)
    return _row(
        Case.objects.create(
            reference=uuid4().hex[:8],
            kind="guardian",
            name="N",
            email="a@example.org",
            opened_at=at,
            state=Case.State.UNCONFIRMED,
        )
    )


KEEPS = 12  # days that this host chose: fewer than the 365 that stand where nobody chooses


def evidence(ends: datetime) -> Row:
    meeting = Meeting.objects.create(owner=_host(), title="…", keeps_days=KEEPS)
    closed = from_datetime(ends - timedelta(days=KEEPS))
    occurrence = Occurrence.objects.create(meeting=meeting, first_opened_at=closed - 1000)
    Opening.objects.create(occurrence=occurrence, opened_at=closed - 1000, closed_at=closed, close_reason="host")
    write([new_event(
        meeting_id=meeting.id, occurrence_id=occurrence.id, source_ref="room:a", source_kind=SourceKind.ROOM, id=uuid4().hex,
        type=EventType.ENTER, at=closed - 500, received_at=closed - 500, connection_ref="a-tab", claim=ClaimFields(name="N"),
    )])  # fmt: skip
    return Event.objects.filter(occurrence_id=occurrence.id)


def attendee(ends: datetime) -> Row:
    meeting = Meeting.objects.create(owner=_host(), title="…", keeps_days=KEEPS)
    came = from_datetime(ends - timedelta(days=KEEPS))
    return _row(Attendee.objects.create(meeting=meeting, name="N", email="a@example.org", first_came_at=came))


def self_check(ends: datetime) -> Row:
    return _row(SelfCheck.objects.create(at=_since("self_checks", ends), milliseconds=1, version="1", red=False))


def undeclared(ends: datetime) -> Row:
    at = _since("undeclared", ends)
    return _row(Undeclared.objects.create(kind="cookie", name=uuid4().hex, first_at=at, last_at=at))


def deed(ends: datetime) -> Row:
    return _row(Deed.objects.create(by_id=uuid4(), what="suspend", reason="a test", done_at=_since("deeds", ends)))


def block(ends: datetime) -> Row:
    until = _since("blocks", ends)
    return _row(NetworkBlock.objects.create(
        network="192.0.2.0/24", reason="a test", blocked_at=until - timedelta(days=1), blocked_by_id=uuid4(), until=until,
    ))  # fmt: skip


def suspension(ends: datetime) -> Row:
    at = _since("suspensions", ends)
    return _row(
        Suspension.objects.create(user=_host(), reason="a test", suspended_at=at, suspended_by_id=uuid4(), lifted_at=at)
    )


def reading(ends: datetime) -> Row:
    at = _since("readings", ends)
    return _row(AdapterReading.objects.create(
        plugin_ref=uuid4().hex, member_ref=uuid4().hex, platform="meet", signal="people", readable="yes", since=at, last_at=at,
    ))  # fmt: skip


def alarm(ends: datetime) -> Row:
    at = _since("alarms", ends)
    return _row(AdapterAlarm.objects.create(platform=uuid4().hex[:8], signal="people", since=at, last_at=at))


def copy(ends: datetime) -> Row:
    ready = ends - timedelta(days=COPIES_DAYS)
    made = Export.objects.create(
        user=_host(), asked_at=ready, state=Export.State.READY, ready_at=ready, expires_at=ends, size=4
    )
    return _row(ExportPart.objects.create(export=made, number=0, body=b"copy"))


def copy_note(ends: datetime) -> Row:
    return _row(Export.objects.create(user=_host(), asked_at=_since("copy_notes", ends)))


def code(ends: datetime) -> Row:
    at = _since("codes", ends)
    return _row(Proof.objects.create(email="a@example.org", code_digest="0" * 64, code_until=at, asked_at=at))


def affected(ends: datetime) -> Row:
    return _row(
        Affected.objects.create(incident_id=uuid4(), kind="member", user_id=uuid4(), noted_at=_since("affected", ends))
    )


PLANTS: dict[str, Callable[[datetime], Row]] = {
    "letters": letter, "links": link, "ways_out": way_out, "dead_addresses": dead_address, "mailings": mailing,
    "meta_requests": meta_request, "unconfirmed": unconfirmed, "ending_accounts": ending,
    "session_addresses": session_address, "known_devices": known_device, "sessions": session, "plugins": plugin,
    "invitations": invitation, "looks": a_look, "log_addresses": log_address, "log_data": log_data, "errors": error,
    "limits": limit, "acceptances": acceptance, "consents": a_consent, "plugin_wishes": wish, "cases": closed_case,
    "unconfirmed_cases": unconfirmed_case, "evidence": evidence, "attendees": attendee, "self_checks": self_check, "deeds": deed, "blocks": block, "suspensions": suspension, "readings": reading, "alarms": alarm, "undeclared": undeclared,
    "copies": copy, "copy_notes": copy_note, "codes": code, "affected": affected,
}  # fmt: skip
