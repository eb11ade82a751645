"""A host lets in a name, not a browser: whoever changes it, or resembles somebody removed, asks again."""

from __future__ import annotations

import pytest

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import Admission, Attendee, Removal
from leavethemeeting.room.actions import lift_removal
from leavethemeeting.shared.moments import now_ms
from tests.room.story import Run, Running, Tab, come_in, knock


@pytest.fixture
def gina_in(run: Run) -> Attendee:
    """A guest."""
    return run.attendee("Gina Guest")


def _waiting_room(run: Run) -> None:
    run.meeting.waiting_room = True
    run.meeting.save()


def _renamed(guest: Attendee, name: str = "", email: str = "") -> Attendee:
    guest.name, guest.email = name or guest.name, email or guest.email
    guest.save()
    return guest


def _shown(host: Tab) -> list[tuple[str, str, str]]:
    return [(one["name"], one["because"], one["former_name"]) for one in host.hear("waiting")["waiting"]]


def _let_in(server: Running, run: Run, host: Tab, guest: Attendee, tab: str) -> None:
    with knock(server, run, guest, tab=tab) as knocking:
        knocking.hear("in_waiting_room")
        host.ask("admit", attendee=str(guest.id), yes=True)
        knocking.hear("welcome")
    host.hear("person_left")
    host.forget()


@pytest.mark.parametrize("change", [{"name": "The Director"}, {"email": "director@example.org"}])
def test_an_admitted_guest_under_another_name_or_address_waits_again_and_the_host_is_told(
    server: Running, run: Run, alice_in: Attendee, gina_in: Attendee, change: dict[str, str]
) -> None:
    _waiting_room(run)
    with come_in(server, run, alice_in) as alice:
        _let_in(server, run, alice, gina_in, "first")
        with come_in(server, run, gina_in, tab="second"):
            pass  # the same name: admitted once is admitted for this occurrence
        _renamed(gina_in, **change)
        with knock(server, run, gina_in, tab="third") as gina:
            gina.hear("in_waiting_room")
            assert _shown(alice) == [(change.get("name", "Gina Guest"), "changed", "Gina Guest")]
            assert alice.ask("admit", attendee=str(gina_in.id), yes=True)["type"] == "ack"
            gina.hear("welcome")
        with come_in(server, run, gina_in, tab="fourth"):
            pass  # the new name is admitted now


def test_a_name_changed_after_asking_is_not_what_the_host_admitted(
    server: Running, run: Run, alice_in: Attendee, gina_in: Attendee
) -> None:
    _waiting_room(run)
    with come_in(server, run, alice_in) as alice, knock(server, run, gina_in) as gina:
        gina.hear("in_waiting_room")
        assert _shown(alice) == [("Gina Guest", "waiting_room", "")]
        _renamed(gina_in, name="The Director")
        alice.ask("admit", attendee=str(gina_in.id), yes=True)
        gina.hear("in_waiting_room")  # again, and not in
        alice.hear("waiting", waiting=[])
        assert _shown(alice) == [("The Director", "changed", "Gina Guest")]
        assert [event.connection_ref for event in run.events("enter")] == [alice.ref]


def test_a_refused_guest_stays_refused_under_another_name(
    server: Running, run: Run, alice_in: Attendee, gina_in: Attendee
) -> None:
    _waiting_room(run)
    with come_in(server, run, alice_in) as alice:
        with knock(server, run, gina_in) as gina:
            gina.hear("in_waiting_room")
            alice.ask("admit", attendee=str(gina_in.id), yes=False)
            gina.hear("denied")
        _renamed(gina_in, name="The Director")
        with knock(server, run, gina_in) as gina:
            assert gina.hear("denied")["code"] == "not_admitted"


@pytest.mark.parametrize(
    ("name", "email"), [("gina  GUEST", "other@example.org"), ("Somebody Else", "Gina.Guest@example.org")]
)
def test_who_resembles_a_removed_attendee_waits_for_the_host_even_without_a_waiting_room(
    server: Running, run: Run, alice_in: Attendee, gina_in: Attendee, name: str, email: str
) -> None:
    with come_in(server, run, alice_in) as alice:
        with come_in(server, run, gina_in) as gina:
            alice.ask("remove", attendee=str(gina_in.id))
            gina.hear("denied")
        again = _renamed(run.attendee("Another browser"), name=name, email=email)
        with knock(server, run, again) as knocking, come_in(server, run, run.attendee("Harmless Hugo")):
            knocking.hear("in_waiting_room")
            assert _shown(alice) == [(name, "like_removed", "Gina Guest")]
            alice.ask("admit", attendee=str(again.id), yes=True)
            knocking.hear("welcome")
        with knock(server, run, gina_in) as gina:
            assert gina.hear("denied")["code"] == "removed"  # who was removed is not let in with them


def test_lifting_the_removal_lets_in_whoever_waited_because_of_it(
    server: Running, run: Run, host: User, gina_in: Attendee
) -> None:
    Removal.objects.create(occurrence=run.occurrence, attendee=gina_in, removed_at=now_ms())
    again = _renamed(run.attendee("Another browser"), name="Gina Guest")
    with knock(server, run, again) as knocking:
        knocking.hear("in_waiting_room")  # nobody is there to decide
        assert lift_removal(occurrence=run.occurrence, attendee=gina_in, actor=host, now=now_ms())
        knocking.hear("welcome")
    assert Admission.objects.get().admitted is None


def test_a_host_who_is_called_like_somebody_removed_comes_in(server: Running, run: Run, alice_in: Attendee) -> None:
    impostor = _renamed(run.attendee("An impostor"), name="Alice Archer")
    Removal.objects.create(occurrence=run.occurrence, attendee=impostor, removed_at=now_ms())
    with come_in(server, run, alice_in):
        pass
