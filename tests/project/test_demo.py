"""The demonstration: an installation of its own, clearly labelled, removed whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Event
from leavethemeeting.meetings.models import Attendee, Occurrence
from leavethemeeting.project.demo import command, past
from leavethemeeting.project.demo.cast import everybody

ROOT = Path(__file__).resolve().parents[2]


def test_forty_people_are_invented_and_their_addresses_lead_nowhere() -> None:
    people = everybody()
    assert len({person.email for person in people}) == len({person.name for person in people}) == 40
    assert all(person.email.endswith("@example.org") for person in people)


@pytest.mark.django_db
def test_every_past_meeting_has_evidence_that_is_the_same_every_time(alice: User) -> None:
    today = timezone.now()
    for seed, plan in enumerate(past.PLANS):
        with transaction.atomic():
            told = past.tell(plan, alice, everybody(), today, seed)
        entered = {event.claim.attendee_id for event in told if event.type == "enter" and event.claim}
        assert len(entered) == Attendee.objects.filter(meeting__title=plan.title).count()
        assert len({(event.source_ref, event.id) for event in told}) == len(told), "no event stands twice"
    assert Event.objects.count() == 0, "only the writer of the log writes the log"


@pytest.mark.django_db
def test_nobody_of_the_past_was_in_before_the_host_opened(alice: User) -> None:
    for seed, plan in enumerate(past.PLANS):
        told = past.tell(plan, alice, everybody(), timezone.now(), seed)
        occurrence = Occurrence.objects.get(meeting__title=plan.title)
        entrances = [event.at for event in told if event.type == "enter"]
        assert occurrence.first_opened_at <= min(entrances)
        assert Attendee.objects.filter(meeting__title=plan.title, first_came_at__gt=min(entrances)).count() == 0


def test_remove_takes_only_a_folder_that_the_demonstration_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / command.FOLDER).mkdir()
    (tmp_path / command.FOLDER / "thesis.txt").write_text("not yours")
    assert command.remove() == 1
    assert (tmp_path / command.FOLDER / "thesis.txt").exists()
    (tmp_path / command.FOLDER / command.MARK).touch()
    assert command.remove() == 0
    assert not (tmp_path / command.FOLDER).exists()


def test_it_never_fills_a_database_that_somebody_configured_nor_asks_a_real_network(tmp_path: Path) -> None:
    script = (
        "from leavethemeeting.project.demo import command\n"
        "from leavethemeeting.project.demo.practice.networks import practising\n"
        "with practising() as practice:\n"
        "    made = command._own_environment(practice)\n"
        "    print(made.database.vendor, made.database.name)\n"
        "    print(*(one.url.startswith(practice.url + '/') for one in made.networks.values()))\n"
        "    print(made.networks['google'].client_id)\n"
    )
    real = {"DATABASE_URL": "postgres://real@db/real", "GOOGLE_CLIENT_ID": "real", "GOOGLE_CLIENT_SECRET_FILE": "/real"}
    seen = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={**os.environ, **real}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    database, networks, client = seen.stdout.splitlines()
    assert database.split() == ["sqlite", str(tmp_path / command.FOLDER / "leavethemeeting.sqlite3")]
    assert networks.split() == ["True", "True"]
    assert client == "practice-google"
