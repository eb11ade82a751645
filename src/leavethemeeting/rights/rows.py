"""Every row that is kept about a person, table by table and by the data map, a few at a time.

Which rows are about whom says ``privacy.people.about``; here is what it leaves out, because a page of the provider need not have
it, and how a hundred thousand rows are read without ever being in memory: by the key, from one portion to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from leavethemeeting.accesslog.kinds import Subject
from leavethemeeting.attendance.models import Claim, Event, Tally
from leavethemeeting.domain.promises import Table
from leavethemeeting.meetings.models import Occurrence
from leavethemeeting.privacy.people import Person, about
from leavethemeeting.rights.whereabouts import claims_about, connections, occurrence_ids
from leavethemeeting.room.models import Checkpoint
from leavethemeeting.shared.personal_data import data_map

PORTION = 1000
Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The exported rows of one table about one person. ``rows()`` reads them anew each time, in the order of ``fields``.

    With ``beside`` the first value is the meeting that a row belongs to, in words; the map's fields follow.
    """

    table: Table
    fields: tuple[str, ...]
    beside: bool
    count: Callable[[], int]
    rows: Callable[[], Iterator[Values]]


def told_about(person: Person) -> Iterator[Told]:
    """Each table of the map of which something is exported and that has a row of this person."""
    for table in data_map().values():
        told = _told(person, table)
        if told is not None and told.count():
            yield told


def reaches(person: Person, table: Table) -> bool:
    """Whether rows of this table can be anybody's: there is a way from a person to them."""
    return _told(person, table) is not None


def _told(person: Person, table: Table) -> Told | None:
    fields = tuple(name for name, column in table.columns.items() if column.exported)
    if not fields:
        return None
    if table.name in _LOG:
        return _of_log(person, table, fields)
    if table.name == "room_checkpoint":
        return _of_checkpoints(person, table, fields)
    return _of_table(person, table, fields)


# ---- tables with a key of one column ------------------------------------------------------------


def _model_of(table: str) -> type[Model] | None:
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def _also(person: Person, table: str) -> Q | None:
    """What hangs on meetings that the person hosts: the map gives it to hosts as their own plan.

    And hosts' looks at pages of everybody in an occurrence that the person came to.
    """
    if table == "accesslog_look":
        return Q(subject_kind=Subject.OCCURRENCE.value, subject_id__in=occurrence_ids(person))
    if not person.user_id:
        return None
    match table:
        case "meetings_occurrence":
            return Q(meeting__owner_id=person.user_id)
        case "meetings_opening":
            return Q(occurrence__meeting__owner_id=person.user_id)
        case "meetings_transfer":
            return Q(offered_by_id=person.user_id) | Q(offered_to_id=person.user_id)
    return None


def _which(person: Person, table: Table) -> Q | None:
    which, also = about(person, table), _also(person, table.name)
    if which is not None and also is not None:
        return which | also
    return which if which is not None else also


def _of_table(person: Person, table: Table, fields: tuple[str, ...]) -> Told | None:
    model, which = _model_of(table.name), _which(person, table)
    if model is None or which is None:
        return None
    path = _MEETING_BY.get(table.name, "")
    read = ("pk", *((path,) if path else ()), *(_attribute(model, name) for name in fields))
    keys = model._default_manager.filter(which)

    def rows() -> Iterator[Values]:
        last: Any = None
        while True:
            after = keys if last is None else keys.filter(pk__gt=last)
            portion = list(after.order_by("pk").values_list(*read)[:PORTION])
            for row in portion:
                yield row[1:]
            if len(portion) < PORTION:
                return
            last = portion[-1][0]

    def count() -> int:
        return keys.count()

    return Told(table, fields, bool(path), count, rows)


def _attribute(model: type[Model], column: str) -> str:
    """The attribute that a column of the database is read by."""
    return next((field.attname for field in model._meta.concrete_fields if field.column == column), column)


#: Whose meeting a row is of; the rows themselves hold keys only, and those are not exported.
_MEETING_BY = {
    "meetings_attendee": "meeting__title", "meetings_co_host": "meeting__title", "meetings_transfer": "meeting__title",
    "meetings_occurrence": "meeting__title", "meetings_opening": "occurrence__meeting__title",
    "meetings_shared_profile": "attendee__meeting__title", "meetings_admission": "occurrence__meeting__title",
    "meetings_removal": "occurrence__meeting__title", "meetings_handover": "occurrence__meeting__title",
    "rights_correction": "occurrence__meeting__title",
}  # fmt: skip


# ---- the log ------------------------------------------------------------------------------------

_LOG: dict[str, type[Event] | type[Claim] | type[Tally]] = {
    "attendance_event": Event, "attendance_claim": Claim, "attendance_tally": Tally,
}  # fmt: skip
#: Within one connection each value of this column stands once, and the primary key leads to it.
_ORDER = {"attendance_event": "id", "attendance_claim": "event_id", "attendance_tally": "kind"}


@dataclass(frozen=True, slots=True)
class _Place:
    meeting: UUID
    title: str


def _places(occurrences: Iterable[UUID]) -> dict[UUID, _Place]:
    found = Occurrence.objects.filter(pk__in=set(occurrences)).values_list("pk", "meeting_id", "meeting__title")
    return {pk: _Place(meeting, title) for pk, meeting, title in found}


def _of_log(person: Person, table: Table, fields: tuple[str, ...]) -> Told:
    """Of each of their connections, and of what hosts said about them without one (corrections)."""
    model: type[Model] = _LOG[table.name]
    order = _ORDER[table.name]
    held = sorted(connections(person), key=str)
    places = _places(one[0] for one in held)

    def parts() -> Iterator[tuple[str, QuerySet[Any]]]:
        for occurrence, source, ref in held:
            if place := places.get(occurrence):
                own = model._default_manager.filter(occurrence_id=occurrence, source_ref=source, connection_ref=ref)
                yield place.title, own if model is Tally else own.filter(meeting_id=place.meeting)
        if model is Event:
            yield from _without_connection(person, Event)
        elif model is Claim:
            yield from _without_connection(person, Claim)

    def count() -> int:
        return sum(part.count() for _title, part in parts())

    def rows() -> Iterator[Values]:
        for title, part in parts():
            for values in _by(part, order, fields):
                yield (title, *values)

    return Told(table, fields, beside=True, count=count, rows=rows)


def _by(part: QuerySet[Any], order: str, fields: tuple[str, ...]) -> Iterator[Values]:
    """In portions; each of them by time, where the rows have one."""
    last: Any = None
    while True:
        after = part if last is None else part.filter(**{f"{order}__gt": last})
        portion = list(after.order_by(order).values_list(order, *fields)[:PORTION])
        more = len(portion) == PORTION
        last = portion[-1][0] if portion else None
        if "at" in fields:
            portion.sort(key=lambda row: row[1 + fields.index("at")])
        for row in portion:
            yield row[1:]
        if not more:
            return


def _without_connection(person: Person, model: type[Event] | type[Claim]) -> Iterator[tuple[str, QuerySet[Any]]]:
    """One event or claim at a time: there are as many as hosts corrected by hand."""
    said = list(
        claims_about(person)
        .filter(connection_ref="")
        .values_list("meeting_id", "source_ref", "event_id", "occurrence_id")
    )
    places = _places(occurrence for *_key, occurrence in said)
    for meeting, source, key, occurrence in said:
        title = places[occurrence].title if occurrence in places else ""
        if model is Claim:
            yield title, Claim.objects.filter(meeting_id=meeting, source_ref=source, event_id=key)
        else:
            yield title, Event.objects.filter(meeting_id=meeting, source_ref=source, id=key)


def _of_checkpoints(person: Person, table: Table, fields: tuple[str, ...]) -> Told:
    """Of who was connected when the room was last heard only the person's own connections."""
    held = connections(person)
    mine: dict[UUID, set[str]] = {}
    for occurrence, _source, ref in held:
        mine.setdefault(occurrence, set()).add(ref)
    places = _places(mine)

    def rows() -> Iterator[Values]:
        for point in Checkpoint.objects.filter(occurrence__in=mine).order_by("pk").iterator(PORTION):
            own = [
                one
                for one in point.connections
                if (one[0] if isinstance(one, list) else one) in mine[point.occurrence_id]
            ]
            if own:
                yield (places[point.occurrence_id].title, own)

    return Told(table, fields, beside=True, count=lambda: sum(1 for _row in rows()), rows=rows)
