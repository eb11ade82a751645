"""The wiring: fills the data map when Django is ready."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "leavethemeeting.project"
    label = "project"

    def ready(self) -> None:
        from leavethemeeting.project import doctor, letters, registry  # noqa: PLC0415 -- apps are loaded only now
        from leavethemeeting.shared import egress  # noqa: PLC0415 -- beside its use
        from leavethemeeting.shared.environment import environment  # noqa: PLC0415 -- beside its use
        from leavethemeeting.shared.examination import know_doctor  # noqa: PLC0415 -- beside its use

        egress.install()
        registry.load()
        letters.load()
        know_doctor(lambda: doctor.examine(environment()))
