"""A form that a member sends while a change waits for them: it waits too, and nothing typed is lost.

The question comes back with the form inside it, as hidden fields. Its one button sends the same form to the same
address again, together with the yes; ``asking.AskAgain`` notes the yes and lets the form through. Nothing of it is
kept by the service meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from leavethemeeting.consent.models import PolicyVersion
from leavethemeeting.consent.question import accept_shown, question_context

ANSWER = "accepted_versions"
_OURS = frozenset({ANSWER, "csrfmiddlewaretoken"})
#: Fields whose values never stand in a page: passwords, codes, what a passkey answered.
SECRET = re.compile(r"passw|secret|token|credential|otp|(^|_)(code|key)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Held:
    """What was sent, as far as a page may show it again."""

    fields: list[tuple[str, str]]
    secrets: bool  # a password or a code was in it: those are typed again
    files: bool  # pages cannot hand a file back: it is chosen again

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What is worth reading again for somebody who does not accept: whatever is not empty, by its field."""
        return [(name.replace("_", " "), value) for name, value in self.fields if value.strip()]


def held(request: HttpRequest) -> Held:
    """The form in ``request``. A field that stands in it twice stays there twice, in order."""
    sent = [(name, str(value)) for name, values in request.POST.lists() for value in values if name not in _OURS]
    kept = [(name, value) for name, value in sent if not SECRET.search(name)]
    return Held(kept, len(kept) < len(sent), bool(request.FILES))


def says_yes(request: HttpRequest, waiting: Sequence[PolicyVersion], user_id: UUID) -> bool:
    """Whether the form carries the yes to what waits; then it is noted."""
    return ANSWER in request.POST and accept_shown(waiting, request.POST[ANSWER], user_id=user_id)


def question_with_form(
    request: HttpRequest, waiting: Sequence[PolicyVersion], user_id: UUID, *, moved: bool
) -> HttpResponse:
    """The question, with the form waiting in it (409)."""
    context = {
        **question_context(waiting, user_id), "versions_field": ANSWER, "held": held(request),
        "address": request.get_full_path(), "next": request.path, "moved": moved,
    }  # fmt: skip
    response = render(request, "consent/accept.html", context, status=409)
    add_never_cache_headers(response)
    return response
