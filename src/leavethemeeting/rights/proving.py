"""Shows that an address is somebody's who has no account: a code goes there and comes back.

The same is done for every address, whether something is kept under it or not, so that nobody learns from the answer, nor from
the time it takes, who was in a meeting. What is kept is looked for only when the code has come back.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import F

from leavethemeeting.mail.composing import Because, send
from leavethemeeting.rights import letters
from leavethemeeting.rights.models import Proof
from leavethemeeting.website.references import code_digest, new_code

CODE_LIFE = timedelta(minutes=10)
MOST_TRIES = 5
_SALT = "leavethemeeting.rights.proof"


class WrongCode(Exception):
    """The code is not the one that was sent."""


class CodeSpent(Exception):
    """Its ten minutes are over, it was used, or tried too often."""


def handle_of(proof: Proof) -> str:
    """What the address of the code's page holds; it opens nothing without the code."""
    return signing.Signer(salt=_SALT).sign(proof.id.hex).replace(":", ".")


def is_handle(handle: str) -> bool:
    """Whether we made it."""
    return _proof_id(handle) is not None


def _proof_id(handle: str) -> UUID | None:
    try:
        return UUID(signing.Signer(salt=_SALT).unsign(handle.replace(".", ":")))
    except (signing.BadSignature, ValueError):
        return None


@transaction.atomic
def ask(*, email: str, now: datetime) -> Proof:
    """Send a code to ``email``, whoever's it is. The view has said ``typed_now``."""
    code, address = new_code(), email.strip().lower()
    proof = Proof(email=address, code_until=now + CODE_LIFE, asked_at=now)
    proof.code_digest = code_digest(code, of=proof.id.hex)
    proof.save(force_insert=True)
    send(letters.address_code(code=code), kind="address_code", recipient=address, now=now, because=Because.TYPED)
    return proof


def answer(*, handle: str, code: str, now: datetime) -> str:
    """The code came back: the address, once. Raises WrongCode or CodeSpent."""
    wanted = _proof_id(handle)
    if wanted is None:
        raise CodeSpent
    found = Proof.objects.filter(pk=wanted)
    found.update(code_tries=F("code_tries") + 1)  # before anything is compared, and also when the rest fails
    proof = found.first()
    if proof is None or proof.code_tries > MOST_TRIES or now >= proof.code_until:
        raise CodeSpent
    if not secrets.compare_digest(proof.code_digest, code_digest(code, of=proof.id.hex)):
        raise WrongCode
    if not found.delete()[0]:  # another request was faster
        raise CodeSpent
    return proof.email
