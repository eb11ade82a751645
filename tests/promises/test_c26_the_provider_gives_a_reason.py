"""C26, C27: the provider has access, in its role and with a reason; each look is one row that the person can read."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from leavethemeeting.accesslog.models import Look
from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter

pytestmark = pytest.mark.django_db


def test_each_view_is_one_row_and_without_a_reason_there_is_no_view(
    as_provider: Client, as_bob: Client, bob: User, alice: User
) -> None:
    url = reverse("provider:person", args=["member", bob.pk])
    assert bob.email not in as_provider.post(url, {"reason": ""}).content.decode()
    assert not Look.objects.exists()
    for seen in (1, 2):
        assert bob.email in as_provider.post(url, {"reason": "Bob wrote to us"}).content.decode()
        assert Look.objects.filter(subject_id=bob.pk).count() == seen
    assert "Bob wrote to us" in as_bob.get("/profile/looks/").content.decode()
    assert not Look.objects.filter(subject_id=alice.pk).exists()


def test_only_the_provider_has_it(as_alice: Client, bob: User) -> None:
    url = reverse("provider:person", args=["member", bob.pk])
    assert as_alice.post(url, {"reason": "I am curious"}).status_code == 404
    assert not Look.objects.exists()


def test_what_the_provider_sees_leaves_the_service_only_as_a_letter_to_that_person(
    as_provider: Client, bob: User
) -> None:
    """C27: for support and contact. The console offers no other way out."""
    url = reverse("provider:write", args=["member", bob.pk])
    as_provider.post(url, {"text": "About your question.", "reason": "Bob wrote to us"})
    assert list(Letter.objects.values_list("recipient", flat=True)) == [bob.email]
