"""C21: log data serves working products, a better experience and the detection of fraud; whoever reads it says which."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from leavethemeeting.accounts.models import User
from leavethemeeting.logdata.models import Entry
from tests.logdata.browsers import sign_in

pytestmark = pytest.mark.django_db


def test_without_a_reason_the_provider_reads_nobodys(as_provider: Client, bob: User) -> None:
    sign_in(bob.email, ip="198.51.100.9")
    page = as_provider.post(reverse("provider:log_data"), {"what": "sign_in"})
    assert "198.51.100.9" not in page.content.decode()


def test_tries_to_get_into_an_account_are_seen_by_its_owner(bob: User) -> None:
    sign_in(bob.email, password="somebody guesses here", ip="192.0.2.66")
    mine = sign_in(bob.email)
    page = mine.get("/profile/log-data/").content.decode()
    assert "refused" in page and "192.0.2.66" in page
    assert Entry.objects.filter(user=bob, result="refused").count() == 1


def test_a_host_reads_no_log_data_of_anybody(as_alice: Client, bob: User) -> None:
    sign_in(bob.email, ip="198.51.100.9")
    assert as_alice.get(reverse("provider:log_data")).status_code == 404
    assert "198.51.100.9" not in as_alice.get("/profile/log-data/").content.decode()
