"""uvicorn, set as measured (docs/developer/performance.md): uvloop, httptools, no compression of frames."""

from __future__ import annotations

import gc
import socket
from typing import Any

import uvicorn
from uvicorn.importer import import_from_string

from leavethemeeting.realtime.app import RealtimeApp
from leavethemeeting.realtime.life import DroppingProtocol, PulseProtocol
from leavethemeeting.shared.environment import Environment

APPLICATION = "leavethemeeting.project.asgi:application"  # by name: wiring stands above us
GRACE_S = 10
MOST_FRAME_BYTES = 65_536
MOST_YOUNG = 20_000  # objects made and not yet gone, before the collector looks at them


class Server(uvicorn.Server):
    """Tells the application before it waits for connections to end; endless answers would never."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if isinstance(self.config.app, RealtimeApp):
            self.config.app.end_streams()
        await super().shutdown(sockets)


def spare_the_collector() -> None:
    """For a process that only serves: what stands now is never garbage.

    Nor are a thousand dashboards told at once a reason to look for any: waking them makes a thousand objects
    that live for a moment, and at Python's own threshold (700) a tenth of the time went to the collector.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(MOST_YOUNG, 10, 10)


def config_of(environment: Environment, app: Any) -> uvicorn.Config:
    """How we serve. Forwarding headers are judged by the web app alone (TRUSTED_PROXIES)."""
    return uvicorn.Config(
        app,
        host=environment.listen_host,
        port=environment.listen_port,
        loop="auto",
        http=DroppingProtocol,
        ws=PulseProtocol,
        ws_max_size=MOST_FRAME_BYTES,
        ws_per_message_deflate=False,
        lifespan="on",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE_S,
        ssl_certfile=environment.tls_certificate,
        ssl_keyfile=str(environment.tls_key) if environment.tls_key else None,
    )


def serve(environment: Environment) -> int:
    """Serve until told to stop. The exit status: 1 when the application refused to start."""
    server = Server(config_of(environment, import_from_string(APPLICATION)))
    spare_the_collector()
    server.run()
    return 0 if server.started else 1
