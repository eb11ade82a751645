"""The page on which a member sees how far the end of their account is, also when there is no account any more."""

from __future__ import annotations

from uuid import UUID

from django.core import signing

_SALT = "leavethemeeting.accounts.ending"


def handle_of(user_id: UUID) -> str:
    """What that page's address holds: it says how far the end is, and opens nothing else."""
    return signing.Signer(salt=_SALT).sign(user_id.hex).replace(":", ".")


def user_id_in(handle: str) -> UUID | None:
    """Whose end ``handle`` is about; None where nobody's."""
    try:
        return UUID(signing.Signer(salt=_SALT).unsign(handle.replace(".", ":")))
    except (signing.BadSignature, ValueError):
        return None
