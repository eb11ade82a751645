"""What the web app does to people in a meeting while it runs: rows first, then a bell for the room.

The rows are the truth for whoever comes later; the command tells the room that runs now. Both
are written together, so that neither is ever without the other.
"""

from __future__ import annotations

from django.db import transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Deed
from leavethemeeting.meetings.models import Admission, Attendee, Meeting, Occurrence, Removal
from leavethemeeting.meetings.queries import insist_in_occurrence
from leavethemeeting.room.models import Command
from leavethemeeting.shared.wakeups import COMMANDS, ring_on_commit

_DEEDS = {
    Command.Kind.ADMIT: Deed.ADMIT,
    Command.Kind.REFUSE: Deed.ADMIT,
    Command.Kind.ROLE: Deed.CHANGE_ROLE,
    Command.Kind.ASK_MUTE: Deed.ASK_MUTE,
    Command.Kind.REMOVE: Deed.REMOVE,
}


@transaction.atomic
def command(
    *, occurrence: Occurrence, kind: Command.Kind, attendee: Attendee, actor: User, now: int, value: str = ""
) -> Command:
    """Admit, refuse, change the role of (``value``), ask to mute or remove ``attendee``.

    Raises Http404 when ``actor`` may not, does not outrank whom they would remove, would change the role of somebody
    who runs the meeting, or the attendee belongs to another meeting; ValueError
    for a kind that is about no attendee, and for a role that does not exist.
    """
    if kind not in _DEEDS:
        raise ValueError(f"{kind} is about no attendee")
    insist_in_occurrence(actor, occurrence, _DEEDS[kind], attendee=attendee)
    match kind:
        case Command.Kind.ADMIT | Command.Kind.REFUSE:
            Admission.objects.filter(occurrence=occurrence, attendee=attendee).update(
                admitted=kind == Command.Kind.ADMIT, decided_at=now, decided_by=actor
            )
        case Command.Kind.ROLE:
            attendee.role = Meeting.Role(value)
            attendee.save(update_fields=["role"])
        case Command.Kind.REMOVE:
            Removal.objects.get_or_create(
                occurrence=occurrence, attendee=attendee, lifted_at=None,
                defaults={"removed_at": now, "removed_by": actor},
            )  # fmt: skip
    given = Command.objects.create(
        occurrence=occurrence, kind=kind, attendee=attendee, value=value, given_by=actor, given_at=now
    )
    ring_on_commit(COMMANDS, str(occurrence.id))
    return given


@transaction.atomic
def lift_removal(*, occurrence: Occurrence, attendee: Attendee, actor: User, now: int) -> bool:
    """Let ``attendee`` come back; False when they were not removed. Raises Http404 like ``command``."""
    insist_in_occurrence(actor, occurrence, Deed.REMOVE, attendee=attendee)
    lifted = Removal.objects.filter(occurrence=occurrence, attendee=attendee, lifted_at__isnull=True)
    ring_on_commit(COMMANDS, str(occurrence.id))  # whoever waits because they resemble this one
    return bool(lifted.update(lifted_at=now))
