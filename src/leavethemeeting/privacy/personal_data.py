"""What is stored about erasures: keys of what is gone, and, until it is gone, what it takes to find it."""

from dataclasses import replace

from leavethemeeting.domain.promises import Audience, Table
from leavethemeeting.shared.personal_data import account, key, operation

TABLES = (
    Table(
        "privacy_erasure",
        "nobody",
        {
            "id": operation(),
            "why": operation("a child's data, asked for, or an account that ended"),
            "ordered_at": operation(),
            "held_until": operation(),
            "expected": operation(),
            "gone": operation(),
            "done_at": operation(),
            "went": operation("tables, and how many rows of each; names nobody"),
        },
        "Erasures in numbers, so that whoever was erased does not come back with an older backup.",
    ),
    Table(
        "privacy_gone",
        "nobody",
        {
            "erasure_id": operation(),
            "table": operation(),
            "key": operation("random, of a row that does not exist any more, and never used again"),
        },
        "Keys of rows that are gone. Nobody can be found by one, unless a backup brings the row back.",
    ),
    Table(
        "privacy_order",
        "member",
        {
            "erasure_id": key(),
            "user_id": key(),
            "attendee_ids": key(),
            "emails": replace(
                account("C11", "C46", note="until the erasure is done, a minute as a rule"),
                audience=frozenset({Audience.SELF, Audience.PROVIDER}),
            ),
            "case_id": key(note="the guardian's case that closes with it"),
        },
        "What an erasure still needs to know of the person. The row goes with the last of theirs.",
    ),
)
