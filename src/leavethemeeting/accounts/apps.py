from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "leavethemeeting.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.accounts.queries import is_to_a_member  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.mail.guard import Because, prove  # noqa: PLC0415 -- beside its use

        prove(Because.MEMBER, is_to_a_member)
