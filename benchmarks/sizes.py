"""What the plugin weighs: each browser's package, and every script that runs in pages. Bytes, so one look is enough.

python -m benchmarks.sizes
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

BUILT = Path(__file__).resolve().parents[1] / "src/leavethemeeting/shared/static/dist/plugin"
MOST_ZIP, AIM_ZIP = 80_000, 60_000
MOST_SCRIPT, AIM_SCRIPT = 12_000, 10_000
#: These run in the plugin's own pages and its worker, where nobody waits for them in a call.
NOT_IN_PAGES = {"background.js", "pages.js"}


def line(name: str, size: int, gate: int | None, aim: int | None) -> bool:
    """Print one size beside its gate and its aim; whether the gate holds."""
    good = gate is None or size <= gate
    limits = f"gate ≤ {gate}   aim {aim}" if gate else "no gate"
    sys.stdout.write(f"{'·' if gate is None else '✓' if good else '✗'} {name:<40} {size:8}   {limits}\n")
    return good


def main() -> int:
    held = []
    for path in sorted(BUILT.glob("*.zip")):
        sys.stdout.write(f"\n{path.name}\n")
        held.append(line("the package", path.stat().st_size, MOST_ZIP, AIM_ZIP))
        with zipfile.ZipFile(path) as package:
            for file in package.infolist():
                inside = file.filename.endswith(".js") and file.filename not in NOT_IN_PAGES
                limits = (MOST_SCRIPT, AIM_SCRIPT) if inside else (None, None)
                packed = f"{file.filename} (packed {file.compress_size})"
                held.append(line(packed, file.file_size, *limits))
    return 0 if held and all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
