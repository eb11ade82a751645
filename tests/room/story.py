"""What the stories of the room share: a real server in a thread, tabs as WebSocket clients, and the log read back."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import msgspec
from django.db import connection
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Claim, Event
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence, Opening
from leavethemeeting.realtime.app import RealtimeApp
from leavethemeeting.realtime.commons import make_services
from leavethemeeting.realtime.server import Server, config_of
from leavethemeeting.shared import tickets
from leavethemeeting.shared.environment import Database, Environment, environment
from leavethemeeting.shared.ids import new_id
from leavethemeeting.shared.moments import now_ms
from tests.data_folders import own_data_dir

PATIENCE_S = 10.0


def database_under_test() -> Database:
    """Django's test database, as the realtime app connects to it."""
    return replace(environment().database, name=str(connection.settings_dict["NAME"]))


def wait_until(true: Callable[[], bool], *, seconds: float = PATIENCE_S) -> None:
    """Raises AssertionError when it does not become true in time."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


@dataclass
class Running:
    """A realtime server that answers. ``app`` for those who must look inside."""

    environment: Environment
    app: RealtimeApp
    server: Server
    trust: ssl.SSLContext | None = None  # whom clients believe, where it is served over TLS

    @property
    def address(self) -> str:
        return self.environment.public_url.replace("http", "ws", 1) + "/realtime/room"


@contextmanager
def serving(*, certificate: tuple[Path, Path] | None = None) -> Iterator[Running]:
    """A real server on a free port, until the block ends; then it stops in order.

    ``certificate`` and its key, from ``local_certificate.make``: over TLS; clients trust the authority beside it.
    """
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    settings = replace(environment(), public_url=f"http://127.0.0.1:{port}", listen_port=port, data_dir=own_data_dir())
    trust = None
    if certificate is not None:
        own, key = certificate
        settings = replace(settings, public_url=f"https://127.0.0.1:{port}", tls_certificate=own, tls_key=key)
        trust = ssl.create_default_context(cafile=own.with_name("authority.pem"))
        # TLS 1.3 sends session tickets after the handshake: the client's reading thread wakes up for them and reads
        # while the main thread writes its request, which Python 3.11's SSL objects do not survive every time.
        trust.maximum_version = ssl.TLSVersion.TLSv1_2
    app = RealtimeApp(lambda: make_services(settings, database_under_test()))
    server = Server(config_of(settings, app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="room server")
    thread.start()
    try:
        wait_until(lambda: server.started or not thread.is_alive())
        assert server.started, "the server did not start"
        yield Running(settings, app, server, trust)
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listener.close()
        assert not thread.is_alive(), "the server did not stop"


@dataclass
class Run:
    """Alice's meeting, open, and how to come in."""

    meeting: Meeting
    occurrence: Occurrence
    attendees: dict[str, Attendee] = field(default_factory=dict)

    def attendee(self, name: str, *, user: User | None = None, role: str = "participant") -> Attendee:
        """Somebody who came through the join page; the same row every time."""
        if name not in self.attendees:
            self.attendees[name] = Attendee.objects.create(
                meeting=self.meeting, user=user, name=name, role=role, first_came_at=now_ms(),
                email=user.email if user else f"{name.lower().replace(' ', '.')}@example.org", email_verified=user is not None,
            )  # fmt: skip
        return self.attendees[name]

    def ticket(self, whose: Attendee, *, tab: str = "tab-1", session: str = "", **changes: Any) -> str:
        ticket = tickets.Ticket(
            purpose=tickets.Purpose.ROOM, meeting=self.meeting.id, occurrence=self.occurrence.id,
            expires_at=now_ms() + tickets.LIFE_MS, nonce=tickets.new_nonce(), user=whose.user_id,
            attendee=whose.id, session=session, tab=tab,
        )  # fmt: skip
        return tickets.issue(msgspec.structs.replace(ticket, **changes), secret_key=environment().secret_key)

    # ---- the log ------------------------------------------------------------------------------

    def events(self, type: str = "") -> list[Event]:
        """The occurrence's events in order of commit."""
        found = Event.objects.filter(occurrence_id=self.occurrence.id).order_by("position")
        return [event for event in found if not type or event.type == type]

    def exit_of(self, connection_ref: str) -> Event:
        """Waits for it."""
        known = Event.objects.filter(occurrence_id=self.occurrence.id, id=f"exit-{connection_ref}")
        wait_until(known.exists)
        return known.get()

    def reason_of(self, connection_ref: str) -> str:
        return str(json.loads(self.exit_of(connection_ref).detail)["reason"])

    def interactions(self) -> list[str]:
        return [json.loads(event.detail)["interaction"] for event in self.events("interact")]

    def claim_of(self, event: Event) -> Claim | None:
        return Claim.objects.filter(source_ref=event.source_ref, event_id=event.id).first()


def open_meeting(owner: User, **fields: Any) -> Run:
    """A meeting of ``owner`` that is open now."""
    meeting = Meeting.objects.create(owner=owner, title="Weekly", **fields)
    occurrence = Occurrence.objects.create(meeting=meeting, first_opened_at=now_ms())
    Opening.objects.create(occurrence=occurrence, opened_at=now_ms(), opened_by=owner)
    return Run(meeting, occurrence)


class Tab:
    """One tab of a browser: says messages, hears messages, remembers all it ever heard."""

    def __init__(self, server: Running, *, origin: str = "", reads: bool = True) -> None:
        """``reads`` is false for a browser that takes nothing off its socket beyond a few messages."""
        opening = connect(
            server.address,
            origin=Origin(origin or server.environment.public_url),
            compression=None,
            ssl=server.trust,
            open_timeout=PATIENCE_S,
            max_queue=None if reads else 16,  # a full queue would not read the answer to its goodbye either
        )
        self.socket: ClientConnection = opening.__enter__()  # closed in ``__exit__``, or by the server
        self.heard: list[dict[str, Any]] = []
        self._unread: list[dict[str, Any]] = []
        self.welcome: dict[str, Any] = {}
        self._number = 0
        self._name = new_id().hex[-8:]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.socket.close()

    @property
    def ref(self) -> str:
        return str(self.welcome["connection"])

    def say(self, type: str, **fields: Any) -> str:
        """Send one message; the id it went under, if its kind has one."""
        if type not in ("hello", "signal", "talking") and "id" not in fields:
            self._number += 1
            fields["id"] = f"{self._name}-{self._number:04}"
        self.socket.send(json.dumps({"type": type, **fields}))
        return str(fields.get("id", ""))

    def hear(self, type: str, *, seconds: float = PATIENCE_S, **wanted: Any) -> dict[str, Any]:
        """The next message of ``type`` with these fields; others heard meanwhile wait their turn."""
        for index, message in enumerate(self._unread):
            if message["type"] == type and all(message.get(name) == value for name, value in wanted.items()):
                return self._unread.pop(index)
        until = time.monotonic() + seconds
        while True:
            message = json.loads(self.socket.recv(timeout=max(0.0, until - time.monotonic())))
            self.heard.append(message)
            if message["type"] == type and all(message.get(name) == value for name, value in wanted.items()):
                return dict(message)
            self._unread.append(message)

    def ask(self, type: str, **fields: Any) -> dict[str, Any]:
        """Say it and hear the answer to it: ``ack`` or ``refused``."""
        known = self.say(type, **fields)
        until = time.monotonic() + PATIENCE_S
        while True:
            for index, message in enumerate(self._unread):
                if message["type"] in ("ack", "refused") and message["id"] == known:
                    return self._unread.pop(index)
            message = json.loads(self.socket.recv(timeout=max(0.0, until - time.monotonic())))
            self.heard.append(message)
            self._unread.append(message)

    def settle(self) -> None:
        """All that was on its way to this tab has been heard: the answer to a later message is there."""
        self.ask("away", on=False)

    def forget(self) -> None:
        self._unread.clear()

    def closed_with(self, *, seconds: float = PATIENCE_S) -> int:
        """Read to the end; the close code."""
        until = time.monotonic() + seconds
        try:
            while True:
                message = json.loads(self.socket.recv(timeout=max(0.0, until - time.monotonic())))
                self.heard.append(message)
                self._unread.append(message)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006

    def vanish(self) -> None:
        """The connection breaks without a goodbye."""
        self.socket.socket.shutdown(socket.SHUT_RDWR)


def knock(
    server: Running, run: Run, attendee: Attendee, *, tab: str = "tab-1", resumes: str = "", session: str = ""
) -> Tab:
    """A tab that has said hello and heard nothing yet."""
    opened = Tab(server)
    opened.say("hello", ticket=run.ticket(attendee, tab=tab, session=session), resumes=resumes)
    return opened


def come_in(server: Running, run: Run, attendee: Attendee, **how: Any) -> Tab:
    """A tab that is in the room."""
    opened = knock(server, run, attendee, **how)
    opened.welcome = opened.hear("welcome")
    return opened
