"""Certificates: ours, from the record to the bytes, against a bare WeasyPrint render of the same page.

    python benchmarks/certificate.py [rounds]

Rounds are interleaved and every certificate is another one, so neither side can profit from a
cache that a real campaign would not have. The bare render gets its HTML ready made; ours also fills
the template and draws the QR code. Target: at most 1.0 times the bare render, memory flat.
"""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from labelflow import paths
from labelflow.domain.numbering import make_number, make_short_code
from labelflow.issuing import render_certificate
from labelflow.issuing.documents import certificate_html
from labelflow.issuing.fetching import font_folders

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.issuing.samples import certificate

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelflow.issuing import CertificateContent

DESIGN = paths.certificates()
FONTS = {file.name: file.as_uri() for folder in font_folders() for file in folder.iterdir()}
SHEETS = [
    re.sub(r"fonts/([\w-]+\.ttf)", lambda found: FONTS[found[1]], (DESIGN / name).read_text(encoding="utf-8"))
    for name in ("base.css", "certificate.css")
]


def content(round_number: int) -> CertificateContent:
    number = make_number("SEO", 2026, round_number + 1, 5)
    return certificate(
        number=number,
        short_code=make_short_code((round_number * 7919).to_bytes(16)),
        holder_name=f"Les Petits Ateliers du Lauragais {round_number}",
        verify_url=f"https://label.example/v/{number}",
    )


def bare(html: str) -> bytes:
    fonts = FontConfiguration()
    sheets = [CSS(string=sheet, font_config=fonts) for sheet in SHEETS]
    written: bytes = HTML(string=html).write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/a-3a")
    return written


def timed(render: Callable[[], bytes]) -> tuple[float, int]:
    start = perf_counter()
    size = len(render())
    return (perf_counter() - start) * 1000, size


def memory_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def main(rounds: int) -> None:
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    sizes = {}
    cold = timed(lambda: render_certificate(content(rounds)))[0]
    bare(certificate_html(content(rounds), design=DESIGN, size="size-2"))
    memory = memory_mib()
    for number in range(rounds):
        record = content(number)
        page = certificate_html(record, design=DESIGN, size="size-2")
        sides = [("ours", lambda: render_certificate(record)), ("bare", lambda: bare(page))]  # noqa: B023 - called at once
        for name, render in sides if number % 2 else reversed(sides):
            spent, sizes[name] = timed(render)
            times[name].append(spent)
    for name, measured in times.items():
        print(
            f"{name:5} {median(measured):7.1f} ms   p95 {quantiles(measured, n=20)[-1]:7.1f} ms   {sizes[name]:6} bytes"
        )
    ratio = median(ours / bare_ for ours, bare_ in zip(times["ours"], times["bare"], strict=True))
    print(f"ratio ours / bare WeasyPrint pdf/a-3a: {ratio:.2f} (target <= 1.00), {rounds} rounds")
    print(f"first certificate of a process, WeasyPrint already imported: {cold:.0f} ms")
    print(f"memory: {memory:.0f} MiB before, {memory_mib():.0f} MiB after")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
