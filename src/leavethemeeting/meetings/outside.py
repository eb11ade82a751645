"""What a host should know of an outside link."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from leavethemeeting.domain.call_addresses import call_address

#: Beside a link that names no call (domain.call_addresses).
UNTOLD = gettext_lazy(
    "Plugins cannot tell this meeting by its link, so none reports who attends. A link that leads to one call only can be told."
)


def is_untold(link: str) -> bool:
    """A whole address, and no plugin that stands in the call could find this meeting by it."""
    return link.startswith("https://") and len(link) > len("https://") and call_address(link) is None
