"""The stage hand: sets scenes in a running site's database, from a process of its own.

Used where a journey is about something later; the journeys of sign-up and planning go through the pages.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django


def member(*, name: str, email: str, is_provider: bool = False) -> dict[str, str]:
    """A verified member who is signed in; gives the session cookie."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from tests.cast import make_member

    user = make_member(name, email, is_provider=is_provider)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"id": str(user.pk), "cookie": settings.SESSION_COOKIE_NAME, "session": str(session.session_key)}


def cast(*, people: list[str], provider: str = "") -> dict[str, Any]:
    """Members called ``people``, each signed in, and the code of an open meeting of the first. One process for all.

    Addresses are first names; the one called ``provider`` is the provider's.
    """
    addresses = {name: f"{name.split()[0].lower()}@example.org" for name in people}
    members = {name: member(name=name, email=email, is_provider=name == provider) for name, email in addresses.items()}
    return {"members": members, "code": meeting(host=addresses[people[0]])["code"]}


def meeting(*, host: str, title: str = "Team meeting", opened: bool = True, **fields: Any) -> dict[str, str]:
    """A meeting of the member with the address ``host``, opened now unless ``opened`` is false."""
    from leavethemeeting.accounts.models import User
    from leavethemeeting.domain.call_addresses import address_sha256, call_address
    from leavethemeeting.meetings.actions.opening import open_occurrence
    from leavethemeeting.meetings.models import Meeting
    from leavethemeeting.shared.moments import now_ms

    owner = User.objects.get(email=host)
    address = call_address(fields.get("outside_url", ""))  # as planning it does
    fields["call_sha256"] = address_sha256(address) if address else ""
    made = Meeting.objects.create(owner=owner, title=title, **fields)
    occurrence = open_occurrence(meeting=made, actor=owner, now=now_ms()) if opened else None
    return {"id": str(made.id), "code": made.code, "occurrence": str(occurrence.id) if occurrence else ""}


def gathering(*, names: list[str], **fields: Any) -> dict[str, Any]:
    """Members called ``names``, and a meeting that the first of them hosts and has opened. One process for all."""
    mark = os.urandom(4).hex()
    members = [member(name=name, email=f"{name.split()[0].lower()}-{mark}@example.org") for name in names]
    host = f"{names[0].split()[0].lower()}-{mark}@example.org"
    return {"members": members, "meeting": meeting(host=host, **fields)}


def events(*, occurrence: str) -> list[dict[str, Any]]:
    """The log of an occurrence in order of commit, with the attendee's name where a claim has it."""
    from leavethemeeting.attendance.models import Claim, Event

    names = {
        (claim.source_ref, claim.connection_ref): claim.name
        for claim in Claim.objects.filter(occurrence_id=occurrence)
        if claim.name
    }
    return [
        {
            "position": row.position, "source": row.source_ref, "id": row.id, "type": row.type, "connection": row.connection_ref,
            "at": row.at, "until": row.until, "name": names.get((row.source_ref, row.connection_ref), ""),
            **(json.loads(row.detail) if row.detail else {}),
        }
        for row in Event.objects.filter(occurrence_id=occurrence).order_by("position")
    ]  # fmt: skip


def close(*, occurrence: str) -> None:
    """The host closes the meeting, as from the meeting's page."""
    from leavethemeeting.meetings.actions.opening import CloseReason, close_occurrence
    from leavethemeeting.meetings.models import Occurrence
    from leavethemeeting.shared.moments import now_ms

    row = Occurrence.objects.select_related("meeting__owner").get(id=occurrence)
    close_occurrence(occurrence=row, actor=row.meeting.owner, reason=CloseReason.HOST, now=now_ms())


def left_behind(*, occurrence: str) -> dict[str, Any]:
    """The chat texts of an occurrence, and what the report's kernel says of everybody in it."""
    from leavethemeeting.attendance.models import Claim
    from leavethemeeting.attendance.queries import timeline_of
    from leavethemeeting.meetings.models import Occurrence
    from leavethemeeting.shared.moments import now_ms

    whole = timeline_of(Occurrence.objects.get(id=occurrence), as_of=now_ms())
    presence = {
        attendee.person.name.split()[0]: {
            "state": str(attendee.state),
            "re_entries": attendee.re_entries,
            "unknown_ms": attendee.unknown_ms,
            "present_ms": attendee.present_ms,
            "stays": [(stay.start.at, stay.end.at, str(stay.end.reason)) for stay in attendee.stays],
        }
        for attendee in whole.attendees
    }
    texts = Claim.objects.filter(occurrence_id=occurrence).exclude(text="").values_list("text", flat=True)
    return {"chat": list(texts), "presence": presence}


def plugin_heard(*, occurrence: str, name: str, seconds_ago: int) -> None:
    """The plugin of somebody called ``name`` was last heard of so long ago."""
    from leavethemeeting.attendance.payloads import ClaimFields, new_event
    from leavethemeeting.domain.events import EventType, SourceKind
    from leavethemeeting.meetings.models import Occurrence
    from leavethemeeting.shared.moments import now_ms
    from tests.reports.story import write

    found, at = Occurrence.objects.get(id=occurrence), now_ms() - seconds_ago * 1000
    claim = ClaimFields(name=name, email="plugin@example.org", email_verified=True)
    beat = new_event(
        meeting_id=found.meeting_id, occurrence_id=found.id, source_ref="key:plugin", source_kind=SourceKind.PLUGIN,
        id=f"beat-{at}", type=EventType.HEARTBEAT, at=at, received_at=at, connection_ref="tab", claim=claim,
    )  # fmt: skip
    write([beat])


def paired_plugin(*, link: str) -> dict[str, str]:
    """Alice's open meeting at an outside link, and a plugin of Bob's: its token is the answer."""
    from leavethemeeting.accounts.models import User
    from leavethemeeting.meetings.actions.opening import open_occurrence
    from leavethemeeting.shared.moments import now_ms
    from tests.attendance.plugin_stories import outside, pair
    from tests.cast import make_member

    alice, bob = make_member("Alice Archer", "alice@example.org"), make_member("Bob Baker", "bob@example.org")
    meeting = outside(alice, link=link)
    occurrence = open_occurrence(meeting=meeting, actor=alice, now=now_ms())
    assert isinstance(bob, User)
    return {"token": pair(bob, "ltm_of_bobs_plugin").secret, "occurrence": str(occurrence.pk)}


def plugins_of(*, names: list[str]) -> list[str]:
    """Members called ``names``, each with a paired plugin: their tokens."""
    from tests.attendance.plugin_stories import pair
    from tests.cast import make_member

    return [
        pair(make_member(name, f"{name.split()[0].lower()}-{os.urandom(4).hex()}@example.org")).secret for name in names
    ]


def readings() -> list[list[str]]:
    """What plugins said they can read of pages, without a word on whose they are."""
    from leavethemeeting.logdata.models import AdapterReading

    return [
        list(row)
        for row in AdapterReading.objects.order_by("pk").values_list("platform", "signal", "readable", "browser")
    ]


def policy_changes() -> None:
    """The operator posts a privacy policy with one more sentence, which everybody has to accept."""
    from tests.consent.stories import post_change

    post_change()


def recorded(*, occurrence: str) -> dict[str, Any]:
    """What the log and the report say of one occurrence."""
    from leavethemeeting.attendance.models import Event
    from leavethemeeting.attendance.queries import timeline_of
    from leavethemeeting.meetings.models import Occurrence
    from leavethemeeting.shared.moments import now_ms

    whole = timeline_of(Occurrence.objects.get(pk=occurrence), as_of=now_ms())
    rows = Event.objects.filter(occurrence_id=occurrence)
    stays = {one.person.name: [[stay.start.at, stay.end.at] for stay in one.stays] for one in whole.attendees}
    return {
        "events": {row.id: [row.type, row.at] for row in rows},
        "sources": rows.values("source_ref").distinct().count(),
        "stays": stays,
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavethemeeting.project.settings")
    django.setup()
    command, arguments = sys.argv[1], json.loads(sys.argv[2])
    scenes: dict[str, Callable[..., Any]] = {
        "member": member,
        "cast": cast,
        "meeting": meeting,
        "gathering": gathering,
        "events": events,
        "left_behind": left_behind,
        "close": close,
        "plugin_heard": plugin_heard,
        "paired_plugin": paired_plugin,
        "plugins_of": plugins_of,
        "readings": readings,
        "policy_changes": policy_changes,
        "recorded": recorded,
    }
    print(json.dumps(scenes[command](**arguments)))


if __name__ == "__main__":
    main()
