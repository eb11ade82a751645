"""Both practice networks on one port, and the variables with which the service finds them."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from leavethemeeting.project.demo.practice import facebook, google
from leavethemeeting.project.demo.practice.facebook import PracticeFacebook
from leavethemeeting.project.demo.practice.google import PracticeGoogle
from leavethemeeting.project.demo.practice.serving import Answer, Asked, page, served


@dataclass(frozen=True, slots=True)
class Practice:
    """The two, served at ``url``."""

    url: str
    google: PracticeGoogle
    facebook: PracticeFacebook

    def variables(self) -> dict[str, str]:
        """For the environment of the service that shall use them; it must be a demonstration (or a test) on loopback."""
        return {
            "GOOGLE_CLIENT_ID": "practice-google", "GOOGLE_CLIENT_SECRET": "practice",
            "GOOGLE_URL": f"{self.url}{google.BASE}",
            "FACEBOOK_CLIENT_ID": "practice-facebook", "FACEBOOK_CLIENT_SECRET": self.facebook.secret,
            "FACEBOOK_URL": f"{self.url}{facebook.BASE}",
        }  # fmt: skip


def _front(_asked: Asked) -> Answer:
    """For whoever opens the bare address."""
    inside = (
        "<p>Two invented networks for the demonstration of LeaveTheMeeting. Sign in there with “Continue with …”.</p>"
    )
    return page("networks", "Nobody here is real", inside)


@contextlib.contextmanager
def practising(port: int = 0) -> Iterator[Practice]:
    """Serve practice Google and practice Facebook until the end of the block. A taken ``port`` raises OSError."""
    own_google, own_facebook = PracticeGoogle(), PracticeFacebook(secrets.token_hex(16))
    with served({("GET", "/"): _front, **own_google.routes(), **own_facebook.routes()}, port=port) as url:
        own_google.issuer = f"{url}{google.BASE}"
        yield Practice(url, own_google, own_facebook)
