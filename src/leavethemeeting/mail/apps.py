from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "leavethemeeting.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.signals import request_finished, request_started  # noqa: PLC0415 -- beside its use

        from leavethemeeting.consent.listeners import on_posted, on_withdrawn  # noqa: PLC0415 -- beside its use
        from leavethemeeting.mail import endings, lists, policy_letters  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.mail.guard import Because, forget_typed, is_operator, prove  # noqa: PLC0415 -- beside its use
        from leavethemeeting.shared.departures import on_address_deleted, on_member_deleted  # noqa: PLC0415 -- beside its use

        request_started.connect(forget_typed, dispatch_uid="mail: what was typed before")
        request_finished.connect(forget_typed, dispatch_uid="mail: what was typed in it")
        prove(Because.SUBSCRIBED, lists.is_subscribed)
        prove(Because.OPERATOR, is_operator)
        on_withdrawn(endings.consent_withdrawn)
        on_posted(policy_letters.version_posted)
        on_member_deleted(endings.forget_member)
        on_address_deleted(endings.forget_address)
