from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "leavethemeeting.website"
    label = "website"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.mail.guard import Because, prove  # noqa: PLC0415 -- beside its use
        from leavethemeeting.shared.departures import (  # noqa: PLC0415 -- beside its use
            on_address_deleted,
            on_member_deleted,
        )
        from leavethemeeting.website.cases import (  # noqa: PLC0415 -- apps are loaded only now
            forget_address,
            forget_member,
            has_open_case,
        )

        prove(Because.CASE, has_open_case)
        on_member_deleted(forget_member)
        on_address_deleted(forget_address)
