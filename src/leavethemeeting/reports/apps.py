from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "leavethemeeting.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
