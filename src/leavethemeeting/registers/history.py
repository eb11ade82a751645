"""Entries as the provider reads them: what, who, when, and the words that were written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from leavethemeeting.accounts.models import User
from leavethemeeting.registers.kinds import KINDS, Kind
from leavethemeeting.registers.models import Entry


@dataclass(frozen=True, slots=True)
class Line:
    """One entry on a page."""

    position: int
    what: str
    who: str
    at: datetime
    words: str
    digest: str


def _words(entry: Entry) -> str:
    told = json.loads(entry.body)
    counts = {Kind.LOOKED_UP: _("%(found)d found"), Kind.NOTICED: _("letters %(told)d, not to be reached by letter %(unreachable)d"),
              Kind.LETTERS: _("members %(members)d, guests %(guests)d, other addresses %(addresses)d")}  # fmt: skip
    match Kind(entry.kind):
        case Kind.RECEIVED:
            return str(told["asked"])
        case Kind.GIVEN:
            return _("rows %(rows)d, persons %(persons)d, bytes %(bytes)d, SHA-256 %(sha)s") % {
                "rows": sum(told["rows"].values()), "persons": told["persons"], "bytes": told["bytes"], "sha": told["sha256"],
            }  # fmt: skip
        case Kind.SCOPED:
            return _("persons %(persons)d, fields %(fields)d") % {
                "persons": len(told["persons"]),
                "fields": len(told["fields"]),
            }
        case kind if kind in counts:
            return str(counts[kind] % told)
        case Kind.GAG:
            return f"{told['until'] or _('none any more')}: {told['basis']}"
    return str(told.get("text") or told.get("reason") or told.get("gag_until") or "")


def told_of(entries: Iterable[Entry]) -> list[Line]:
    """The newest last, as they were written."""
    found = list(entries)
    names = dict(User.objects.filter(pk__in={one.by_id for one in found if one.by_id}).values_list("pk", "name"))
    return [
        Line(
            one.position, str(KINDS[Kind(one.kind)]), names.get(one.by_id, _("somebody who is gone")) if one.by_id else _("the software"),
            one.at, _words(one), one.digest,
        )
        for one in found
    ]  # fmt: skip
