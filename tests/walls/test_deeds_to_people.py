"""What may be done to a person, by whom: the written table against the rule, and against the action of the web app."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from django.http import Http404
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Deed, Relation, may_to
from leavethemeeting.meetings.actions.opening import open_occurrence
from leavethemeeting.meetings.models import Attendee, CoHost, Handover, Meeting, Occurrence, Removal
from leavethemeeting.room.actions import command
from leavethemeeting.room.models import Command
from leavethemeeting.shared.moments import now_ms
from tests.cast import make_member

TABLE = Path(__file__).resolve().parents[2] / "docs/developer/who-may-what.md"
ACTORS = (Relation.MODERATOR, Relation.CO_HOST, Relation.HOST)
TARGETS = (Relation.VIEWER, Relation.PARTICIPANT, *ACTORS)
KINDS = {
    Deed.ADMIT: Command.Kind.ADMIT, Deed.ASK_MUTE: Command.Kind.ASK_MUTE, Deed.CHANGE_ROLE: Command.Kind.ROLE,
    Deed.REMOVE: Command.Kind.REMOVE,
}  # fmt: skip


def written() -> dict[tuple[Deed, Relation, Relation], bool]:
    """By deed, to whom, and by whom."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        deed, _, rest = line.strip("| ").partition(" | ")
        if deed in {str(deed) for deed in KINDS}:
            target, *cells = [cell.strip() for cell in rest.rstrip("|").split("|")]
            for actor, cell in zip(ACTORS, [*cells, *[""] * len(ACTORS)], strict=False):
                found[Deed(deed), Relation(target), actor] = cell == "yes"
    return found


def test_the_rule_says_what_the_table_says() -> None:
    assert set(written()) == set(product(KINDS, TARGETS, ACTORS))
    assert {case for case, yes in written().items() if yes} == {
        (deed, target, actor) for deed, target, actor in written() if may_to(actor, deed, target)
    }


def test_those_who_do_not_run_the_meeting_do_nothing_to_anybody() -> None:
    powerless = (Relation.STRANGER, Relation.VIEWER, Relation.PARTICIPANT)
    assert not [case for case in product(powerless, KINDS, TARGETS) if may_to(*case)]


@dataclass
class Cast:
    """Alice's open meeting, in which everybody is something, twice."""

    occurrence: Occurrence
    host: User

    def somebody(self, relation: Relation, mark: str) -> Attendee:
        meeting = self.occurrence.meeting
        user = (
            self.host
            if relation is Relation.HOST
            else make_member(f"{relation} {mark}", f"{relation}-{mark}@example.org")
        )
        role = Meeting.Role.VIEWER if relation is Relation.VIEWER else Meeting.Role.PARTICIPANT
        attendee, _made = Attendee.objects.get_or_create(
            meeting=meeting, user=user, defaults={"name": user.name, "role": role, "first_came_at": now_ms()}
        )
        if relation is Relation.CO_HOST:
            CoHost.objects.create(meeting=meeting, user=user, added_at=timezone.now())
        if relation is Relation.MODERATOR:
            Handover.objects.create(occurrence=self.occurrence, attendee=attendee, handed_at=now_ms())
        return attendee


@pytest.mark.django_db
@pytest.mark.parametrize(("deed", "target", "actor"), list(product(KINDS, TARGETS, ACTORS)))
def test_the_action_does_what_the_table_says_and_else_nothing(
    alice: User, deed: Deed, target: Relation, actor: Relation
) -> None:
    meeting = Meeting.objects.create(owner=alice, title="Weekly")
    cast = Cast(open_occurrence(meeting=meeting, actor=alice, now=now_ms()), alice)
    whom, who = cast.somebody(target, "target"), cast.somebody(actor, "actor")
    acting = who.user
    assert acting is not None
    value = "viewer" if deed is Deed.CHANGE_ROLE else ""

    def act() -> None:
        command(
            occurrence=cast.occurrence, kind=KINDS[deed], attendee=whom, actor=acting, now=now_ms(), value=value
        )  # fmt: skip

    if written()[deed, target, actor]:
        act()
        assert Command.objects.get().attendee == whom
    else:
        with pytest.raises(Http404):
            act()
        assert not Command.objects.exists() and not Removal.objects.exists()
        assert Attendee.objects.get(id=whom.id).role == whom.role
