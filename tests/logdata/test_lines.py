"""Lines of the log hold fixed keys and nobody's values, whatever a program puts into them."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError

from leavethemeeting.logdata.lines import KEYS, JsonLines, WithoutValues, let_nothing_else_speak
from leavethemeeting.mail.guard import Unasked
from leavethemeeting.shared import request_numbers

CANARIES = ("Dora Canary", "dora.canary@example.org", "203.0.113.99", "2001:db8::dead:beef", "?q=canary-query", "ltm_c4n4ryT0kenC4n4ryT0ken")  # fmt: skip
BOTH = pytest.mark.parametrize("formatter", [JsonLines(), WithoutValues()], ids=["json", "plain"])


def record(
    message: Any, *args: Any, name: str = "leavethemeeting.x", error: BaseException | None = None
) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, "x.py", 1, message, args, info)


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except type(error) as caught:
        return caught


@BOTH
@pytest.mark.parametrize("canary", CANARIES[1:])
def test_addresses_networks_queries_and_tokens_are_struck_out(formatter: logging.Formatter, canary: str) -> None:
    line = formatter.format(record("it failed for %s at https://x.example/p/%s again", canary, canary))
    assert canary not in line and "it failed for" in line and "again" in line


@BOTH
@pytest.mark.parametrize(
    "error",
    [
        IntegrityError(f"failing row contains ({CANARIES[0]}, {CANARIES[1]})"), DatabaseError(CANARIES[0]),
        ValueError(CANARIES[0]), KeyError(CANARIES[0]), OSError(2, "No such file or directory", f"/pictures/{CANARIES[0]}"),
        OperationalError(f"no such table: x\nSELECT '{CANARIES[0]}'"),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_an_exception_brings_its_class_and_never_its_text(formatter: logging.Formatter, error: Exception) -> None:
    caught = raised(error, raised(RuntimeError(CANARIES[0])))
    for said in (
        record("it failed: %s", caught), record("it failed", error=caught), record("%(why)s", {"why": caught}), record(caught),
    ):  # fmt: skip
        line = formatter.format(said)
        assert CANARIES[0] not in line and CANARIES[1] not in line
    assert type(error).__name__ in formatter.format(record("it failed: %s", caught))


def test_what_machines_say_of_machines_stays() -> None:
    line = JsonLines().format(record("waiting: %s", OperationalError("connection refused\nDETAIL: x")))
    assert json.loads(line)["message"] == "waiting: OperationalError: connection refused"
    assert "not a verified one" in JsonLines().format(
        record("%s", Unasked("no last letter: the address is not a verified one"))
    )


@BOTH
def test_asyncio_repeats_no_task_and_no_argument(formatter: logging.Formatter) -> None:
    line = formatter.format(
        record(f"Exception in callback greet('{CANARIES[0]}')\nhandle: <Handle greet('{CANARIES[0]}')>", name="asyncio")
    )
    assert "Exception in callback greet" in line and CANARIES[0] not in line


def test_a_line_is_one_json_object_with_known_keys_only() -> None:
    said = record("two\nlines", error=raised(ValueError("x"), raised(LookupError("y"))))
    line = JsonLines().format(said)
    assert "\n" not in line
    seen = json.loads(line)
    assert set(seen) <= set(KEYS) and {"at", "level", "logger", "message"} <= set(seen)
    assert seen["errors"] == ["builtins.ValueError", "builtins.LookupError"] and seen["level"] == "error"
    assert all(frame.endswith(" raised") for frame in seen["stack"])


def test_another_key_of_a_record_gets_into_no_line() -> None:
    said = record("x")
    said.user = CANARIES[0]
    said.extra_data = {"email": CANARIES[1]}
    assert set(json.loads(JsonLines().format(said))) == {"at", "level", "logger", "message"}


def test_a_line_names_its_request_and_the_one_it_follows_from() -> None:
    async def answered() -> dict[str, Any]:
        number = request_numbers.begin()
        request_numbers.came_from("0123456789abcdef")
        seen: dict[str, Any] = json.loads(JsonLines().format(record("x")))
        assert seen["request"] == number
        return seen

    assert asyncio.run(answered())["origin"] == "0123456789abcdef"
    assert "request" not in json.loads(JsonLines().format(record("x"))), "of that context only"


@pytest.mark.parametrize("number", ["", "Dora Canary", "0123456789ABCDEF", "0" * 17, "dora@example.org"])
def test_anything_but_a_number_is_no_origin(number: str) -> None:
    async def answered() -> str:
        request_numbers.came_from(number)
        return request_numbers.origin_number()

    assert asyncio.run(answered()) == ""


def test_what_nobody_caught_goes_through_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for module, name in ((threading, "excepthook"), (sys, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))  # given back afterwards
    let_nothing_else_speak()
    logging.captureWarnings(False)

    def fails() -> None:
        raise ValueError(CANARIES[0])

    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    (seen,) = (one for one in caplog.records if one.name == "leavethemeeting.uncaught")
    line = JsonLines().format(seen)
    assert "a thread ended" in line and "ValueError" in line and CANARIES[0] not in line


def test_a_process_that_dies_says_no_value() -> None:
    program = (
        "import logging, sys; from leavethemeeting.logdata.lines import JsonLines, let_nothing_else_speak\n"
        "handler = logging.StreamHandler(); handler.setFormatter(JsonLines()); logging.getLogger().addHandler(handler)\n"
        f"let_nothing_else_speak()\nraise ValueError({CANARIES[0]!r})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and json.loads(done.stderr)["errors"] == ["builtins.ValueError"]
    assert CANARIES[0] not in done.stderr
