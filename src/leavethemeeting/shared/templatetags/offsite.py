"""``{% offsite url text %}`` for our own links to other sites; ``{% leaving url %}`` for those that people typed.

A template that writes ``href="https://…"`` by hand fails tests/promises/test_c39_links_elsewhere_are_marked.py.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from leavethemeeting.shared.offsite import REL, host_of, sealed

register = template.Library()


@register.simple_tag
def offsite(url: str, text: str = "", css: str = "") -> SafeString:
    """A marked, direct link to another site; ``text`` is the host where none is given.

    Raises NotOurs for what is no web address: nothing else may stand in an ``href``.
    """
    return format_html(
        '<a class="{}" href="{}" rel="{}">{}<span class="visually-hidden"> ({})</span></a>',
        f"offsite {css}".strip(), url, f"{REL} external", text or host_of(url), _("leads to %(host)s") % {"host": host_of(url)},
    )  # fmt: skip


@register.simple_tag
def leaving(url: str) -> str:
    """The address of the notice that stands before a link which somebody typed. Raises NotOurs."""
    return f"{reverse('website:leaving')}?{urlencode({'to': sealed(url)})}"
