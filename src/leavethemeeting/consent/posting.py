"""The writer of versions. Posting is immediate (C51), and what was posted is never changed or removed (C48)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from leavethemeeting.consent.actions import text_sha256
from leavethemeeting.consent.filling import FaultyText, facts, faults, filled, shipped
from leavethemeeting.consent.listeners import tell_posted
from leavethemeeting.consent.models import Document, PolicyDraft, PolicyVersion
from leavethemeeting.consent.queries import versions
from leavethemeeting.shared.environment import Environment

POSTING_LOCK = 0x4C544D1  # any number, as long as every version of the software uses the same


class NothingChanged(ValueError):
    """The text is word for word the one that holds."""


def save_draft(
    *, kind: Document, source: str, summary: str, material: bool, by: UUID | None, now: datetime
) -> PolicyDraft:
    """Keep what the provider is writing; it replaces the draft before."""
    values = {"source": source, "summary": summary, "material": material, "saved_at": now, "saved_by_id": by}
    return PolicyDraft.objects.update_or_create(kind=kind, defaults=values)[0]


def discard_draft(*, kind: Document) -> None:
    PolicyDraft.objects.filter(kind=kind).delete()


def _one_at_a_time() -> None:
    """Two posts at once would take the same number. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [POSTING_LOCK])


@transaction.atomic
def post_version(
    *, kind: Document, source: str, summary: str, material: bool, environment: Environment, now: datetime,
    by: UUID | None = None,
) -> PolicyVersion:  # fmt: skip
    """Post ``source`` as the version that holds from now on; the draft of it is done with.

    Raises FaultyText or NothingChanged.
    """
    wrong = faults(kind, source, environment)
    if wrong:
        raise FaultyText(wrong)
    _one_at_a_time()
    text = filled(source, environment)
    last = versions(kind).first()
    if last is not None and last.text == text and last.source == source:
        raise NothingChanged
    PolicyDraft.objects.filter(kind=kind, source=source).delete()  # another draft is still being written
    version = PolicyVersion.objects.create(
        kind=kind, number=last.number + 1 if last else 1, source=source, text=text, sha256=text_sha256(text),
        facts=facts(kind, environment), material=material, summary=summary, published_at=now, published_by_id=by,
    )  # fmt: skip
    tell_posted(version)
    return version


def _widened(last: PolicyVersion, environment: Environment) -> bool:
    """Whether the software keeps something for a new reason, or lets somebody new see it."""
    return bool(set(facts(Document(last.kind), environment)) - set(last.facts))


def bring_up_to_date(*, environment: Environment, now: datetime) -> list[PolicyVersion]:
    """Done at every start: the first versions on a new installation; afterwards, what the software changed.

    The text that holds is filled anew. When its tables, the operator or the address came out
    different, that is posted as a version of its own, so that the page always says what the software
    does and every change stays on record. It asks members again only when it widens what is promised.
    """
    posted = []
    for kind in Document:
        with transaction.atomic():
            _one_at_a_time()
            last = versions(kind).first()
            if last is None:
                posted.append(post_version(
                    kind=kind, source=shipped(kind), summary=_("The first version."), material=True,
                    environment=environment, now=now,
                ))  # fmt: skip
            elif filled(last.source, environment) != last.text:
                posted.append(post_version(
                    kind=kind, source=last.source, summary=_("Brought up to date with the software and its settings."),
                    material=_widened(last, environment), environment=environment, now=now,
                ))  # fmt: skip
    return posted
