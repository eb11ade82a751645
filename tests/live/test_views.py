"""The dashboard's pages: Alice hosts and sees, everybody else gets 404; whole without JavaScript."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Claim
from leavethemeeting.attendance.models import Event as Row
from leavethemeeting.attendance.payloads import ClaimFields, Detail, NewEvent, new_event
from leavethemeeting.attendance.positions import take_positions
from leavethemeeting.domain.events import EventType, SourceKind
from leavethemeeting.live.queries import snapshot_of
from leavethemeeting.meetings.actions.opening import CloseReason, close_occurrence, open_occurrence
from leavethemeeting.meetings.models import Attendee, CoHost, Meeting, Occurrence
from leavethemeeting.shared import tickets
from leavethemeeting.shared.ids import new_id
from leavethemeeting.shared.moments import now_ms
from tests.cast import signed_in


@pytest.fixture
def meeting(alice: User) -> Meeting:
    return Meeting.objects.create(owner=alice, title="Weekly stand-up", time_zone="Europe/Berlin")


@pytest.fixture
def occurrence(meeting: Meeting, alice: User) -> Occurrence:
    return open_occurrence(meeting=meeting, actor=alice, now=now_ms())


def write(occurrence: Occurrence, *events: NewEvent) -> None:
    """Commit events the way any writer does."""
    with transaction.atomic():
        for position, event in zip(take_positions(len(events)), events, strict=True):
            columns = ("meeting_id", "occurrence_id", "source_ref", "source_kind", "id", "type", "connection_ref",
                       "at", "until", "sent_at", "received_at", "detail", "digest")  # fmt: skip
            Row.objects.create(position=position, **{name: getattr(event, name) for name in columns})
            if event.claim is not None:
                said = {name: getattr(event.claim, name) for name in event.claim.__struct_fields__}
                Claim.objects.create(
                    meeting_id=event.meeting_id, occurrence_id=event.occurrence_id, source_ref=event.source_ref,
                    event_id=event.id, connection_ref=event.connection_ref, **said,
                )  # fmt: skip


def event(occurrence: Occurrence, tab: str, type: EventType, at: int, who: str = "", reason: str = "") -> NewEvent:
    claim = ClaimFields(attendee_id=new_id(), name=who, email="seen@example.org", role="participant") if who else None
    return new_event(
        meeting_id=occurrence.meeting_id, occurrence_id=occurrence.id, source_ref=f"room:{tab}",
        source_kind=SourceKind.ROOM, id=f"{type.value}-{tab}", type=type, at=at, received_at=at, connection_ref=tab,
        detail=Detail(reason=reason), claim=claim,
    )  # fmt: skip


def enters(occurrence: Occurrence, name: str, at: int) -> NewEvent:
    return event(occurrence, name.lower(), EventType.ENTER, at, who=name)


def url(occurrence: Occurrence) -> str:
    return f"/live/{occurrence.id}/"


def test_only_hosts_see_the_dashboard_and_to_others_it_does_not_exist(
    occurrence: Occurrence, as_alice: Client, as_bob: Client, as_charlie: Client, as_provider: Client, bob: User
) -> None:
    Attendee.objects.create(meeting=occurrence.meeting, user=bob, name="Bob", email=bob.email, first_came_at=1)
    paths = [url(occurrence), f"/meetings/{occurrence.meeting_id}/live/"]
    assert [as_alice.get(path).status_code for path in paths] == [200, 302]
    for stranger in (as_bob, as_charlie, as_provider):
        assert [stranger.get(path).status_code for path in paths] == [404, 404]
        assert stranger.post(f"{url(occurrence)}ticket/").status_code == 404
    assert all("login" in Client().get(path)["Location"] for path in paths)


def test_a_co_host_sees_it_and_no_longer_once_they_are_none(occurrence: Occurrence, bob: User) -> None:
    co_host = CoHost.objects.create(meeting=occurrence.meeting, user=bob, added_at=timezone.now())
    assert signed_in(bob).get(url(occurrence)).status_code == 200
    co_host.delete()
    assert signed_in(bob).get(url(occurrence)).status_code == 404


def test_without_javascript_the_page_shows_who_is_here_and_who_left_how(
    occurrence: Occurrence, as_alice: Client
) -> None:
    now = now_ms()
    gone = event(occurrence, "victor", EventType.EXIT, now, reason="lost")
    write(occurrence, enters(occurrence, "Bob", now - 60_000), enters(occurrence, "Victor", now - 50_000), gone)
    page = as_alice.get(url(occurrence)).content.decode()
    figures = page[page.index("board-figures") : page.index("</dl>")]
    assert "<dt>Here now</dt><dd>1</dd>" in figures
    assert "<dt>Came in all</dt><dd>2</dd>" in figures
    here, left = page.index("<h2>Here now</h2>"), page.index("<h2>Left</h2>")
    assert here < page.index("<bdi>Bob</bdi>") < left < page.index("<bdi>Victor</bdi>") < page.index("connection lost")


def test_before_anybody_came_it_offers_the_join_link(occurrence: Occurrence, as_alice: Client) -> None:
    page = as_alice.get(url(occurrence)).content.decode()
    assert "Nobody is here yet" in page
    assert f"/m/{occurrence.meeting.code}/</code>" in page


def test_a_name_is_text_and_never_markup(occurrence: Occurrence, as_alice: Client) -> None:
    write(occurrence, enters(occurrence, "<script>alert(1)</script>"[:60], now_ms()))
    page = as_alice.get(url(occurrence)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_first_state_costs_the_same_queries_for_one_and_for_many(
    occurrence: Occurrence, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write(occurrence, enters(occurrence, "Bob", now_ms()))
    fresh = Occurrence.objects.select_related("meeting").get(id=occurrence.id)
    with django_assert_num_queries(7):
        assert snapshot_of(fresh).figures.here == 1
    write(occurrence, *[enters(occurrence, f"Guest {number}", now_ms()) for number in range(20)])
    with django_assert_num_queries(7):
        assert snapshot_of(fresh).figures.here == 21


def test_a_hundred_are_shown_at_first_and_all_when_asked(occurrence: Occurrence, as_alice: Client) -> None:
    write(occurrence, *[enters(occurrence, f"Guest {number:03}", now_ms() + number) for number in range(130)])
    first = as_alice.get(url(occurrence)).content.decode()
    assert first.count('<th scope="row">') == 100
    assert "Show 30 more" in first
    assert as_alice.get(url(occurrence) + "?all").content.decode().count('<th scope="row">') == 130


def test_the_ticket_names_the_reader_the_session_and_the_occurrence_for_a_minute(
    occurrence: Occurrence, as_alice: Client, alice: User, settings: object
) -> None:
    before = now_ms()
    text = as_alice.post(f"{url(occurrence)}ticket/").json()["ticket"]
    secret = settings.SECRET_KEY  # type: ignore[attr-defined]  # -- pytest-django's settings are untyped
    ticket = tickets.read(text, purpose=tickets.Purpose.DASHBOARD, now=before, secret_key=secret)
    assert (ticket.user, ticket.occurrence, ticket.meeting) == (alice.id, occurrence.id, occurrence.meeting_id)
    assert ticket.session == tickets.session_digest(as_alice.session.session_key)
    with pytest.raises(tickets.BadTicket):
        tickets.read(text, purpose=tickets.Purpose.DASHBOARD, now=now_ms() + 60_001, secret_key=secret)


def test_a_ticket_is_given_to_our_own_pages_only(occurrence: Occurrence, alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert strict.post(f"{url(occurrence)}ticket/").status_code == 403
    assert strict.get(f"{url(occurrence)}ticket/").status_code == 405


def test_the_meeting_leads_to_the_occurrence_that_is_open_else_to_the_latest(
    meeting: Meeting, as_alice: Client, alice: User
) -> None:
    path = f"/meetings/{meeting.id}/live/"
    assert as_alice.get(path)["Location"] == f"/meetings/{meeting.id}/"
    first = open_occurrence(meeting=meeting, actor=alice, now=1_000)
    close_occurrence(occurrence=first, actor=alice, reason=CloseReason.HOST, now=2_000)
    second = open_occurrence(meeting=meeting, actor=alice, now=3_000)
    close_occurrence(occurrence=second, actor=alice, reason=CloseReason.HOST, now=4_000)
    assert as_alice.get(path)["Location"] == url(second)


def test_open_and_closed_offer_what_can_be_done_then(occurrence: Occurrence, as_alice: Client, alice: User) -> None:
    place = [occurrence.meeting_id, occurrence.id]
    close = f'data-when="open" href="{reverse("live:close", args=place)}"'
    reopen = f'data-when="closed" method="post" action="{reverse("meetings:reopen", args=place)}"'
    page = as_alice.get(url(occurrence)).content.decode()
    assert (close in page, reopen in page) == (True, False)
    close_occurrence(occurrence=occurrence, actor=alice, reason=CloseReason.HOST, now=now_ms())
    page = as_alice.get(url(occurrence)).content.decode()
    assert (close in page, reopen in page) == (False, True)
