"""The realtime app: which address is answered by whom, and the process's start and end.

Two addresses over HTTP and one socket are answered here, without Django; everything else goes
to the web app behind it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from django.utils.translation import gettext as _

from leavethemeeting.realtime import http, openapi
from leavethemeeting.realtime.commons import Services
from leavethemeeting.realtime.http import ClientGone, Problem
from leavethemeeting.realtime.intake import Intake
from leavethemeeting.realtime.room import Rooms
from leavethemeeting.realtime.startup import Hold, Refused, hold_data_folder, refuse_foreign_schema
from leavethemeeting.realtime.stream import Stream
from leavethemeeting.shared.request_numbers import begin

log = logging.getLogger(__name__)

MOST_FORM_BYTES = 2_621_440  # what Django itself takes (DATA_UPLOAD_MAX_MEMORY_SIZE); nothing is uploaded here
Application = Callable[[http.Scope, http.Receive, http.Send], Awaitable[None]]
INTAKE, OPENAPI, ROOM, DASHBOARD = "/api/v1/events", "/api/v1/openapi.json", "/realtime/room", "/realtime/dashboard"


class RealtimeApp:
    """An ASGI application. ``make`` is called at start; ``web`` gets what is not ours (none: 404)."""

    def __init__(self, make: Callable[[], Services], web: Application | None = None) -> None:
        self._make = make
        self._web = web
        self._services: Services | None = None
        self._hold: Hold | None = None
        self._stream: Stream | None = None
        self._rooms: Rooms | None = None
        self._posts: dict[str, Application] = {}

    async def __call__(self, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        if scope["type"] != "lifespan":
            begin()  # the web app behind us answers in a copy of this context
        match scope["type"]:
            case "http":
                await self._http(scope, receive, send)
            case "websocket":
                await self._websocket(scope, receive, send)
            case "lifespan":
                await self._lifespan(receive, send)
            case other:
                raise ValueError(f"an ASGI scope of type {other!r} is not known here")

    # ---- HTTP ---------------------------------------------------------------------------------

    async def _http(self, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        path = scope["path"]
        try:
            if path in self._posts or path == OPENAPI:
                await self._ours(path, scope, receive, send)
            else:
                await self._elsewhere(scope, receive, send)
        except ClientGone:
            pass
        except Problem as problem:
            await http.answer_problem(send, problem)

    async def _ours(self, path: str, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        method = scope["method"]
        if path == OPENAPI:
            if method not in ("GET", "HEAD"):
                raise _only(b"GET, HEAD")
            await http.answer(send, 200, openapi.document())
        elif method != "POST":
            raise _only(b"POST")
        else:
            await self._posts[path](scope, receive, send)

    async def _elsewhere(self, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        if self._web is None or scope["path"].startswith("/realtime/"):
            await http.answer_problem(send, Problem(404, "Not Found", "There is nothing at this address."))
            return
        # A thread of the web app waits for nobody: neither for a body that trickles in nor for a reader that sleeps.
        headers = http.headers_of(scope)
        try:
            body = await http.read_body(receive, headers, MOST_FORM_BYTES)
        except Problem as problem:
            if b"text/html" not in headers.get(b"accept", b""):
                raise
            if problem.status == 413:
                await http.throw_away(receive)
            words = f"{_not_taken(problem.status)}\n".encode()
            await http.answer(send, problem.status, words, b"text/plain; charset=utf-8")
            return
        await self._web(scope, http.replay(body, receive), http.impatient(send))

    async def _websocket(self, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        if scope["path"] == ROOM and self._rooms is not None:
            await self._rooms.socket(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 1008})

    # ---- the process --------------------------------------------------------------------------

    def end_streams(self) -> None:
        """The server is about to stop: open streams end now, so that it need not wait for them."""
        if self._stream is not None:
            self._stream.end_all()

    async def _lifespan(self, receive: http.Receive, send: http.Send) -> None:
        await receive()
        try:
            await self._start()
        except Exception as error:  # whatever it is: say it in one line, then the server exits
            log.error("not serving: %s", error, exc_info=not isinstance(error, Refused))
            await send({"type": "lifespan.startup.failed", "message": ""})  # it is logged already
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        services = self._services = self._make()
        self._hold = hold_data_folder(services.environment)
        await services.reader.run(refuse_foreign_schema)
        await services.start()
        self._rooms = Rooms(services)
        await self._rooms.start()
        intake, self._stream = Intake(services), Stream(services)
        intake.listen()
        self._stream.listen()
        self._posts = {INTAKE: intake, DASHBOARD: self._stream}

    async def _stop(self) -> None:
        if self._stream is not None:
            await self._stream.stop()
        if self._rooms is not None:
            await self._rooms.stop()
        if self._services is not None:
            await self._services.stop()
        if self._hold is not None:
            self._hold.release()


def _not_taken(status: int) -> str:
    """Why a form was not taken, for whoever sent it."""
    if status == 413:
        return _(
            "This form was not saved, because it holds more than 2.5 MB. Go back in your browser: what you wrote is "
            "usually still there. Make it shorter, then send it again. Files cannot be sent here."
        )
    return _(
        "This form was not saved, because it took too long to arrive. Go back in your browser: what you wrote is "
        "usually still there. Send it again when your connection is better."
    )


def _only(methods: bytes) -> Problem:
    return Problem(405, "Method Not Allowed", f"Use {methods.decode()}.", (b"allow", methods))
