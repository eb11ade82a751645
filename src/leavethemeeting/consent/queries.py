"""Which text holds, who accepted it, and what was agreed to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet

from leavethemeeting.consent.kinds import Kind
from leavethemeeting.consent.models import Acceptance, Consent, Document, PolicyDraft, PolicyVersion


def versions(kind: Document) -> QuerySet[PolicyVersion]:
    """Every posted version, the newest first."""
    return PolicyVersion.objects.filter(kind=kind).order_by("-number")


def current(kind: Document) -> PolicyVersion:
    """The version that holds. Raises PolicyVersion.DoesNotExist in a database that was never migrated."""
    found = versions(kind).first()
    if found is None:
        raise PolicyVersion.DoesNotExist(f"no version of the {kind} is posted; run: leavethemeeting migrate")
    return found


def current_policy() -> PolicyVersion:
    """The privacy policy that holds now."""
    return current(Document.POLICY)


def current_terms() -> PolicyVersion:
    """The terms that hold now."""
    return current(Document.TERMS)


def version_before(version: PolicyVersion) -> PolicyVersion | None:
    """The one that held until ``version`` was posted."""
    return versions(Document(version.kind)).filter(number__lt=version.number).first()


def draft_of(kind: Document) -> PolicyDraft | None:
    return PolicyDraft.objects.filter(kind=kind).first()


def _awaiting(acceptances: QuerySet[Acceptance]) -> list[PolicyVersion]:
    accepted = acceptances.filter(version__kind=OuterRef("kind"), version__number__gte=OuterRef("number"))
    kinds = PolicyVersion.objects.filter(~Exists(accepted), material=True).values_list("kind", flat=True).distinct()
    return [current(Document(kind)) for kind in sorted(kinds)]


def awaiting(user_id: UUID) -> list[PolicyVersion]:
    """Versions that hold and that the member has yet to accept: those behind a material change."""
    return _awaiting(Acceptance.objects.filter(user_id=user_id))


def guest_has_accepted(email: str) -> bool:
    """Whether a guest who wrote this address has accepted what holds, as ``has_accepted`` of a member."""
    return not _awaiting(Acceptance.objects.filter(user__isnull=True, email=email.strip().lower()))


def has_accepted(user_id: UUID) -> bool:
    """Whether the member has accepted the policy and the terms as of their last material change."""
    return not awaiting(user_id)


def members_waiting(kind: Document) -> int:
    """How many members have yet to accept the last material change of ``kind``."""
    asked = versions(kind).filter(material=True).first()
    if asked is None:
        return 0
    accepted = Acceptance.objects.filter(user=OuterRef("pk"), version__kind=kind, version__number__gte=asked.number)
    return get_user_model().objects.filter(~Exists(accepted), is_active=True).count()


def last_accepted(user_id: UUID, kind: Document) -> Acceptance | None:
    """The newest version of ``kind`` that the member accepted, and when."""
    own = Acceptance.objects.filter(user_id=user_id, version__kind=kind)
    return own.select_related("version").order_by("-version__number").first()


def _open(kind: Kind, *, user_id: UUID | None, email: str | None) -> QuerySet[Consent]:
    found = Consent.objects.filter(kind=kind, withdrawn_at__isnull=True)
    if user_id is not None:
        return found.filter(user_id=user_id)
    if email:
        return found.filter(email=email.strip().lower())
    return found.none()


def consented(kind: Kind, *, user_id: UUID | None = None, email: str | None = None) -> bool:
    """Whether this is agreed to right now. Nobody named: no."""
    return _open(kind, user_id=user_id, email=email).exists()


def consented_since(kind: Kind, *, user_id: UUID | None = None, email: str | None = None) -> datetime | None:
    """When it was agreed to; None when it is off."""
    return _open(kind, user_id=user_id, email=email).values_list("given_at", flat=True).first()


def members_who_want(kind: Kind) -> QuerySet[Consent]:
    """Open consents of members, for letters to those who asked: read ``user_id``."""
    return Consent.objects.filter(kind=kind, withdrawn_at__isnull=True, user__isnull=False)


def who_want(kind: Kind) -> QuerySet[Consent]:
    """Open consents of members and of bare addresses: read ``user_id`` or ``email``. For the letters of a list."""
    return Consent.objects.filter(kind=kind, withdrawn_at__isnull=True, browser_sha256="")


def history(user_id: UUID) -> QuerySet[Consent]:
    """Everything the member switched on, the newest first, also what was switched off since."""
    return Consent.objects.filter(user_id=user_id).order_by("-given_at")
