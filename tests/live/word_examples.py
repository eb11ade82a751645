"""The words of the pages' scripts in English, for pytest and vitest: ``python -m tests.live.word_examples`` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path

from django.utils.translation import override

from leavethemeeting.live.page_words import page_words
from leavethemeeting.live.shapes import FeedEntry, FeedKind, Row
from leavethemeeting.live.words import happened
from leavethemeeting.meetings.page_words import page_words as join_words
from leavethemeeting.room.page_words import page_words as room_words

FOLDER = Path(__file__).parents[2] / "protocol/examples/words"
FEED: list[tuple[FeedKind, str, str, int]] = [
    ("enter", "", "", 1), ("enter", "", "", 2), ("exit", "left", "", 1), ("exit", "left", "", 0), ("exit", "lost", "", 0),
    ("exit", "closed", "", 0), ("exit", "removed", "", 0), ("exit", "ended", "", 0), ("exit", "transport", "", 0),
    ("exit", "auto_rule:quiet_room", "", 0), ("exit", "beamed_up", "", 0), ("interaction", "chat", "", 1),
    ("interaction", "chat", "50 % of it", 1), ("interaction", "reaction", "👏", 1), ("interaction", "hand_up", "", 1),
    ("interaction", "juggled", "", 1), ("waiting", "", "", 0), ("correction", "", "", 0), ("closed", "", "", 0),
]  # fmt: skip


def feed() -> list[dict[str, object]]:
    """Each kind of sentence as Python says it; web/tests/dashboard/words.test.ts says them too."""
    told: list[dict[str, object]] = []
    for position, (kind, what, text, devices) in enumerate(FEED):
        entry = FeedEntry(position=position, at=0, kind=kind, key="b", what=what, text=text, devices=devices)
        name = "" if kind == "waiting" else "Bob 100%"
        fields = {field: getattr(entry, field) for field in entry.__struct_fields__}
        told.append({"entry": fields, "name": name, "words": happened(entry, {"b": _row(name)})})
    return told


def _row(name: str) -> Row:
    return Row(
        key="b", name=name, email="", role="", state="here", since=0, devices=1, first=0, last=None, reason="",
        stays=(), counts={}, speaking=0, sends=(), hand_since=None,
    )  # fmt: skip


def written(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def examples() -> dict[str, str]:
    with override("en"):
        return {
            "dashboard.json": written(page_words()),
            "dashboard_feed.json": written(feed()),
            "join.json": written(join_words()),
            "room.json": written(room_words()),
        }


if __name__ == "__main__":
    import django

    django.setup()
    FOLDER.mkdir(exist_ok=True)
    for file, content in examples().items():
        (FOLDER / file).write_text(content)
