"""What the accounts slice does when Django is ready, and whenever a database was migrated."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _after_migrating(using: str, **_about: Any) -> None:
    from leavethemeeting.accounts.pairing.client import ensure_client  # noqa: PLC0415 -- models are loaded only now

    if "allauth_idp_oidc_client" in connections[using].introspection.table_names():  # else: migrated only in part
        ensure_client()


class AccountsConfig(AppConfig):
    name = "leavethemeeting.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed  # noqa: PLC0415 -- apps are loaded only now
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 -- beside its use

        from leavethemeeting.accounts import queries, session_limits, signing_in  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.accounts.pairing import passwords as plugin_passwords  # noqa: PLC0415 -- as above
        from leavethemeeting.mail.guard import Because, prove  # noqa: PLC0415 -- beside its use
        from leavethemeeting.mail.readers import know_members  # noqa: PLC0415 -- beside its use

        email_confirmed.connect(signing_in.address_confirmed, dispatch_uid="leavethemeeting.accounts")
        user_logged_in.connect(session_limits.began, dispatch_uid="leavethemeeting.accounts: limits")
        prove(Because.MEMBER, queries.is_to_a_member)
        plugin_passwords.connect()
        post_migrate.connect(_after_migrating, sender=self, dispatch_uid="leavethemeeting.accounts.plugin_client")
        know_members(reach=queries.where_to_write, addresses=queries.all_addresses)
