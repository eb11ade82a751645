"""A meeting goes to another owner for good: Alice offers, Bob accepts, Charlie never learns of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.credentials import make_credential
from leavethemeeting.attendance.queries import facts_of
from leavethemeeting.domain.events import SourceKind
from leavethemeeting.domain.permissions import Relation
from leavethemeeting.mail.models import Letter
from leavethemeeting.meetings.actions import giving
from leavethemeeting.meetings.actions.opening import CloseReason, close_occurrence, open_occurrence
from leavethemeeting.meetings.models import CoHost, Meeting, Transfer
from leavethemeeting.meetings.queries import relation_of
from leavethemeeting.shared import wakeups
from leavethemeeting.shared.departures import forget_member
from leavethemeeting.shared.moments import now_ms
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(alice: User) -> Meeting:
    return Meeting.objects.create(owner=alice, title="Weekly")


def offered(meeting: Meeting, alice: User, bob: User, **more: Any) -> Transfer:
    return giving.offer_meeting(meeting=meeting, actor=alice, email=bob.email, now=more.get("now", timezone.now()))


def outcome(meeting: Meeting) -> str:
    return meeting.transfers.get().outcome


def letters() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("written_at").values_list("kind", "recipient"))


def test_alice_offers_bob_accepts_and_it_is_his(meeting: Meeting, alice: User, bob: User, as_alice: Client) -> None:
    page = as_alice.post(f"/meetings/{meeting.id}/give/", {"email": "Bob@Example.org"}, follow=True).content.decode()
    assert "It is offered to" in page and bob.email in page and "Take the offer back" in page
    meeting.refresh_from_db()
    assert (meeting.owner, letters()) == (alice, [("meeting_offered", bob.email)])
    letter = Letter.objects.get()
    assert "Weekly" not in letter.text and alice.name not in letter.text
    as_bob = signed_in(bob)
    link = f"/meetings/offers/{meeting.transfers.get().id}/"
    assert link in letter.text and link in as_bob.get("/meetings/").content.decode()
    assert "Weekly" in as_bob.get(link).content.decode()
    answer = as_bob.post(link, {"deed": "accept"})
    assert answer["Location"] == f"/meetings/{meeting.id}/"
    meeting.refresh_from_db()
    assert (meeting.owner, outcome(meeting)) == (bob, "accepted")
    assert letters()[1] == ("meeting_given", alice.email)


def test_alice_keeps_nothing_and_bob_has_all(meeting: Meeting, alice: User, bob: User, as_alice: Client) -> None:
    occurrence = open_occurrence(meeting=meeting, actor=alice, now=now_ms())
    close_occurrence(occurrence=occurrence, actor=alice, reason=CloseReason.HOST, now=now_ms())
    CoHost.objects.create(meeting=meeting, user=bob, added_at=timezone.now())
    giving.accept_offer(offer=offered(meeting, alice, bob), actor=bob, now=timezone.now())
    meeting.refresh_from_db()
    pages = [f"/meetings/{meeting.id}/", f"/live/{occurrence.id}/", f"/reports/{occurrence.id}/",
             f"/meetings/{meeting.id}/edit/", f"/meetings/{meeting.id}/give/"]  # fmt: skip
    assert [as_alice.get(page).status_code for page in pages] == [404] * 5
    assert [signed_in(bob).get(page).status_code for page in pages] == [200] * 5
    assert (relation_of(alice, meeting), relation_of(bob, meeting)) == (Relation.STRANGER, Relation.HOST)
    assert "Weekly" not in as_alice.get("/meetings/").content.decode()
    assert not CoHost.objects.filter(meeting=meeting, user=bob).exists()


def test_dashboards_close_the_room_is_told_and_tokens_end(
    meeting: Meeting, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    occurrence = open_occurrence(meeting=meeting, actor=alice, now=now_ms())
    token, _secret = make_credential(
        meeting=meeting, actor=alice, label="bridge", kind=SourceKind.WEBHOOK, days=9, now=now_ms()
    )
    offer = offered(meeting, alice, bob)
    rung: list[tuple[str, str]] = []
    monkeypatch.setattr(wakeups, "ring", lambda bell, reference="": rung.append((bell, reference)))
    with django_capture_on_commit_callbacks(execute=True):
        giving.accept_offer(offer=offer, actor=bob, now=timezone.now())
    wanted = {(wakeups.ACCESS, f"host:{meeting.id}:{alice.id}"), (wakeups.ACCESS, f"credential:{token.id}"),
              (wakeups.COMMANDS, str(occurrence.id))}  # fmt: skip
    assert wanted <= set(rung)
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_who_hosted_then_is_still_the_host_of_then(meeting: Meeting, alice: User, bob: User) -> None:
    before = open_occurrence(meeting=meeting, actor=alice, now=now_ms() - 60_000)
    close_occurrence(occurrence=before, actor=alice, reason=CloseReason.HOST, now=now_ms() - 50_000)
    giving.accept_offer(offer=offered(meeting, alice, bob), actor=bob, now=timezone.now())
    meeting.refresh_from_db()
    after = open_occurrence(meeting=meeting, actor=bob, now=now_ms() + 60_000)
    before.refresh_from_db()
    assert f"email:{alice.email}" in facts_of(before).hosts
    assert f"email:{alice.email}" not in facts_of(after).hosts


def test_taken_back_declined_and_expired_change_nothing(meeting: Meeting, alice: User, bob: User) -> None:
    as_alice, as_bob = signed_in(alice), signed_in(bob)
    first = offered(meeting, alice, bob)
    as_alice.post(f"/meetings/{meeting.id}/give/back/")
    second = offered(meeting, alice, bob)
    as_bob.post(f"/meetings/offers/{second.id}/", {"deed": "decline"})
    long_ago = timezone.now() - timedelta(days=giving.OFFER_DAYS, seconds=1)
    third = offered(meeting, alice, bob, now=long_ago)
    for over in (first, second, third):
        assert as_bob.get(f"/meetings/offers/{over.id}/").status_code == 404
        with pytest.raises(Http404):
            giving.accept_offer(offer=over, actor=bob, now=timezone.now())
    assert giving.expire_offers(now=timezone.now()) == 1
    told = meeting.transfers.order_by("offered_at").values_list("outcome", flat=True)
    assert sorted(told) == ["declined", "expired", "taken_back"]
    meeting.refresh_from_db()
    assert meeting.owner == alice
    offered(meeting, alice, bob)  # and it can be offered again


def test_one_offer_at_a_time_to_members_only_and_not_to_oneself(meeting: Meeting, alice: User, bob: User) -> None:
    as_alice, url = signed_in(alice), f"/meetings/{meeting.id}/give/"
    assert "No member has verified" in as_alice.post(url, {"email": "nobody@example.org"}).content.decode()
    assert "yours already" in as_alice.post(url, {"email": alice.email}).content.decode()
    offered(meeting, alice, bob)
    with pytest.raises(giving.OfferedAlready):
        offered(meeting, alice, bob)
    assert (meeting.transfers.count(), len(letters())) == (1, 1)


def test_only_the_owner_offers_and_only_bob_answers(meeting: Meeting, alice: User, bob: User, charlie: User) -> None:
    CoHost.objects.create(meeting=meeting, user=charlie, added_at=timezone.now())
    assert signed_in(charlie).get(f"/meetings/{meeting.id}/give/").status_code == 404
    with pytest.raises(Http404):
        giving.offer_meeting(meeting=meeting, actor=charlie, email=bob.email, now=timezone.now())
    offer = offered(meeting, alice, bob)
    for other in (alice, charlie):
        assert signed_in(other).post(f"/meetings/offers/{offer.id}/", {"deed": "accept"}).status_code == 404
        with pytest.raises(Http404):
            giving.accept_offer(offer=offer, actor=other, now=timezone.now())
    with pytest.raises(Http404):
        giving.take_offer_back(meeting=meeting, actor=charlie, now=timezone.now())
    assert outcome(meeting) == ""


def test_an_offer_of_somebody_who_gave_it_away_already_is_void(
    meeting: Meeting, alice: User, bob: User, charlie: User
) -> None:
    offer = offered(meeting, alice, bob)
    Meeting.objects.filter(id=meeting.id).update(owner=charlie)
    with pytest.raises(Http404):
        giving.accept_offer(offer=offer, actor=bob, now=timezone.now())


def test_an_offer_to_a_member_who_goes_goes_with_them(meeting: Meeting, alice: User, bob: User) -> None:
    offered(meeting, alice, bob)
    forget_member(bob.id)
    assert not meeting.transfers.exists()
