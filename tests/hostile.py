"""Files that somebody hands in to break whoever reads them, and what reading each one costs."""

from __future__ import annotations

import json
import os
import struct
import zlib
from resource import RUSAGE_SELF, getrusage
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

from labelflow.credentials.pictures import PNG

if TYPE_CHECKING:
    from collections.abc import Callable

TEN_MEGABYTES = 10_000_000
ELEMENT = '<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><svg>{ELEMENT}>&i;</openbadges:credential></svg>"
)
ADDRESS_BOMB = f'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg>{ELEMENT}>&a;</openbadges:credential></svg>'


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(across: int, down: int) -> bytes:
    """A picture of four channels, all of one colour: little that unfolds to much."""
    rows = zlib.compress((b"\0" + b"\x60\x40\x80\xa0" * across) * down, 1)
    return (
        PNG
        + chunk(b"IHDR", struct.pack(">IIBBBBB", across, down, 8, 6, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def _nested_pdf(depth: int) -> bytes:
    """A well-formed PDF whose names are a tree as deep as that, and whose leaf could be a credential."""
    kids = b"".join(
        b"%d 0 obj <</Kids [%d 0 R] /D %s>> endobj\n" % (n, n + 1, b"[" * 200 + b"]" * 200) for n in range(3, depth)
    )
    leaf = b'%d 0 obj <</Type /EmbeddedFile>> stream\n{"a": 1}\nendstream endobj\n' % depth
    return (
        b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles 3 0 R>>>> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj\n" + kids + leaf + b"trailer <</Root 1 0 R>>\n%%EOF\n"
    )


HOSTILE = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n" * 1000, "empty"),
    "a word": (b"bonjour", "not_ours"),
    "zeros": (bytes(TEN_MEGABYTES), "not_ours"),
    "a photo": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(5000), "no_credential"),
    "a screenshot": (PNG + chunk(b"IDAT", zlib.compress(bytes(5000))) + chunk(b"IEND", b""), "no_credential"),
    "a screenshot of many pixels": (
        PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)) + chunk(b"IDAT", b""),
        "no_credential",
    ),
    "a screenshot as large as is read": (png(4_000, 4_000), "no_credential"),
    "a picture that unfolds": (
        PNG + chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"{" + bytes(50_000_000))),
        "no_credential",
    ),
    "an entity bomb": (BOMB.encode(), "no_credential"),
    "an entity of this machine": (ADDRESS_BOMB.encode(), "no_credential"),
    "a deep picture": (b"<svg>" * 1_000_000, "no_credential"),
    "deep json": (b'{"a":' * 1_000_000, "not_ours"),
    "json of another world": (b'{"proof": {"type": 3}, "@context": {"@vocab": "x"}}', "not_ours"),
    "a token of nothing": (b"e30.e30.", "not_ours"),
    "a web page": (b"<!doctype html><script>alert(1)</script>", "no_credential"),
    "a PDF cut short": (b"%PDF-1.7", "not_ours"),
    "a PDF of nested arrays": (b"%PDF-1.7\n" + b"[" * 5_000_000, "not_ours"),
    "a PDF of nested dictionaries": (b"%PDF-1.7\n" + b"<<" * 2_500_000, "not_ours"),
    "a PDF of nested objects": (_nested_pdf(20_000), "not_ours"),
    "a PDF of many seals": (b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3]" * 200_000, "not_ours"),
    "a PDF of many files": (b"%PDF-1.7 " + b"/EmbeddedFile " * 500_000, "not_ours"),
    "a PDF that unfolds": (
        b"%PDF-1.7\n4 0 obj <</ObjStm>> stream\n" + zlib.compress(bytes(200_000_000), 9),
        "not_ours",
    ),
}
"""Name → the bytes, and the verdict that they deserve."""


class Cost(NamedTuple):
    """What an answer cost."""

    seconds: float
    """Of processor."""
    megabytes: float
    """More than what the process had, at the worst moment."""
    verdict: str


def cost(answer: Callable[[], str]) -> Cost:
    """What an answer costs, in a process of its own."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        before, began = getrusage(RUSAGE_SELF).ru_maxrss, process_time()
        verdict = answer()
        told = process_time() - began, (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024, verdict
        os.write(writing, json.dumps(told).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answers:
        told = answers.read()
    os.waitpid(child, 0)
    return Cost(*json.loads(told))
