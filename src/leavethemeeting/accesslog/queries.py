"""Who looked at a person, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from leavethemeeting.accesslog.kinds import ROLES, WHATS, Role, What
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
    """Looks at a member, and at what they are in meetings; not their own in meetings that they host, nor what is withheld."""
    silent = [look for name in _withheld for look in name()]
    found = looks_at(*subjects_of_member(user_id)).exclude(pk__in=silent)
    return found.exclude(role=Role.HOST.value, looker_id=user_id)


def told(looks: Iterable[Look], *, reader: UUID | None = None) -> list[dict[str, object]]:
    """In words, for a page of ``reader``: a host by name, the provider's staff as the provider."""
    shown = list(looks)
    hosts = {look.looker_id for look in shown if look.role == Role.HOST.value}
    names = dict(get_user_model().objects.filter(pk__in=hosts).values_list("pk", "name"))
    return [
        {
            "look": look,
            "who": names.get(look.looker_id, _("A former host")) if look.role == Role.HOST.value else ROLES[Role(look.role)],
            "what": WHATS[What(look.what)],
            "by_me": look.looker_id == reader,
        }
        for look in shown
    ]  # fmt: skip
