from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "leavethemeeting.attendance"
    label = "attendance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.attendance import erasing, forgetting  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.attendance.claiming import verify_claims  # noqa: PLC0415 -- beside its use
        from leavethemeeting.attendance.credentials import revoke_all_of  # noqa: PLC0415 -- beside its use
        from leavethemeeting.shared.arrivals import on_address_shown  # noqa: PLC0415 -- beside its use
        from leavethemeeting.shared.departures import (  # noqa: PLC0415 -- beside its use
            on_address_deleted,
            on_meeting_deleted,
            on_meeting_given,
        )

        on_meeting_given(revoke_all_of)
        on_address_shown(verify_claims)
        on_address_deleted(erasing.erase_address)
        on_meeting_deleted(forgetting.forget_meeting, name=forgetting.named_with_meeting)
