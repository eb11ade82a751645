"""The page of one attendee of one occurrence, as values: for their host, and for themselves (rights), the same."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator

from leavethemeeting.meetings.models import Attendee
from leavethemeeting.meetings.people import shared_by
from leavethemeeting.reports import attendee as told
from leavethemeeting.reports.pictures import axis_of, lane_of, shapes
from leavethemeeting.reports.queries import Report, who_did_what
from leavethemeeting.reports.rows import Row
from leavethemeeting.reports.tables import cells
from leavethemeeting.reports.timeline_picture import draw

DONE = 200  # interactions of one attendee on one page


def attendee_context(report: Report, row: Row, ours: Attendee | None, *, page: str | None) -> dict[str, Any]:
    """What ``reports/_attendee.html`` shows. ``ours``: the row of our own door, ``page``: of the interactions."""
    profile = shared_by([ours.id]) if ours else None
    interactions = list(who_did_what(report, [row])) if row.counts else []
    done = Paginator(interactions, DONE).get_page(page)
    marks = [(event.interaction, event.at) for _row, event, _text in interactions]
    window = report.numbers.window
    return {
        "report": report,
        "row": row,
        "cells": cells(row, report),
        "told": told.stays(row, report),
        "remarks": told.remarks(row),
        "portrait": told.portrait(profile),
        "profile": told.shared_profile(profile),
        "shared_at": profile.shared_at if profile else None,
        "first_came": ours.first_came_at if ours else None,
        "page": done,
        "did": told.did(done.object_list, report),
        "picture": draw([lane_of(row, report, marks)], axis=axis_of(report), window=(window.start, window.end)),
        "shapes": shapes(),
    }
