"""What is stored about letters."""

from leavethemeeting.domain.promises import Table
from leavethemeeting.shared.personal_data import key, mail, operation

TABLES = (
    Table(
        "mail_letter",
        "member",
        {
            "id": key(),
            "kind": mail(30),
            "recipient": mail(30),
            "subject": mail(30),
            "text": mail(30),
            "html": mail(30),
            "written_at": mail(30),
            "attempts": operation(),
            "next_attempt_at": operation(),
            "sent_at": mail(30),
            "given_up_at": mail(30),
            "last_error": mail(30, note="what the mail server answered"),
        },
    ),
)
