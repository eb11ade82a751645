"""A child goes at once and from everywhere: from the tables, and from the files below them (C46)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Event, Tombstone
from leavethemeeting.domain.promises import Audience
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.privacy.erasure import (
    IsProvider,
    NoSuchPerson,
    erase_address,
    erase_attendee,
    erase_member,
    preview,
)
from leavethemeeting.privacy.people import about, attendee, member
from leavethemeeting.shared.personal_data import data_map
from leavethemeeting.shared.wakeups import ACCESS, listen
from tests.privacy.canaries import EMAIL, WORDS, as_guest, as_member, bytes_of_database, tables_with

pytestmark = pytest.mark.django_db(transaction=True)

GUEST_TABLES = {
    "meetings_attendee", "attendance_claim", "website_case", "website_case_message", "website_guardian_request",
    "website_plugin_link_request", "mail_letter", "consent_acceptance", "consent_consent", "accesslog_look",
}  # fmt: skip
MEMBER_TABLES = {
    "accounts_user", "account_emailaddress", "meetings_meeting", "meetings_attendee", "attendance_claim", "accesslog_look",
}  # fmt: skip


@pytest.fixture
def rung() -> Iterator[list[str]]:
    """Bells about access that ended."""
    heard: list[str] = []
    stop = listen(ACCESS, heard.append)
    yield heard
    stop()


def nothing_is_left() -> None:
    assert tables_with(*WORDS) == set()
    stored = bytes_of_database().lower()
    assert [word for word in WORDS if word.encode() in stored] == []


def test_a_guest_goes_from_every_table_and_from_the_files(alice: User, provider: User, rung: list[str]) -> None:
    _browser, row = as_guest(alice, provider)
    assert tables_with(*WORDS) >= GUEST_TABLES  # the story planted what it is about
    assert b"zyxcanary" in bytes_of_database().lower()
    rung.clear()
    begun = time.monotonic()
    receipt = erase_attendee(attendee_id=row.id, now=timezone.now())
    assert time.monotonic() - begun < 60
    nothing_is_left()
    assert f"attendee:{row.id}" in rung
    assert receipt.rows > 8 and EMAIL not in repr(receipt) and str(row.id) not in repr(receipt)


def test_a_member_goes_with_what_they_host_and_from_the_lists_of_their_hosts(
    alice: User, provider: User, rung: list[str]
) -> None:
    child = as_member(alice, provider)
    assert tables_with(*WORDS) >= MEMBER_TABLES
    rung.clear()
    erase_member(user_id=child.pk, now=timezone.now())
    nothing_is_left()
    assert tables_with(child.pk.hex, str(child.pk)) == {"privacy_gone"}  # what a backup is searched for
    assert f"user:{child.pk}" in rung
    assert not Attendee.objects.exists()


def test_an_address_alone_is_enough(alice: User, provider: User) -> None:
    as_guest(alice, provider)
    erase_address(email=EMAIL.upper(), now=timezone.now())
    nothing_is_left()


def test_the_evidence_leaves_tombstones_that_name_nobody_and_refuse_its_return(alice: User, provider: User) -> None:
    _browser, row = as_guest(alice, provider)
    erase_attendee(attendee_id=row.id, now=timezone.now())
    assert not Event.objects.filter(connection_ref="kims-tab").exists()
    buried = set(Tombstone.objects.filter(source_ref="room:kims-tab").values_list("id", flat=True))
    still_to_be_written = {"exit-kims-tab", "lobby-exit-kims-tab"}
    assert buried == {"enter-kims-tab", "chat-kims-tab"} | still_to_be_written


def test_everybody_else_stays(alice: User, bob: User, provider: User) -> None:
    _browser, row = as_guest(alice, provider)
    other = Attendee.objects.create(meeting=row.meeting, user=bob, name=bob.name, email=bob.email, first_came_at=1)
    before = set(User.objects.values_list("pk", flat=True))
    erase_attendee(attendee_id=row.id, now=timezone.now())
    assert set(User.objects.values_list("pk", flat=True)) == before
    assert list(Attendee.objects.all()) == [other]
    assert "website_case" in tables_with("gina@example.org")  # the guardian's own case is closed by itself


def test_the_guests_browser_is_forgotten(alice: User, provider: User) -> None:
    browser, row = as_guest(alice, provider)
    erase_attendee(attendee_id=row.id, now=timezone.now())
    assert "Date of birth" in browser.get(f"/m/{row.meeting.code}/").content.decode()


def test_the_preview_says_what_would_go_and_lets_it_stay(alice: User, provider: User) -> None:
    _browser, row = as_guest(alice, provider)
    person = attendee(row.id)
    assert person is not None
    assert sum(count for _title, count in preview(person)) > 8
    assert tables_with(*WORDS) >= GUEST_TABLES


def test_the_providers_own_staff_and_strangers_are_not_erased(provider: User) -> None:
    with pytest.raises(IsProvider):
        erase_member(user_id=provider.pk, now=timezone.now())
    with pytest.raises(NoSuchPerson):
        erase_member(user_id=UUID(int=1), now=timezone.now())
    assert User.objects.filter(pk=provider.pk).exists()


def test_an_address_that_was_only_typed_leads_to_nobody(bob: User) -> None:
    """Bob's account must not be a way to erase, or to read, what stands under somebody else's address."""
    EmailAddress.objects.create(user=bob, email="typed@example.org", verified=False, primary=False)
    person = member(bob.pk)
    assert person is not None and person.emails == (bob.email,)


#: Tables that lead to nobody by themselves: keys and secrets only, or rows of the service.
BESIDE = {
    "account_emailconfirmation", "mfa_authenticator", "socialaccount_socialtoken", "allauth_idp_oidc_token",
    "shared_cache", "room_checkpoint",  # digests, and references of connections
}  # fmt: skip


def test_every_table_about_people_is_reached_by_the_providers_page(alice: User, provider: User) -> None:
    child = as_member(alice, provider)
    person = member(child.pk)
    assert person is not None
    shown = [
        table for table in data_map().values()
        if table.subject in ("member", "attendee") and table.name not in BESIDE
        and any(Audience.PROVIDER in column.audience and column.exported for column in table.columns.values())
    ]  # fmt: skip
    unreached = [table.name for table in shown if about(person, table) is None]
    assert not unreached, " ".join(unreached)
