"""Errors: counted by class and lines of code; no name, address or token gets into a row or the log."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from leavethemeeting.logdata.errors import write_noted
from leavethemeeting.logdata.jobs import forget_old_errors
from leavethemeeting.logdata.lines import WithoutValues
from leavethemeeting.logdata.models import Error
from leavethemeeting.logdata.sightings import NoteErrors, pending, scrubbed
from leavethemeeting.project.schedule import DUTIES
from tests.logdata.browsers import report

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

CANARIES = ("Dora Canary", "dora.canary@example.org", "tok3n-in-the-address-of-the-page", "s3cret-in-a-query")


def breaks(_request: HttpRequest, token: str) -> HttpResponse:
    try:
        raise LookupError(f"{CANARIES[0]} <{CANARIES[1]}>")
    except LookupError as error:
        raise ValueError(f"cannot send to {CANARIES[1]} with {token}") from error


urlpatterns = [path("breaks/<str:token>/", breaks, name="breaks"), path("", include("leavethemeeting.project.urls"))]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the service would write to its log; the handler that notes errors is there by the settings."""
    assert settings.LOGGING["formatters"]["plain"]["()"].endswith("lines.WithoutValues")
    assert settings.LOGGING["handlers"]["errors"]["class"].endswith("sightings.NoteErrors")
    lines = io.StringIO()
    console = logging.StreamHandler(lines)
    console.setFormatter(WithoutValues())
    root = logging.getLogger()
    pending.clear()
    assert any(isinstance(handler, NoteErrors) for handler in root.handlers)
    root.addHandler(console)
    yield lines
    root.removeHandler(console)


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM logdata_error")
        return repr(cursor.fetchall())


def provoke() -> Any:
    return Client(raise_request_exception=False).get(f"/breaks/{CANARIES[2]}/?q={CANARIES[3]}")


def test_an_error_of_the_server_is_kept_without_any_value(written: io.StringIO) -> None:
    answer = provoke()
    write_noted()
    error = Error.objects.get()
    assert (error.source, error.name, error.page, error.count) == ("server", "ValueError", "breaks", 1)
    assert error.stack[-1].startswith("logdata/test_errors.py:") and error.stack[-1].endswith(" breaks")
    assert error.request_id == answer.headers["X-Request-Id"]
    for canary in CANARIES:
        assert canary not in stored()
        assert canary not in written.getvalue()
    assert "builtins.ValueError" in written.getvalue() and "builtins.LookupError" in written.getvalue()
    assert error.request_id in written.getvalue()


def test_the_same_error_again_is_counted(written: io.StringIO) -> None:
    for _time in range(3):
        provoke()
    write_noted()
    assert Error.objects.get().count == 3


def test_an_error_in_the_background_is_noted_as_well(written: io.StringIO) -> None:
    try:
        raise OSError(CANARIES[1])
    except OSError:
        logging.getLogger("leavethemeeting.project.schedule").exception("the duty to %s failed", "write letters")
    write_noted()
    assert Error.objects.get().name == "OSError"
    assert CANARIES[1] not in written.getvalue() + stored()


@pytest.mark.parametrize("canary", CANARIES[1:])
def test_addresses_queries_and_tokens_are_struck_out_of_plain_lines(written: io.StringIO, canary: str) -> None:
    logging.getLogger("anything").warning("letter to %s failed: http://x.example/case/%s/?q=%s", *CANARIES[1:])
    assert canary not in written.getvalue()
    assert "failed" in written.getvalue()


def test_ids_of_rows_stay_readable_in_the_log() -> None:
    assert scrubbed("letter 0190f3a0-7c5b-7f00-8000-0123456789ab (news)") == (
        "letter 0190f3a0-7c5b-7f00-8000-0123456789ab (news)"
    )
    assert scrubbed("token ltm_abc123def456ghi789jkl0") == "token <token>"


GOOD = {"source": "page", "name": "TypeError", "stack": ["dist/room.js:12:340"], "page": "room:page", "version": ""}


def test_an_error_of_a_page_is_taken_in_its_one_shape() -> None:
    assert report(json.dumps(GOOD)).status_code == 204
    assert report(json.dumps(GOOD | {"source": "plugin"})).status_code == 204
    write_noted()
    assert {(one.source, one.browser) for one in Error.objects.all()} == {
        ("page", "Firefox 128"), ("plugin", "Firefox 128")
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"message": "dora.canary@example.org"},
        {"name": "cannot read dora.canary@example.org"},
        {"stack": ["https://meet.example.org/dist/room.js?token=abc:1:1"]},
        {"stack": ["dora.canary@example.org:1:1"]},
        {"stack": ["dist/room.js:1:1"] * 21},
        {"page": "/case/abcdefghijklmnop/"},
        {"source": "server"},
        {"version": "1.0 for Dora"},
    ],
)
def test_anything_else_is_refused(wrong: dict[str, object]) -> None:
    assert report(json.dumps(GOOD | wrong)).status_code == 400
    write_noted()
    assert not Error.objects.exists()


def test_what_is_too_long_or_no_json_is_refused() -> None:
    assert report(json.dumps(GOOD) + " " * 8192).status_code == 400
    assert report(b"\xff\xfe").status_code == 400
    assert report("[]").status_code == 400


def test_another_site_reports_nothing_and_a_flood_is_stopped() -> None:
    assert report(json.dumps(GOOD), **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    codes = [report(json.dumps(GOOD)).status_code for _time in range(61)]
    assert codes == [204] * 60 + [429]


NEW = [{"type": "csp-violation", "body": {
    "effectiveDirective": "img-src", "blockedURL": "https://track.example.com/p.gif?who=dora.canary@example.org",
    "documentURL": "http://testserver/case/tok3n-in-the-address-of-the-page/?q=s3cret-in-a-query",
    "sourceFile": "http://testserver/static/dist/room.js?x=1", "lineNumber": 12, "sample": "Dora Canary",
}}]  # fmt: skip
OLD = {"csp-report": {
    "violated-directive": "img-src 'self' data:", "blocked-uri": "https://track.example.com/p.gif?who=dora.canary@example.org",
    "document-uri": "http://testserver/case/tok3n-in-the-address-of-the-page/",
    "source-file": "http://testserver/static/dist/room.js", "line-number": 12, "script-sample": "Dora Canary",
}}  # fmt: skip


@pytest.mark.parametrize(("body", "kind"), [(NEW, "application/reports+json"), (OLD, "application/csp-report")])
def test_what_the_policy_refused_is_kept_without_addresses(body: object, kind: str) -> None:
    assert report(json.dumps(body), path="/e/policy/", kind=kind).status_code == 204
    write_noted()
    error = Error.objects.get()
    assert (error.source, error.name, error.page) == ("policy", "img-src track.example.com", "website:case")
    assert error.stack == ["dist/room.js:12"]
    assert not [canary for canary in CANARIES if canary in stored()]


def test_browsers_are_told_where_to_report_except_on_the_invite_page() -> None:
    page = Client().get("/")
    assert page.headers["Reporting-Endpoints"] == 'policy="/e/policy/"'
    assert page.headers["Content-Security-Policy"].endswith("report-uri /e/policy/; report-to policy")
    invite = Client().get("/invite/")
    assert "Reporting-Endpoints" not in invite.headers
    assert "report-" not in invite.headers["Content-Security-Policy"]


def test_errors_go_thirty_days_after_they_last_happened() -> None:
    report(json.dumps(GOOD))
    write_noted()
    at = Error.objects.get().last_at
    duty = next(duty for duty in DUTIES if duty.do is forget_old_errors)
    duty.do(now=at + timedelta(days=30) - timedelta(seconds=1))
    assert Error.objects.count() == 1
    duty.do(now=at + timedelta(days=30) + timedelta(seconds=1))
    assert not Error.objects.exists()
    assert timezone.is_aware(at)
