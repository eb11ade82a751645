"""The web app behind the realtime app has few threads: nobody from outside may keep one busy by being slow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from a2wsgi import WSGIMiddleware

from leavethemeeting.project.asgi import NO_LIMIT
from leavethemeeting.realtime import http
from leavethemeeting.realtime.app import MOST_FORM_BYTES, RealtimeApp
from leavethemeeting.realtime.commons import make_services
from leavethemeeting.shared.environment import environment

PIECES = 100


def web(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Reads the whole body, as Django does for a form, and answers in many pieces."""
    size = len(environ["wsgi.input"].read())
    start_response("200 OK", [("x-read", str(size))])
    return [b"x"] * PIECES


def app_with_one_thread() -> RealtimeApp:
    """Wired as ``project.asgi`` wires it, but one slow request would be enough to stop it."""
    behind: Any = WSGIMiddleware(web, workers=1, send_queue_size=NO_LIMIT)  # type: ignore[arg-type]  # -- a2wsgi's own types of WSGI
    return RealtimeApp(lambda: make_services(environment()), behind)


def request(method: str = "GET", *headers: tuple[bytes, bytes]) -> http.Scope:
    return {
        "type": "http", "method": method, "path": "/", "query_string": b"", "http_version": "1.1",
        "headers": list(headers), "client": ("127.0.0.1", 1), "server": ("localhost", 80), "scheme": "http",
    }  # fmt: skip


async def never(*_message: object) -> Any:
    await asyncio.Event().wait()


async def at_once() -> http.Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def answer_of(app: RealtimeApp, scope: http.Scope, receive: http.Receive = at_once) -> list[http.Message]:
    said: list[http.Message] = []

    async def send(message: http.Message) -> None:
        said.append(message)

    async with asyncio.timeout(5):
        await app(scope, receive, send)
    return said


def test_a_form_that_trickles_in_keeps_nobody_from_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "BODY_S", 0.3)

    async def story() -> None:
        app = app_with_one_thread()
        trickling = asyncio.create_task(answer_of(app, request("POST", (b"content-length", b"1000")), never))
        await asyncio.sleep(0.1)
        assert (await answer_of(app, request()))[0]["status"] == 200
        assert (await trickling)[0]["status"] == 408, "and the slow one is told to come back"

    asyncio.run(story())


def test_a_reader_who_takes_nothing_keeps_nobody_from_the_pages_and_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "TAKE_S", 0.5)

    async def story() -> None:
        app = app_with_one_thread()
        sleeping = asyncio.create_task(app(request(), at_once, never))
        await asyncio.sleep(0.1)
        said = await answer_of(app, request())
        assert b"".join(message.get("body", b"") for message in said) == b"x" * PIECES
        async with asyncio.timeout(5):
            await sleeping

    asyncio.run(story())


def test_a_form_reaches_the_web_app_whole_and_one_that_is_too_large_does_not() -> None:
    pieces = [b"a" * 1000, b"b" * 1000]

    async def receive() -> http.Message:
        body = pieces.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(pieces)}

    async def story() -> None:
        app = app_with_one_thread()
        whole = await answer_of(app, request("POST"), receive)
        assert (b"x-read", b"2000") in whole[0]["headers"]
        size = str(MOST_FORM_BYTES + 1).encode()
        assert (await answer_of(app, request("POST", (b"content-length", size)), never))[0]["status"] == 413

    asyncio.run(story())


def test_who_sends_a_form_that_is_too_large_reads_what_to_do() -> None:
    pieces = [b"x" * 1_000_000] * 10

    async def receive() -> http.Message:
        return {"type": "http.request", "body": pieces.pop(), "more_body": bool(pieces)}

    async def story() -> None:
        said = await answer_of(app_with_one_thread(), request("POST", (b"accept", b"text/html,*/*;q=0.8")), receive)
        assert said[0]["status"] == 413
        assert (b"content-type", b"text/plain; charset=utf-8") in said[0]["headers"]
        assert "Make it shorter, then send it again" in said[1]["body"].decode()
        assert not pieces, "the browser could send all of it, so it shows the answer"

    asyncio.run(story())
