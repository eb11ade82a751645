from django.apps import AppConfig


class AccesslogConfig(AppConfig):
    name = "leavethemeeting.accesslog"
    label = "accesslog"
    default_auto_field = "django.db.models.BigAutoField"
