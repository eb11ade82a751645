from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "leavethemeeting.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.accounts.queries import tell_hosting  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.meetings.actions.claiming import claim_attendances  # noqa: PLC0415 -- beside its use
        from leavethemeeting.meetings.actions.erasing import forget_address  # noqa: PLC0415 -- beside its use
        from leavethemeeting.meetings.actions.planning import (  # noqa: PLC0415 -- beside its use
            delete_meetings_of,
        )
        from leavethemeeting.meetings.queries import has_hosted  # noqa: PLC0415 -- beside its use
        from leavethemeeting.shared.arrivals import on_address_shown  # noqa: PLC0415 -- beside its use
        from leavethemeeting.shared.departures import (  # noqa: PLC0415 -- beside its use
            on_address_deleted,
            on_member_deleted,
        )

        on_address_deleted(forget_address)
        on_member_deleted(delete_meetings_of)
        on_address_shown(claim_attendances)
        tell_hosting(has_hosted)
