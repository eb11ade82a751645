"""C13: name, e-mail and password are enough; everything else is optional, editable and removable."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from leavethemeeting.accounts.forms import ProfileForm
from leavethemeeting.accounts.models import Picture, User
from leavethemeeting.mail.models import Letter
from tests.accounts.journeys import PASSWORD, everything_stored, sign_up

pytestmark = pytest.mark.django_db


def test_name_address_and_password_are_all_that_is_kept_of_a_registration(client: Client) -> None:
    sign_up(client)
    dora = User.objects.get()
    assert (dora.name, dora.email) == ("Dora Diver", "dora@example.org")
    assert (dora.pronouns, dora.organisation, dora.time_zone) == ("", "", "UTC")
    assert not Picture.objects.exists()


def test_every_field_beyond_the_name_may_be_left_empty() -> None:
    needed = {name for name, field in ProfileForm().fields.items() if field.required}
    assert needed == {"name", "time_zone"}  # a zone is always one of a list, at first UTC


@pytest.mark.parametrize("field", ["pronouns", "organisation"])
def test_each_optional_field_is_filled_changed_and_removed_by_itself(as_alice: Client, alice: User, field: str) -> None:
    for value in ("one", "another", ""):
        as_alice.post("/profile/", {"name": "Alice", "time_zone": "UTC", field: value})
        alice.refresh_from_db()
        assert getattr(alice, field) == value


def test_the_password_is_kept_as_argon2_and_stands_in_no_row_letter_or_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        sign_up(client)
    assert User.objects.get().password.startswith("argon2$")
    assert PASSWORD not in everything_stored()
    assert PASSWORD not in caplog.text
    assert not [letter for letter in Letter.objects.all() if PASSWORD in letter.text + letter.html]
