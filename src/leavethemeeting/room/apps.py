from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "leavethemeeting.room"
    label = "room"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.accounts.session_limits import tell_last_in_room  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.room.queries import last_in_room  # noqa: PLC0415 -- beside its use

        tell_last_in_room(last_in_room)
