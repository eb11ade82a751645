"""One call, one text: the golden examples that the plugin's adapters are held to as well, and whatever is typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leavethemeeting.domain.call_addresses import address_sha256, call_address, room_address

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).resolve().parents[2] / "protocol/examples/addresses.json").read_text(encoding="utf-8")
)

#: No call of that platform, so its adapter has nothing to say; a page of some other site all the same.
ELSEWHERE = {"https://zoom.us.example.org/j/98765432101": "zoom.us.example.org/j/98765432101"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["url"])[:60])
def test_every_way_to_write_a_link_is_the_same_call(example: dict[str, Any]) -> None:
    read = room_address if example["platform"] == "room" else call_address
    assert read(example["url"]) == (ELSEWHERE.get(example["url"]) or example["address"])


def test_a_room_of_another_installation_is_the_same_from_its_door_and_inside() -> None:
    assert call_address("https://ltm.example.org/m/K7m2p9qx/room/") == call_address(
        "https://ltm.example.org/m/k7m2p9qx/"
    )


@pytest.mark.parametrize(
    "url", ["", "meet", "ftp://meet.jit.si/x", "https://", "https://[::1/x", "https://a:99999/x", "javascript:1", "https://x.org/" + "a" * 2000]
)  # fmt: skip
def test_what_is_no_address_names_no_call(url: str) -> None:
    assert call_address(url) is None


def test_a_path_is_written_as_browsers_write_it() -> None:
    """They escape what is not ASCII; the host becomes what the name service knows."""
    assert call_address("https://bücher.example/Straße 1/") == "xn--bcher-kva.example/stra%c3%9fe%201"


@given(st.text(max_size=200))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    for url in (text, f"https://{text}", f"https://teams.microsoft.com/{text}", f"https://zoom.us/{text}"):
        address = call_address(url)
        assert address is None or (address == address.lower() and "://" not in address.partition("/")[0])


def test_it_travels_as_a_hash() -> None:
    known = "d2fb5def88ab2650f3a2a8ff6a87ae5e13a96d8b51cbfb8f6f31cfa3915c7f88"
    assert address_sha256("meet.google.com/abc-defg-hij") == known
