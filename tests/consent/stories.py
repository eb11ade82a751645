"""What several stories about the policy share."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from django.test import Client
from django.utils import timezone

from leavethemeeting.consent import posting
from leavethemeeting.consent.models import Document, PolicyVersion
from leavethemeeting.consent.queries import current
from leavethemeeting.shared.environment import Environment, environment

OPERATOR: Environment = replace(environment(), operator_name="Harbour School", operator_email="privacy@harbour.example")
SENTENCE = "This sentence is new to everybody."


def post_change(
    sentence: str = SENTENCE, *, kind: Document = Document.POLICY, material: bool = True, now: datetime | None = None
) -> PolicyVersion:
    """Post the text that holds with one more sentence at its end."""
    return posting.post_version(
        kind=kind, source=f"{current(kind).source}\n{sentence}\n", summary="One sentence more.", material=material,
        environment=environment(), now=now or timezone.now(),
    )  # fmt: skip


def page(client: Client, address: str) -> str:
    """The page's HTML; it has to be there."""
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def words(html: str) -> str:
    """What a person reads of the page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").split())


def stamp(html: str) -> str:
    """The signed time of a form that needs no cookie."""
    found = re.search(r'name="shown_at" value="([^"]+)"', html)
    assert found, "the page has no form of that kind"
    return found[1]


def choose(client: Client, answer: str, **ticked: str) -> Client:
    """Press one of the three buttons of the cookie panel, as a browser would."""
    form = {"shown_at": stamp(page(client, "/cookies/")), "homepage": "", "answer": answer, **ticked}
    response = client.post("/cookies/", form, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 302, response.content.decode()[:2000]
    return client
