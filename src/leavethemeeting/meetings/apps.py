from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "leavethemeeting.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.meetings.actions.claiming import (  # noqa: PLC0415 -- apps are loaded only now
            claim_attendances,
        )
        from leavethemeeting.meetings.actions.erasing import forget_address  # noqa: PLC0415 -- beside its use
        from leavethemeeting.meetings.actions.giving import withdraw_offers_of  # noqa: PLC0415 -- beside its use
        from leavethemeeting.meetings.actions.planning import (  # noqa: PLC0415 -- beside its use
            delete_meetings_of,
        )
        from leavethemeeting.meetings.actions.sharing import forget_member  # noqa: PLC0415 -- beside its use
        from leavethemeeting.shared.arrivals import on_address_shown  # noqa: PLC0415 -- beside its use
        from leavethemeeting.shared.departures import (  # noqa: PLC0415 -- beside its use
            on_address_deleted,
            on_member_deleted,
        )

        on_address_deleted(forget_address)
        on_member_deleted(delete_meetings_of)
        on_member_deleted(forget_member)
        on_member_deleted(withdraw_offers_of)
        on_address_shown(claim_attendances)
