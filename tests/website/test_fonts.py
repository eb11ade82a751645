"""The web font is cut in two, so that a first visit loads half of it."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "web/src/fonts"
PACKAGE = (
    ROOT
    / "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2"
)
NOTE = json.loads((FONTS / "made.json").read_text())


def test_it_was_cut_from_the_font_that_the_package_holds_now() -> None:
    assert sha256(PACKAGE.read_bytes()).hexdigest() == NOTE["source_sha256"], "run tools/subset_font.py"
    assert {name: sha256((FONTS / name).read_bytes()).hexdigest() for name in NOTE["made"]} == NOTE["made"]


def test_no_character_stands_in_two_files() -> None:
    """One that did would make browsers load both."""
    seen: set[int] = set()
    for ranges in re.findall(r"unicode-range: ([^;]+);", (ROOT / "web/src/styles/fonts.css").read_text()):
        for part in ranges.split(","):
            first, _, last = part.strip().removeprefix("U+").partition("-")
            codes = set(range(int(first, 16), int(last or first, 16) + 1))
            assert not codes & seen, part
            seen |= codes
    assert {ord(character) for character in "aÄ€–…śŞ½"} <= seen


def test_the_page_preloads_the_first_file_and_the_build_ships_it() -> None:
    base = (ROOT / "src/leavethemeeting/shared/templates/base.html").read_text()
    assert 'dist/fonts/atkinson-core.woff2\' %}" as="font"' in base
    assert (ROOT / "src/leavethemeeting/shared/static/dist/fonts/atkinson-core.woff2").exists()
