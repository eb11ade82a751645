"""Steps that several journeys take, as a person takes them: through pages and letters."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from leavethemeeting.mail.models import Letter

PASSWORD = "seven green umbrellas"
BORN_ON = {"born_on_day": "3", "born_on_month": "10", "born_on_year": "1990"}
CODE = re.compile(r"^ {4}([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)


def sign_up(client: Client, *, email: str = "dora@example.org", **changes: str) -> HttpResponse:
    """Send the sign-up form."""
    form = {"name": "Dora Diver", "email": email, "password1": PASSWORD, "agree": "on", **BORN_ON, **changes}
    return client.post("/accounts/signup/", form)  # type: ignore[return-value]  # -- the test client's own response type


def sign_in(client: Client, email: str, password: str = PASSWORD, *, to: str = "") -> HttpResponse:
    """Send the sign-in form."""
    path = f"/accounts/login/?next={to}" if to else "/accounts/login/"
    return client.post(path, {"login": email, "password": password})  # type: ignore[return-value]  # -- as above


def newest_letter(recipient: str) -> Letter:
    """The last letter to ``recipient``."""
    return Letter.objects.filter(recipient=recipient).order_by("-written_at", "-id")[0]


def code_for(recipient: str) -> str:
    """The code in the last letter to ``recipient``."""
    found = CODE.search(newest_letter(recipient).text)
    assert found, newest_letter(recipient).text
    return found[1]


def is_signed_in(client: Client) -> bool:
    return client.get("/profile/").status_code == 200


def rows_by_table() -> dict[str, int]:
    """How many rows every table of the live database has.

    Without the shared cache: the rate limits count there, for some minutes, how often one network asked.
    """
    with connection.cursor() as cursor:
        counts = {}
        for table in set(connection.introspection.table_names(cursor)) - {"shared_cache"}:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


def everything_stored(*, limits: bool = True) -> str:
    """Every value of every row as one text, to search for what must not be there.

    Without ``limits``: not how often a network asked, which PostgreSQL keeps as rows for some minutes.
    """
    kept: list[Any] = []
    for model in apps.get_models():
        if not limits and model._meta.db_table == "shared_cache":
            continue
        kept += [str(value) for row in model._default_manager.values_list() for value in row]
    return "\n".join(kept)
