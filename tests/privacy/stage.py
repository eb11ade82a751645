"""The stage hand of a running installation: ``python -m tests.privacy.stage COMMAND JSON``, in its environment."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django


def plant() -> dict[str, str]:
    """A host, the provider, and the child twice: as a guest of the host and as a member under another address."""
    from tests.cast import make_member
    from tests.privacy.canaries import as_guest, as_member

    host, provider = (
        make_member("Alice Archer", "alice@example.org"),
        make_member("Paula", "paula@example.org", is_provider=True),
    )
    _browser, row = as_guest(host, provider)
    child = as_member(host, provider, email="kim.own.zyxcanary@example.org")
    return {"attendee": str(row.pk), "member": str(child.pk), "address": row.email}


def much(*, events: int) -> dict[str, str]:
    """A member with ``events`` events in a meeting of somebody else, and some more in their own."""
    from tests.cast import make_member
    from tests.meetings.stories import make_meeting
    from tests.privacy.canaries import EMAIL, NAME
    from tests.privacy.many import much_of

    host, child = make_member("Alice Archer", "alice@example.org"), make_member(NAME, EMAIL)
    meeting = make_meeting(host)
    much_of(child, meeting, events=events)
    much_of(child, make_meeting(child, title="Zyxcanary's own"), events=500)
    return {"member": str(child.pk), "code": meeting.code}


def erase(*, member: str = "", attendee: str = "", address: str = "") -> dict[str, int]:
    """At once, and to the end."""
    from uuid import UUID

    from django.utils import timezone

    from leavethemeeting.privacy.erasure import erase_address, erase_attendee, erase_member

    now = timezone.now()
    if member:
        return {"rows": erase_member(user_id=UUID(member), now=now).rows}
    if attendee:
        return {"rows": erase_attendee(attendee_id=UUID(attendee), now=now).rows}
    return {"rows": erase_address(email=address, now=now).rows}


def order(*, member: str) -> dict[str, str]:
    """Only written down; the server carries it out."""
    from uuid import UUID

    from django.utils import timezone

    from leavethemeeting.privacy.erasure import order as write_down
    from leavethemeeting.privacy.people import member as find

    person = find(UUID(member))
    assert person is not None
    return {"erasure": str(write_down(person=person, now=timezone.now()).pk)}


def progress(*, erasure: str) -> dict[str, Any]:
    """How far it is."""
    from leavethemeeting.privacy.models import Erasure

    found = Erasure.objects.get(pk=erasure)
    return {"gone": found.gone, "expected": found.expected, "done": found.done_at is not None}


def whose(*, email: str) -> dict[str, Any]:
    """The child's keys, and the tables in which something of theirs stands."""
    from leavethemeeting.accounts.models import User
    from leavethemeeting.attendance.erasing import connections_of
    from leavethemeeting.meetings.models import Attendee, Meeting
    from leavethemeeting.privacy.people import about, member
    from leavethemeeting.privacy.people import model_of as model
    from leavethemeeting.shared.personal_data import data_map
    from leavethemeeting.website.models import Case
    from tests.privacy.canaries import WORDS, tables_with

    person = member(User.objects.get(email=email).pk)
    assert person is not None
    own = list(Meeting.objects.filter(owner_id=person.user_id).values_list("pk", flat=True))
    cases = list(Case.objects.filter(email=email).values_list("pk", flat=True))
    keys = [one for one in (person.user_id, *person.attendee_ids, *own, *cases) if one]
    marks = [form for key in keys for form in (key.hex, str(key))]
    marks += [ref for _occurrence, _source, ref in connections_of(person.attendee_ids, person.emails) if len(ref) == 32]
    found = set(tables_with(*WORDS, *marks))
    for name, table in data_map().items():
        kind, which = model(name), about(person, table)
        if kind is not None and which is not None and kind._default_manager.filter(which).exists():
            found.add(name)
    rows = dict(Attendee.objects.filter(pk__in=person.attendee_ids).values_list("meeting_id", "pk"))
    in_room = {str(meeting): str(attendee) for meeting, attendee in rows.items()}
    return {"member": str(person.user_id), "keys": marks, "tables": sorted(found), "in_room": in_room}


def holding(*, marks: list[str]) -> dict[str, list[str]]:
    """Tables in which one of these stands."""
    from tests.privacy.canaries import tables_with

    return {"tables": sorted(tables_with(*marks))}


def linked(*, email: str) -> dict[str, bool]:
    """As when the child signed in with Google; the network itself is played in tests/journeys/test_social.py."""
    from allauth.socialaccount.models import SocialAccount

    from leavethemeeting.accounts.models import User

    told = {"name": "Kimberley Zyxcanary", "email": email}
    SocialAccount.objects.create(
        user=User.objects.get(email=email), provider="google", uid="zyxcanary-1", extra_data=told
    )
    return {"linked": True}


def left() -> dict[str, list[str]]:
    """Tables in which the child's name or address still stands."""
    from tests.privacy.canaries import WORDS, tables_with

    return {"tables": sorted(tables_with(*WORDS))}


def buried() -> dict[str, int]:
    """How many events are refused for ever."""
    from leavethemeeting.attendance.models import Tombstone

    return {"tombstones": Tombstone.objects.count()}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavethemeeting.project.settings")
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]  # django.test.Client's own
    command = {
        one.__name__: one for one in (plant, much, erase, order, progress, left, buried, whose, holding, linked)
    }[sys.argv[1]]
    print(json.dumps(command(**json.loads(sys.argv[2]))))


if __name__ == "__main__":
    main()
