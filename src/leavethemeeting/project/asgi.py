"""The whole service in one process: the realtime app, and behind it the web app under WSGI.

Django's own ASGI handler starts a thread per request; a2wsgi keeps eight (docs/developer/performance.md).
"""

from __future__ import annotations

from typing import Any, cast

from a2wsgi import WSGIMiddleware

from leavethemeeting.project.wsgi import application as web
from leavethemeeting.realtime.app import RealtimeApp
from leavethemeeting.realtime.commons import make_services
from leavethemeeting.shared.environment import environment

THREADS = 8
NO_LIMIT = 0  # pieces of an answer that wait for a slow reader: its thread does not, and goes on to the next request

# a2wsgi and Django each describe WSGI and ASGI in types of their own.
application = RealtimeApp(
    lambda: make_services(environment()),
    cast(Any, WSGIMiddleware(cast(Any, web), workers=THREADS, send_queue_size=NO_LIMIT)),
)
