"""Sign-ins and uses: noted in coarse words, for the member and the provider, and for ninety days."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse
from django.utils import timezone

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.actions import give, withdraw
from leavethemeeting.consent.kinds import Channel, Kind, sentence
from leavethemeeting.logdata.actions import record_sign_in, record_use
from leavethemeeting.logdata.client import Client as Device
from leavethemeeting.logdata.client import client_of, short_network
from leavethemeeting.logdata.jobs import forget_old_entries, shorten_addresses
from leavethemeeting.logdata.kinds import Feature, Method, Result
from leavethemeeting.logdata.models import Entry
from leavethemeeting.logdata.watching import FEATURES
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.project.schedule import DUTIES
from leavethemeeting.shared.public_forms import new_stamp
from tests.cast import APP_SECRET, signed_in
from tests.logdata.browsers import CHROME_ANDROID, FIREFOX_WINDOWS, SAFARI_IPAD, sign_in
from tests.walls.test_pages import addresses

pytestmark = pytest.mark.django_db
PEOPLE = reverse("reports:people")


def asked(agent: str, **hints: str) -> HttpRequest:
    return RequestFactory().get("/", headers={"User-Agent": agent, **hints})


@pytest.mark.parametrize(
    ("agent", "hints", "expected"),
    [
        (FIREFOX_WINDOWS, {}, ("computer", "Windows 10", "Firefox 128")),
        (CHROME_ANDROID, {"Sec-CH-UA-Mobile": "?1"}, ("phone", "Android 10", "Chrome Mobile 126")),
        (CHROME_ANDROID.replace(" Mobile", ""), {"Sec-CH-UA-Mobile": "?0"}, ("tablet", "Android 10", "Chrome 126")),
        (SAFARI_IPAD, {}, ("tablet", "iOS 17", "Mobile Safari 17")),
        ("curl/8.5.0", {}, ("program", "", "curl 8")),
        ("", {}, ("", "", "")),
    ],
)
def test_a_device_is_known_in_coarse_words_only(agent: str, hints: dict[str, str], expected: tuple[str, ...]) -> None:
    seen = client_of(asked(agent, **hints))
    assert (seen.device_type, seen.system, seen.browser) == expected


def test_a_network_is_the_address_without_its_end() -> None:
    assert short_network("203.0.113.77") == "203.0.113.0/24"
    assert short_network("2001:db8:1:2:3::4") == "2001:db8:1::/48"
    assert short_network("::ffff:203.0.113.77") == "203.0.113.0/24"
    assert short_network("203.0.113.0/24") == ""


def test_a_sign_in_is_noted_with_time_way_device_and_result(bob: User) -> None:
    before = timezone.now()
    sign_in(bob.email, agent=CHROME_ANDROID, ip="198.51.100.23")
    entry = Entry.objects.get(user=bob)
    assert (entry.method, entry.result, entry.device_type, entry.ip) == ("password", "done", "phone", "198.51.100.23")
    assert before <= entry.at <= timezone.now() and entry.device_id == "" and entry.network == ""


def test_a_refused_sign_in_is_noted_for_its_member_and_a_stranger_stays_unnamed(bob: User) -> None:
    sign_in(bob.email, password="not the password at all")
    assert Entry.objects.get(user=bob).result == "refused"
    sign_in("nobody-known@example.org", password="not the password at all")
    assert Entry.objects.get(user=None).result == "refused"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM logdata_entry")
        assert "nobody-known" not in repr(cursor.fetchall())


def test_what_the_browser_sent_is_kept_nowhere(bob: User) -> None:
    agent = FIREFOX_WINDOWS + " CanaryBuild/20260704"
    sign_in(bob.email, agent=agent)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != "django_session":
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                assert "CanaryBuild" not in repr(cursor.fetchall()), table


def test_main_features_are_noted_where_they_are_used_and_a_reload_is_one_use(alice: User) -> None:
    browser = sign_in(alice.email)
    meeting = Meeting.objects.create(owner=alice, title="Weekly")
    browser.post(f"/meetings/{meeting.id}/open/")
    for _reload in range(3):
        assert browser.get(PEOPLE).status_code == 200
    uses = Entry.objects.filter(user=alice, what="use").order_by("at")
    assert [use.feature for use in uses] == ["opened", "searched"]
    assert {use.browser for use in uses} == {"Firefox 128"}


def test_every_watched_address_exists() -> None:
    unknown = {name for _method, name, _code in FEATURES} - set(addresses(get_resolver().url_patterns))
    assert unknown == set(), "a name that leads nowhere is never noted"


def test_every_feature_of_the_list_is_noted_somewhere() -> None:
    """Pairing says yes, no and *over* by the same page, so that it is noted where the answer is known."""
    assert set(Feature) - set(FEATURES.values()) == {Feature.PAIRED}


def test_a_wrong_code_from_a_letter_is_a_refused_sign_in(bob: User) -> None:
    browser = Client()
    browser.post("/accounts/code/", {"email": bob.email})
    browser.post("/accounts/code/confirm/", {"code": "BBBB-BBBB"})
    entry = Entry.objects.get()
    assert (entry.user, entry.method, entry.result) == (bob, "code", "refused")


def test_a_wrong_second_step_is_a_refused_sign_in(bob: User) -> None:
    TOTP.activate(bob, APP_SECRET)
    browser = sign_in(bob.email)
    assert not Entry.objects.exists()
    browser.post("/accounts/second-step/", {"code": "000000"})
    entry = Entry.objects.get()
    assert (entry.user, entry.method, entry.result) == (bob, "second_step", "refused")


def test_a_wrong_code_while_signed_in_is_no_sign_in(bob: User) -> None:
    TOTP.activate(bob, APP_SECRET)
    signed_in(bob).post("/accounts/again/code/", {"code": "000000"})
    assert not Entry.objects.filter(result="refused").exists()


def test_a_passkey_that_is_not_one_is_a_refused_sign_in_of_nobody(client: Client) -> None:
    client.get("/accounts/passkey/")
    client.post("/accounts/passkey/", {"credential": "{}"})
    entry = Entry.objects.get()
    assert (entry.user, entry.method, entry.result) == (None, "passkey", "refused")


def test_members_read_their_own_and_nobody_elses(bob: User, charlie: User) -> None:
    theirs = sign_in(charlie.email, ip="192.0.2.200")
    mine = sign_in(bob.email, ip="198.51.100.23")
    page = mine.get("/profile/log-data/").content.decode()
    assert "198.51.100.23" in page and "192.0.2.200" not in page and "Firefox 128, Windows 10, computer" in page
    assert "192.0.2.200" in theirs.get("/profile/log-data/").content.decode()


def entry_of(bob: User, at: datetime, ip: str = "203.0.113.77") -> Entry:
    return record_sign_in(
        user_id=bob.pk, method=Method.PASSKEY, network="", client=Device("phone", "iOS 17", "Safari 17", ip),
        result=Result.DONE, now=at,
    )  # fmt: skip


def test_addresses_are_complete_for_seven_days_and_not_a_second_longer(bob: User) -> None:
    at = timezone.now()
    entry = entry_of(bob, at)
    duty = next(duty for duty in DUTIES if duty.do is shorten_addresses)
    duty.do(now=at + timedelta(days=7) - timedelta(seconds=1))
    entry.refresh_from_db()
    assert entry.ip == "203.0.113.77"
    for _twice in range(2):
        duty.do(now=at + timedelta(days=7) + timedelta(seconds=1))
        entry.refresh_from_db()
        assert entry.ip == "203.0.113.0/24"


def test_entries_go_after_ninety_days(bob: User) -> None:
    at = timezone.now()
    entry_of(bob, at)
    duty = next(duty for duty in DUTIES if duty.do is forget_old_entries)
    duty.do(now=at + timedelta(days=90) - timedelta(seconds=1))
    assert Entry.objects.count() == 1
    for _twice in range(2):
        duty.do(now=at + timedelta(days=90) + timedelta(seconds=1))
        assert not Entry.objects.exists()


def allow_number(browser: Client) -> None:
    """The cookie page: comfort cookies, in this browser."""
    told = {"answer": "ticked", "comfort": "on", "shown_at": new_stamp("cookies"), "homepage": ""}
    sent = browser.post("/cookies/", told, headers={"Sec-Fetch-Site": "same-origin"})
    assert sent.status_code == 302, sent.content


def agree(bob: User) -> None:
    give(
        kind=Kind.DEVICE_ID, user_id=bob.pk, text=sentence(Kind.DEVICE_ID), channel=Channel.CHOICES, now=timezone.now()
    )


def test_a_number_of_the_browser_needs_both_consents(bob: User) -> None:
    browser = sign_in(bob.email)
    browser.get("/meetings/")
    assert "device" not in browser.cookies
    agree(bob)
    browser.get("/meetings/")
    assert "device" not in browser.cookies  # the browser itself was not asked
    allow_number(browser)
    browser.get("/meetings/")
    assert len(bytes.fromhex(browser.cookies["device"].value)) == 16
    browser.get(PEOPLE)
    assert Entry.objects.get(feature="searched").device_id == browser.cookies["device"].value


def test_taking_the_consent_back_forgets_the_numbers_and_the_next_one_is_another(bob: User) -> None:
    agree(bob)
    browser = sign_in(bob.email)
    allow_number(browser)
    browser.get("/meetings/")
    first = browser.cookies["device"].value
    record_use(user_id=bob.pk, feature=Feature.REPORT, now=timezone.now(), device_id=first)
    assert Entry.objects.filter(device_id=first).exists()
    withdraw(kind=Kind.DEVICE_ID, user_id=bob.pk, now=timezone.now())
    assert not Entry.objects.exclude(device_id="").exists()
    browser.get("/cookies/")
    assert browser.cookies["device"].value == ""
    agree(bob)
    browser.get("/meetings/")
    assert browser.cookies["device"].value not in ("", first)


def test_a_number_that_somebody_made_up_is_not_kept(bob: User) -> None:
    agree(bob)
    browser = sign_in(bob.email)
    allow_number(browser)
    browser.cookies["device"] = "<script>"
    browser.get(PEOPLE)
    assert Entry.objects.get(feature="searched").device_id == ""


def test_log_data_goes_with_the_member(bob: User) -> None:
    entry_of(bob, timezone.now())
    delete_member(user=bob)
    assert not Entry.objects.exists()
