from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "leavethemeeting.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.meetings.actions.planning import (  # noqa: PLC0415 -- apps are loaded only now
            delete_meetings_of,
        )
        from leavethemeeting.shared.departures import on_member_deleted  # noqa: PLC0415 -- beside its use

        on_member_deleted(delete_meetings_of)
