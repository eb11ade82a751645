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
from leavethemeeting.domain.plain import PlainStay, far_apart
from leavethemeeting.domain.tokens import guest_token


class Visitor(NamedTuple):
    """A person and all that is known of their presence: stays by time, too far apart for any rule to join them."""

    person: Person
    stays: list[PlainStay]


class Mentioned(NamedTuple):
    """What is said beside the visitors' own words. Whoever meets any of it goes the general way."""

    tokens: set[str]
    names: set[str]  # normal names of people known by nothing better


def told_apart(
    plain: Iterable[PlainStay],
    others: Iterable[Hints],
    *,
    expected: Sequence[Expected],
    binds: Iterable[tuple[str, str]],
    parameters: Parameters,
) -> tuple[list[Visitor], list[PlainStay]]:
    """The visitors among ``plain`` stays, and the stays of everybody else.

    ``others``: what all other connections say about people.
    """
    found: dict[int, list[PlainStay]] = {}  # by the words said, which a reader makes once
    for stay in plain:
        several = found.get(id(stay.hints))
        if several is None:
            found[id(stay.hints)] = [stay]
        else:
            several.append(stay)
    mentioned = _mentioned(others, expected, binds)
    known: list[tuple[tuple[str, ...], list[PlainStay]]] = []
    rest: list[PlainStay] = []
    own: set[str] = set()
    for stays in found.values():
        hints = stays[0].hints
        tokens = _tokens(hints)
        if not tokens:
            rest += stays
            _mention(hints, mentioned)
            continue
        known.append((tokens, stays))
        for token in tokens:
            if token in own:  # said in two ways
                mentioned.tokens.add(token)
            own.add(token)
    visitors = []
    for tokens, stays in known:
        if mentioned.tokens.isdisjoint(tokens) and _alone(stays, mentioned) and far_apart(stays, parameters):
            visitors.append(Visitor(_person(tokens, stays), stays))
        else:
            rest += stays
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


def _alone(stays: list[PlainStay], mentioned: Mentioned) -> bool:
    """Nobody might be meant by the same name, and no bind names one of the connections."""
    if mentioned.names and normal_name(stays[0].hints.name) in mentioned.names:
        return False
    return not mentioned.tokens or mentioned.tokens.isdisjoint(_guests(stays))


def _guests(stays: Collection[PlainStay]) -> Iterator[str]:
    return (guest_token(stay.source, stay.ref) for stay in stays)


def _person(tokens: tuple[str, ...], stays: list[PlainStay]) -> Person:
    hints = stays[0].hints
    email = tokens[-1].removeprefix("email:") if hints.email_verified and hints.email else ""
    refs = [(stay[2], stay[4]) for stay in stays]
    if len(refs) > 1:
        refs.sort()
    tier = Tier.TOKEN if hints.attendee else Tier.EMAIL
    return Person(tokens[0], tier, shown_name(hints.name), email, hints.role, tokens, tuple(refs))
