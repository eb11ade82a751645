"""Where "check your mail" leads when this machine has no mail server."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from leavethemeeting.mail.access import is_open_here

register = template.Library()


@register.simple_tag(takes_context=True)
def outbox_here(context: dict[str, Any]) -> str:
    """The outbox's address when whoever reads this page may open it without signing in, else empty."""
    return reverse("mail:outbox") if is_open_here(context["request"]) else ""
