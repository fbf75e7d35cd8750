"""PDFBox Preflight, from Debian's packages, over a document put back to what PDF/A-1b knows.

Preflight knows PDF/A-1b alone. What PDF/A-3 allows besides (compressed objects, enclosed files) is taken away
before, and so is a habit of its reader of metadata: it looks for each namespace where it is used.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

JARS = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "javax.activation", "jaxb-api")
FOLDER = Path("/usr/share/java")
VALIDATOR = "org.apache.pdfbox.preflight.Validator_A1b"
LIFTED = re.compile(
    r"3\.1\.11 : .*The CIDSet entry is missing for the Composite Subset"
    r"|5\.3\.1 : .*widget annotation lacks an appearance dictionary"
)
"""What PDF/A-2 and later no longer ask for: a list of characters, and a look for a field without any size."""


def faults(document: bytes, folder: Path) -> list[str]:
    """What Preflight has against a document, but for what later parts of the standard lifted; skips without it."""
    places = [FOLDER / f"{name}.jar" for name in JARS]
    if shutil.which("java") is None or not all(place.exists() for place in places):
        pytest.skip("PDFBox Preflight (libpdfbox2-java) or Java is not installed on this machine")
    file = folder / "as-1b.pdf"
    file.write_bytes(_as_1b(document))
    command = ["java", "-cp", ":".join(map(str, places)), VALIDATOR, str(file)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    told = [line for line in done.stdout.splitlines() if line]
    assert told, done.stderr
    return [line for line in told[1:] if not LIFTED.match(line)] if "is not a valid" in told[0] else []


def _as_1b(document: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(document)) as pdf:
        for key in ("/AF", "/Names"):
            if key in pdf.Root:
                del pdf.Root[key]
        metadata = _metadata(pdf.Root.Metadata.read_bytes())
        pdf.Root.Metadata = pdf.make_stream(metadata, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, force_version="1.4")
    return out.getvalue()


def _metadata(packet: bytes) -> bytes:
    (declared,) = re.findall(rb"<rdf:RDF( [^>]*)>", packet)
    names = re.sub(rb' xmlns:rdf="[^"]*"', b"", declared)
    packet = packet.replace(b'<rdf:Description rdf:about=""', b'<rdf:Description rdf:about=""' + names)
    return packet.replace(b'pdfaid:part="3" pdfaid:conformance="A"', b'pdfaid:part="1" pdfaid:conformance="B"')
