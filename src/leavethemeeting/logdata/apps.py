from django.apps import AppConfig


class LogdataConfig(AppConfig):
    name = "leavethemeeting.logdata"
    label = "logdata"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import login_code_rejected  # noqa: PLC0415 -- beside its use
        from allauth.mfa.signals import authentication_failed  # noqa: PLC0415 -- beside its use
        from django.contrib.auth.signals import user_logged_in, user_login_failed  # noqa: PLC0415 -- beside its use
        from django.core.signals import request_finished  # noqa: PLC0415 -- beside its use

        from leavethemeeting.consent.listeners import on_withdrawn  # noqa: PLC0415 -- beside its use
        from leavethemeeting.logdata import actions, adapters, errors, watching  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.shared.departures import on_member_deleted  # noqa: PLC0415 -- beside its use

        def request_over(**_signal: object) -> None:
            errors.write_noted()

        user_logged_in.connect(watching.signed_in, dispatch_uid="logdata: signed in")
        user_login_failed.connect(watching.refused, dispatch_uid="logdata: refused")
        login_code_rejected.connect(watching.code_refused, dispatch_uid="logdata: code refused")
        authentication_failed.connect(watching.second_step_refused, dispatch_uid="logdata: second step refused")
        request_finished.connect(request_over, weak=False, dispatch_uid="logdata: errors")
        on_withdrawn(actions.consent_withdrawn)
        on_member_deleted(actions.forget_member)
        on_member_deleted(adapters.forget_member)
