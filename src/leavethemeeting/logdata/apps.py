from django.apps import AppConfig


class LogdataConfig(AppConfig):
    name = "leavethemeeting.logdata"
    label = "logdata"
    default_auto_field = "django.db.models.BigAutoField"
