"""Certificates from a template, against WeasyPrint as it is usually called, WeasyPrint at its best, and typst.

    python benchmarks/certificate.py [rounds]

`naive` parses the style sheets and finds the fonts for each document; its HTML comes ready made. `plain` is our
own path without a template: style sheets and fonts kept. `template` goes from the record to the bytes: it fills
the HTML, shapes the texts, draws the QR code, encloses the credential. Every certificate is another one. typst
draws the same record with a template of its own (from a wheel, fetched for the run if it is not installed).
Processor time, rounds interleaved. Goals: at least 50 times faster than naive, 5 times faster than typst.
"""

from __future__ import annotations

import pickle
import re
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import TYPE_CHECKING, Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from labelflow import paths
from labelflow.domain.numbering import make_number, make_short_code
from labelflow.issuing import render_certificate
from labelflow.issuing.documents import certificate_html
from labelflow.issuing.fonts import font_folders
from labelflow.issuing.qr import qr_svg
from labelflow.issuing.seal import seal_svg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.issuing.samples import certificate, enclosed

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelflow.issuing import CertificateContent

DESIGN = paths.certificates()
FONTS = {file.name: file.as_uri() for folder in font_folders() for file in folder.iterdir()}
SHEETS = [
    re.sub(r"fonts/([\w-]+\.ttf)", lambda found: FONTS[found[1]], (DESIGN / name).read_text(encoding="utf-8"))
    for name in ("base.css", "certificate.css")
]
CREDENTIAL = replace(enclosed(), data=b'{"type":["VerifiableCredential"]}' * 90)
TYPST = """
#set document(title: sys.inputs.title, author: sys.inputs.owner, date: datetime(year: 2026, month: 11, day: 24))
#set page(width: 297mm, height: 210mm, margin: (left: 122mm, right: 20mm, top: 22mm, bottom: 20mm))
#set text(font: "Source Serif Pro", size: 13.5pt, lang: "fr")
#place(top + left, dx: -102mm, image("seal.svg", width: 88mm, alt: "Sceau"))
#text(12pt, weight: 600, sys.inputs.programme) \\
= #text(17pt, style: "italic", weight: 400, sys.inputs.kind)
#text(37pt, weight: 600, sys.inputs.holder) \\
#text(10pt, sys.inputs.address) \\
#sys.inputs.guarantee \\
#table(columns: (77mm, 40mm, 38mm), table.header[Périmètre][En vigueur][Numéro],
  sys.inputs.scopes, sys.inputs.term, sys.inputs.number)
#place(bottom + right, image("qr.svg", width: 30mm, alt: "Code QR"))
#place(bottom + left, text(9pt, [Code court #sys.inputs.code \\ #link(sys.inputs.url)]))
#place(bottom + left, dx: -102mm, text(10.5pt, [#sys.inputs.granted #sys.inputs.owner \\ #sys.inputs.by]))
"""
COLD_OURS = """
import pickle, sys
from pathlib import Path
from labelflow.issuing import render_certificate
content, enclosed = pickle.loads(Path(sys.argv[1]).read_bytes())
render_certificate(content, enclosed=enclosed, templates=Path(sys.argv[2]))
assert not {"weasyprint", "pikepdf"} & set(sys.modules)
"""
COLD_BARE = """
import sys
from pathlib import Path
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
fonts = FontConfiguration()
sheets = [CSS(string=Path(name).read_text(), font_config=fonts) for name in sys.argv[2:]]
HTML(string=Path(sys.argv[1]).read_text()).write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/a-3a")
"""
COLD_TYPST = """
import sys
sys.path.insert(0, sys.argv[1])
import typst
typst.compile(sys.argv[2], root=sys.argv[3], font_paths=sys.argv[4].split(":"), pdf_standards=["a-3a"],
              sys_inputs=dict(one.split("=", 1) for one in sys.argv[5:]))
"""


def content(round_number: int) -> CertificateContent:
    number = make_number("SEO", 2026, round_number + 1, 5)
    return certificate(
        number=number,
        short_code=make_short_code((round_number * 7919).to_bytes(16)),
        holder_name=f"Les Petits Ateliers du Lauragais {round_number}",
        verify_url=f"https://label.example/v/{number}",
    )


def naive(html: str) -> bytes:
    fonts = FontConfiguration()
    sheets = [CSS(string=sheet, font_config=fonts) for sheet in SHEETS]
    written: bytes = HTML(string=html).write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/a-3a")
    return written


def prepared(record: CertificateContent) -> Callable[[], bytes]:
    page = certificate_html(record, design=DESIGN, size="size-2")
    return lambda: naive(page)


def typst_in(folder: Path) -> Any:
    """The typst module; a text that says why there is none."""
    try:
        import typst  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - a peer that may be absent
    except ImportError:
        uv = Path(sys.executable).with_name("uv")
        command = [uv if uv.is_file() else "uv", "pip", "install", "--quiet", "--only-binary", ":all:"]
        try:
            subprocess.run([*command, "--target", str(folder), "typst"], check=True, capture_output=True, timeout=120)
        except (OSError, subprocess.SubprocessError) as reason:
            return f"typst is not installed, and no wheel came: {type(reason).__name__}"
        sys.path.insert(0, str(folder))
        import typst  # noqa: PLC0415 - just fetched
    return typst


def inputs(record: CertificateContent) -> dict[str, str]:
    return {
        "title": f"{record.title} {record.number}, {record.holder_name}",
        "owner": record.owner,
        "programme": record.programme_name,
        "kind": record.title,
        "holder": record.holder_name,
        "address": ", ".join(record.holder_address),
        "guarantee": record.guarantee,
        "scopes": " · ".join(record.scope_names),
        "term": f"{record.starts_on} – {record.ends_on}",
        "number": record.number,
        "code": record.short_code,
        "url": record.verify_url,
        "granted": record.granted,
        "by": f"{record.signatory_name}, {record.signatory_capacity}",
    }


def drawn_by_typst(typst: Any, folder: Path, record: CertificateContent) -> bytes:
    (folder / "qr.svg").write_text(qr_svg(record.verify_url), encoding="utf-8")
    fonts = [str(path) for path in font_folders()]
    written: bytes = typst.compile(
        str(folder / "page.typ"),
        root=str(folder),
        font_paths=fonts,
        pdf_standards=["a-3a"],
        sys_inputs=inputs(record),
    )
    return written


def timed(render: Callable[[], bytes]) -> tuple[float, int]:
    start = process_time()
    size = len(render())
    return (process_time() - start) * 1000, size


def memory_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def process(code: str, *arguments: str) -> float:
    """Milliseconds of processor time of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000


def warm(rounds: int, templates: Path, typst: Any, folder: Path) -> None:
    """Certificates one after the other in this process."""
    ways: dict[str, Callable[[CertificateContent], Callable[[], bytes]]] = {
        "naive": prepared,
        "plain": lambda record: lambda: render_certificate(record, enclosed=CREDENTIAL),
        "template": lambda record: lambda: render_certificate(record, enclosed=CREDENTIAL, templates=templates),
    }
    if not isinstance(typst, str):
        ways["typst"] = lambda record: lambda: drawn_by_typst(typst, folder, record)
    times: dict[str, list[float]] = {name: [] for name in ways}
    sizes = {name: len(way(content(rounds))()) for name, way in ways.items()}
    memory = memory_mib()
    for number in range(rounds):
        names = list(ways) if number % 2 else list(reversed(ways))
        for name in names:
            spent, sizes[name] = timed(ways[name](content(number)))
            times[name].append(spent)
    for name, measured in times.items():
        ratio = median(slow / ours for slow, ours in zip(measured, times["template"], strict=True))
        last = quantiles(measured, n=20)[-1]
        print(f"{name:9}{median(measured):8.2f} ms  p95 {last:8.2f} ms  {sizes[name]:6} bytes  {ratio:6.1f}x template")
    print(f"memory: {memory:.0f} MiB before, {memory_mib():.0f} MiB after {rounds} rounds")


def cold(rounds: int, templates: Path, typst: Any, folder: Path) -> None:
    """One certificate in a process of its own."""
    record = content(0)
    (folder / "content").write_bytes(pickle.dumps((record, CREDENTIAL)))
    (folder / "page.html").write_text(certificate_html(record, design=DESIGN, size="size-2"), encoding="utf-8")
    for index, sheet in enumerate(SHEETS):
        (folder / f"{index}.css").write_text(sheet, encoding="utf-8")
    sheets = [str(folder / f"{index}.css") for index in range(len(SHEETS))]
    ways = {
        "bare Python": ("pass",),
        "template": (COLD_OURS, str(folder / "content"), str(templates)),
        "bare WeasyPrint": (COLD_BARE, str(folder / "page.html"), *sheets),
    }
    if not isinstance(typst, str):
        fonts = ":".join(str(path) for path in font_folders())
        given = [f"{name}={value}" for name, value in inputs(record).items()]
        where = str(Path(typst.__file__).parent.parent)
        ways["typst"] = (COLD_TYPST, where, str(folder / "page.typ"), str(folder), fonts, *given)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            times[name].append(process(*way))
    for name, measured in times.items():
        print(
            f"cold {name:16}{median(measured):7.0f} ms  {median(measured) / median(times['template']):5.1f}x template"
        )


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        templates = folder / "templates"
        (folder / "page.typ").write_text(TYPST, encoding="utf-8")
        (folder / "seal.svg").write_text(seal_svg(content(0).seal_points), encoding="utf-8")
        (folder / "qr.svg").write_text(qr_svg(content(0).verify_url), encoding="utf-8")
        typst = typst_in(folder / "wheels")
        if isinstance(typst, str):
            print(typst)
        warm(rounds, templates, typst, folder)
        cold(max(3, rounds // 8), templates, typst, folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
