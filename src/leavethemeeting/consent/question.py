"""The question after a material change (C51): what waits for a member, and what their yes is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from leavethemeeting.consent.actions import accept_policy
from leavethemeeting.consent.difference import Paragraph, changes
from leavethemeeting.consent.kinds import Channel
from leavethemeeting.consent.models import Document, PolicyVersion
from leavethemeeting.consent.queries import last_accepted, versions
from leavethemeeting.consent.rendering import rendered
from leavethemeeting.consent.views import title_of


@dataclass(frozen=True, slots=True)
class Question:
    """A version that waits for the member, and what it changed since the one they accepted."""

    title: str
    version: PolicyVersion
    accepted: int | None
    posted: list[PolicyVersion]  # every version since, the newest first: their summaries
    changes: list[Paragraph]
    summary: str  # HTML: the short form, for somebody who never accepted one


def _question(version: PolicyVersion, user_id: UUID) -> Question:
    kind = Document(version.kind)
    last = last_accepted(user_id, kind)
    return Question(
        title_of(kind), version, last.version.number if last else None,
        list(versions(kind).filter(number__gt=last.version.number)) if last else [version],
        changes(last.version.text, version.text) if last else [], rendered(version.text).summary,
    )  # fmt: skip


def _way_out(*names: str) -> str:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:  # this installation's version has no such page
            continue
    return ""


def _shown(waiting: Sequence[PolicyVersion]) -> str:
    return ",".join(str(version.id) for version in waiting)


def question_context(waiting: Sequence[PolicyVersion], user_id: UUID) -> dict[str, object]:
    """What the page of the question needs; ``versions`` says what a yes is about."""
    return {
        "questions": [_question(version, user_id) for version in waiting], "versions": _shown(waiting),
        "delete_url": _way_out("accounts:delete"), "export_url": _way_out("privacy:export"),
    }  # fmt: skip


@transaction.atomic
def accept_shown(waiting: Sequence[PolicyVersion], answered: str, *, user_id: UUID) -> bool:
    """Note the yes, if it is about exactly what waits: a version posted meanwhile is not accepted unseen."""
    if answered != _shown(waiting):
        return False
    for version in waiting:
        accept_policy(version=version, user_id=user_id, channel=Channel.ASKED_AGAIN, now=timezone.now())
    return True
