"""C20: device type, device number where allowed, operating system, browser, IP address, event stamp, error logs; nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.logdata.jobs import forget_old_entries, shorten_addresses
from leavethemeeting.logdata.models import Entry, Error
from tests.logdata.browsers import sign_in

pytestmark = pytest.mark.django_db
KEYS = {"id", "user_id"}
SEVEN = {
    "device type": {"device_type"}, "device's number": {"device_id"}, "operating system": {"system"},
    "browser": {"browser"}, "IP address": {"ip", "ip_is_short"},
    "event stamp": {"at", "what", "method", "network", "result", "feature"},
}  # fmt: skip
ERROR_LOG = {
    "fingerprint", "source", "name", "page", "stack", "version", "browser", "request_id", "first_at", "last_at", "count",
}  # fmt: skip


def test_the_columns_are_those_kinds_and_no_other() -> None:
    stored = {field.attname for field in Entry._meta.concrete_fields}
    assert stored == KEYS.union(*SEVEN.values())
    assert {field.attname for field in Error._meta.concrete_fields} == ERROR_LOG


def test_no_number_of_the_device_without_consent(bob: User) -> None:
    browser = sign_in(bob.email)
    browser.get("/meetings/")
    assert "device" not in browser.cookies
    assert Entry.objects.get(user=bob).device_id == ""


def test_the_address_is_shortened_after_a_week_and_gone_after_ninety_days(bob: User) -> None:
    sign_in(bob.email, ip="2001:db8:1:2::9")
    now = timezone.now()
    shorten_addresses(now=now + timedelta(days=7))
    assert Entry.objects.get(user=bob).ip == "2001:db8:1::/48"
    forget_old_entries(now=now + timedelta(days=90))
    assert not Entry.objects.exists()
