from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "leavethemeeting.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.evidence.jobs import RULES  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.privacy.keeping import keep  # noqa: PLC0415 -- beside its use

        keep(*RULES)
