# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0", "brotli==1.2.1"]
# ///
"""Cuts the web font in two, so that a first visit loads half of it: what English pages need, and the rest.

    uv run tools/subset_font.py

Reads the font from node_modules (``npm ci`` first) and writes web/src/fonts/. ``web/tests/fonts.test.ts`` fails when
the font of the package is another than the one these were cut from. Weights under 400 are used nowhere and left out.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
SOURCE = (
    ROOT
    / "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2"
)
TARGET = ROOT / "web/src/fonts"
WEIGHTS = (400, 800)
FEATURES = ["kern", "liga", "tnum", "lnum", "calt", "mark", "ccmp", "locl"]
#: Basic Latin, and the signs our own texts use.
CORE = [*range(0x20, 0x7F), 0xA0, 0xA7, 0xA9, 0xAB, 0xB0, 0xB7, 0xBB, 0xD7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2212]  # fmt: skip


def cut(name: str, wanted: list[int]) -> str:
    """Write the part of the font that draws ``wanted``; gives its hash."""
    font = TTFont(SOURCE)
    options = subset.Options()
    options.layout_features, options.hinting, options.name_IDs = FEATURES, False, [0, 1, 2, 3, 4, 5, 6, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor, font.recalcTimestamp = "woff2", False
    font.save(TARGET / name)
    print(f"{name}: {(TARGET / name).stat().st_size} bytes, {len(wanted)} characters")
    return hashlib.sha256((TARGET / name).read_bytes()).hexdigest()


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    drawn = sorted(TTFont(SOURCE).getBestCmap())
    core = [code for code in CORE if code in drawn]
    made = {"atkinson-core.woff2": cut("atkinson-core.woff2", core)}
    made["atkinson-rest.woff2"] = cut("atkinson-rest.woff2", [code for code in drawn if code not in core])
    cut_from = hashlib.sha256(SOURCE.read_bytes()).hexdigest()
    note = {"source_sha256": cut_from, "made": made}
    (TARGET / "made.json").write_text(json.dumps(note, indent=2) + "\n")


if __name__ == "__main__":
    main()
