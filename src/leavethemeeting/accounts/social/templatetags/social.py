"""Which networks a page may offer."""

from __future__ import annotations

from django import template

from leavethemeeting.accounts.social.networks import configured
from leavethemeeting.accounts.social.profiles import NETWORKS

register = template.Library()


@register.simple_tag
def networks() -> list[dict[str, str]]:
    """``id`` and ``name`` of each network that is set up here."""
    return [{"id": one, "name": NETWORKS[one]} for one in configured()]
