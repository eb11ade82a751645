"""What is kept of a linked profile (A19), and what a network may have been permitted to tell.

Both are lists of what is allowed. Whatever else a network sends is dropped before anything is stored; a grant
beyond the list is refused whole, because nothing here could have asked for it (C15, C16).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied

#: The keys of ``SocialAccount.extra_data``; the uid has a column of its own.
KEPT = ("name", "email", "email_verified", "picture", "granted", "declined")
NETWORKS = {"google": "Google", "facebook": "Facebook"}
ASKED = {"google": frozenset({"openid", "profile", "email"}), "facebook": frozenset({"public_profile", "email"})}

_LONG = "https://www.googleapis.com/auth/userinfo."  # Google's long names of profile and email
_LONGEST = {"name": 120, "email": 254, "picture": 1000}


class TooMuchGranted(PermissionDenied):
    """The network's answer permits more than was asked for."""


def permissions(network: str, granted: Iterable[str]) -> dict[str, list[str]]:
    """``{"granted": …, "declined": …}`` of what we ask for, by the network's short names.

    Raises TooMuchGranted when anything else was granted.
    """
    given = {one.removeprefix(_LONG) for one in granted}
    if beyond := given - ASKED[network]:
        raise TooMuchGranted(f"{network} granted {', '.join(sorted(beyond))}, which nobody asked for")
    return {"granted": sorted(given), "declined": sorted(ASKED[network] - given)}


def kept(told: Mapping[str, Any]) -> dict[str, Any]:
    """``told`` without everything that is not on the list, or is no text of a sensible length."""
    allowed: dict[str, Any] = {}
    for name, longest in _LONGEST.items():
        value = told.get(name)
        if isinstance(value, str) and 0 < len(value) <= longest:
            allowed[name] = value
    if "email" in allowed:
        allowed["email_verified"] = told.get("email_verified") is True
    if not allowed.get("picture", "https://").startswith("https://"):
        del allowed["picture"]
    return allowed | {name: list(told.get(name, [])) for name in ("granted", "declined")}
