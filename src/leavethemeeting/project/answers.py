"""What answers in JSON carry, address by address (see ``shared/carried.py``).

By the name of the address, every leaf: ``meeting.title``, ``tokens[]``. A name that ends in ``.*`` stands for all below it.
The suite looks at each JSON answer that any test receives, whoever asked; a leaf that is not here fails that test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leavethemeeting.domain.promises import Audience
from leavethemeeting.shared.carried import Carried


@dataclass(frozen=True, slots=True)
class Answer:
    """``readers`` may get it; none where it is about nobody, and the same for all."""

    carries: Carried
    readers: frozenset[Audience] = frozenset()


_SELF, _HOST, _ROOM = (frozenset({one}) for one in (Audience.SELF, Audience.HOST, Audience.ROOM))
#: ``application/problem+json``, from any address that programs call: RFC 9457, and 428 while a changed policy waits.
PROBLEM: Carried = {
    "type": "- an address of ours", "status": "- HTTP's number", "title": "- a sentence of ours", "detail": "- a sentence of ours",
    "accept_url": "- an address of ours", "versions.policy": "- numbers of posted versions", "versions.terms": "- numbers of posted versions",
}  # fmt: skip
_TICKET = {"ticket": "- signed for sixty seconds: references, no name", "now": "- the server's clock"}
_REFUSED = {"code": "- one of a fixed list", "message": "- a sentence of ours"}
_OAUTH = {"error": "- a word of RFC 6749 or RFC 8628", "error_description": "- a sentence of the library", "state": "- what the caller sent"}  # fmt: skip
_HELD = ("version", "sha256", "posted", "asks_since", "url")

ANSWERS: Mapping[str, Answer] = {
    "room:ticket": Answer({**_TICKET, **_REFUSED}, _SELF),
    "live:ticket": Answer(_TICKET, _HOST),
    "live:door": Answer({"said": "meetings_admission.name", "ask": "- a question of ours"}, _HOST),
    "meetings:state": Answer({"state": "- whether the door is open"}),
    "referrals:tokens": Answer({"tokens[]": "- fresh and random; only their hashes are kept", "error": "- one of a fixed list", "left": "- a number"}, _SELF),
    "attendance:plugin_meetings": Answer({
        "meetings[].id": "meetings_meeting.id", "meetings[].series": "meetings_meeting.id", "meetings[].title": "meetings_meeting.title",
        "meetings[].host": "accounts_user.name", "meetings[].role": "- follows from the reader's relation to it",
        "meetings[].start": "meetings_meeting.starts_at", "meetings[].end": "meetings_meeting.ends_at",
        "meetings[].call_sha256": "meetings_meeting.call_sha256", "meetings[]": "- none",
    }, _SELF),
    "attendance:plugin_call": Answer({
        "meeting.id": "meetings_meeting.id", "meeting.title": "meetings_meeting.title", "meeting.host": "accounts_user.name",
        "meeting.role": "- follows from the reader's relation to it", "meeting.known": "- whether they came before",
        "meeting.keeps_days": "meetings_meeting.keeps_days", "meeting.keeps_chat_text": "meetings_meeting.keeps_chat_text",
        "meeting.recorded[]": "- sentences of ours", "meeting.seen_by[]": "accounts_user.name", "meeting.kept": "- a sentence of ours", "meeting": "- none",
        "credential": "- none yet", "credential.token": "- fresh and random; only its hash is kept",
        "credential.kind": "attendance_credential.source_kind", "credential.expires_at": "attendance_credential.expires_at",
        "credential.events_url": "- an address of ours", "now": "- the server's clock",
    }, frozenset()),
    "accounts:plugin_state": Answer({
        "scopes[]": "- what was allowed", "expires_at": "allauth_idp_oidc_token.expires_at", "member": "- a keyed hash that names nobody",
        "now": "- the server's clock",
    }),
    "idp:oidc:device_code": Answer({
        **dict.fromkeys(("device_code", "user_code", "verification_uri", "verification_uri_complete"), "- fresh and random"),
        "scope": "- what was asked for", "expires_in": "- a fixed time", "interval": "- a fixed time", **_OAUTH,
    }),
    "idp:oidc:token": Answer({
        "access_token": "- fresh and random; only its hash is kept", "token_type": "- always the same", "scope": "- what was allowed",
        "expires_in": "- a fixed time", **_OAUTH,
    }, _SELF),
    "idp:oidc:revoke": Answer(_OAUTH),
    "mfa_login_webauthn": Answer({"request_options.*": "- a challenge of ours"}),
    "accounts:facebook_data_deletion": Answer({"url": "- an address of ours", "confirmation_code": "social_deletion_request.code", "error": "- one of a fixed list"}),
    "consent:current_json": Answer({f"{kind}.{name}": "- of the posted text" for kind in ("policy", "terms") for name in _HELD}),
    "consent:gpc": Answer({"gpc": "- always yes", "lastUpdate": "- the day the policy was posted"}),
    "transparency:report_json": Answer({
        "halves": "- none", "halves[].*": "- counted from the register", "none_so_far": "- whether nothing was asked yet",
        "ranges": "- none", "ranges.*": "- the operator's words for the law that forces ranges", "register_head": "registers_entry.digest",
    }),
    "evidence:status": Answer({
        "kept.*": "evidence_self_check.kept", "checks.*": "- numbers of findings", "proofs.*": "- of this release's tests",
        "proofs": "- none", "last_erasure_drill.*": "- of this release's tests", "last_erasure_drill": "- none",
        **dict.fromkeys(("version", "checked_at", "check_is_old", "red", "drift", "unknown_keys", "overdue", "undeclared_cookies", "undeclared_egress"), "- of the last self-check"),
    }),
}  # fmt: skip


def leaves(value: Any, at: str = "") -> Iterator[str]:
    """The names of all leaves of an answer; an empty list or object is one by itself."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from leaves(inner, f"{at}.{name}" if at else str(name))
    elif isinstance(value, list) and value:
        for inner in value:
            yield from leaves(inner, f"{at}[]")
    elif value not in ({}, []):
        yield at


def undeclared(view: str, value: Any, *, problem: bool = False) -> list[str]:
    """Leaves of an answer that ``view`` does not declare; a ``problem`` is of one shape everywhere."""
    known = PROBLEM if problem else ANSWERS[view].carries if view in ANSWERS else {}
    open_ends = tuple(name.removesuffix("*") for name in known if name.endswith(".*"))
    return sorted({leaf for leaf in leaves(value) if leaf not in known and not leaf.startswith(open_ends or ("\0",))})
