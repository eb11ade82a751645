"""``leavethemeeting policy publish FILE``: the same as the provider's page, for who keeps the text in a file."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import gettext as _

from leavethemeeting.consent.filling import FaultyText, unmarked_clauses
from leavethemeeting.consent.models import LONGEST_SUMMARY, Document
from leavethemeeting.consent.posting import NothingChanged, post_version
from leavethemeeting.shared.environment import Environment


def _complain(*lines: str) -> int:
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return 1


def publish(*, file: str, kind: str, summary: str, material: bool, environment: Environment) -> int:
    """Post ``file``. Returns the exit status; says what it did, or why it did nothing."""
    which = Document(kind)
    said = summary or _("A new version.")
    if len(said) > LONGEST_SUMMARY:
        return _complain(f"The summary is longer than {LONGEST_SUMMARY} characters.")
    try:
        source = Path(file).read_text(encoding="utf-8")
        version = post_version(
            kind=which, source=source, summary=said, material=material, environment=environment, now=datetime.now(UTC)
        )
    except (OSError, UnicodeDecodeError) as error:
        return _complain(f"{file} cannot be read: {error}")
    except FaultyText as faulty:
        return _complain("Nothing was posted:", *(f"  {fault}" for fault in faulty.faults))
    except NothingChanged:
        return _complain("Nothing was posted: this is word for word the text that holds.")
    except DatabaseError as error:
        return _complain(f"The database does not answer ({error}). Run: leavethemeeting migrate")
    missing = unmarked_clauses(source) if which is Document.POLICY else []
    if missing:
        _complain(f"Posted all the same, but no longer marked: {', '.join(missing)}")
    again = "members are asked again" if material else "nobody is asked again"
    sys.stdout.write(f"Version {version.number} of the {kind} holds from now; {again}. SHA-256 {version.sha256}\n")
    return 0
