"""What stands in letters and addresses of this slice: references to say, tokens and codes to prove with."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # read aloud and written by hand without mistakes
REFERENCE_PATTERN = f"[{_LETTERS}]{{4}}-[{_LETTERS}]{{4}}"
CODE_DIGITS = 6


def new_reference() -> str:
    """``K7QM-2XWP``: 39 random bits, and it opens nothing."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def new_token() -> str:
    """256 random bits for a link."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits for typing."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def code_digest(code: str, *, of: str) -> str:
    """How a code is kept: a million codes are quickly hashed, so the installation's secret key is in it."""
    return salted_hmac("leavethemeeting.website.code", f"{of}:{code}", algorithm="sha256").hexdigest()
