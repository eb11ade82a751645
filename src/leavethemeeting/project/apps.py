"""The wiring: fills the data map when Django is ready."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "leavethemeeting.project"
    label = "project"

    def ready(self) -> None:
        from leavethemeeting.project import letters, registry  # noqa: PLC0415 -- apps are loaded only now

        registry.load()
        letters.load()
