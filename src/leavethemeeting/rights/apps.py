from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "leavethemeeting.rights"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.accesslog.queries import know_subjects  # noqa: PLC0415 -- beside its use
        from leavethemeeting.privacy.keeping import keep  # noqa: PLC0415 -- beside its use
        from leavethemeeting.rights.forgetting import (  # noqa: PLC0415 -- apps are loaded only now
            RULES,
            forget_address,
            forget_member,
        )
        from leavethemeeting.rights.whereabouts import occurrences_of_member  # noqa: PLC0415 -- beside its use
        from leavethemeeting.shared.departures import (  # noqa: PLC0415 -- beside its use
            on_address_deleted,
            on_member_deleted,
        )

        keep(*RULES)
        know_subjects(occurrences_of_member)
        on_member_deleted(forget_member)
        on_address_deleted(forget_address)
