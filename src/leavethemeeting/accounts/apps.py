from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "leavethemeeting.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed  # noqa: PLC0415 -- apps are loaded only now

        from leavethemeeting.accounts import queries, signing_in  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.mail.guard import Because, prove  # noqa: PLC0415 -- beside its use
        from leavethemeeting.mail.readers import know_members  # noqa: PLC0415 -- beside its use

        email_confirmed.connect(signing_in.address_confirmed, dispatch_uid="leavethemeeting.accounts")
        prove(Because.MEMBER, queries.is_to_a_member)
        know_members(reach=queries.where_to_write, addresses=queries.all_addresses)
