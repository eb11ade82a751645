"""Letters leave by a mail service's API as well: the real client library against the service's wire format."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote

import pytest

from leavethemeeting.mail import by_api
from leavethemeeting.mail.delivery import deliver
from leavethemeeting.mail.models import Letter
from leavethemeeting.mail.transport import Unreachable
from leavethemeeting.shared.environment import EnvironmentMistakes, Smtp, environment, read_environment
from leavethemeeting.shared.mail_services import SERVICES
from tests.mail.servers import write

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class Api:
    """Somebody else's server: what it was asked, and what it answers next."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[tuple[int, Any]] = []
        self.url = ""

    @contextmanager
    def serving(self) -> Iterator[Api]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                api.asked.append((self.path, dict(self.headers), body))
                code, answer = api.answers.pop(0)
                said = json.dumps(answer).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}/"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join(timeout=10)


def through(url: str) -> Smtp:
    smtp = read_environment({"EMAIL_URL": url, "SECRET_KEY": "x" * 40}).smtp
    assert smtp is not None
    return smtp


def postmark(api: Api) -> Smtp:
    return through(f"anymail+postmark://a-token@default?api_url={quote(api.url, safe='')}")


TAKEN = {"To": "bob@example.org", "MessageID": "m1", "ErrorCode": 0, "Message": "OK"}


def listed() -> Letter:
    letter = write(now=NOW)
    letter.unsubscribe_url = "https://meet.example.org/u/abc"
    letter.save()
    return letter


def test_postmark_gets_the_whole_letter_and_is_told_to_track_nothing() -> None:
    letter, api = listed(), Api()
    api.answers = [(200, TAKEN)]
    with api.serving():
        assert deliver(postmark(api), now=NOW) == 1
    ((path, headers, body),) = api.asked
    told = json.loads(body)
    assert (path, headers["X-Postmark-Server-Token"]) == ("/email", "a-token")
    assert told["TrackOpens"] is False and told["TrackLinks"] == "None"
    assert told["To"] == "bob@example.org" and told["Subject"] == "Tuesday’s meeting"
    assert told["TextBody"].strip() == "Come in — the door’s ajar." and told["HtmlBody"] == "<p>Come in</p>"
    sent = {header["Name"]: header["Value"] for header in told["Headers"]}
    assert sent["Message-ID"] == f"<{letter.id}@{environment().public_host}>" and sent["X-PM-KeepID"] == "true"
    assert sent["List-Unsubscribe"] == "<https://meet.example.org/u/abc>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["X-Letter"] == str(letter.id)


def test_mailgun_is_told_so_in_its_own_words() -> None:
    write(now=NOW)
    api = Api()
    api.answers = [(200, {"id": "<x@y>", "message": "Queued. Thank you."})]
    with api.serving():
        url = f"anymail+mailgun://key@default?sender_domain=mg.example.org&api_url={quote(api.url, safe='')}"
        assert deliver(through(url), now=NOW) == 1
    ((path, headers, body),) = api.asked
    assert path == "/mg.example.org/messages" and headers["Authorization"].startswith("Basic ")
    told = parse_qs(body.decode())
    assert (told["o:tracking-opens"], told["o:tracking-clicks"]) == (["no"], ["no"])


@pytest.mark.parametrize(("code", "answer"), [
    (500, {}), (401, {"ErrorCode": 10, "Message": "Bad token"}), (429, {"ErrorCode": 429, "Message": "Slow down"}),
])  # fmt: skip
def test_a_service_that_is_down_or_does_not_know_us_costs_patience_and_no_letter(code: int, answer: Any) -> None:
    write(now=NOW)
    write("carol@example.org", now=NOW)
    api = Api()
    api.answers = [(code, answer)] * 2
    with api.serving():
        assert deliver(postmark(api), now=NOW) == 0
    assert len(api.asked) == 1  # the second letter would meet the same
    untried, tried = Letter.objects.order_by("attempts")
    assert (untried.attempts, tried.attempts, tried.given_up_at) == (0, 1, None)
    assert tried.last_error.startswith(str(code)) and "a-token" not in tried.last_error


def test_a_wrong_setting_at_the_service_is_no_reason_to_give_letters_up() -> None:
    letter, api = write(now=NOW), Api()
    api.answers = [(422, {"ErrorCode": 400, "Message": "Sender signature not found"})]
    with api.serving():
        deliver(postmark(api), now=NOW)
    letter.refresh_from_db()
    assert letter.given_up_at is None and "Sender signature not found" in letter.last_error


def test_an_address_that_the_service_refuses_is_given_up() -> None:
    letter, api = write(now=NOW), Api()
    api.answers = [(422, {"ErrorCode": 406, "Message": "You tried to send to recipient(s) that have been marked as inactive. Found inactive addresses: bob@example.org. Inactive recipients are ones that have generated a hard bounce or a spam complaint."})]  # fmt: skip
    with api.serving():
        deliver(postmark(api), now=NOW)
    letter.refresh_from_db()
    assert letter.given_up_at == NOW


def test_without_the_library_letters_wait_and_the_outbox_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    letter = write(now=NOW)
    monkeypatch.setattr(by_api, "import_module", missing)
    with pytest.raises(Unreachable):
        by_api.ServiceConnection(through("anymail+postmark://t@default")).send(letter)
    assert deliver(through("anymail+postmark://t@default"), now=NOW) == 0
    letter.refresh_from_db()
    assert letter.last_error.startswith("django-anymail is not installed")


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_that_can_be_named_lets_a_letter_say_that_it_is_not_tracked(name: str) -> None:
    from importlib import import_module

    module = import_module(f"anymail.backends.{name}")
    payloads = [
        thing for thing in vars(module).values() if isinstance(thing, type) and thing.__module__ == module.__name__
    ]
    switches = {method for payload in payloads for method in vars(payload)}
    assert {"set_track_opens", "set_track_clicks"} <= switches
    secrets = ":".join(["s"] * len(SERVICES[name].secrets))
    extras = "&".join(f"{extra}=x" for extra in SERVICES[name].extras)
    smtp = through(f"anymail+{name}://{secrets}@default?{extras}")
    assert smtp.host in SERVICES[name].api_url and smtp.service == name
    module.EmailBackend(**dict(smtp.options))


@pytest.mark.parametrize("url", [
    "anymail+brevo://k@default",  # tracks by a switch of the whole account
    "anymail+postmark://default", "anymail+postmark://a:b@default", "anymail+mailjet://only-one@default",
    "anymail+postmark://t@api.postmarkapp.com", "anymail+postmark://t@default?track=1",
    "anymail+postmark://t@default?api_url=http%3A%2F%2Fapi.example.org", "anymail+postmark://t@default?api_url=ftp%3A%2F%2Fx",
])  # fmt: skip
def test_what_cannot_work_is_said_at_start(url: str) -> None:
    with pytest.raises(EnvironmentMistakes, match="EMAIL_URL"):
        through(url)
