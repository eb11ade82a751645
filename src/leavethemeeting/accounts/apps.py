from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "leavethemeeting.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.accounts import queries  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.mail.guard import Because, prove  # noqa: PLC0415 -- beside its use
        from leavethemeeting.mail.readers import know_members  # noqa: PLC0415 -- beside its use

        prove(Because.MEMBER, queries.is_to_a_member)
        know_members(reach=queries.where_to_write, addresses=queries.all_addresses)
