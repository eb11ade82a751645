"""The wire: golden examples, and generated files that are not stale."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from leavethemeeting.realtime import messages

ROOT = Path(__file__).resolve().parents[2]
UNIONS: dict[str, Any] = {"up": messages.Up, "down": messages.Down}
EXAMPLES = [path for way in UNIONS for path in sorted((ROOT / "protocol" / "examples" / way).glob("*.json"))]


def _tags(direction: str) -> set[str]:
    return {member.__struct_config__.tag for member in get_args(UNIONS[direction])}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_example_is_read_and_written_again_without_loss(path: Path) -> None:
    body = path.read_bytes()
    message = msgspec.json.decode(body, type=UNIONS[path.parent.name])
    again = json.loads(messages.encode_down(message))
    given = json.loads(body)
    defaults = {field for field in again if field not in given}
    assert {field: again[field] for field in given} == given
    if path.parent.name == "down":
        assert not defaults, f"the service sends {defaults} as well"
    assert msgspec.json.decode(messages.encode_down(message), type=UNIONS[path.parent.name]) == message


@pytest.mark.parametrize("direction", UNIONS)
def test_every_message_type_has_an_example(direction: str) -> None:
    seen = {json.loads(path.read_text("utf-8"))["type"] for path in EXAMPLES if path.parent.name == direction}
    assert seen == _tags(direction)


def test_what_make_protocol_writes_is_not_stale() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "protocol.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr + "run: make protocol"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_message_with_an_unknown_key_is_refused(path: Path) -> None:
    body = {**json.loads(path.read_text("utf-8")), "surplus": 1}
    with pytest.raises(msgspec.ValidationError, match="surplus"):
        msgspec.convert(body, type=UNIONS[path.parent.name])
