"""Visitors: people known by a token that nothing else in the meeting mentions.

Most people at a large meeting came through a door that knows them, and left again. Who they
are needs no weighing as long as nobody else uses their tokens, bears their name without being
known, or was bound to them by the host. Whoever is not told apart that easily goes the general
way (identity.py, presence.py); the result is the same, only later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from leavethemeeting.domain.events import Hints
from leavethemeeting.domain.meeting import Parameters
from leavethemeeting.domain.people import Expected, Person, Tier, normal_email, normal_name, shown_name
from leavethemeeting.domain.plain import PlainStay, Visits, far_apart
from leavethemeeting.domain.tokens import guest_token


class Visitor(NamedTuple):
    """A person and all that is known of their presence: stays by time, too far apart for any rule to join them."""

    person: Person
    visits: Visits


class Mentioned(NamedTuple):
    """What is said beside the visitors' own words. Whoever meets any of it goes the general way."""

    tokens: set[str]
    names: set[str]  # normal names of people known by nothing better


def told_apart(
    plain: Iterable[Visits],
    others: Iterable[Hints],
    *,
    expected: Sequence[Expected],
    binds: Iterable[tuple[str, str]],
    parameters: Parameters,
) -> tuple[list[Visitor], list[Visits]]:
    """The visitors among ``plain``, and the visits of everybody else.

    ``others``: what all other connections say about people.
    """
    mentioned = _mentioned(others, expected, binds)
    known: list[tuple[tuple[str, ...], Visits]] = []
    rest: list[Visits] = []
    own: set[str] = set()
    for one in plain:
        tokens = _tokens(one.hints)
        if not tokens:
            rest.append(one)
            _mention(one.hints, mentioned)
            continue
        known.append((tokens, one))
        for token in tokens:
            if token in own:  # said in two ways
                mentioned.tokens.add(token)
            own.add(token)
    visitors = []
    for tokens, one in known:
        if _alone(tokens, one, mentioned) and far_apart(one.stays, parameters):
            visitors.append(Visitor(_person(tokens, one), one))
        else:
            rest.append(one)
    return visitors, rest


def _tokens(hints: Hints) -> tuple[str, ...]:
    """The strong tokens in ``hints``, strongest first; none for whom a platform account must be weighed too."""
    if hints.platform_account:
        return ()
    if hints.email and hints.email_verified:
        email = f"email:{normal_email(hints.email)}"
        return (f"attendee:{hints.attendee}", email) if hints.attendee else (email,)
    return (f"attendee:{hints.attendee}",) if hints.attendee else ()


def _mentioned(others: Iterable[Hints], expected: Sequence[Expected], binds: Iterable[tuple[str, str]]) -> Mentioned:
    found = Mentioned({token for bind in binds for token in bind}, set())
    for one in expected:
        found.tokens.update((one.key, f"attendee:{one.attendee}"))
        found.tokens.update(f"email:{normal_email(email)}" for email in one.emails)
    for hints in others:
        _mention(hints, found)
    return found


def _mention(hints: Hints, into: Mentioned) -> None:
    """Also an address that nobody checked: it makes its owner a candidate."""
    if hints.attendee:
        into.tokens.add(f"attendee:{hints.attendee}")
    if hints.email:
        into.tokens.add(f"email:{normal_email(hints.email)}")
    if hints.name and not (hints.attendee or hints.platform_account or (hints.email and hints.email_verified)):
        into.names.add(normal_name(hints.name))


def _alone(tokens: tuple[str, ...], visits: Visits, mentioned: Mentioned) -> bool:
    """Nobody else uses their tokens or might be meant by the same name, and no bind names one of the connections."""
    if mentioned.names and normal_name(visits.hints.name) in mentioned.names:
        return False
    if not mentioned.tokens:
        return True
    return mentioned.tokens.isdisjoint(tokens) and mentioned.tokens.isdisjoint(_guests(visits.stays))


def _guests(stays: Collection[PlainStay]) -> Iterator[str]:
    return (guest_token(stay.source, stay.ref) for stay in stays)


def _person(tokens: tuple[str, ...], visits: Visits) -> Person:
    hints, stays = visits
    email = tokens[-1].removeprefix("email:") if hints.email_verified and hints.email else ""
    refs = [(stay[2], stay[4]) for stay in stays]
    if len(refs) > 1:
        refs.sort()
    tier = Tier.TOKEN if hints.attendee else Tier.EMAIL
    return Person(tokens[0], tier, shown_name(hints.name), email, hints.role, tokens, tuple(refs))
