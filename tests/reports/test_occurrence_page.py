"""The report of one occurrence, as its host reads it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.payloads import ClaimFields, Detail
from leavethemeeting.domain.events import EventType, Interaction, SourceKind
from leavethemeeting.meetings.models import CoHost
from leavethemeeting.shared.moments import now_ms
from tests.cast import signed_in
from tests.reports.story import Story


def words(html: str) -> str:
    """The page as somebody reads it: no tags, single spaces."""

    body = html[html.index("<main") : html.index("</main")]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def page(client: Client, story: Story, **query: str) -> str:
    response = client.get(reverse("reports:occurrence", args=[story.occurrence.id]), query)
    assert response.status_code == 200
    return words(response.content.decode())


@pytest.fixture
def story(alice: User, bob: User) -> Story:
    """Alice hosts 10:00 to 11:00; Bob comes at 10:02 and leaves at 10:58 (example E1)."""
    told = Story(alice)
    told.opens("10:00", "11:00")
    told.stays(told.comes("Alice Archer", user=alice), "10:00", "11:00", "ended")
    told.stays(told.comes("Bob Baker", user=bob), "10:02", "10:58")
    return told


def test_it_says_when_bob_entered_left_and_how_much_of_the_meeting_he_saw(story: Story, as_alice: Client) -> None:
    story.tell()
    text = page(as_alice, story)
    assert "Bob Baker bob@example.org participant member 10:02:00 10:58:00 left 1 56 min 00 s 93.3 %" in text
    assert "1 person came besides the host, 1 stayed to the end. Nobody came late." in text
    assert "10 March 2026, 10:00–11:00, Europe/Berlin (CET)" in text


def test_two_devices_count_once(story: Story, as_alice: Client) -> None:
    """E3: laptop 10:00–10:40 and phone 10:30–11:00 are one hour, not seventy minutes."""
    dana = story.comes("Dana Diaz", "dana@example.org")
    story.stays(dana, "10:00", "10:40", tab="laptop")
    story.stays(dana, "10:30", "11:00", tab="phone")
    story.tell()
    assert (
        "Dana Diaz dana@example.org · not verified participant guest 10:00:00 11:00:00 left 1 1 h 00 min 100.0 %"
        in page(as_alice, story)
    )


def test_a_silent_plugin_leaves_time_unknown_and_an_upper_bound(story: Story, as_alice: Client) -> None:
    """E6: last sign of life 10:24:30, so 40.8 %, and up to 45.0 %."""
    who = ClaimFields(name="Zoe Zimmer", email="zoe@example.org", email_verified=True)
    story.says(
        SourceKind.PLUGIN, "key:z", EventType.ENTER, "z-enter-1", story.at("10:00"), connection_ref="t", claim=who
    )
    story.says(
        SourceKind.PLUGIN, "key:z", EventType.HEARTBEAT, "z-beats-1", story.at("10:00:30"), until=story.at("10:24:30"),
        received_at=story.at("10:24:30"), connection_ref="t", detail=Detail(count=49),
    )  # fmt: skip
    story.tell()
    text = page(as_alice, story)
    assert "24 min 30 s 2 min 30 s unknown 40.8 % up to 45.0 %" in text
    assert "For 1 person 2 min 30 s are unknown, because no source saw them and none saw them go." in text


def test_the_end_of_a_lost_connection_is_the_meetings_end_and_says_so(story: Story, as_alice: Client) -> None:
    """E8a: a platform saw the entrance at 10:05 and never an exit."""
    story.says(
        SourceKind.WEBHOOK, "key:w", EventType.ENTER, "w-enter-1", story.at("10:05"), connection_ref="c1",
        claim=ClaimFields(name="Walt Weber", platform_account="zoom:7"),
    )  # fmt: skip
    story.tell()
    text = page(as_alice, story)
    assert "10:05:00 11:00:00 no exit seen, taken to last until the end 1 55 min 00 s 91.7 %" in text


def test_a_reload_is_no_exit_and_a_departure_is(story: Story, as_alice: Client) -> None:
    """E4 and E5: twenty seconds away after a dropped connection, and after leaving."""
    drop, leave = story.comes("Dora Drop"), story.comes("Lena Leave")
    for who, reason in ((drop, "transport"), (leave, "left")):
        story.stays(who, "10:00", "10:30:00", reason)
        story.stays(who, "10:30:20", "11:00", "ended")
    story.tell()
    text = page(as_alice, story)
    assert "Dora Drop participant guest 10:00:00 11:00:00 meeting ended 1 1 h 00 min 100.0 %" in text
    assert "Lena Leave participant guest 10:00:00 11:00:00 meeting ended 2 came back 1× 59 min 40 s 99.4 %" in text


def test_presence_outside_the_window_is_shown_and_not_counted(story: Story, as_alice: Client) -> None:
    """E15: 09:50 to 11:10 is 100.0 %, with the true first entrance and last exit."""
    story.stays(story.comes("Early Erin"), "09:50", "11:10")
    story.tell()
    assert "Early Erin participant guest 09:50:00 11:10:00 left 1 1 h 00 min 100.0 %" in page(as_alice, story)


def test_late_people_are_called_by_name(story: Story, as_alice: Client) -> None:
    story.stays(story.comes("Lars Late"), "10:07", "11:00", "ended")
    story.stays(story.comes("Nick Nick"), "10:04:59", "11:00", "ended")
    story.tell()
    text = page(as_alice, story)
    assert "1 person came more than five minutes late: \u2068Lars Late\u2069 (7 min 00 s)." in text


def test_the_wave_of_leaving_is_named(story: Story, as_alice: Client) -> None:
    for number in range(3):
        story.stays(story.comes(f"Guest {number}"), "10:00", f"10:47:{10 * number:02}")
    story.tell()
    assert "Most left at 10:47: 3 people within a minute." in page(as_alice, story)


def test_interactions_are_counted_by_kind(story: Story, as_alice: Client) -> None:
    ines = story.comes("Ines Inter")
    tab = story.stays(ines, "10:00", "11:00")
    story.does(ines, tab, Interaction.CHAT, "10:10", text="Hello")
    story.does(ines, tab, Interaction.CHAT, "10:11", text="there")
    story.does(ines, tab, Interaction.HAND_UP, "10:12")
    story.does(ines, tab, Interaction.MIC_ON, "10:13")
    story.does(ines, tab, Interaction.SPEAKING, "10:14", lasts_ms=65_000)
    story.tell()
    assert "100.0 % 3 chat 2, hand 1 1 min 05 s" in page(as_alice, story)


def test_an_occurrence_to_which_nobody_came_says_so_and_what_to_do(alice: User, as_alice: Client) -> None:
    empty = Story(alice)
    empty.opens("10:00", "11:00")
    assert "Nobody came" in page(as_alice, empty)


def test_a_running_occurrence_without_anybody_leads_to_its_dashboard(alice: User, as_alice: Client) -> None:
    empty = Story(alice)
    empty.opens("10:00", until=None)
    html = as_alice.get(reverse("reports:occurrence", args=[empty.occurrence.id])).content.decode()
    assert "Nobody has come yet" in html
    assert f'href="/live/{empty.occurrence.id}/">To the dashboard</a>' in html


def running(host: User, minutes: int) -> tuple[Story, str]:
    """Open since ``minutes`` ago; a guest came then, and the room holds them still."""
    now = datetime.fromtimestamp(now_ms() // 1000 - 60 * minutes, UTC)
    story = Story(host, zone="UTC", day=now.date(), plan=None)
    story.opens(f"{now:%H:%M:%S}", until=None)
    tab = story.enters(story.comes("Bob Baker"), f"{now:%H:%M:%S}")
    story.room_lives(tab, since=now_ms() - 3_600_000, at=now_ms())
    return story, tab


def test_a_running_occurrence_says_as_of_when(alice: User, as_alice: Client) -> None:
    """Bob came a quarter of an hour ago and is still in: no exit, no early leave, a moment, a way to refresh."""
    story, _tab = running(alice, 15)
    story.tell()
    text = page(as_alice, story)
    assert "still running Refresh" in text
    assert re.search(r"1 person has come, 1 is there now\. This is as of \d\d:\d\d:\d\d; it is still running\.", text)
    assert re.search(r"\d\d:\d\d:\d\d present 1 15 min 0\d s 100\.0 %", text)


def test_while_the_server_is_away_nobody_is_absent(story: Story, as_alice: Client) -> None:
    """The server dies at 10:20 and is back at 10:24; Olaf comes back, Pia does not."""
    olaf, pia = story.comes("Olaf Out"), story.comes("Pia Part")
    tabs = story.enters(olaf, "10:00"), story.enters(pia, "10:00")
    story.server_dies(*tabs, at="10:20", until="10:24")
    story.stays(olaf, "10:24:05", "11:00", "ended", tab="b")
    story.tell()
    text = page(as_alice, story)
    assert "For 2 people some time is unknown, 8 min 00 s in all, because the server was away." in text
    assert "10:00:00 11:00:00 meeting ended 2 came back 1× 55 min 55 s 4 min 00 s unknown 93.2 % up to 99.9 %" in text
    assert "20 min 00 s 4 min 00 s unknown 33.3 % up to 40.0 %" in text


class TestWhoMaySeeIt:
    def test_a_co_host_sees_it(self, story: Story, charlie: User) -> None:
        story.tell()
        CoHost.objects.create(meeting=story.meeting, user=charlie, added_at=timezone.now())
        assert "Bob Baker" in page(signed_in(charlie), story)

    @pytest.mark.parametrize("name", ["occurrence", "attendance_csv", "stays_csv", "interactions_csv"])
    def test_neither_an_attendee_nor_a_stranger_nor_the_provider_learns_that_it_exists(
        self, story: Story, as_bob: Client, as_charlie: Client, as_provider: Client, name: str
    ) -> None:
        story.tell()
        for client in (as_bob, as_charlie, as_provider):
            assert client.get(reverse(f"reports:{name}", args=[story.occurrence.id])).status_code == 404

    def test_whoever_is_not_signed_in_is_asked_to(self, story: Story) -> None:
        story.tell()
        response = Client().get(reverse("reports:occurrence", args=[story.occurrence.id]))
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


class TestTheTable:
    @pytest.fixture(autouse=True)
    def three(self, story: Story) -> None:
        story.stays(story.comes("Anna Abel", "anna@example.net"), "10:10", "11:00", "ended")
        story.stays(story.comes("Carl Cole"), "10:01", "10:31")
        story.tell()

    def names(self, client: Client, story: Story, **query: str) -> list[str]:
        html = client.get(reverse("reports:occurrence", args=[story.occurrence.id]), query).content.decode()
        table = html[html.index("<tbody>") : html.index("</tbody>")]
        return re.findall(r'<th scope="row"><a[^>]*><bdi>([^<]*)</bdi>', table)

    def test_sorts_by_entrance_unless_told_otherwise(self, story: Story, as_alice: Client) -> None:
        assert self.names(as_alice, story) == ["Alice Archer", "Carl Cole", "Bob Baker", "Anna Abel"]
        assert self.names(as_alice, story, sort="name") == ["Alice Archer", "Anna Abel", "Bob Baker", "Carl Cole"]
        assert self.names(as_alice, story, sort="-present") == ["Alice Archer", "Bob Baker", "Anna Abel", "Carl Cole"]

    def test_says_which_column_it_is_sorted_by(self, story: Story, as_alice: Client) -> None:
        html = as_alice.get(
            reverse("reports:occurrence", args=[story.occurrence.id]), {"sort": "-present"}
        ).content.decode()
        assert re.findall(r'aria-sort="(\w+)"><a[^>]*>([^<]+)', html) == [("descending", "Time present")]

    def test_a_phone_without_heads_and_without_script_sorts_by_a_form(self, story: Story, as_alice: Client) -> None:
        url = reverse("reports:occurrence", args=[story.occurrence.id])
        html = as_alice.get(url).content.decode()
        form = html[html.index('<form class="filters"') :]
        offered = re.findall(
            r'<option value="(-?\w*)"( selected)?>', form[form.index('name="sort"') : form.index("</form>")]
        )
        assert ("entrance", " selected") in offered
        assert self.names(as_alice, story, sort="-present", only="", q="c") == ["Alice Archer", "Carl Cole"]
        assert all(as_alice.get(url, {"sort": value}).status_code == 200 for value, _chosen in offered)

    def test_searching_keeps_an_order_that_was_turned_round(self, story: Story, as_alice: Client) -> None:
        html = as_alice.get(
            reverse("reports:occurrence", args=[story.occurrence.id]), {"sort": "-name"}
        ).content.decode()
        assert '<option value="-name" selected>Name, the other way round</option>' in html

    def test_finds_by_name_and_by_address(self, story: Story, as_alice: Client) -> None:
        assert self.names(as_alice, story, q="ANNA") == ["Anna Abel"]
        assert self.names(as_alice, story, q="bob@example") == ["Bob Baker"]
        assert "Nobody matches." in page(as_alice, story, q="nobody like this")

    def test_shows_only_those_who_were_late(self, story: Story, as_alice: Client) -> None:
        assert self.names(as_alice, story, only="late") == ["Anna Abel"]


def test_more_attendees_are_no_more_queries(alice: User, as_alice: Client) -> None:
    counted = []
    for size in (1, 1, 3):  # the first time it is also noted that she used it
        told = Story(alice, title=f"Of {size}")
        told.opens()
        for number in range(size):
            who = told.comes(f"Guest {number}", f"g{number}@example.org")
            told.does(who, told.stays(who, "10:00", "10:30"), Interaction.CHAT, "10:10", text="Hi")
        told.tell()
        with CaptureQueriesContext(connection) as queries:
            page(as_alice, told)
        counted.append(len(queries))
    assert counted[1] == counted[2]
    assert counted[1] <= 25  # four of them note the look, once an hour


def test_a_name_that_is_a_script_is_only_a_name(story: Story, as_alice: Client) -> None:
    story.stays(story.comes("<script>alert(1)</script>\u202egnp.exe"), "10:00", "10:30")
    story.tell()
    html = as_alice.get(reverse("reports:occurrence", args=[story.occurrence.id])).content.decode()
    assert "<script>alert" not in html
    assert "\u202e" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;gnp.exe" in html


def test_clock_times_are_those_of_the_meetings_zone_on_both_sides_of_a_change_of_time(
    alice: User, as_alice: Client
) -> None:
    """Berlin, 29 March 2026: the clocks jump from 02:00 to 03:00 while the meeting runs."""
    night = Story(alice, day=date(2026, 3, 29), plan=("01:30", "03:30"))
    night.opens("01:30", "03:30")
    night.stays(night.comes("Nora Night"), "01:45", "03:15")
    night.tell()
    text = page(as_alice, night)
    assert "01:30–03:30, Europe/Berlin (CET, CEST)" in text
    assert "Nora Night participant guest 01:45:00 15 min late 03:15:00 left 15 min early 1 30 min 00 s 50.0 %" in text
