"""C44: the question comes before the address is stored; a refused sign-up leaves the database as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from leavethemeeting.mail.models import Letter
from tests.accounts.journeys import everything_stored, rows_by_table, sign_up

pytestmark = pytest.mark.django_db
CHILD = {"born_on_year": str(datetime.now(UTC).year - 12)}


def test_a_refused_sign_up_changes_no_row_and_sends_no_letter(client: Client) -> None:
    client.get("/accounts/signup/")
    before, kept = rows_by_table(), everything_stored(limits=False)
    assert sign_up(client, **CHILD).status_code == 403
    assert rows_by_table() == before
    assert everything_stored(limits=False) == kept
    assert not Letter.objects.exists()


def test_a_child_with_other_mistakes_in_the_form_is_refused_as_well(client: Client) -> None:
    assert sign_up(client, email="no address", password1="x", agree="", **CHILD).status_code == 403


def test_the_question_is_asked_again_by_no_later_page(client: Client) -> None:
    sign_up(client, **CHILD)
    assert client.get("/accounts/signup/").status_code == 403
