"""The CSV files: they open well, they can be read by programs, and they run nothing."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.events import Interaction
from leavethemeeting.reports.cells import Cell, cell, csv_lines, local, plain, seconds
from tests.reports.story import Story

DANGEROUS = [
    "=1+2", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1+2", "\uff0b1", "\uff0d1", "\uff20x", "  =1", "\u200b=1",
]  # fmt: skip


@pytest.fixture
def story(alice: User, bob: User) -> Story:
    told = Story(alice, title='Weekly "review": Q1/Ō')
    told.opens()
    told.stays(told.comes("Bob Baker", user=bob), "10:02", "10:58")
    return told


def raw(client: Client, story: Story, name: str, **query: str) -> tuple[bytes, str]:
    response = client.get(reverse(f"reports:{name}", args=[story.occurrence.id]), query)
    assert response.status_code == 200
    assert response.streaming
    return b"".join(response), response["Content-Disposition"]


def table(client: Client, story: Story, name: str) -> list[dict[str, str]]:
    body, _header = raw(client, story, name, plain="1")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_a_spreadsheet_would_run_stays_text(text: str) -> None:
    written = cell(text)
    assert isinstance(written, str)
    assert written.startswith("'")


def test_numbers_stay_numbers_and_plain_text_is_left_alone() -> None:
    assert (cell(-5), cell(93.3), cell(seconds(-1500)), cell("Ōta-Ñu"), cell(None)) == (
        -5,
        93.3,
        seconds(-1500),
        "Ōta-Ñu",
        "",
    )


def test_what_turns_text_round_or_breaks_lines_is_taken_out() -> None:
    assert plain("ab\u202egnp\u2066.exe\u2069\r\nnext\x00\u2028line") == "abgnp.exe next line"


def test_quotes_commas_and_a_mark_of_the_encoding_follow_the_standard() -> None:
    assert b"".join(csv_lines([["a,b", 'say "hi"', 1.5]])) == b'\xef\xbb\xbf"a,b","say ""hi""",1.5\r\n'


words = st.text(st.sampled_from("ab1 ,\"'=+-@\t\r\n\u200bÄ"), max_size=5)
cells_of_a_row = st.lists(
    st.one_of(words, st.none(), st.integers(-5, 5), st.sampled_from((0.5, -1.25, 93.3))), max_size=5
)


@given(st.lists(cells_of_a_row, max_size=150))
def test_a_line_that_needs_no_care_is_written_as_if_it_had_been_given_some(rows: list[list[Cell]]) -> None:
    careful = io.StringIO(newline="")
    csv.writer(careful, dialect="excel", lineterminator="\r\n").writerows([[cell(one) for one in row] for row in rows])
    assert b"".join(csv_lines(rows)) == b"\xef\xbb\xbf" + careful.getvalue().encode()


@cache
def changes_of(name: str) -> list[int]:
    """Around when the clocks of a zone change, in milliseconds UTC: a day's noon before, found by looking at every day."""
    zone, found = ZoneInfo(name), []
    before = None
    for day in range(-2000, 25_000):  # 1964 to 2038
        offset = (datetime(1970, 1, 1, tzinfo=zone) + timedelta(days=day)).utcoffset()
        if offset != before and before is not None:
            found.append((day - 1) * 86_400_000)
        before = offset
    return found


def as_the_zone_says(moment: int, zone: ZoneInfo) -> str:
    """By the standard library, in whole numbers."""
    exact = (datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC")) + timedelta(milliseconds=moment)).astimezone(zone)
    return exact.isoformat(timespec="milliseconds" if moment % 1000 else "seconds")


@given(st.sampled_from(sorted(available_timezones())), st.integers(-(2**36), 2**43), st.integers(0, 2**32))
@example("Africa/Monrovia", 63_593_070_000, 0)  # 1972-01-07, forty-four and a half minutes behind until then
@example("Europe/Amsterdam", -1_025_741_972_000, 0)
@example("Europe/Dublin", 1_792_890_000_000, 1)
def test_a_moment_is_told_as_its_zone_tells_it(name: str, moment: int, chosen: int) -> None:
    zone, changes = ZoneInfo(name), changes_of(name)
    near = [moment]
    if changes:
        change = changes[chosen % len(changes)]
        near += range(change, change + 2 * 86_400_000, 1_799_500)  # every half an hour, less half a second
    for one in near:
        assert local(one, zone) == as_the_zone_says(one, zone)


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
def test_every_second_around_a_change_of_clocks_is_told_right(name: str) -> None:
    zone = ZoneInfo(name)
    for change in changes_of(name)[-2:] or [1_790_000_000_000]:
        offsets = {at: as_the_zone_says(at, zone)[-6:] for at in range(change, change + 2 * 86_400_000, 60_000)}
        turns = [at for at in offsets if offsets[at] != offsets.get(at - 60_000, offsets[at])] or [change]
        for turn in turns:
            for at in range(turn - 90_000, turn + 90_000, 500):
                assert local(at, zone) == as_the_zone_says(at, zone)


class TestAttendance:
    def test_says_what_it_is_before_the_table_and_how_far_to_skip(self, story: Story, as_alice: Client) -> None:
        story.tell()
        body, _ = raw(as_alice, story, "attendance_csv")
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
        skip = int(rows[0][1])
        assert rows[0][0] == "# lines before the table"
        assert rows[skip][:2] == ["name", "email"]
        assert len({len(row) for row in rows}) == 1
        said = {row[0]: row[1] for row in rows[:skip]}
        assert said["# time zone"] == "Europe/Berlin"
        assert said["# window start"] == "2026-03-10T10:00:00+01:00"
        assert said["# occurrence"] == str(story.occurrence.id)
        assert said["# definition: Attendance"] == "Time present divided by the window's length."

    def test_tells_times_with_their_offset_and_lengths_in_seconds(self, story: Story, as_alice: Client) -> None:
        story.tell()
        (bob,) = table(as_alice, story, "attendance_csv")
        wanted = {
            "name": "Bob Baker", "email": "bob@example.org", "email_verified": "yes", "role": "participant",
            "standing": "member", "first_entrance": "2026-03-10T10:02:00+01:00", "last_exit": "2026-03-10T10:58:00+01:00",
            "last_exit_reason": "left", "stays": "1", "present_seconds": "3360", "attendance_percent": "93.3",
            "attendance_percent_upper": "93.3", "late_seconds": "120", "late": "no", "early_seconds": "120",
            "re_entries": "0", "assurance": "platform:3360",
        }  # fmt: skip
        assert {key: bob[key] for key in wanted} == wanted

    def test_a_name_that_is_a_formula_is_a_name(self, story: Story, as_alice: Client) -> None:
        story.stays(story.comes('=HYPERLINK("https://evil.example","click")'), "10:00", "11:00")
        story.tell()
        names = [row["name"] for row in table(as_alice, story, "attendance_csv")]
        assert '\'=HYPERLINK("https://evil.example","click")' in names

    def test_the_offset_changes_with_the_clocks(self, alice: User, as_alice: Client) -> None:
        night = Story(alice, day=date(2026, 3, 29), plan=("01:30", "03:30"))
        night.opens("01:30", "03:30")
        night.stays(night.comes("Nora Night"), "01:45", "03:15")
        night.tell()
        (nora,) = table(as_alice, night, "attendance_csv")
        assert (nora["first_entrance"], nora["last_exit"], nora["present_seconds"]) == (
            "2026-03-29T01:45:00+01:00", "2026-03-29T03:15:00+02:00", "1800",
        )  # fmt: skip

    def test_the_name_of_the_file_is_safe_and_keeps_its_letters(self, story: Story, as_alice: Client) -> None:
        story.tell()
        _, header = raw(as_alice, story, "attendance_csv")
        assert header == (
            'attachment; filename="weekly-review-q1o-2026-03-10-attendance.csv"; '
            "filename*=UTF-8''Weekly%20review%20Q1%20%C5%8C%202026-03-10%20attendance.csv"
        )


def test_each_stay_has_a_line_with_the_source_of_both_edges(story: Story, as_alice: Client) -> None:
    """E5: away for twenty seconds on purpose makes two stays."""
    lena = story.comes("Lena Leave")
    story.stays(lena, "10:00", "10:30:00", "left")
    story.stays(lena, "10:30:20", "11:00", "auto_rule:alone_after_others")
    story.tell()
    lines = [row for row in table(as_alice, story, "stays_csv") if row["name"] == "Lena Leave"]
    assert [(row["stay"], row["seconds"], row["exit_raw_reason"], row["exit_source"]) for row in lines] == [
        ("1", "1800", "left", "room"),
        ("2", "1780", "auto_rule:alone_after_others", "room"),
    ]
    assert lines[1]["exit_reason"] == "left by the rule “alone after others”"


def test_interactions_come_by_time_with_the_words_that_are_kept(story: Story, as_alice: Client) -> None:
    ines = story.comes("Ines Inter")
    tab = story.stays(ines, "10:00", "11:00")
    story.does(ines, tab, Interaction.SPEAKING, "10:14", lasts_ms=65_000)
    story.does(ines, tab, Interaction.CHAT, "10:10", text="=cmd|' /C calc'!A0")
    story.tell()
    lines = table(as_alice, story, "interactions_csv")
    assert [(row["at"], row["kind"], row["seconds"], row["text"]) for row in lines] == [
        ("2026-03-10T10:10:00+01:00", "chat", "", "'=cmd|' /C calc'!A0"),
        ("2026-03-10T10:14:00+01:00", "speaking", "65", ""),
    ]
