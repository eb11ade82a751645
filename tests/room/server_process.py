"""A realtime server in a process of its own, so that it can be killed: ``server_process.py DATABASE_NAME``."""

from __future__ import annotations

import sys
from dataclasses import replace

import django

django.setup()

from leavethemeeting.realtime.app import RealtimeApp  # noqa: E402 -- Django's settings come first
from leavethemeeting.realtime.commons import make_services  # noqa: E402 -- as above
from leavethemeeting.realtime.server import Server, config_of  # noqa: E402 -- as above
from leavethemeeting.shared.environment import environment  # noqa: E402 -- as above

settings = environment()
database = replace(settings.database, name=sys.argv[1])
Server(config_of(settings, RealtimeApp(lambda: make_services(settings, database)))).run()
