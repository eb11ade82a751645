from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "leavethemeeting.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.signals import request_finished, request_started  # noqa: PLC0415 -- beside its use

        from leavethemeeting.mail.guard import forget_typed  # noqa: PLC0415 -- apps are loaded only now

        request_started.connect(forget_typed, dispatch_uid="mail: what was typed before")
        request_finished.connect(forget_typed, dispatch_uid="mail: what was typed in it")
