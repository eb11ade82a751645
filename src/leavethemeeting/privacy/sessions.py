"""Ends what a person's browsers remember here."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.contrib.sessions.models import Session

from leavethemeeting.privacy.people import Person


def end_sessions(person: Person) -> None:
    """Browsers that are signed in, that began to sign up under the address, or that remember the guest."""
    marks = [str(one) for one in (person.user_id, *person.attendee_ids) if one] + list(person.emails)
    for session in Session.objects.iterator(chunk_size=200):
        if _holds(session, marks):
            session.delete()


def _holds(session: Session, marks: Iterable[str]) -> bool:
    said = json.dumps(session.get_decoded(), default=str).lower()
    return any(mark.lower() in said for mark in marks)
