"""What goes when a member goes, when an address is erased, and when its days are over."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leavethemeeting.privacy.keeping import Rule, first_of, sooner
from leavethemeeting.rights.models import Export, ExportPart, Proof

KEPT_DAYS = 3  # an export that is ready and not taken
TAKEN_FOR = timedelta(hours=1)  # after it was taken, so that a slow download comes to its end
PROOF_FOR = timedelta(days=1)
NOTED_FOR = timedelta(days=30)  # that there was an export, without its bytes
CHUNK = 200


def forget_member(user_id: UUID) -> None:
    """For ``shared.departures``: a copy of what is deleted must not outlive it."""
    Export.objects.filter(user_id=user_id).delete()


def forget_address(email: str) -> None:
    """For ``shared.departures``."""
    Export.objects.filter(email=email).delete()
    Proof.objects.filter(email=email).delete()


def forget_old_exports(*, now: datetime) -> int:
    """Delete the bytes of exports that were taken or whose days are over, and after a month the note that there was one."""
    over = Export.objects.filter(
        Q(expires_at__lte=now) | Q(taken_at__lte=now - TAKEN_FOR) | Q(state=Export.State.FAILED)
    ).values("pk")
    parts = list(ExportPart.objects.filter(export__in=over).values_list("pk", flat=True)[:CHUNK])
    gone = ExportPart.objects.filter(pk__in=parts).delete()[0]
    Export.objects.filter(asked_at__lte=now - NOTED_FOR).delete()
    return gone


def forget_old_codes(*, now: datetime) -> int:
    """Delete codes a day after they were asked for; how many."""
    return Proof.objects.filter(asked_at__lte=now - PROOF_FOR).delete()[0]


_WITH_BYTES = Export.objects.filter(parts__isnull=False)
RULES = (
    Rule("copies", _("Copies of people’s data, their bytes"), ("rights_export_part",), KEPT_DAYS,
         sooner(first_of(_WITH_BYTES, "expires_at"), first_of(_WITH_BYTES.filter(taken_at__isnull=False), "taken_at", TAKEN_FOR)),
         forget_old_exports),
    Rule("copy_notes", _("That somebody took a copy of their data"), ("rights_export",), NOTED_FOR.days,
         first_of(Export.objects.all(), "asked_at", NOTED_FOR), forget_old_exports),
    Rule("codes", _("Codes that show an address to be somebody’s"), ("rights_proof",), PROOF_FOR.days,
         first_of(Proof.objects.all(), "asked_at", PROOF_FOR), forget_old_codes),
)  # fmt: skip
