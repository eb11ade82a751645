"""The tables of Django itself: framework book-keeping and sessions."""

from leavethemeeting.domain.promises import Cookie, Table
from leavethemeeting.shared.personal_data import device, key, operation, secret

COOKIES = (
    Cookie("sid", ("C30", "C31"), None, "who is signed in, or in the middle of signing up; random, set when needed"),
    Cookie("csrf", ("C30", "C31"), 31449600, "shows that a form was sent from our own page; random"),
)

TABLES = (
    Table(
        "django_migrations", "nobody", {"id": key(), "app": operation(), "name": operation(), "applied": operation()}
    ),
    Table("django_content_type", "nobody", {"id": key(), "app_label": operation(), "model": operation()}),
    Table(
        "django_session",
        "member",
        {
            "session_key": secret("the cookie's value"),
            "session_data": secret("signed; its keys are listed in docs/data-map.md"),
            "expire_date": operation("14 days after the last sign-in"),
        },
    ),
    Table(
        "shared_cache",
        "member",
        {
            "cache_key": device(1, "which limit, and of which address or member it counts the tries"),
            "value": device(1, "the moments of the tries"),
            "expires": operation("an hour after the last try at most"),
        },
        note="rate limits, on PostgreSQL; on SQLite they are kept in memory only",
    ),
    Table(
        "shared_duty_run",
        "nobody",
        {
            "name": key(),
            "every_s": operation(),
            "began_at": operation(),
            "took_ms": operation(),
            "done_at": operation(),
            "failed_at": operation(),
            "failure": operation("the exception's class"),
        },
        note="how each scheduled duty went the last time",
    ),
    # django.contrib.auth comes with allauth; its group and permission tables stay empty.
    Table("auth_group", "nobody", {"id": key(), "name": operation()}),
    Table("auth_group_permissions", "nobody", {"id": key(), "group_id": key(), "permission_id": key()}),
    Table(
        "auth_permission",
        "nobody",
        {"id": key(), "name": operation(), "content_type_id": key(), "codename": operation()},
    ),
)
