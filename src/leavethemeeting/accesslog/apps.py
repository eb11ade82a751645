from django.apps import AppConfig


class AccesslogConfig(AppConfig):
    name = "leavethemeeting.accesslog"
    label = "accesslog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.accesslog import actions  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.shared.departures import (  # noqa: PLC0415 -- beside its use
            on_address_deleted,
            on_member_deleted,
        )

        on_member_deleted(actions.forget_member)
        on_address_deleted(actions.forget_address)
