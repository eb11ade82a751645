"""Who looked at a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import QuerySet

from leavethemeeting.accesslog.models import Look

_subjects_of: list[Callable[[UUID], Iterable[UUID]]] = []


def know_subjects(subjects: Callable[[UUID], Iterable[UUID]]) -> None:
    """For a higher slice: ``subjects(user_id)`` says what else looks at this member are kept under (attendees)."""
    _subjects_of.append(subjects)


_withheld: list[Callable[[], Iterable[UUID]]] = []


def withhold(looks: Callable[[], Iterable[UUID]]) -> None:
    """For a higher slice: ``looks()`` names looks of which the law forbids to tell the person for now.

    They are written like all others, and are shown as soon as they are named no more.
    """
    _withheld.append(looks)


def looks_at(*subject_ids: UUID) -> QuerySet[Look]:
    """Looks at these members or attendees, the newest first."""
    return Look.objects.filter(subject_id__in=subject_ids).order_by("-looked_at", "-pk")


def subjects_of_member(user_id: UUID) -> list[UUID]:
    """A member, and what they are in meetings."""
    return [user_id, *(subject for subjects in _subjects_of for subject in subjects(user_id))]


def looks_at_member(user_id: UUID) -> QuerySet[Look]:
    """Looks at a member, and at what they are in meetings."""
    silent = [look for name in _withheld for look in name()]
    return looks_at(*subjects_of_member(user_id)).exclude(pk__in=silent)
