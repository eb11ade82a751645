"""What is stored about linked profiles beside allauth's tables."""

from leavethemeeting.domain.promises import Cookie, Table
from leavethemeeting.shared.personal_data import key, operation

COOKIES = (
    Cookie(
        "newcomer", ("C14", "C44"), 1200,
        "what Google or Facebook told about somebody who is signing up, encrypted, until the form is sent",
    ),
)  # fmt: skip

TABLES = (
    Table(
        "social_deletion_request",
        "nobody",
        {
            "code": key(note="random; Meta shows it to the person"),
            "made_at": operation("kept for a year"),
            "outcome": operation("what was erased: the link, the account, or nothing"),
        },
        note="Meta's requests to erase a Facebook link, without whose",
    ),
)
