"""A link as a QR code, for pages without a script. In the invite page the browser draws it itself."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode  # type: ignore[import-untyped]  # -- it ships no types and its stubs are another package

QUIET = 4  # modules of white around it (ISO/IEC 18004)


@dataclass(frozen=True, slots=True)
class QrCode:
    """``side`` in modules with the quiet zone; ``path`` is SVG path data, a unit a module."""

    side: int
    path: str


def qr_code(text: str) -> QrCode:
    """``text`` with correction level M."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return QrCode(len(rows), "".join(dark))
