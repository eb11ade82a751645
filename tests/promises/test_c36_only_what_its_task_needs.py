"""C36: third parties get what their task needs and nothing else; the door they are served at sees to it.

Turn red when ``shared/outgoing.py`` stops asking: let ``allowed`` return all names, let ``MailLine.send`` or ``ServiceConnection.send``
pass the message as it is, or leave ``through_the_door`` out of ``SocialAdapter.get_requests_session``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import requests
from allauth.socialaccount.adapter import get_adapter
from django.core.mail import EmailMultiAlternatives

from leavethemeeting.mail import by_api, transport
from leavethemeeting.mail.delivery import deliver
from leavethemeeting.mail.models import Letter
from leavethemeeting.mail.transport import message_of
from leavethemeeting.shared import outgoing, recipients
from leavethemeeting.shared.environment import Smtp, environment
from leavethemeeting.shared.outgoing import Door, NotAllowed, allowed, handed_over, letter_for, through_the_door
from tests.mail.servers import Mailbox, smtp_server, write
from tests.mail.test_by_api import Api, postmark

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
SMTP = Smtp("mail.example.org", 587, "", "", "starttls")
SERVICE = Smtp("api.example.org", 443, "", "", "tls", service="postmark")
FACEBOOK = {
    "facebook": {
        "APP": {"client_id": "1"}, "GRAPH_API_URL": "https://graph.example.org/v1",
        "AUTHORIZE_URL": "https://www.example.org/dialog",
    }
}  # fmt: skip


@pytest.fixture(params=["under test", "in production"])
def strict(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    testing = bool(request.param == "under test")
    monkeypatch.setattr(outgoing, "environment", lambda: replace(environment(), testing=testing))
    return testing


def letter() -> EmailMessage:
    now = datetime(2026, 11, 29, tzinfo=UTC)
    row = Letter(
        id=UUID(int=7), kind="k", recipient="bob@example.org", subject="Hello", text="Hi.", html="<p>Hi.</p>", written_at=now, next_attempt_at=now,
        unsubscribe_url="https://here.example.org/out",
    )  # fmt: skip
    return message_of(row, sender="Us <us@example.org>")


def test_a_letter_as_it_is_written_passes_whole() -> None:
    sent = letter_for(recipients.mail_recipient(SMTP), letter())
    assert sent.as_bytes() == letter().as_bytes()


def test_a_header_too_many_does_not_leave(strict: bool, caplog: pytest.LogCaptureFixture) -> None:
    message = letter()
    message["X-Meetings"] = "Alice's, on Friday"
    if strict:
        with pytest.raises(NotAllowed, match=r"x-meetings may not go to mail\.example\.org"):
            letter_for(recipients.mail_recipient(SMTP), message)
        return
    with caplog.at_level(logging.ERROR):
        assert letter_for(recipients.mail_recipient(SMTP), message).as_bytes() == letter().as_bytes()
    assert "x-meetings" in caplog.text and "Friday" not in caplog.text


def test_a_file_does_not_leave_with_a_letter(strict: bool) -> None:
    message = letter()
    message.add_attachment(b"name,email", maintype="text", subtype="csv", filename="attendees.csv")
    if strict:
        with pytest.raises(NotAllowed, match="attachment"):
            letter_for(recipients.mail_recipient(SMTP), message)
    else:
        assert b"name,email" not in letter_for(recipients.mail_recipient(SMTP), message).as_bytes()


def test_a_mail_service_gets_no_more_than_a_mail_server(strict: bool) -> None:
    message: Any = EmailMultiAlternatives(
        "Hello", "Hi.", "us@example.org", ["bob@example.org"], headers={"X-Host": "Alice"}
    )
    message.attach_alternative("<p>Hi.</p>", "text/html")
    message.metadata = {"letter": "1", "user": "2"}
    message.tags = ["attends"]
    message.merge_data = {"bob@example.org": {"name": "Bob"}}
    if strict:
        with pytest.raises(NotAllowed, match="merge_data, metadata:user, tags, x-host"):
            handed_over(recipients.mail_recipient(SERVICE), message)
        return
    sent = handed_over(recipients.mail_recipient(SERVICE), message)
    assert (sent.metadata, sent.tags, sent.merge_data, sent.extra_headers) == ({"letter": "1"}, [], [], {})
    assert (sent.subject, sent.body, sent.to, sent.alternatives[0][0]) == (
        "Hello",
        "Hi.",
        ["bob@example.org"],
        "<p>Hi.</p>",
    )


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[list[requests.PreparedRequest]]:
    """What would leave; the network is played."""
    settings.SOCIALACCOUNT_PROVIDERS = FACEBOOK
    left: list[requests.PreparedRequest] = []

    def send(_self: Any, request: requests.PreparedRequest, *_args: Any, **_kwargs: Any) -> requests.Response:
        left.append(request)
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, request.url or ""
        answer.raw = SimpleNamespace(_original_response=None, read=lambda *_a, **_k: b"", release_conn=lambda: None)
        return answer

    monkeypatch.setattr("requests.adapters.HTTPAdapter.send", send)
    yield left


def test_a_network_learns_nothing_but_the_sign_in(strict: bool, wire: list[requests.PreparedRequest]) -> None:
    session = get_adapter().get_requests_session()  # type: ignore[no-untyped-call]  # -- allauth's
    session.get("https://graph.example.org/v1/me", params={"fields": "id", "access_token": "t"})
    assert wire.pop().url == "https://graph.example.org/v1/me?fields=id&access_token=t"
    told = {"code": "c", "email": "bob@example.org"}
    if strict:
        with pytest.raises(NotAllowed, match="email may not go to Facebook"):
            session.post("https://graph.example.org/v1/oauth", data=told)
        with pytest.raises(NotAllowed, match="body may not go to Facebook"):
            session.post("https://graph.example.org/v1/events", json={"event": "attended"})
        assert wire == []
        return
    session.post("https://graph.example.org/v1/oauth?user=bob", data=told)
    session.post("https://graph.example.org/v1/events", json={"event": "attended"})
    assert [(sent.url, sent.body) for sent in wire] == [
        ("https://graph.example.org/v1/oauth", "code=c"), ("https://graph.example.org/v1/events", None),
    ]  # fmt: skip
    assert wire[0].headers["Content-Length"] == "6"


def test_a_machine_that_is_nobodys_is_not_talked_to_at_all(strict: bool, wire: list[requests.PreparedRequest]) -> None:
    session = get_adapter().get_requests_session()  # type: ignore[no-untyped-call]  # -- allauth's
    with pytest.raises(NotAllowed):
        session.get("https://metrics.example.net/collect")
    service = through_the_door(requests.Session(), whole=recipients.mail_recipient(SERVICE))
    with pytest.raises(NotAllowed):
        service.post("https://metrics.example.net/collect", json={})
    service.post("https://api.example.org/send", json={"To": "bob@example.org"})
    assert [sent.url for sent in wire] == ["https://api.example.org/send"]


def test_two_networks_on_one_machine_are_both_served(wire: list[requests.PreparedRequest], settings: Any) -> None:
    """For practice both play on loopback."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        name: {"APP": {"client_id": "1"}, "ACCESS_TOKEN_URL": "http://localhost:9/token"}
        for name in ("facebook", "google")
    }
    session = get_adapter().get_requests_session()  # type: ignore[no-untyped-call]  # -- allauth's
    session.post("http://localhost:9/token", data={"code": "c", "code_verifier": "v"})
    session.get("http://localhost:9/me", params={"fields": "id", "appsecret_proof": "p"})
    with pytest.raises(NotAllowed):
        session.post("http://localhost:9/token", data={"email": "bob@example.org"})
    assert len(wire) == 2


def test_every_way_out_is_at_the_door() -> None:
    session = get_adapter().get_requests_session()  # type: ignore[no-untyped-call]  # -- allauth's
    assert all(isinstance(session.get_adapter(f"{scheme}://x/"), Door) for scheme in ("http", "https"))


def test_who_only_browsers_talk_to_may_have_nothing_from_us(strict: bool) -> None:
    stun = next(
        iter(recipients.recipients(replace(environment(), smtp=None, turn=None, stun_url="stun:stun.example.org:3478")))
    )
    if strict:
        with pytest.raises(NotAllowed):
            allowed(stun, ["name"])
    else:
        assert allowed(stun, ["name"]) == set()


# ---- on the wire: real servers, with a mistake planted where letters are made ----------------


def more_than_allowed(monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
    """Letters are made with a header that no recipient may have."""
    made = module.message_of

    def with_more(row: Letter, *, sender: str) -> EmailMessage:
        message: EmailMessage = made(row, sender=sender)
        message["X-Meetings"] = "Alice's, on Friday"
        return message

    monkeypatch.setattr(module, "message_of", with_more)


@pytest.mark.django_db
def test_a_mail_server_never_sees_it(strict: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    more_than_allowed(monkeypatch, transport)
    write(now=NOW)
    mailbox = Mailbox()
    with smtp_server(mailbox) as smtp:
        if strict:
            with pytest.raises(NotAllowed):
                deliver(smtp, now=NOW)
            assert mailbox.letters == []
            return
        assert deliver(smtp, now=NOW) == 1
    (arrived,) = mailbox.letters
    assert arrived["Subject"] and arrived["X-Meetings"] is None


@pytest.mark.django_db
def test_a_mail_service_never_sees_it(strict: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    more_than_allowed(monkeypatch, by_api)
    monkeypatch.setattr(by_api, "KEPT_HEADERS", (*by_api.KEPT_HEADERS, "X-Meetings"))
    write(now=NOW)
    with Api().serving() as api:
        api.answers = [
            (
                200,
                [
                    {
                        "ErrorCode": 0,
                        "Message": "OK",
                        "MessageID": "1",
                        "SubmittedAt": "2026-11-29T10:00:00Z",
                        "To": "x@example.org",
                    }
                ],
            )
        ]
        smtp = postmark(api)
        if strict:
            with pytest.raises(NotAllowed):
                deliver(smtp, now=NOW)
            assert api.asked == []
            return
        deliver(smtp, now=NOW)
    ((_path, _headers, body),) = api.asked
    assert b"Friday" not in body and b"Subject" in body
