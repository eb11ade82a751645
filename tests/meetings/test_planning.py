"""A host plans, previews, changes, duplicates and deletes meetings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.actions.planning import Plan, change_plan
from leavethemeeting.meetings.models import Meeting, Occurrence
from leavethemeeting.shared.departures import on_meeting_deleted
from leavethemeeting.shared.moments import from_datetime
from tests.meetings.stories import make_attendee, make_meeting, make_past, make_scheduled, opened, plan_fields


def planned(browser: Client, **changes: Any) -> Meeting:
    answer = browser.post("/meetings/plan/", plan_fields(**changes))
    assert answer.status_code == 302, answer.content.decode()
    return Meeting.objects.get(id=UUID(answer["Location"].split("/")[2]))


def mistakes(browser: Client, **changes: Any) -> dict[str, list[str]]:
    answer = browser.post("/meetings/plan/", plan_fields(**changes))
    assert answer.status_code == 200
    assert not Meeting.objects.exists()
    return dict(answer.context["form"].errors)


def test_alice_plans_one_meeting_in_her_zone(as_alice: Client, alice: User) -> None:
    meeting = planned(as_alice)
    assert (meeting.owner, meeting.title, meeting.time_zone, meeting.repeats) == (
        alice,
        "Weekly review",
        "Europe/Berlin",
        "",
    )
    assert meeting.starts_at == datetime(2030, 5, 6, 8, tzinfo=UTC)
    assert meeting.ends_at == datetime(2030, 5, 6, 9, tzinfo=UTC)
    assert (meeting.keeps_days, meeting.keeps_chat_text, meeting.waiting_room) == (90, True, False)


def test_the_form_proposes_the_members_own_zone(as_alice: Client, alice: User) -> None:
    alice.time_zone = "Asia/Kolkata"
    alice.save()
    assert as_alice.get("/meetings/plan/").context["form"].initial["time_zone"] == "Asia/Kolkata"


def test_a_series_is_stored_as_a_standard_recurrence_rule(as_alice: Client) -> None:
    meeting = planned(
        as_alice, when="series", every="2", weekdays=["0", "2"], stops="until", count="", until="2030-07-01"
    )
    assert meeting.repeats == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20300701T215959Z"


def test_without_weekdays_a_series_runs_on_the_weekday_of_its_first_date(as_alice: Client) -> None:
    assert planned(as_alice, when="series").repeats == "FREQ=WEEKLY;BYDAY=MO;COUNT=3"


def test_an_end_before_the_start_is_on_the_next_day(as_alice: Client) -> None:
    meeting = planned(as_alice, starts="22:00", ends="01:00")
    assert meeting.starts_at and meeting.ends_at
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=3)


def test_a_meeting_at_any_time_needs_no_dates(as_alice: Client) -> None:
    meeting = planned(as_alice, when="any", day="", starts="", ends="", count="")
    assert (meeting.starts_at, meeting.ends_at, meeting.repeats) == (None, None, "")


def test_an_outside_link_is_kept_only_for_a_meeting_outside(as_alice: Client) -> None:
    outside = planned(as_alice, place="link", outside_url="https://meet.example.org/abc?x=1")
    assert (outside.place, outside.outside_url) == ("link", "https://meet.example.org/abc?x=1")
    assert planned(as_alice, place="room", outside_url="https://meet.example.org/abc").outside_url == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://meet.example.org/",
        "javascript:alert(1)",
        "//meet.example.org",
        "meet",
        "",
        "https://",
        "https://a:b@meet.example.org/",
    ],
)
def test_an_outside_link_must_be_a_plain_https_address(as_alice: Client, url: str) -> None:
    assert list(mistakes(as_alice, place="link", outside_url=url)) == ["outside_url"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"day": ""}, "day"),
        ({"starts": ""}, "starts"),
        ({"ends": ""}, "ends"),
        ({"ends": "10:00"}, "ends"),
        ({"day": "2030-13-01"}, "day"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"keeps_days": "0"}, "keeps_days"),
        ({"keeps_days": "366"}, "keeps_days"),
        ({"when": "series", "count": ""}, "count"),
        ({"when": "series", "count": "0"}, "count"),
        ({"when": "series", "count": "401"}, "count"),
        ({"when": "series", "weekdays": ["1"]}, "weekdays"),
        ({"when": "series", "stops": "until"}, "until"),
        ({"when": "series", "stops": "until", "until": "2030-05-05"}, "until"),
        ({"when": "series", "stops": "until", "until": "2099-05-05"}, "until"),
        ({"day": "2030-03-31", "starts": "02:30", "ends": "03:30"}, "starts"),  # clocks in Berlin skip it
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused_at_its_field(
    as_alice: Client, changes: dict[str, Any], field: str
) -> None:
    assert list(mistakes(as_alice, **changes)) == [field]


def test_a_preview_shows_the_dates_and_stores_nothing(as_alice: Client) -> None:
    answer = as_alice.post("/meetings/plan/preview/", plan_fields(when="series", day="2030-10-22", count="14"))
    page = answer.content.decode()
    assert "Tuesday 22 October 2030, 10:00" in page
    assert "Tuesday 29 October 2030, 10:00" in page  # Berlin's clocks change on the 27th
    assert [f"{span.start:%H:%M}" for span in answer.context["dates"][:2]] == ["08:00", "09:00"]
    assert "and 2 more" in page
    assert not Meeting.objects.exists()


def test_a_preview_of_a_mistaken_plan_shows_the_mistake(as_alice: Client) -> None:
    answer = as_alice.post("/meetings/plan/preview/", plan_fields(title=""))
    assert list(answer.context["form"].errors) == ["title"]
    assert "These are the dates" not in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"when": "any", "day": "", "starts": "", "ends": ""},
        {"when": "series", "weekdays": ["0", "4"], "every": "2"},
        {"when": "series", "stops": "until", "until": "2030-06-10", "count": ""},
        {"place": "link", "outside_url": "https://meet.example.org/abc", "keeps_chat_text": None, "waiting_room": "on"},
        {"time_zone": "America/New_York", "starts": "22:00", "ends": "01:00"},
    ],
)
def test_the_edit_form_shows_exactly_what_was_planned(as_alice: Client, changes: dict[str, Any]) -> None:
    meeting = planned(as_alice, **changes)
    form = as_alice.get(f"/meetings/{meeting.id}/edit/").context["form"]
    shown = {
        name: value
        for name, value in ((field.html_name, field.value()) for field in form)
        if value not in (None, False)
    }
    as_alice.post(f"/meetings/{meeting.id}/edit/", {**shown, "time_zone": meeting.time_zone})
    again = Meeting.objects.get(id=meeting.id)
    kept = [field.attname for field in Meeting._meta.concrete_fields]
    assert {name: getattr(again, name) for name in kept} == {name: getattr(meeting, name) for name in kept}


def test_changing_the_plan_keeps_the_join_link(as_alice: Client, alice: User) -> None:
    meeting = make_meeting(alice)
    answer = as_alice.post(f"/meetings/{meeting.id}/edit/", plan_fields(title="Daily review"))
    changed = Meeting.objects.get(id=meeting.id)
    assert answer["Location"] == f"/meetings/{meeting.id}/"
    assert (changed.title, changed.code) == ("Daily review", meeting.code)


def test_a_running_occurrence_follows_its_date_to_the_new_time(alice: User) -> None:
    meeting = make_scheduled(alice, starts_in=timedelta(minutes=30))
    occurrence = opened(meeting)
    assert meeting.starts_at and meeting.ends_at
    later = timedelta(minutes=15)
    plan = Plan(title="Weekly review", starts_at=meeting.starts_at + later, ends_at=meeting.ends_at + later)
    change_plan(meeting=meeting, actor=alice, plan=plan)
    assert plan.starts_at
    assert Occurrence.objects.get(id=occurrence.id).scheduled_start_at == from_datetime(plan.starts_at)


def test_a_past_occurrence_keeps_the_time_it_had(alice: User) -> None:
    meeting = make_scheduled(
        alice, starts_in=-timedelta(days=8), repeats="FREQ=WEEKLY;COUNT=2;BYDAY=MO,TU,WE,TH,FR,SA,SU"
    )
    assert meeting.starts_at
    start = from_datetime(meeting.starts_at)
    past = Occurrence.objects.create(meeting=meeting, scheduled_start_at=start, first_opened_at=start)
    change_plan(meeting=meeting, actor=alice, plan=Plan(title="Now at any time"))
    assert Occurrence.objects.get(id=past.id).scheduled_start_at == start


def test_a_copy_has_the_plan_and_nobody_in_it(as_alice: Client, alice: User) -> None:
    meeting = make_scheduled(alice, starts_in=timedelta(days=1), waiting_room=True, keeps_days=30)
    make_attendee(meeting)
    make_past(meeting, days_ago=3)
    answer = as_alice.post(f"/meetings/{meeting.id}/duplicate/")
    copy = Meeting.objects.exclude(id=meeting.id).get()
    assert answer["Location"] == f"/meetings/{copy.id}/edit/"
    assert (copy.title, copy.starts_at, copy.waiting_room, copy.keeps_days) == (
        "Copy of Weekly review",
        meeting.starts_at,
        True,
        30,
    )
    assert copy.code != meeting.code
    assert (copy.attendees.count(), copy.occurrences.count()) == (0, 0)


def test_deleting_asks_first_and_names_what_goes(as_alice: Client, alice: User) -> None:
    meeting = make_meeting(alice)
    make_attendee(meeting)
    make_attendee(meeting, name="Gus Guest")
    make_past(meeting, days_ago=1)
    stop = on_meeting_deleted(lambda meeting_id: None, name=lambda meeting_id: ["17 recorded events"])
    page = as_alice.get(f"/meetings/{meeting.id}/delete/").content.decode()
    stop()
    assert "1 past or open occurrence" in page
    assert "The attendance of 2 attendees" in page
    assert "17 recorded events" in page
    assert Meeting.objects.filter(id=meeting.id).exists()


def test_deleting_takes_everything_that_hangs_on_the_meeting(as_alice: Client, alice: User) -> None:
    meeting, other = make_meeting(alice), make_meeting(alice)
    make_past(meeting, days_ago=1)
    forgotten: list[UUID] = []
    stop = on_meeting_deleted(forgotten.append)
    answer = as_alice.post(f"/meetings/{meeting.id}/delete/")
    stop()
    assert answer["Location"] == "/meetings/"
    assert forgotten == [meeting.id]
    assert list(Meeting.objects.all()) == [other]
    assert not Occurrence.objects.exists()


def test_when_something_cannot_be_forgotten_nothing_is_deleted(as_alice: Client, alice: User) -> None:
    meeting = make_meeting(alice)

    def fails(meeting_id: UUID) -> None:
        raise RuntimeError("the log is locked")

    stop = on_meeting_deleted(fails)
    with pytest.raises(RuntimeError, match="the log is locked"):
        as_alice.post(f"/meetings/{meeting.id}/delete/")
    stop()
    assert Meeting.objects.filter(id=meeting.id).exists()


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=XX", "nonsense", "FREQ=WEEKLY;INTERVAL=0;BYDAY=MO"])
def test_a_stored_rule_that_nobody_here_wrote_leaves_the_first_date(rule: str, as_alice: Client, alice: User) -> None:
    meeting = make_scheduled(alice, starts_in=timedelta(days=2), repeats=rule)
    assert meeting.title in as_alice.get("/meetings/").content.decode()
    for page in (f"/meetings/{meeting.id}/", f"/meetings/{meeting.id}/edit/", f"/m/{meeting.code}/"):
        assert as_alice.get(page).status_code == 200
    assert as_alice.post(f"/meetings/{meeting.id}/open/").status_code == 302


@pytest.mark.parametrize("field", ["day", "until"])
@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_out_of_all_reach_is_refused_in_words(field: str, day: str, as_alice: Client, alice: User) -> None:
    fields = plan_fields(when="series", stops="until", until="2030-06-06") | {field: day}
    page = as_alice.post("/meetings/plan/", fields)
    assert page.status_code == 200 and "between the years 2000 and 2100" in page.content.decode()
    assert not Meeting.objects.exists()


def test_the_last_day_there_is_takes_the_longest_series(as_alice: Client, alice: User) -> None:
    fields = plan_fields(when="series", day="2100-12-31", every="2", count="400", starts="23:30", ends="00:30")
    assert as_alice.post("/meetings/plan/", fields).status_code == 302
    assert as_alice.get("/meetings/").status_code == 200


def test_what_turns_text_round_is_taken_out_of_title_and_description(as_alice: Client, alice: User) -> None:
    as_alice.post("/meetings/plan/", plan_fields(title="a\u202eb\u200b", description="first\u2066\r\n\x1bsecond"))
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.description) == ("ab", "first\nsecond")


def test_markup_and_formulas_are_shown_as_what_they_are(as_alice: Client, alice: User) -> None:
    as_alice.post("/meetings/plan/", plan_fields(title="<script>alert(1)</script>", description="=cmd|' /C calc'!A0"))
    meeting = Meeting.objects.get()
    for page in ("/meetings/", f"/meetings/{meeting.id}/", f"/m/{meeting.code}/"):
        text = as_alice.get(page).content.decode()
        assert "<script>alert" not in text and "&lt;script&gt;alert(1)" in text
