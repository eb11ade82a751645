"""A child who used whatever there is, under words that stand nowhere else; and where those words are found."""

from __future__ import annotations

import os
import subprocess
from functools import partial
from pathlib import Path

from django.db import connection
from django.test import Client
from django.utils import timezone
from tools.with_postgres import newest

from leavethemeeting.accesslog.actions import look
from leavethemeeting.accesslog.kinds import Role, Subject, What
from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.actions import correct
from leavethemeeting.attendance.payloads import ClaimFields, Detail, new_event
from leavethemeeting.consent.actions import accept_current, give
from leavethemeeting.consent.kinds import Channel, Kind, sentence
from leavethemeeting.domain.events import Correction, EventType, Interaction, SourceKind
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence
from leavethemeeting.shared.moments import now_ms
from tests.cast import make_member
from tests.logdata.browsers import sign_in
from tests.meetings.stories import make_meeting, opened, pass_age
from tests.reports.story import write
from tests.website.visitors import Visitor

NAME, EMAIL, CHAT = "Kimberley Zyxcanary", "kim.zyxcanary@example.org", "zyxcanary said this in the chat"
WORDS = ("zyxcanary",)


def was_there(occurrence: Occurrence, attendee: Attendee, tab: str) -> None:
    """What the realtime app writes: entered, said something, is still there."""
    told = partial(
        new_event, meeting_id=occurrence.meeting_id, occurrence_id=occurrence.id, source_ref=f"room:{tab}",
        source_kind=SourceKind.ROOM, connection_ref=tab, received_at=now_ms(),
    )  # fmt: skip
    said = ClaimFields(attendee_id=attendee.id, name=NAME, email=EMAIL)
    write([
        told(id=f"enter-{tab}", type=EventType.ENTER, at=now_ms() - 60_000, claim=said),
        told(id=f"chat-{tab}", type=EventType.INTERACT, at=now_ms() - 50_000, claim=ClaimFields(text=CHAT),
             detail=Detail(interaction=Interaction.CHAT)),
    ])  # fmt: skip


def guest(meeting: Meeting) -> tuple[Client, Attendee]:
    """Through the door: the age question, then name and address."""
    browser = Client()
    pass_age(browser, meeting)
    browser.post(f"/m/{meeting.code}/guest/", {"name": NAME, "email": EMAIL})
    return browser, Attendee.objects.get(meeting=meeting, email=EMAIL)


def as_guest(host: User, provider: User) -> tuple[Client, Attendee]:
    """The child as a guest of ``host``, and everything a visitor can leave behind under the address."""
    now, meeting = timezone.now(), make_meeting(host)
    occurrence = opened(meeting)
    browser, row = guest(meeting)
    was_there(occurrence, row, "kims-tab")
    correct(
        occurrence=occurrence, actor=host, attendee_key=f"attendee:{row.id}", what=Correction.BIND,
        token=f"email:{EMAIL}", note=f"{NAME} wrote to me", now=now_ms(),
    )  # fmt: skip
    for page, told in (
        ("/plugin/link/", {"email": EMAIL}),
        ("/contact/", {"name": NAME, "email": EMAIL, "text": f"I am {NAME}"}),
        ("/guardian/", {
            "relation": "parent", "name": "Gina", "email": "gina@example.org", "child_name": NAME, "child_email": EMAIL,
            "meeting": "Weekly review", "text": f"{NAME} is my child",
        }),
    ):  # fmt: skip
        assert Visitor().send(page, told).status_code == 302, page
    accept_current(email=EMAIL, channel=Channel.DOOR, now=now)
    give(kind=Kind.NEWS, email=EMAIL, text=sentence(Kind.NEWS), channel=Channel.LANDING, now=now)
    look(
        looker_id=provider.pk, role=Role.PROVIDER, subject_kind=Subject.ATTENDEE, subject_id=row.pk, what=What.FILE,
        reason=f"a guardian asked about {EMAIL}", now=now,
    )  # fmt: skip
    return browser, row


def as_member(host: User, provider: User, *, email: str = EMAIL) -> User:
    """The child as a member who hosts, attends, signs in, consents, and was looked at."""
    now, child = timezone.now(), make_member(NAME, email)
    child.organisation = "Zyxcanary School"
    child.save(update_fields=["organisation"])
    make_meeting(child, title="Zyxcanary's own")
    meeting = make_meeting(host)
    occurrence = opened(meeting)
    browser = sign_in(email)
    assert browser.post(f"/m/{meeting.code}/enter/").status_code == 302
    was_there(occurrence, Attendee.objects.get(meeting=meeting, user=child), "kims-own-tab")
    give(kind=Kind.NEWS, user_id=child.pk, text=sentence(Kind.NEWS), channel=Channel.CHOICES, now=now)
    look(
        looker_id=provider.pk, role=Role.PROVIDER, subject_kind=Subject.MEMBER, subject_id=child.pk, what=What.FILE,
        reason=f"{NAME} asked", now=now,
    )  # fmt: skip
    return child


def tables_with(*words: str) -> set[str]:
    """Every table of the live database in a row of which one of these stands."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            said = repr(cursor.fetchall()).lower()
            if any(word.lower() in said for word in words):
                found.add(table)
    return found


def bytes_of_database() -> bytes:
    """The database file with its write-ahead log; of PostgreSQL a dump."""
    seen = connection.settings_dict
    if connection.vendor == "sqlite":
        name = Path(seen["NAME"])
        return b"".join(path.read_bytes() for path in (name, Path(f"{name}-wal")) if path.exists())
    command = [newest("pg_dump"), "--host", seen["HOST"] or "/tmp", "--dbname", seen["NAME"]]
    command += ["--username", seen["USER"]] if seen["USER"] else []
    command += ["--port", str(seen["PORT"])] if seen["PORT"] else []
    environment = {**os.environ, "PGPASSWORD": seen["PASSWORD"] or ""}
    return subprocess.run(command, check=True, capture_output=True, env=environment).stdout
