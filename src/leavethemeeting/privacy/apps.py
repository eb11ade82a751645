from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "leavethemeeting.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.accesslog.queries import know_subjects  # noqa: PLC0415 -- beside its use
        from leavethemeeting.meetings.actions.erasing import attendees_of  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.privacy.recording import note_member_gone  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.shared.departures import on_member_deleted  # noqa: PLC0415 -- beside its use

        know_subjects(attendees_of)
        on_member_deleted(note_member_gone)
        from leavethemeeting.privacy.keeping import keep  # noqa: PLC0415 -- beside its use
        from leavethemeeting.privacy.rules import RULES  # noqa: PLC0415 -- apps are loaded only now

        keep(*RULES)
