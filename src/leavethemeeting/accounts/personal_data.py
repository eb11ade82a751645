"""What is stored about members."""

from leavethemeeting.domain.promises import Cookie, Table
from leavethemeeting.shared.personal_data import account, key, operation, secret

COOKIES = (
    Cookie("age", ("C43", "C44"), 86400, "the age question was answered with a date too young; the same for everybody"),
)

TABLES = (
    Table(
        "accounts_user",
        "member",
        {
            "id": key(),
            "email": account(),
            "name": account(),
            "password": secret("argon2 hash"),
            "time_zone": account("C13"),
            "last_login": account("C28", note="when they last signed in"),
            "is_active": operation("a deactivated account signs in no more"),
            "is_provider": account("C26", note="the role: provider's staff or not"),
            "age_ok_at": account("C43", "C44", note="that the age question was passed; the date of birth is not kept"),
            "date_joined": account("C28"),
        },
    ),
    Table("accounts_set_up_link", "nobody", {"token_sha256": secret(), "made_at": operation(), "used_at": operation()}),
    Table(
        "account_emailaddress",
        "member",
        {"id": key(), "user_id": key(), "email": account(), "verified": account(), "primary": account()},
        note="allauth: which addresses a member has shown to be theirs",
    ),
    Table(
        "account_emailconfirmation",
        "member",
        {"id": key(), "created": operation(), "sent": operation(), "key": secret(), "email_address_id": key()},
        note="allauth: unused, we verify by code",
    ),
)
