"""The one door by which this installation talks to other machines (C35, C36).

Each recipient of the register has a list of fields, as they travel. A payload that names another one is a mistake
in the program: under test ``NotAllowed`` is raised, in production that field is left out and the log says so,
without its value. A machine that is nobody's in the register is not talked to at all. ``tests/architecture`` lets
no other module open a connection; what would do so nevertheless, a library say, meets ``egress``.
"""

from __future__ import annotations

import contextlib
import logging
import smtplib
import socket
import ssl
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from leavethemeeting.domain.promises import Recipient
from leavethemeeting.shared.environment import Smtp, environment
from leavethemeeting.shared.recipients import mail_recipient, recipient_at

log = logging.getLogger(__name__)


class NotAllowed(RuntimeError):
    """A field that its recipient is not to have, or a machine that is nobody's in the register."""


def allowed(recipient: Recipient, names: Iterable[str]) -> set[str]:
    """Those of ``names`` that ``recipient`` may have. Under test raises NotAllowed where there are others."""
    asked = set(names)
    others = sorted(asked - recipient.fields)
    if others:
        said = f"{', '.join(others)} may not go to {recipient.name}: not on its list in shared/recipients.py"
        if environment().testing:
            raise NotAllowed(said)
        log.error("%s; left out", said)
    return asked & recipient.fields


# ---- letters ---------------------------------------------------------------------------------


def _kind(part: Any) -> str:
    """What a part of a letter is, or that it is a file."""
    return "attachment" if part.get_filename() or part.is_attachment() else str(part.get_content_type())


def letter_for(recipient: Recipient, message: EmailMessage) -> EmailMessage:
    """The letter as ``recipient`` may have it: no header and no part beyond its list. See ``allowed``."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    headers = {name.lower() for name, _value in message.items()}
    may = allowed(recipient, [*headers, *map(_kind, parts)])
    for name in headers - may:
        del message[name]
    if message.is_multipart():
        message.set_payload([part for part in message.iter_parts() if part.is_multipart() or _kind(part) in may])
    return message


_OF_A_MESSAGE = frozenset({
    "subject", "body", "from_email", "to", "extra_headers", "alternatives", "connection", "metadata", "track_opens", "track_clicks",
})  # fmt: skip
_EMPTY = frozenset({"cc", "bcc", "reply_to", "attachments"})


def handed_over(recipient: Recipient, message: Any) -> Any:
    """A letter as Django's mail backends take it, with what ``recipient`` may have. See ``allowed``."""
    told = {name: value for name, value in vars(message).items() if value}
    names = {name for name in told if name in _EMPTY or name not in _OF_A_MESSAGE}
    headers = {name.lower(): name for name in message.extra_headers}
    metadata = {f"metadata:{name}": name for name in told.get("metadata", {})}
    alternatives = {str(kind) for _content, kind in message.alternatives}
    may = allowed(recipient, names | headers.keys() | metadata.keys() | alternatives)
    for name in names - may:
        setattr(message, name, [])
    message.extra_headers = {name: value for name, value in message.extra_headers.items() if name.lower() in may}
    if metadata:
        message.metadata = {name: told["metadata"][name] for key, name in metadata.items() if key in may}
    message.alternatives = [one for one in message.alternatives if one[1] in may]
    return message


class MailLine:
    """A conversation with the mail server that the settings name. Certificates are always checked.

    Opening it raises OSError or ``smtplib.SMTPException``, as does each step.
    """

    def __init__(self, smtp: Smtp, *, name: str | None, timeout_s: float) -> None:
        self.recipient = mail_recipient(smtp)
        context = ssl.create_default_context()
        self._client: smtplib.SMTP = (
            smtplib.SMTP_SSL(smtp.host, smtp.port, name, timeout=timeout_s, context=context)
            if smtp.security == "tls"
            else smtplib.SMTP(smtp.host, smtp.port, name, timeout=timeout_s)
        )
        try:
            if smtp.security == "starttls":
                self._client.starttls(context=context)
            if smtp.user:
                self._client.login(smtp.user, smtp.password)
        except BaseException:
            self._client.close()
            raise

    def can(self, extension: str) -> bool:
        """Whether the server knows an extension, like ``dsn``."""
        self._client.ehlo_or_helo_if_needed()
        return self._client.has_extn(extension)

    def send(self, message: EmailMessage, *, options: Sequence[str] = ()) -> None:
        """Hand a letter over. Under test raises NotAllowed where it names more than it may."""
        self._client.send_message(letter_for(self.recipient, message), mail_options=options)

    def greet(self) -> None:
        """Say something that changes nothing."""
        self._client.noop()

    def close(self) -> None:
        """Say goodbye where somebody is still listening."""
        try:
            self._client.quit()
        except (OSError, smtplib.SMTPException):
            self._client.close()


# ---- HTTP ------------------------------------------------------------------------------------


def _only(said: str, may: set[str]) -> str:
    return urlencode([(name, value) for name, value in parse_qsl(said, keep_blank_values=True) if name in may])


class Door(HTTPAdapter):
    """For a ``requests`` session: asks of each call whose machine it goes to, and whether that one may have its fields.

    ``whole`` is for callers whose payload was checked before (``handed_over``): only the machine is asked for.
    Redirects come here again, each as a call of its own.
    """

    def __init__(self, *, whole: Recipient | None = None) -> None:
        super().__init__()
        self._whole = whole

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Raises NotAllowed for a machine that is nobody's, and under test for a field too many."""
        host = urlsplit(request.url or "").hostname or ""
        if self._whole is not None:
            if host not in self._whole.hosts:
                raise NotAllowed(f"{host} is not {self._whole.name}")
            return super().send(request, *args, **kwargs)
        recipient = recipient_at(host, environment())
        if recipient is None:
            raise NotAllowed(f"{host} is nobody's in shared/recipients.py")
        self._leave_out(request, recipient)
        return super().send(request, *args, **kwargs)

    @staticmethod
    def _leave_out(request: PreparedRequest, recipient: Recipient) -> None:
        """Query and form carry what the list names; a body that is no form is a field called ``body``."""
        url, body = urlsplit(request.url or ""), request.body or ""
        said = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
        is_form = "x-www-form-urlencoded" in str(request.headers.get("Content-Type", ""))
        asked = {
            name
            for part in (url.query, said if is_form else "")
            for name, _value in parse_qsl(part, keep_blank_values=True)
        }
        if said and not is_form:
            asked.add("body")
        may = allowed(recipient, asked)
        if asked - may:
            request.url = url._replace(query=_only(url.query, may)).geturl()
            request.prepare_body(_only(said, may) if is_form else "", None)


def through_the_door(session: Any, *, whole: Recipient | None = None) -> Any:
    """The ``requests`` session, with nothing that leaves by another way."""
    for scheme in ("https://", "http://"):
        session.mount(scheme, Door(whole=whole))
    return session


# ---- the doctor's questions, which carry nothing --------------------------------------------


def can_reach(smtp: Smtp, *, timeout_s: float) -> None:
    """Open a connection to the mail service and close it. Raises OSError."""
    with socket.create_connection((smtp.host, smtp.port), timeout=timeout_s):
        return


def ask_ourselves(path: str, *, timeout_s: float) -> int:
    """The status of a page of our own, as others reach it: at PUBLIC_URL. Raises OSError."""
    with urllib.request.urlopen(f"{environment().public_url}{path}", timeout=timeout_s) as answer:  # noqa: S310 -- PUBLIC_URL is http(s), environment.py says so
        return int(answer.status)


@contextlib.contextmanager
def line_to(host: str, port: int, *, timeout_s: float) -> Iterator[socket.socket]:
    """UDP to a STUN or TURN server; one socket for a whole conversation. Raises OSError."""
    family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as line:
        line.settimeout(timeout_s)
        line.connect(address)
        yield line
