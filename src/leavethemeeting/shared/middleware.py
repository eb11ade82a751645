"""What every answer of the web app gets."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from leavethemeeting.shared.environment import environment

log = logging.getLogger(__name__)
PROXY_SEEN = "proxy-seen"  # a file in the data folder: when it was written last
Answer = Callable[[HttpRequest], HttpResponse]


class NoStore:
    """A page that was made for a signed-in person is kept by no cache (ASVS 14.3.2)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class OwnTimeZone:
    """Times are shown in the member's own zone, where the page does not say another."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = getattr(request.user, "time_zone", "UTC")
        try:
            zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("UTC")
        with timezone.override(zone):
            return self.get_response(request)


class NoticeProxies:
    """Remembers that requests come through a proxy nobody told us of; ``doctor`` reads it.

    Such a proxy makes everybody share its address, and so one measure of tries. Any visitor can send the
    header as well, so this is a sign and no proof. Nothing of the request is kept but that there was one.
    """

    def __init__(self, get_response: Answer) -> None:
        if environment().trusted_proxies:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._noticed = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._noticed and ("HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META):
            self._noticed = True
            log.warning("requests come through a proxy and TRUSTED_PROXIES is not set; see `leavethemeeting doctor`")
            with contextlib.suppress(OSError):
                (environment().data_dir / PROXY_SEEN).touch()
        return self.get_response(request)
