"""A world with something of everything in it, so that there is something to leak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from allauth.idp.oidc.models import Token
from allauth.usersessions.models import UserSession
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from leavethemeeting.accounts.actions import make_set_up_link
from leavethemeeting.accounts.ending_handle import handle_of
from leavethemeeting.accounts.models import Picture, User
from leavethemeeting.accounts.pairing.client import SCOPES, ensure_client
from leavethemeeting.attendance.actions import correct
from leavethemeeting.attendance.models import Credential
from leavethemeeting.attendance.payloads import ClaimFields, Detail, new_event
from leavethemeeting.attendance.queries import slug_of, timeline_of
from leavethemeeting.consent.models import Document
from leavethemeeting.consent.posting import save_draft
from leavethemeeting.consent.queries import current_policy
from leavethemeeting.domain.events import Correction, EventType, Interaction, SourceKind
from leavethemeeting.mail.models import Letter
from leavethemeeting.meetings.actions.opening import open_occurrence
from leavethemeeting.meetings.actions.sharing import share_profile
from leavethemeeting.meetings.models import Attendee, CoHost, Meeting, Occurrence, Transfer
from leavethemeeting.privacy.models import Erasure, Gone
from leavethemeeting.privacy.people import member
from leavethemeeting.referrals.actions import make_links
from leavethemeeting.reports.people import people_of
from leavethemeeting.rights.corrections import wish
from leavethemeeting.rights.models import Export, ExportPart, Proof
from leavethemeeting.rights.proving import handle_of as handle_of_proof
from leavethemeeting.safety.models import NetworkBlock
from leavethemeeting.shared.moments import now_ms
from tests.accounts.social.left_over import linked_profile
from tests.mail.in_letters import in_letters
from tests.registers.stories import marked, received
from tests.reports.story import write
from tests.website.left_behind import left_behind


def network_block() -> NetworkBlock:
    """A network that nobody in this world is in."""
    now = timezone.now()
    return NetworkBlock.objects.create(
        network="203.0.113.0/24", reason="tried passwords", blocked_at=now, blocked_by_id=UUID(int=1),
        until=now + timedelta(days=7),
    )  # fmt: skip


@dataclass(frozen=True)
class World:
    """Alice's open meeting, which Bob attends and Charlie does not know."""

    meeting: Meeting
    occurrence: Occurrence
    parameters: dict[str, Any]

    def url(self, name: str) -> str:
        """The address called ``name``, for this world's things."""
        wanted = _parameters(get_resolver().url_patterns, name)
        own = {
            parameter: self.parameters.get(f"{name} {parameter}", self.parameters.get(parameter))
            for parameter in wanted
        }
        return reverse(name, kwargs=own)


def _parameters(
    patterns: list[URLPattern | URLResolver], name: str, space: str = "", outer: tuple[str, ...] = ()
) -> tuple[str, ...]:
    for pattern in patterns:
        own = (*outer, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            if name.startswith(inner):
                found = _parameters(pattern.url_patterns, name, inner, own)
                if found or reverse_exists(pattern, name.removeprefix(inner)):
                    return found
        elif space + str(pattern.name) == name:
            return own
    return ()


def reverse_exists(resolver: URLResolver, name: str) -> bool:
    """Whether an address of this name stands directly in ``resolver``."""
    return any(isinstance(pattern, URLPattern) and pattern.name == name for pattern in resolver.url_patterns)


def _was_there(occurrence: Occurrence, attendee: Attendee, host: User) -> tuple[str, str, UUID]:
    """Bob entered, chatted, and Alice corrected his time. Gives his two slugs and the correction."""
    at = now_ms() - 60_000
    told = partial(
        new_event, meeting_id=occurrence.meeting_id, occurrence_id=occurrence.id, source_ref="room:bob",
        source_kind=SourceKind.ROOM, connection_ref="bobs-tab", received_at=at,
    )  # fmt: skip
    claim = ClaimFields(attendee_id=attendee.id, name=attendee.name, email=attendee.email, email_verified=True)
    said = Detail(interaction=Interaction.CHAT)
    write(
        [
            told(id="enter-bobs-tab", type=EventType.ENTER, at=at, claim=claim),
            told(
                id="said",
                type=EventType.INTERACT,
                at=at + 1,
                detail=said,
                claim=ClaimFields(text="a secret of the meeting"),
            ),
        ]
    )
    here = timeline_of(occurrence, as_of=now_ms()).attendees[0]
    correction = correct(
        occurrence=occurrence,
        actor=host,
        attendee_key=here.key,
        what=Correction.EXCLUDE,
        at=at,
        until=at + 1000,
        now=now_ms(),
    )
    person = next(one for one in people_of(host, now=now_ms()) if one.name == attendee.name)
    return slug_of(here.key), person.slug, correction


def about_oneself(bob: User) -> dict[str, Any]:
    """Bob is signed in in another browser, and has paired a plugin."""
    session = UserSession.objects.create(user=bob, session_key="bobs-other-browser", ip="192.0.2.7", user_agent="")
    plugin = Token.objects.create(
        client=ensure_client(), user=bob, type=Token.Type.ACCESS_TOKEN, hash="0" * 64, scopes="\n".join(SCOPES),
        expires_at=timezone.now() + timedelta(days=90), data={"name": "A plugin", "last_used_day": "2026-10-03"},
    )  # fmt: skip
    return {"user_id": bob.id, "session_id": session.pk, "pk": 1, "token_id": plugin.pk}


def somebody_gone() -> dict[str, Any]:
    """An erasure that is done, and the page on which its member reads so."""
    ended = Erasure.objects.create(why=Erasure.Why.ENDED, ordered_at=now_ms(), done_at=now_ms())
    gone = Gone.objects.create(erasure=ended, table="accounts_user", key=uuid4())
    return {"provider:erasure key": ended.pk, "privacy:account_gone handle": handle_of(gone.key)}


def rights_used(occurrence: Occurrence, attendee: Attendee, *, host: User) -> dict[str, Any]:
    """Bob has a copy of his data ready, asks Alice to correct something, and somebody typed an address."""
    bob, now = attendee.user, timezone.now()
    assert bob is not None
    person = member(bob.pk)
    assert person is not None
    export = Export.objects.create(
        user=bob, asked_at=now, state=Export.State.READY, ready_at=now, expires_at=now + timedelta(days=3), size=4
    )  # fmt: skip
    ExportPart.objects.create(export=export, number=0, body=b"copy")
    asked = wish(
        person=person, occurrence=occurrence, attendee_key=f"attendee:{attendee.id}", name=bob.name, text="I stayed on",
        now=now,
    )  # fmt: skip
    proof = Proof.objects.create(email="gil@example.org", code_digest="0" * 64, code_until=now, asked_at=now)
    return {
        "export_id": export.pk, "case_id": asked.pk, "host_id": host.pk, "rights:code handle": handle_of_proof(proof),
        "rights:object_to kind": "not_found",
    }  # fmt: skip


def build(*, alice: User, bob: User, charlie: User) -> World:
    """Make it. Charlie hosts something of his own, so that being a host is not what opens doors."""
    Meeting.objects.create(owner=charlie, title="Charlie's own")
    Picture.objects.create(user=bob, webp=b"RIFF", set_at=timezone.now())
    meeting = Meeting.objects.create(owner=alice, title="Alice's meeting", outside_url="https://call.example.org/alice")
    occurrence = open_occurrence(meeting=meeting, actor=alice, now=now_ms())
    attendee = Attendee.objects.create(
        meeting=meeting, user=bob, name=bob.name, email=bob.email, email_verified=True, first_came_at=now_ms()
    )
    share_profile(attendee=attendee, user=bob, now=now_ms())
    helper = User.objects.create_user("helen@example.org", None, name="Helen Helper")
    co_host = CoHost.objects.create(meeting=meeting, user=helper, added_at=timezone.now())
    credential = Credential.objects.create(
        meeting=meeting, source_kind="webhook", label="bridge", token_sha256="0" * 64, made_by=alice, made_at=now_ms(),
        expires_at=now_ms() + 86_400_000,
    )  # fmt: skip
    slug, person, correction = _was_there(occurrence, attendee, alice)
    letter = Letter.objects.create(
        kind="test",
        recipient=bob.email,
        subject="For Bob",
        html="<p>…</p>",
        text="…",
        written_at=timezone.now(),
        next_attempt_at=timezone.now(),
    )
    save_draft(
        kind=Document.POLICY, source=current_policy().source + "A sentence.", summary="A draft", material=False,
        by=None, now=timezone.now(),
    )  # fmt: skip
    return World(
        meeting,
        occurrence,
        {
            "meeting_id": meeting.id, "occurrence_id": occurrence.id, "code": meeting.code, "co_host_id": co_host.id,
            "credential": credential.id, "letter_id": letter.id, "attendee_id": attendee.id, "correction": correction,
            "number": 1, "kind": "policy", "consent:switch kind": "news", "key": bob.id, "provider:person kind": "member", "provider:write kind": "member",
            "provider:erase kind": "member", "block_id": network_block().pk, "slug": slug, "reports:person slug": person, "token": make_set_up_link(now=timezone.now()).rstrip("/").rpartition("/")[2],
            **about_oneself(bob),
            **rights_used(occurrence, attendee, host=alice),
            **linked_profile(alice, now=timezone.now()),
            **in_letters(address=bob.email, now=timezone.now()),
            **left_behind(now=timezone.now()),
            "offer_id": Transfer.objects.create(
                meeting=meeting, offered_by=alice, offered_to=bob, offered_at=now_ms(), expires_at=now_ms() + 86_400_000
            ).id,
            **somebody_gone(),
            "disclosure_id": received(alice, now=timezone.now()), "incident_id": marked(alice, "accounts_user.name", now=timezone.now()),
            "link": make_links(inviter=alice, count=1, now=timezone.now())[0],
        },
    )  # fmt: skip
