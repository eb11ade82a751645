"""What a mail service reports about a letter that it took (EMAIL_URL names the service and how its reports are known).

anymail checks who calls and reads the service's own format; what is believed is then the same as of a report by mail
(``bounces.py``). Opens, clicks and whatever else a service may tell of a reader are not read: nothing of them is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from leavethemeeting.mail.bounces import Report, one_line, record
from leavethemeeting.mail.by_api import REPORTED_AS
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.environment import Smtp
from leavethemeeting.shared.mail_services import proving

_VIEWS = {
    "mailgun": "MailgunTrackingWebhookView", "mailjet": "MailjetTrackingWebhookView",
    "postmark": "PostmarkTrackingWebhookView", "sparkpost": "SparkPostTrackingWebhookView",
}  # fmt: skip
_FAILED = frozenset({"bounced", "rejected", "failed"})
_CODE = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")
_MAILJET_GONE = frozenset({"user unknown", "mailbox inactive", "invalid domain", "no mail host"})
#: What each service says of an address that is gone, where the other server's answer has no code of RFC 3463.
_GONE: Mapping[str, Callable[[Any], bool]] = {
    "mailgun": lambda _told: False,  # a permanent failure there is also a full mailbox or a filter
    "mailjet": lambda told: bool(told.get("hard_bounce")) and told.get("error") in _MAILJET_GONE,
    "postmark": lambda told: told.get("Type") in ("HardBounce", "BadEmailAddress"),
    "sparkpost": lambda told: "10" in _bounce_classes(told),
}
_NO_SUCH_MAILBOX = "5.1.1"


class NotTheService(Exception):
    """The call does not prove that it comes from the service."""


class Unreadable(ValueError):
    """The service's format was not understood."""


def _bounce_classes(told: Any) -> Iterator[str]:
    """SparkPost wraps its event: ``{"msys": {"message_event": {"bounce_class": "10"}}}``."""
    for event in told.get("msys", {}).values():
        yield str(event.get("bounce_class", ""))


def _events(smtp: Smtp, request: HttpRequest) -> list[Any]:
    """What anymail makes of the call. Raises NotTheService or Unreadable."""
    view = getattr(import_module(f"anymail.webhooks.{smtp.service}"), _VIEWS[smtp.service])(**proving(smtp.options))
    errors = import_module("anymail.exceptions")
    try:
        view.run_validators(request)
    except errors.AnymailWebhookValidationFailure as error:
        raise NotTheService from error
    try:
        found: list[Any] = view.parse_events(request)
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        OverflowError,
        errors.AnymailError,
    ) as error:
        raise Unreadable from error
    return found


def _report(service: str, event: Any) -> Report | None:
    """The event as a report about one letter of ours; None where it tells of no failure or of no letter."""
    if event.event_type not in _FAILED:
        return None
    try:
        letter_id = UUID(str((event.metadata or {}).get(REPORTED_AS, "")))
    except (ValueError, AttributeError):
        return None
    said = one_line(event.mta_response or event.description or event.reject_reason or event.event_type)
    code = _CODE.search(said)
    status = code[0] if code else _NO_SUCH_MAILBOX if _is_gone(service, event.esp_event) else ""
    return Report(letter_id, True, status, said)


def _is_gone(service: str, told: Any) -> bool:
    try:
        return _GONE[service](told)
    except (AttributeError, TypeError):
        return False


def take_reports(smtp: Smtp, request: HttpRequest) -> int:
    """Note what the call reports; how many letters came back. Raises NotTheService, Unreadable or DatabaseError."""
    noted = 0
    for event in _events(smtp, request):
        report = _report(smtp.service, event)
        if report is None:
            continue
        recipient = str(event.recipient or "").strip().lower()
        if Letter.objects.filter(pk=report.letter_id, recipient__iexact=recipient).exists():
            record(report, now=timezone.now())
            noted += 1
    return noted
