"""What a mail service reports by a call of its own is noted, and only what the right service says of our letters.

The payloads have the fields that Postmark's, Mailjet's, Mailgun's and SparkPost's documentation shows, as anymail reads them; no
service was called.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leavethemeeting.mail import service_views
from leavethemeeting.mail.delivery import deliver
from leavethemeeting.mail.models import Letter, MailVisit, Undeliverable
from leavethemeeting.shared.environment import EnvironmentMistakes, Smtp, environment
from tests.mail.servers import write
from tests.mail.test_by_api import TAKEN, Api, through

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SECRET = "postman:rings-twice-and-then-once-more"
KEY = "key-of-mailgun-for-signing"
SIGNED_IN = {"Authorization": "Basic " + b64encode(SECRET.encode()).decode()}
PROVEN = {
    "postmark": f"anymail+postmark://token@default?webhook_secret={quote(SECRET)}",
    "mailjet": f"anymail+mailjet://key:secret@default?webhook_secret={quote(SECRET)}",
    "sparkpost": f"anymail+sparkpost://key@default?webhook_secret={quote(SECRET)}",
    "mailgun": f"anymail+mailgun://key@default?webhook_signing_key={KEY}",
}


def served_by(monkeypatch: pytest.MonkeyPatch, url: str) -> Smtp:
    smtp = through(url)
    monkeypatch.setattr(service_views, "environment", lambda: replace(environment(), smtp=smtp))
    return smtp


def call(service: str, told: Any, headers: dict[str, str] | None = None) -> int:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    sent = SIGNED_IN if headers is None else headers
    return Client(enforce_csrf_checks=True).post(
        f"/mail/reports/{service}/", body, content_type="application/json", headers=sent
    ).status_code  # fmt: skip


def on_postmark(letter: Letter, **changes: Any) -> dict[str, Any]:
    return {
        "RecordType": "Bounce", "ID": 4323372036854775807, "Type": "HardBounce", "TypeCode": 1, "Name": "Hard bounce", "Tag": "",
        "MessageID": str(uuid4()), "Metadata": {"letter": str(letter.pk)}, "ServerID": 23, "MessageStream": "outbound",
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "Details": "smtp;550 5.1.1 Nobody of that name", "Email": letter.recipient, "From": "meetings@meet.example.org",
        "BouncedAt": "2026-11-22T10:00:00.0000000-05:00", "DumpAvailable": True, "Inactive": True, "CanActivate": True,
        "Subject": letter.subject, **changes,
    }  # fmt: skip


def on_mailjet(letter: Letter, **changes: Any) -> dict[str, Any]:
    return {
        "event": "bounce", "time": 1795341600, "MessageID": 13792286917004336, "Message_GUID": str(uuid4()), "email": letter.recipient,
        "mj_campaign_id": 0, "mj_contact_id": 1, "customcampaign": "", "CustomID": "", "Payload": json.dumps({"letter": str(letter.pk)}),
        "blocked": False, "hard_bounce": True, "error_related_to": "recipient", "error": "user unknown", "comment": "", **changes,
    }  # fmt: skip


def on_mailgun(letter: Letter, *, key: str = KEY, **changes: Any) -> dict[str, Any]:
    stamp, token = "1795341600", "f" * 50
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    told = {
        "event": "failed", "severity": "permanent", "reason": "bounce", "id": "G9Bn5sl1TC6nu79C8C0bwg", "timestamp": 1795341600.5,
        "recipient": letter.recipient, "tags": [], "user-variables": {"letter": str(letter.pk)},
        "delivery-status": {"attempt-no": 1, "message": "5.1.1 The account does not exist.", "code": 550, "description": ""},
        "message": {"headers": {"to": letter.recipient, "message-id": "m@meet.example.org", "subject": letter.subject}}, **changes,
    }  # fmt: skip
    return {"signature": {"timestamp": stamp, "token": token, "signature": signature}, "event-data": told}


def on_sparkpost(letter: Letter, **changes: Any) -> list[dict[str, Any]]:
    return [{"msys": {"message_event": {
        "type": "bounce", "bounce_class": "10", "error_code": "550", "event_id": "92356927693813856", "timestamp": "1795341600",
        "raw_rcpt_to": letter.recipient, "rcpt_to": letter.recipient, "rcpt_meta": {"letter": str(letter.pk)},
        "raw_reason": "550 No such mailbox", "reason": "550 No such mailbox", "transmission_id": "65832150921904138", **changes,
    }}}]  # fmt: skip


TOLD: dict[str, Callable[..., Any]] = {
    "postmark": on_postmark,
    "mailjet": on_mailjet,
    "mailgun": on_mailgun,
    "sparkpost": on_sparkpost,
}


@pytest.mark.parametrize("service", sorted(TOLD))
def test_a_letter_to_a_dead_address_is_noted_and_the_address_gets_no_more_news(
    monkeypatch: pytest.MonkeyPatch, service: str
) -> None:
    letter = write(now=NOW)
    served_by(monkeypatch, PROVEN[service])
    assert call(service, TOLD[service](letter)) == 200
    letter.refresh_from_db()
    assert letter.bounced_at is not None and letter.last_error
    assert Undeliverable.objects.get().address == letter.recipient


@pytest.mark.parametrize(("service", "told"), [
    ("postmark", {"Type": "SoftBounce", "Details": "smtp;552 5.2.2 Mailbox full"}),
    ("postmark", {"Type": "HardBounce", "Details": "smtp;550 5.7.1 Looks like spam"}),
    ("mailjet", {"hard_bounce": False, "error": "quota exceeded"}),
    ("mailjet", {"event": "blocked", "hard_bounce": True, "error": "content blocked"}),
    ("mailgun", {"reason": "suppress-bounce", "delivery-status": {"message": "", "code": 605, "description": "Not delivering"}}),
    ("sparkpost", {"bounce_class": "22", "raw_reason": "552 Full"}),
])  # fmt: skip
def test_a_full_mailbox_or_a_filter_is_noted_and_makes_no_address_dead(
    monkeypatch: pytest.MonkeyPatch, service: str, told: dict[str, Any]
) -> None:
    letter = write(now=NOW)
    served_by(monkeypatch, PROVEN[service])
    assert call(service, TOLD[service](letter, **told)) == 200
    letter.refresh_from_db()
    assert letter.bounced_at is not None
    assert not Undeliverable.objects.exists()


@pytest.mark.parametrize(("service", "told"), [
    ("postmark", {"Type": "Transient"}), ("postmark", {"RecordType": "Delivery"}), ("postmark", {"RecordType": "Open"}),
    ("postmark", {"RecordType": "Click"}), ("postmark", {"RecordType": "SpamComplaint", "Type": "SpamComplaint"}),
    ("mailjet", {"event": "open"}), ("mailjet", {"event": "click"}), ("mailjet", {"error": "greylisted", "hard_bounce": False}),
    ("mailgun", {"severity": "temporary"}), ("mailgun", {"event": "opened"}), ("sparkpost", {"type": "delay"}),
])  # fmt: skip
def test_what_is_no_failure_changes_nothing_and_no_open_or_click_is_kept(
    monkeypatch: pytest.MonkeyPatch, service: str, told: dict[str, Any]
) -> None:
    letter = write(now=NOW)
    served_by(monkeypatch, PROVEN[service])
    before = Letter.objects.values().get()
    assert call(service, TOLD[service](letter, **told)) == 200
    assert Letter.objects.values().get() == before
    assert not MailVisit.objects.exists() and not Undeliverable.objects.exists()


def test_only_the_service_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = write(now=NOW)
    served_by(monkeypatch, PROVEN["postmark"])
    wrong = {"Authorization": "Basic " + b64encode(b"postman:guessed-wrongly-and-long").decode()}
    assert call("postmark", on_postmark(letter), {}) == 403
    assert call("postmark", on_postmark(letter), wrong) == 403
    assert call("mailjet", on_mailjet(letter)) == 404
    served_by(monkeypatch, PROVEN["mailgun"])
    assert call("mailgun", on_mailgun(letter, key="another key"), {}) == 403
    letter.refresh_from_db()
    assert letter.bounced_at is None


@pytest.mark.parametrize("url", ["smtp://127.0.0.1:2525", "anymail+postmark://token@default"])
def test_without_a_proof_it_is_off(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    served_by(monkeypatch, url)
    assert call("postmark", on_postmark(write(now=NOW)), {}) == 404
    monkeypatch.undo()
    assert call("postmark", on_postmark(write(now=NOW))) == 404


def test_a_report_about_another_address_or_no_letter_of_ours_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = write(now=NOW)
    served_by(monkeypatch, PROVEN["postmark"])
    for told in (
        on_postmark(letter, Email="somebody@else.example"), on_postmark(letter, Metadata={"letter": str(uuid4())}),
        on_postmark(letter, Metadata={"letter": "x"}), on_postmark(letter, Metadata={}),
    ):  # fmt: skip
        assert call("postmark", told) == 200
    letter.refresh_from_db()
    assert letter.bounced_at is None and not Undeliverable.objects.exists()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_that_comes_makes_it_fall_over(monkeypatch: pytest.MonkeyPatch, data: st.DataObject) -> None:
    service = data.draw(st.sampled_from(["postmark", "mailjet", "sparkpost"]))
    served_by(monkeypatch, PROVEN[service])
    some = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=6,
    )
    whole: Any = TOLD[service](Letter(id=uuid4(), recipient="bob@example.org", subject="Hi"))
    one = whole[0]["msys"]["message_event"] if service == "sparkpost" else whole
    for _ in range(data.draw(st.integers(0, 3))):
        one[data.draw(st.sampled_from(sorted(one)))] = data.draw(some)
    told = data.draw(st.sampled_from([whole, json.dumps(data.draw(some)).encode(), data.draw(st.binary(max_size=30))]))
    assert call(service, told) in (200, 400)


def test_the_number_of_the_letter_travels_only_where_reports_are_taken() -> None:
    for proof in ("", f"&webhook_secret={quote(SECRET)}"):
        letter, api = write(f"bob{len(proof)}@example.org", now=NOW), Api()
        api.answers = [(200, TAKEN)]
        with api.serving():
            url = f"anymail+postmark://a-token@default?api_url={quote(api.url, safe='')}{proof}"
            assert deliver(through(url), now=NOW) == 1
        assert json.loads(api.asked[0][2]).get("Metadata") == ({"letter": str(letter.pk)} if proof else None)


@pytest.mark.parametrize("url", [
    "anymail+postmark://t@default?webhook_secret=short%3Ashort", "anymail+postmark://t@default?webhook_secret=no-colon-but-very-long-indeed",
    "anymail+mailgun://k@default?webhook_secret=postman%3Alonglonglonglonglonglong", "anymail+mailgun://k@default?webhook_signing_key=short",
    "anymail+mandrill://k@default?webhook_secret=postman%3Alonglonglonglonglonglong", "anymail+mailersend://k@default?webhook_secret=a%3Ab",
])  # fmt: skip
def test_a_proof_that_cannot_work_is_said_at_start(url: str) -> None:
    with pytest.raises(EnvironmentMistakes, match="EMAIL_URL"):
        through(url)
