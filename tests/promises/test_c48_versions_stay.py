"""C48: the policy may change; every version stays, unchanged, at its own address."""

from __future__ import annotations

import hashlib

import pytest
from django.db.models import ProtectedError
from django.test import Client

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.models import PolicyVersion
from leavethemeeting.consent.queries import current_policy
from tests.consent.stories import SENTENCE, page, post_change, words

pytestmark = pytest.mark.django_db


def test_an_old_version_reads_as_it_did_and_says_that_it_is_old(client: Client) -> None:
    before = client.get("/privacy/versions/1.md").content
    post_change()
    post_change("And another.")
    assert client.get("/privacy/versions/1.md").content == before
    old = words(page(client, "/privacy/versions/1/"))
    assert "This text held until" in old and SENTENCE not in old
    assert "This text held until" not in words(page(client, "/privacy/versions/3/"))


def test_the_published_hash_is_the_one_of_the_file_that_anybody_can_fetch(client: Client) -> None:
    post_change()
    html = page(client, "/privacy/versions/")
    for version in PolicyVersion.objects.filter(kind="policy"):
        text = client.get(f"/privacy/versions/{version.number}.md").content
        assert hashlib.sha256(text).hexdigest() == version.sha256
        assert version.sha256[:16] in html


def test_a_version_that_somebody_accepted_cannot_be_removed(alice: User) -> None:
    with pytest.raises(ProtectedError):
        current_policy().delete()


def test_a_version_outlives_the_one_who_posted_it(provider: User) -> None:
    version = post_change()
    PolicyVersion.objects.filter(pk=version.pk).update(published_by=provider)
    delete_member(user=provider)
    assert PolicyVersion.objects.get(pk=version.pk).published_by is None


def test_a_version_that_never_was_is_not_there(client: Client) -> None:
    for address in (
        "/privacy/versions/2/",
        "/privacy/versions/2.md",
        "/terms/versions/0/",
        "/privacy/versions/2/changes/",
    ):
        assert client.get(address).status_code == 404
