"""Sign-ins and devices: where a member is signed in, what we call it, how it ends, and whom we write to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from leavethemeeting.accounts.jobs import forget_devices
from leavethemeeting.accounts.models import KnownDevice, User
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.tickets import session_digest
from leavethemeeting.shared.wakeups import ACCESS, listen
from tests.accounts.journeys import everything_stored, is_signed_in, sign_in
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)
HOME, AWAY = "192.0.2.77", "198.51.100.9"


def browser(agent: str = FIREFOX, ip: str = HOME) -> Client:
    return Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=ip)


def come_in(client: Client) -> Client:
    assert sign_in(client, "alice@example.org", PASSWORD).headers["Location"] == "/meetings/"
    return client


def letters() -> int:
    return Letter.objects.filter(kind="new_device").count()


def test_the_page_names_each_browser_in_coarse_words(alice: User) -> None:
    here = come_in(browser())
    come_in(browser(PHONE, AWAY))
    page = here.get("/devices/").content.decode()
    assert "Firefox on Windows, a computer" in page and "Mobile Safari on iOS, a phone" in page
    assert "192.0.2.0/24" in page and "198.51.100.0/24" in page
    assert "password" in page and page.count("this browser") == 1


def test_what_a_browser_says_about_itself_is_not_kept(alice: User) -> None:
    come_in(browser())
    kept = everything_stored()
    assert "Mozilla" not in kept and "rv:145" not in kept


def test_one_browser_is_signed_out_from_another(
    alice: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    here, there = come_in(browser()), come_in(browser(PHONE, AWAY))
    key = there.session.session_key
    rung: list[str] = []
    stop = listen(ACCESS, rung.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            one = UserSession.objects.get(session_key=key)
            assert here.post(f"/devices/{one.pk}/sign-out/").status_code == 302
    finally:
        stop()
    assert rung == [f"session:{session_digest(key)}"]
    assert is_signed_in(here) and not is_signed_in(there)


def test_signing_out_everywhere_leaves_this_browser_only(alice: User) -> None:
    here, others = come_in(browser()), [come_in(browser()), come_in(browser(PHONE, AWAY))]
    assert here.get("/devices/sign-out/").status_code == 200
    assert is_signed_in(others[0])
    here.post("/devices/sign-out/")
    assert is_signed_in(here)
    assert not any(is_signed_in(other) for other in others)


def test_nobody_signs_somebody_else_out(alice: User, as_charlie: Client) -> None:
    here = come_in(browser())
    one = UserSession.objects.get(session_key=here.session.session_key)
    assert as_charlie.post(f"/devices/{one.pk}/sign-out/").status_code == 404
    as_charlie.post("/devices/sign-out/")
    assert is_signed_in(here)


def test_the_first_sign_in_brings_no_letter(alice: User) -> None:
    come_in(browser())
    assert letters() == 0


@pytest.mark.parametrize(
    ("agent", "ip", "told"),
    [(PHONE, AWAY, 1), (PHONE, HOME, 0), (FIREFOX, AWAY, 0), (FIREFOX, HOME, 0)],
    ids=["another device elsewhere", "another device at home", "the same device elsewhere", "as ever"],
)
def test_a_letter_tells_of_another_kind_of_device_in_another_network(
    alice: User, agent: str, ip: str, told: int
) -> None:
    come_in(browser())
    come_in(browser(agent, ip))
    assert letters() == told


def test_the_letter_names_no_address_and_comes_once(alice: User) -> None:
    come_in(browser())
    come_in(browser(PHONE, AWAY))
    come_in(browser(PHONE, AWAY))
    letter = Letter.objects.get(kind="new_device")
    assert "Mobile Safari on iOS" in letter.text
    assert "198.51" not in letter.text + letter.html


def test_devices_not_seen_for_ninety_days_are_forgotten(alice: User) -> None:
    come_in(browser())
    now = timezone.now()
    forget_devices(now=now + timedelta(days=89))
    assert KnownDevice.objects.count() == 1
    forget_devices(now=now + timedelta(days=90, seconds=1))
    assert KnownDevice.objects.count() == 0


def test_an_ip_address_is_shortened_after_seven_days(alice: User) -> None:
    here = come_in(browser())
    mine = UserSession.objects.get(session_key=here.session.session_key)
    forget_devices(now=mine.created_at + timedelta(days=7, seconds=-1))
    mine.refresh_from_db()
    assert mine.ip == HOME
    for _ in range(2):  # a second time finds nothing to do
        forget_devices(now=mine.created_at + timedelta(days=7))
    mine.refresh_from_db()
    assert mine.ip == "192.0.2.0"
    assert is_signed_in(here)


def test_rows_of_sessions_that_ended_go(alice: User) -> None:
    come_in(browser())
    forget_devices(now=timezone.now() + timedelta(days=15))  # longer than a session lives
    assert not UserSession.objects.exists()


def test_an_update_of_the_browser_is_no_new_device(alice: User) -> None:
    come_in(browser())
    come_in(browser(FIREFOX.replace("145.0", "146.0"), AWAY))
    assert letters() == 0
