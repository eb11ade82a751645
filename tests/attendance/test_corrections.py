"""A host sets the record right, and takes it back."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.actions import CorrectionRefused, correct, take_back
from leavethemeeting.attendance.models import Event
from leavethemeeting.attendance.queries import corrections_of, slug_of, timeline_of
from leavethemeeting.domain.events import Correction
from leavethemeeting.meetings.models import Attendee, CoHost
from leavethemeeting.shared.moments import now_ms
from leavethemeeting.shared.wakeups import EVENTS, listen
from tests.cast import signed_in
from tests.reports.story import Story


@pytest.fixture
def story(alice: User) -> Story:
    told = Story(alice)
    told.opens()
    return told


@pytest.fixture
def bob_came(story: Story, bob: User) -> Attendee:
    """Bob is known to have been there from 10:00 to 10:30."""
    attendee = story.comes("Bob Baker", user=bob)
    story.stays(attendee, "10:00", "10:30")
    story.tell()
    return attendee


def present(story: Story, attendee: Attendee) -> int:
    """Seconds inside the window."""
    return timeline_of(story.occurrence, as_of=now_ms()).attendee(f"attendee:{attendee.id}").present_ms // 1000


def include(story: Story, actor: User, attendee: Attendee, start: str, end: str) -> object:
    return correct(
        occurrence=story.occurrence, actor=actor, attendee_key=f"attendee:{attendee.id}", what=Correction.INCLUDE,
        at=story.at(start), until=story.at(end), note="He called in", now=now_ms(),
    )  # fmt: skip


class TestTheRecord:
    def test_time_that_no_source_saw_can_be_included(self, story: Story, alice: User, bob_came: Attendee) -> None:
        include(story, alice, bob_came, "10:30", "10:50")
        assert present(story, bob_came) == 3000

    def test_time_can_be_excluded(self, story: Story, alice: User, bob_came: Attendee) -> None:
        correct(
            occurrence=story.occurrence, actor=alice, attendee_key=f"attendee:{bob_came.id}", what=Correction.EXCLUDE,
            at=story.at("10:10"), until=story.at("10:15"), now=now_ms(),
        )  # fmt: skip
        assert present(story, bob_came) == 1500

    def test_undoing_brings_the_evidence_back(self, story: Story, alice: User, bob_came: Attendee) -> None:
        include(story, alice, bob_came, "10:30", "10:50")
        (made,) = corrections_of(story.occurrence.id)
        take_back(occurrence=story.occurrence, actor=alice, correction=_id(made.event.id), now=now_ms())
        assert present(story, bob_came) == 1800
        (undone,) = corrections_of(story.occurrence.id)
        assert (undone.note, undone.by, undone.undone_by) == ("He called in", alice.id, alice.id)

    def test_a_colleague_may_undo_it_and_stands_behind_that(
        self, story: Story, alice: User, charlie: User, bob_came: Attendee
    ) -> None:
        CoHost.objects.create(meeting=story.meeting, user=charlie, added_at=timezone.now())
        include(story, alice, bob_came, "10:30", "10:50")
        (made,) = corrections_of(story.occurrence.id)
        take_back(occurrence=story.occurrence, actor=charlie, correction=_id(made.event.id), now=now_ms())
        assert present(story, bob_came) == 1800
        assert corrections_of(story.occurrence.id)[0].undone_by == charlie.id

    def test_it_is_undone_once(self, story: Story, alice: User, bob_came: Attendee) -> None:
        include(story, alice, bob_came, "10:30", "10:50")
        (made,) = corrections_of(story.occurrence.id)
        take_back(occurrence=story.occurrence, actor=alice, correction=_id(made.event.id), now=now_ms())
        with pytest.raises(CorrectionRefused, match="undone"):
            take_back(occurrence=story.occurrence, actor=alice, correction=_id(made.event.id), now=now_ms())

    def test_two_rows_can_be_one_person_in_this_report_and_the_next(
        self, story: Story, alice: User, bob_came: Attendee
    ) -> None:
        other = story.comes("Bobby B.")
        story.stays(other, "10:30", "11:00")
        story.tell()
        correct(
            occurrence=story.occurrence, actor=alice, attendee_key=f"attendee:{bob_came.id}", what=Correction.BIND,
            token=f"attendee:{other.id}", now=now_ms(),
        )  # fmt: skip
        assert present(story, bob_came) == 3600
        following = Story(alice, meeting=story.meeting, day=story.day.replace(day=17))
        following.opens()
        following.stays(bob_came, "10:00", "10:10")
        following.stays(other, "10:20", "10:30")
        following.tell()
        assert present(following, bob_came) == 1200

    def test_the_log_grows_and_nothing_in_it_changes(self, story: Story, alice: User, bob_came: Attendee) -> None:
        before = list(Event.objects.order_by("position").values_list("position", "id", "digest"))
        rung: list[str] = []
        stop = listen(EVENTS, rung.append)
        include(story, alice, bob_came, "10:30", "10:50")
        stop()
        after = list(Event.objects.order_by("position").values_list("position", "id", "digest"))
        assert after[:-1] == before
        assert after[-1][0] > before[-1][0]


@pytest.mark.django_db(transaction=True)
def test_whoever_follows_the_log_is_woken_when_it_is_written(alice: User, bob: User) -> None:
    story = Story(alice)
    story.opens()
    attendee = story.comes("Bob Baker", user=bob)
    rung: list[str] = []
    stop = listen(EVENTS, rung.append)
    include(story, alice, attendee, "10:30", "10:50")
    stop()
    assert rung == [str(story.occurrence.id)]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("start", "end", "code"), [("10:30", "10:30", "backwards"), ("10:30", "10:20", "backwards")]
    )
    def test_an_end_before_its_beginning(
        self, story: Story, alice: User, bob_came: Attendee, start: str, end: str, code: str
    ) -> None:
        with pytest.raises(CorrectionRefused, match=code):
            include(story, alice, bob_came, start, end)

    def test_a_correction_by_somebody_who_is_no_host(self, story: Story, bob: User, bob_came: Attendee) -> None:
        with pytest.raises(CorrectionRefused, match="not_allowed"):
            include(story, bob, bob_came, "10:30", "10:50")


class TestThePages:
    def slug(self, attendee: Attendee) -> str:
        return slug_of(f"attendee:{attendee.id}")

    def test_a_host_types_times_in_the_meetings_zone(self, story: Story, as_alice: Client, bob_came: Attendee) -> None:
        url = reverse("attendance:correct_time", args=[story.occurrence.id, self.slug(bob_came)])
        typed = {"what": "include", "start": "2026-03-10T10:30:00", "end": "2026-03-10T10:50:00", "note": "Phone"}
        assert "Europe/Berlin (CET)" in as_alice.get(url).content.decode()
        response = as_alice.post(url, typed, follow=True)
        assert response.redirect_chain[-1][0] == reverse(
            "reports:attendee", args=[story.occurrence.id, self.slug(bob_came)]
        )
        assert present(story, bob_came) == 3000
        listed = as_alice.get(reverse("attendance:corrections", args=[story.occurrence.id])).content.decode()
        assert "Bob Baker was there from 10:30:00 to 10:50:00" in listed
        assert "Phone" in listed
        assert "Alice Archer" in listed

    def test_a_mistake_is_told_beside_its_field(self, story: Story, as_alice: Client, bob_came: Attendee) -> None:
        url = reverse("attendance:correct_time", args=[story.occurrence.id, self.slug(bob_came)])
        typed = {"what": "include", "start": "2026-03-10T10:30:00", "end": "2026-03-10T10:20:00"}
        assert "This is not after the beginning." in as_alice.post(url, typed).content.decode()
        assert corrections_of(story.occurrence.id) == []

    def test_undoing_asks_first(self, story: Story, alice: User, as_alice: Client, bob_came: Attendee) -> None:
        include(story, alice, bob_came, "10:30", "10:50")
        page = as_alice.get(reverse("attendance:corrections", args=[story.occurrence.id])).content.decode()
        (url,) = re.findall(r'href="([^"]+/undo/)"', page)
        assert "Undo this correction?" in as_alice.get(url).content.decode()
        assert present(story, bob_came) == 3000
        assert as_alice.post(url).status_code == 302
        assert present(story, bob_came) == 1800

    def test_two_people_with_addresses_of_their_own_stay_two(
        self, story: Story, as_alice: Client, charlie: User, bob_came: Attendee
    ) -> None:
        other = story.comes("Charlie Cook", user=charlie)
        story.stays(other, "10:00", "10:10")
        story.tell()
        url = reverse("attendance:same_person", args=[story.occurrence.id, self.slug(bob_came)])
        page = as_alice.post(url, {"other": self.slug(other)}).content.decode()
        assert "so these are two people" in page
        assert corrections_of(story.occurrence.id) == []

    def test_they_are_for_hosts_only(
        self, story: Story, as_bob: Client, charlie: User, as_provider: Client, bob_came: Attendee
    ) -> None:
        names = [("corrections", []), ("correct_time", [self.slug(bob_came)]), ("same_person", [self.slug(bob_came)])]
        for client in (as_bob, signed_in(charlie), as_provider):
            for name, more in names:
                url = reverse(f"attendance:{name}", args=[story.occurrence.id, *more])
                assert client.get(url).status_code == 404
                assert client.post(url).status_code in (404, 405)


def _id(hexadecimal: str) -> UUID:
    return UUID(hex=hexadecimal)
