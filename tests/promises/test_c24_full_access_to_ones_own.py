"""C24: a host reads every field that the data map gives hosts, of their own attendees, at any time; nobody else reads any."""

from __future__ import annotations

import csv
import io
from uuid import UUID

import pytest
from allauth.socialaccount.models import SocialAccount
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.actions import change_profile, set_picture
from leavethemeeting.accounts.models import User
from leavethemeeting.domain.promises import Audience, Category, Column
from leavethemeeting.meetings.actions.entering import enter_as_member
from leavethemeeting.meetings.actions.opening import CloseReason, close_occurrence, open_occurrence
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence
from leavethemeeting.reports.people import people_of
from leavethemeeting.shared.moments import now_ms
from leavethemeeting.shared.personal_data import data_map
from tests.meetings.stories import make_meeting
from tests.privacy.canaries import was_there
from tests.reports.test_occurrence_page import words

pytestmark = pytest.mark.django_db
SEEN_AS = {
    "accounts_user.email": "bob@example.org", "accounts_user.name": "Bob Baker", "accounts_user.time_zone": "Europe/Oslo",
    "accounts_user.pronouns": "he/him", "accounts_user.organisation": "Bakery and Sons",
    "accounts_user.sign_in_method": "Last signed in with code by e-mail", "accounts_user.date_joined": "Member since",
    "accounts_user.last_login": "Last signed in 2 March 2026", "accounts_picture.webp": "<img",
    "account_emailaddress.email": "bob@example.org", "account_emailaddress.verified": "verified",
    "account_emailaddress.primary": "bob@example.org", "socialaccount_socialaccount.provider": "Signs in with password, Facebook",
}  # fmt: skip
#: Declared for hosts, and shown at another place than with the person.
ELSEWHERE = {"accounts_user.is_provider", "accounts_user.age_ok_at"}  # the role; nobody under age gets as far as a list


def for_hosts() -> dict[str, Column]:
    """``table.field`` of accounts, profiles and ways in that the data map lets hosts read."""
    return {
        f"{table.name}.{name}": column
        for table in data_map().values()
        for name, column in table.columns.items()
        if table.subject == "member" and column.category in (Category.ACCOUNT, Category.PROFILE)
        and Audience.HOST in column.audience
    }  # fmt: skip


@pytest.fixture
def occurrence(alice: User, bob: User) -> Occurrence:
    """Bob filled in whatever there is, and is in Alice's meeting."""
    change_profile(
        user=bob, name="Bob Baker", time_zone="Europe/Oslo", pronouns="he/him", organisation="Bakery and Sons"
    )
    set_picture(user=bob, webp=b"RIFF", now=timezone.now())
    SocialAccount.objects.create(user=bob, provider="facebook", uid="2000000001", extra_data={"name": "Bobby on it"})
    User.objects.filter(pk=bob.pk).update(sign_in_method="code", last_login="2026-03-02T10:00:00Z")
    bob.refresh_from_db()
    meeting = make_meeting(alice)
    occurrence = open_occurrence(meeting=meeting, actor=alice, now=now_ms() - 120_000)
    was_there(occurrence, enter_as_member(meeting=meeting, user=bob, now=now_ms()), "bobs-tab")
    return occurrence


def addresses(occurrence: Occurrence, host: User) -> tuple[str, str]:
    """Where the host reads about Bob: from all meetings, and in this one."""
    person = people_of(host, now=now_ms())[0].slug
    return f"/attendees/{person}/", f"/reports/{occurrence.id}/attendees/"


def in_this_meeting(client: Client, start: str) -> str:
    """The page that the report's row leads to."""
    report = client.get(start.removesuffix("attendees/")).content.decode()
    return start + report.split(f'href="{start}', 1)[1].split('"', 1)[0]


def read(client: Client, url: str) -> str:
    html = client.get(url).content.decode()
    return words(html) + ("<img" if 'class="portrait"' in html else "")


def test_every_field_of_the_map_is_shown_before_during_and_after(
    occurrence: Occurrence, alice: User, as_alice: Client
) -> None:
    assert set(for_hosts()) == set(SEEN_AS) | ELSEWHERE, "say how a host reads a new field, or that none does"
    person, report = addresses(occurrence, alice)
    pages = [person, in_this_meeting(as_alice, report)]
    for moment in ("during", "after"):
        for url in pages:
            text = read(as_alice, url)
            missing = [field for field, told in SEEN_AS.items() if told not in text]
            assert not missing, (moment, url)
        close_occurrence(occurrence=occurrence, actor=alice, reason=CloseReason.HOST, now=now_ms())


def test_every_field_that_is_text_can_be_taken_along(occurrence: Occurrence, as_alice: Client) -> None:
    answer = as_alice.get("/attendees/attendees.csv")
    assert isinstance(answer, StreamingHttpResponse)
    (row,) = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline=""))
    told = [
        row[name]
        for name in ("name", "email", "email_verified", "time_zone", "pronouns", "organisation", "last_signed_in")
    ]
    assert told == ["Bob Baker", "bob@example.org", "yes", "Europe/Oslo", "he/him", "Bakery and Sons", "2026-03-02"]
    assert row["last_signed_in_with"] == "code" and row["signs_in_with"].split() == ["password", "facebook"]
    assert row["member_since"] and row["profile_as_of"]


def test_no_field_that_is_not_the_hosts_is_shown(occurrence: Occurrence, alice: User, as_alice: Client) -> None:
    """Of a linked profile the network's name only (A1); what it told, and the device, are not the host's."""
    person, report = addresses(occurrence, alice)
    for url in (person, in_this_meeting(as_alice, report)):
        html = as_alice.get(url).content.decode()
        for hidden in ("2000000001", "Bobby on it", "127.0.0.1"):
            assert hidden not in html, (url, hidden)


def picture_of(meeting: Meeting, attendee: UUID) -> str:
    return f"/meetings/{meeting.id}/attendees/{attendee}/picture/"


def test_another_host_gets_a_404_for_each_of_them(
    occurrence: Occurrence, alice: User, as_alice: Client, as_charlie: Client, charlie: User
) -> None:
    own = make_meeting(charlie, title="Charlie's own")
    person, report = addresses(occurrence, alice)
    attendee = Attendee.objects.get().pk
    theirs = [person, in_this_meeting(as_alice, report), picture_of(occurrence.meeting, attendee)]
    theirs += [f"/reports/{occurrence.id}/{name}.csv" for name in ("attendance", "stays", "interactions")]
    for url in theirs:
        assert as_alice.get(url).status_code == 200, url
        assert as_charlie.get(url).status_code == 404, url
    assert as_charlie.get(picture_of(own, attendee)).status_code == 404
    assert people_of(charlie, now=now_ms()) == []
