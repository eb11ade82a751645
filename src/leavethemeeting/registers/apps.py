from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "leavethemeeting.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.accesslog.queries import withhold  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.mail.guard import Because, prove  # noqa: PLC0415 -- beside its use
        from leavethemeeting.privacy.keeping import keep  # noqa: PLC0415 -- as above
        from leavethemeeting.registers.disclosures import silent_looks  # noqa: PLC0415 -- as above
        from leavethemeeting.registers.telling import RULES, forget_address, forget_member, is_affected  # noqa: PLC0415 -- as above
        from leavethemeeting.shared.departures import on_address_deleted, on_member_deleted  # noqa: PLC0415 -- as above

        keep(*RULES)
        withhold(silent_looks)
        prove(Because.INCIDENT, is_affected)
        on_member_deleted(forget_member)
        on_address_deleted(forget_address)
