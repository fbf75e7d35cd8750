"""The QR code that leads to the verification page."""

from __future__ import annotations

import re
from math import isqrt
from typing import Final

Run = tuple[int, int, int]
"""Column and row of the first of a run of dark modules, and how many they are."""
_DARK: Final = re.compile(rb"\x00+")


def qr_runs(text: str) -> tuple[int, tuple[Run, ...]]:
    """The modules on a side of a QR code of ``text`` at level Q (a quarter may be damaged), and the dark ones."""
    import zxingcpp  # noqa: PLC0415 - only when a document is made

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    modules = bytes(code.to_image(scale=1, add_quiet_zones=False))  # type: ignore[call-overload]  # it is a buffer
    side = isqrt(len(modules))
    rows = b"\xff".join([modules[start : start + side] for start in range(0, side * side, side)])
    spans = [run.span() for run in _DARK.finditer(rows)]
    return side, tuple([(start % (side + 1), start // (side + 1), end - start) for start, end in spans])


def qr_svg(text: str) -> str:
    """The same as SVG: black, no margin of its own. The place where it is put must leave four modules of white around."""
    side, runs = qr_runs(text)
    path = "".join(f"M{x} {y}.5h{length}" for x, y, length in runs)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path stroke="#000" d="{path}"/></svg>'
