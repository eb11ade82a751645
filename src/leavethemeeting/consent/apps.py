"""Posts the first versions, and what the software changed, whenever a database was migrated."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _after_migrating(using: str, **_about: Any) -> None:
    from leavethemeeting.consent import posting  # noqa: PLC0415 -- models are loaded only now
    from leavethemeeting.shared.environment import environment  # noqa: PLC0415 -- read after the settings

    if "consent_policy_version" not in connections[using].introspection.table_names():
        return  # migrated only in part
    posting.bring_up_to_date(environment=environment(), now=datetime.now(UTC))


class ConsentConfig(AppConfig):
    name = "leavethemeeting.consent"
    label = "consent"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.consent.actions import forget_address  # noqa: PLC0415 -- models are loaded only now
        from leavethemeeting.shared.departures import on_address_deleted  # noqa: PLC0415 -- beside its use

        on_address_deleted(forget_address)
        post_migrate.connect(_after_migrating, sender=self, dispatch_uid="leavethemeeting.consent.versions")
