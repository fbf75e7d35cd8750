"""The QR code that leads to the verification page."""

from __future__ import annotations


def qr_svg(text: str) -> str:
    """A QR code of ``text`` as SVG: level Q (a quarter may be damaged), black, no margin of its own.

    The place where it is put must leave four modules of white around it.
    """
    import segno  # noqa: PLC0415 - 32 ms, only when a document is made

    code = segno.make_qr(text, error="q", boost_error=False)
    return code.svg_inline(border=0, dark="#000", omitsize=True, svgclass=None, lineclass=None)
