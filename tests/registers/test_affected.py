"""From rows to persons gives the same as from persons to rows, for every table of the data map, in a world with everything."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db.models import Q
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.privacy.people import Person, about, attendee, member, model_of
from leavethemeeting.registers.affected import People, Selection, affected_by
from leavethemeeting.registers.producible import MOMENTS, Group, filled, groups, within
from leavethemeeting.shared.personal_data import data_map
from tests.cast import make_member
from tests.privacy.canaries import as_guest, as_member
from tests.privacy.test_erasure import BESIDE
from tests.walls.world import build

pytestmark = pytest.mark.django_db

#: Tables about people of which a bundle can hold nothing, and why.
NOT_GIVEN = {
    "attendance_pack": "made from the log, which is given itself", "meetings_occurrence": "of the meeting, about nobody",
    "meetings_opening": "of the meeting, about nobody", "meetings_transfer": "between two hosts; keys only",
    "attendance_credential": "keys of programs", "website_case_key": "secrets",
    "account_emailconfirmation": "secrets", "mfa_authenticator": "secrets", "socialaccount_socialtoken": "stays empty",
    "logdata_adapter_reading": "keyed hashes, for counting; no row names anybody",
    "privacy_order": "of somebody who is going, for a minute", "rights_export": "that a copy was made; what is in it is given itself",
    "rights_export_part": "a copy of what is given itself", "rights_proof": "a code for a day", "rights_correction": "the words stand in its case, which is given",
    "django_session": "secrets", "shared_cache": "digests", "room_checkpoint": "references of connections",
}  # fmt: skip


@pytest.fixture
def everything(alice: User, bob: User, charlie: User) -> None:
    build(alice=alice, bob=bob, charlie=charlie)
    provider = make_member("Paula Provider", "paula@example.org", is_provider=True)
    as_guest(alice, provider)
    as_member(alice, provider)


def everybody() -> list[list[Person]]:
    """Humans: who came as a guest under the confirmed address of a member is that member, and is told once."""
    found = [member(pk) for pk in User.objects.values_list("pk", flat=True)]
    found += [attendee(pk) for pk in Attendee.objects.filter(user__isnull=True).values_list("pk", flat=True)]
    humans: list[list[Person]] = []
    for one in found:
        assert one is not None
        same = next((human for human in humans if any(set(one.emails) & set(known.emails) for known in human)), None)
        if same is None:
            humans.append([one])
        else:
            same.append(one)
    return humans


def holds(person: Person, group: Group, selection: Selection) -> bool:
    model, which = model_of(group.table.name), about(person, group.table)
    assert model is not None
    if which is None:
        return False
    names = [name for name, _column in group.fields]
    return model._default_manager.filter(
        which & within(group.table.name, selection.since, selection.until) & filled(model, names)
    ).exists()


def told_as(people: People, person: Person) -> bool:
    if person.user_id:
        return person.user_id in people.members
    return bool(set(people.guests.values()) & set(person.attendee_ids))


def days() -> list[tuple[date | None, date | None]]:
    today = timezone.now().astimezone(UTC).date()
    return [(None, None), (today, today), (None, today - timedelta(days=400)), (today + timedelta(days=1), None)]


def test_everybody_of_whom_a_table_holds_something_and_nobody_else_is_affected(everything: None) -> None:
    persons, compared, people_found = everybody(), 0, 0
    assert len(persons) >= 6 and any(len(human) > 1 for human in persons)
    for group in groups():
        for since, until in days():
            selection = Selection(tuple(f"{group.table.name}.{name}" for name, _one in group.fields), since, until)
            people = affected_by(selection)
            for human in persons:
                told = any(told_as(people, one) for one in human)
                held = any(holds(one, group, selection) for one in human)
                assert told == held, (group.table.name, since, until, human[0].name)
                compared += 1
                people_found += told
    assert compared > 500 and people_found > 60


def test_a_field_that_is_empty_affects_nobody(alice: User, bob: User) -> None:
    bob.pronouns = "he/him"
    bob.save(update_fields=["pronouns"])
    assert affected_by(Selection(("accounts_user.pronouns",), None, None)).members == {bob.pk}
    assert affected_by(Selection(("accounts_user.pronouns", "accounts_user.name"), None, None)).members == {
        alice.pk,
        bob.pk,
    }


def test_every_table_about_people_is_given_or_named_with_its_reason() -> None:
    given = {group.table.name for group in groups()}
    people = {table.name for table in data_map().values() if table.subject != "nobody"}
    assert people - given == set(NOT_GIVEN)
    assert set(NOT_GIVEN) >= BESIDE - given
    assert given == set(MOMENTS)


def test_every_period_can_be_asked_of_every_table(everything: None) -> None:
    day = datetime(2026, 11, 1, tzinfo=UTC).date()
    for group in groups():
        model = model_of(group.table.name)
        assert model is not None
        rows = model._default_manager.filter(
            within(group.table.name, day, day) & (Q() | filled(model, [group.fields[0][0]]))
        )
        assert rows.count() >= 0


def test_a_guest_without_an_address_is_somebody_too(alice: User) -> None:
    from tests.meetings.stories import make_meeting

    row = Attendee.objects.create(meeting=make_meeting(alice), name="Gil", email="", first_came_at=1)
    people = affected_by(Selection(("meetings_attendee.name",), None, None))
    assert set(people.guests.values()) == {row.pk} and isinstance(row.pk, UUID)
