"""The realtime app alone, as a process to be measured: ``python -m benchmarks.server``."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavethemeeting.project.settings")

import django

django.setup()

from leavethemeeting.realtime.app import RealtimeApp  # noqa: E402 -- Django must be set up first
from leavethemeeting.realtime.commons import make_services  # noqa: E402 -- as above
from leavethemeeting.realtime.server import Server, config_of, spare_the_collector  # noqa: E402 -- as above
from leavethemeeting.shared.environment import environment  # noqa: E402 -- as above

if __name__ == "__main__":
    app = RealtimeApp(lambda: make_services(environment()))
    spare_the_collector()
    Server(config_of(environment(), app)).run()
