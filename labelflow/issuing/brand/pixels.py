"""Pixels of a drawing of ours, by resvg: the same drawing gives the same bytes."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=256)
def png_of(svg: str, width: int) -> bytes:
    """A PNG of `width` pixels; drawn once while it is asked for again and again."""
    import resvg_py  # noqa: PLC0415 - only whoever asks for pixels loads it

    return resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)
