"""The mirror shows what the host is shown, field by field: the same page, the same lines of files, the same live row."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from uuid import uuid4

import msgspec
import pytest
from django.test import Client
from django.urls import reverse

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.actions import correct
from leavethemeeting.attendance.payloads import ClaimFields
from leavethemeeting.attendance.queries import slug_of
from leavethemeeting.domain.events import Correction, EventType, Interaction, SourceKind
from leavethemeeting.live.queries import snapshot_of
from leavethemeeting.meetings.actions.sharing import share_profile
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.reports.people import people_of
from leavethemeeting.shared.moments import now_ms
from tests.reports.story import Story
from tests.reports.test_occurrence_page import words
from tests.rights.browsers import proven

pytestmark = pytest.mark.django_db
GUEST = "grace@example.org"


@pytest.fixture
def story(alice: User, bob: User) -> Story:
    """Bob and a guest come, say something, and Alice corrects Bob."""
    told = Story(alice)
    told.opens()
    for name, email, user in (("Bob Baker", "", bob), ("Grace Guest", GUEST, None)):
        row = told.comes(name, email, user=user)
        told.stays(row, "10:02:07", "10:20:31")
        again = told.stays(row, "10:41:05", "10:58:58", reason="auto_rule:host_left", tab="b")
        told.does(row, again, Interaction.CHAT, "10:42:10", text=f"{name} says a word")
        told.does(row, again, Interaction.HAND_UP, "10:50:11")
        if user:
            share_profile(attendee=row, user=user, now=now_ms())
    told.tell()
    return told


def row_of(story: Story, name: str) -> Attendee:
    return Attendee.objects.get(meeting=story.meeting, name=name)


def mirrored(client: Client, story: Story) -> str:
    answer = client.get(reverse("rights:meeting", args=[story.occurrence.id]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def body(html: str) -> str:
    """The part of the page that is about the person, without what is random."""
    start = html.index('<dl class="figures">')
    end = html.index("</dl>", html.index('<dl class="facts">', start)) + 5
    return re.sub(r"\s+", " ", re.sub(r'aria-label="[^"]*"|id="[^"]*"', "", html[start:end]))


@pytest.fixture(params=["Bob Baker", "Grace Guest"])
def who(request: pytest.FixtureRequest, story: Story, as_bob: Client) -> tuple[Attendee, Client]:
    """A member, and a guest without an account."""
    row = row_of(story, request.param)
    return row, as_bob if row.user_id else proven(GUEST)


def test_the_page_is_the_hosts_page(who: tuple[Attendee, Client], story: Story, as_alice: Client) -> None:
    row, client = who
    slug = slug_of(f"attendee:{row.id}")
    hosts = as_alice.get(reverse("reports:attendee", args=[story.occurrence.id, slug])).content.decode()
    assert body(mirrored(client, story)) == body(hosts)
    assert f"{row.name} says a word" in body(hosts)


@pytest.mark.parametrize("name", ["attendance", "stays", "interactions"])
def test_the_lines_are_those_of_the_hosts_files(
    name: str, who: tuple[Attendee, Client], story: Story, as_alice: Client
) -> None:
    row, client = who
    answer = as_alice.get(f"/reports/{story.occurrence.id}/{name}.csv?plain=1")
    head, *lines = csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"), newline=""))
    own = [line for line in lines if slug_of(f"attendee:{row.id}") in line]
    assert own and len(own) < len(lines)
    assert table(mirrored(client, story), f"{name}.csv") == [head, *own]


def table(html: str, label: str) -> list[list[str]]:
    """The cells of the table with this name."""
    part = html[html.index(f'aria-label="{label}"') :]
    part = part[: part.index("</table>")]
    rows = re.findall(r"<tr>(.*?)</tr>", part, re.DOTALL)
    return [
        [unescape(re.sub(r"<[^>]+>", "", one)) for one in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows
    ]


def test_the_live_row_is_the_one_of_the_stream(who: tuple[Attendee, Client], story: Story) -> None:
    row, client = who
    wire = re.search(r'<pre class="wire"[^>]*>(.*?)</pre>', mirrored(client, story), re.DOTALL)
    assert wire
    streamed = msgspec.json.encode(snapshot_of(story.occurrence).rows[f"attendee:{row.id}"])
    assert msgspec.json.decode(unescape(wire[1])) == msgspec.json.decode(streamed)


def test_my_attendees_is_the_same_line_and_the_same_facts(
    who: tuple[Attendee, Client], story: Story, alice: User, as_alice: Client
) -> None:
    row, client = who
    html = client.get(reverse("rights:host", args=[alice.pk])).content.decode()
    known = next(one for one in people_of(alice, now=now_ms()) if row.id in one.attendees)
    hosts = as_alice.get(reverse("reports:person", args=[known.slug])).content.decode()
    facts = re.compile(r'<dl class="facts">.*?</dl>', re.DOTALL)
    mine, theirs = facts.search(html), facts.search(hosts)
    assert mine and theirs
    assert mine[0] == theirs[0]
    file = as_alice.get("/attendees/attendees.csv")
    head, *lines = csv.reader(io.StringIO(b"".join(file).decode("utf-8-sig"), newline=""))
    assert table(html, "attendees.csv") == [head, *(line for line in lines if known.slug in line)]


def test_nobody_sees_anybody_else_in_it(who: tuple[Attendee, Client], story: Story) -> None:
    row, client = who
    other = {"Bob Baker": "Grace", "Grace Guest": "Bob Baker"}[row.name]
    urls = [reverse("rights:meeting", args=[story.occurrence.id]), "/your-data/meetings/"]
    for url in [*urls, reverse("rights:host", args=[story.host.pk])]:
        main = words(client.get(url).content.decode())
        assert other not in main, url


def test_a_stranger_and_an_unknown_meeting_are_told_alike(story: Story, as_charlie: Client, alice: User) -> None:
    for name, known in (
        ("rights:meeting", story.occurrence.id),
        ("rights:correct", story.occurrence.id),
        ("rights:host", alice.pk),
    ):
        there, nowhere = (as_charlie.get(reverse(name, args=[key])) for key in (known, uuid4()))
        assert there.status_code == nowhere.status_code == 404
        assert re.sub(r'[\w-]{36}|value="[^"]*"', "", there.content.decode()) == re.sub(
            r'[\w-]{36}|value="[^"]*"', "", nowhere.content.decode()
        )


def test_the_list_tells_title_host_moments_and_evidence(story: Story, as_bob: Client) -> None:
    text = words(as_bob.get("/your-data/meetings/").content.decode())
    for told in (
        "Weekly review",
        "Alice Archer",
        "10:02:07",
        "10:58:58",
        "36 min 17 s",
        "seen by the room or the platform",
    ):
        assert told in text, told


def test_a_guest_whom_only_a_file_names_finds_the_meeting(story: Story, as_alice: Client) -> None:
    told = ClaimFields(name="Dora From A File", email="dora@example.org")
    at = story.at("10:05")
    story.says(
        SourceKind.FILE, "file:1", EventType.INTERVAL, "d1", at, until=at + 600_000, connection_ref="d", claim=told
    )
    story.tell()
    dora = proven("dora@example.org")
    assert "Weekly review" in words(dora.get("/your-data/meetings/").content.decode())
    html = mirrored(dora, story)
    assert "Dora From A File" in html and "Grace" not in words(html)
    as_alice.get(f"/reports/{story.occurrence.id}/")
    assert "the report of a meeting you came to" in words(dora.get("/your-data/looks/").content.decode())


def test_what_hosts_corrected_is_told_with_their_note(story: Story, alice: User, as_bob: Client) -> None:
    for name, note in (("Bob Baker", "he left early"), ("Grace Guest", "a note on another")):
        correct(
            occurrence=story.occurrence, actor=alice, attendee_key=f"attendee:{row_of(story, name).id}",
            what=Correction.EXCLUDE, at=story.at("10:02"), until=story.at("10:10"), note=note, now=now_ms(),
        )  # fmt: skip
    text = words(mirrored(as_bob, story))
    assert "he left early" in text and "a note on another" not in text


def test_a_row_that_is_another_attendees_is_not_shown_to_who_was_put_to_it(
    story: Story, as_charlie: Client, charlie: User
) -> None:
    """A platform told Charlie's address for a connection, and Alice says that this is Bob."""
    told = ClaimFields(name="Charlie", email=charlie.email, email_verified=True)
    at = story.at("10:05")
    story.says(SourceKind.WEBHOOK, "hook:1", EventType.ENTER, "c1", at, connection_ref="c", claim=told)
    story.tell()
    correct(
        occurrence=story.occurrence, actor=story.host, attendee_key=f"attendee:{row_of(story, 'Bob Baker').id}",
        what=Correction.BIND, token=f"email:{charlie.email}", now=now_ms(),
    )  # fmt: skip
    html = as_charlie.get(reverse("rights:meeting", args=[story.occurrence.id])).content.decode()
    assert "Bob Baker says a word" not in html and "bob@example.org" not in html


def test_pictures_are_ones_own(story: Story, as_bob: Client, as_charlie: Client) -> None:
    row = row_of(story, "Bob Baker")
    row.profile.webp = b"RIFFpicture"
    row.profile.save()
    url = reverse("rights:picture", args=[row.id])
    assert url in mirrored(as_bob, story)
    assert as_bob.get(url).content == b"RIFFpicture"
    assert as_charlie.get(url).status_code == 404


def test_the_provider_reads_no_mirror_of_others(story: Story, as_provider: Client) -> None:
    assert as_provider.get(reverse("rights:meeting", args=[story.occurrence.id])).status_code == 404
