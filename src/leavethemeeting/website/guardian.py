"""A parent or guardian tells about a child (C45): their own address is confirmed first, by a code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from leavethemeeting.mail.composing import Because, absolute, send
from leavethemeeting.website import cases, letters
from leavethemeeting.website.models import Case, GuardianRequest
from leavethemeeting.website.references import code_digest, new_code

CODE_LIFE = timedelta(hours=1)
MOST_TRIES = 6
_SALT = "leavethemeeting.website.guardian"


@dataclass(frozen=True, slots=True)
class Told:
    """What the form says about the child."""

    relation: GuardianRequest.Relation
    child_name: str
    child_email: str
    meeting: str


class WrongCode(Exception):
    """The code is not the one that was sent."""


class CodeSpent(Exception):
    """The code's hour is over, or it was tried too often: the form has to be sent again."""


def handle_of(case: Case) -> str:
    """What the address of the code's page holds: it names the case, and opens nothing without the code."""
    return signing.Signer(salt=_SALT).sign(case.id.hex).replace(":", ".")


def case_of(handle: str) -> Case | None:
    """The guardian's case that ``handle`` names."""
    try:
        named = UUID(signing.Signer(salt=_SALT).unsign(handle.replace(".", ":")))
    except (signing.BadSignature, ValueError):
        return None
    return Case.objects.filter(pk=named, kind=Case.Kind.GUARDIAN).first()


@transaction.atomic
def ask(*, email: str, name: str, text: str, told: Told, now: datetime) -> Case:
    """Keep what was told, and send the code. The view has said ``typed_now``."""
    case = cases.open_case(
        kind=Case.Kind.GUARDIAN, email=email, name=name, text=text, now=now, confirmed=False
    )  # fmt: skip
    code = new_code()
    GuardianRequest.objects.create(
        case=case, relation=told.relation, child_name=told.child_name, child_email=told.child_email.lower(),
        meeting=told.meeting, code_digest=code_digest(code, of=case.id.hex), code_until=now + CODE_LIFE,
    )  # fmt: skip
    page = absolute(reverse("website:guardian_code", args=[handle_of(case)]))
    content = letters.guardian_code(case, code=code, address=page)
    send(content, kind="guardian_code", recipient=case.email, now=now, because=Because.TYPED)
    return case


def confirm(*, case: Case, code: str, now: datetime) -> None:
    """The code came back: the case opens. Raises WrongCode, or CodeSpent."""
    GuardianRequest.objects.filter(case=case).update(code_tries=F("code_tries") + 1)  # also when the rest fails
    asked = GuardianRequest.objects.filter(case=case).first()
    if asked is None or asked.code_tries > MOST_TRIES or now >= asked.code_until:
        raise CodeSpent(case.reference)
    if not secrets.compare_digest(asked.code_digest, code_digest(code, of=case.id.hex)):
        raise WrongCode(case.reference)
    cases.confirm(case=case, now=now)
