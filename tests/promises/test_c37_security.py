"""C37: the common measures of security stand, and whoever finds a hole knows whom to tell.

Each header is asked of pages of several kinds; what an operator behind HTTPS would have is asked of a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
PAGES = ("/", "/privacy/", "/accounts/login/", "/no-such-page/", "/privacy/status.json")
HTTPS = {"PUBLIC_URL": "https://meet.example.org", "TRUSTED_PROXIES": "1"}
SETTINGS = """
import django, json
django.setup()
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.startswith(("SECURE_", "SESSION_COOKIE", "CSRF_COOKIE"))}, default=str))
"""


def behind_https(folder: Path, *program: str) -> subprocess.CompletedProcess[str]:
    given = {
        **os.environ,
        **HTTPS,
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "leavethemeeting.project.settings",
    }
    return subprocess.run([sys.executable, *program], env=given, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = {part.split()[0]: part.split()[1:] for part in headers["Content-Security-Policy"].split("; ")}
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy.get("object-src", ["'none'"]) == ["'none'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"} & {
        one for said in policy.values() for one in said
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"] and "Server" not in headers


def test_no_page_of_a_member_is_kept_by_a_cache(as_alice: Client) -> None:
    assert "no-store" in as_alice.get("/profile/").headers["Cache-Control"]


def test_the_check_of_the_framework_is_clean_as_an_operator_has_it(tmp_path: Path) -> None:
    done = behind_https(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stdout + done.stderr


def test_over_https_cookies_and_connections_are_bound_to_it(tmp_path: Path) -> None:
    seen = json.loads(behind_https(tmp_path, "-c", SETTINGS).stdout.splitlines()[-1])
    assert seen["SECURE_HSTS_SECONDS"] >= 365 * 86400 and seen["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert seen["SECURE_SSL_REDIRECT"] is True
    assert (seen["SESSION_COOKIE_NAME"], seen["SESSION_COOKIE_SECURE"], seen["SESSION_COOKIE_HTTPONLY"]) == (
        "__Host-sid",
        True,
        True,
    )
    assert (seen["CSRF_COOKIE_NAME"], seen["CSRF_COOKIE_SECURE"], seen["CSRF_COOKIE_HTTPONLY"]) == (
        "__Host-csrf",
        True,
        True,
    )


def test_whoever_finds_a_hole_is_told_whom_to_write_to(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from leavethemeeting.shared.environment import environment
    from leavethemeeting.website import views

    assert client.get("/.well-known/security.txt").status_code == 404, "nobody to name before OPERATOR_EMAIL is set"
    monkeypatch.setattr(views, "environment", lambda: replace(environment(), operator_email="hole@example.org"))
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:hole@example.org" in text and "Expires: " in text


def test_a_password_is_kept_as_argon2_and_as_nothing_else(alice: User) -> None:
    assert alice.password.startswith("argon2$argon2id$") and PASSWORD not in alice.password
