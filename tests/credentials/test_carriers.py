"""What carries a credential gives it back; what is hostile or broken is an answer."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from labelflow.credentials import pictures, proofs
from labelflow.credentials.carriers import LARGEST, carried
from labelflow.issuing import render_certificate
from labelflow.issuing.badge import BadgePicture, badge_png, badge_svg
from labelflow.issuing.seal import OCCITANIE
from labelflow.issuing.typesetting import Enclosure
from tests.credentials.parts import NOW, NUMBER, Issuer
from tests.issuing import samples

TITLE = "Badge du label Sciences en Occitanie, numéro SEO-2027-00001-D, de « Là & là »"
DRAWN = badge_svg(BadgePicture(programme="Sciences en Occitanie", number=NUMBER, title=TITLE, places=OCCITANIE))
ELEMENT = '<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'


@pytest.fixture(scope="module")
def credential(issuer: Issuer) -> bytes:
    return proofs.serialised(issuer.signed())


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes) -> bytes:
    return pictures.PNG + b"".join(chunks) + chunk(b"IEND", b"")


def enclosing(data: bytes, name: str = "credential.json") -> bytes:
    """A PDF of somebody else that holds a file."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
        pdf.save(out)
    return out.getvalue()


def unfolding() -> bytes:
    """A PDF whose compressed objects would unfold to a gigabyte."""
    packed = zlib.compressobj(9)
    objects = b"".join(packed.compress(b" " * 1_000_000) for _ in range(1_000)) + packed.flush()
    head = b"%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 2/First 20/Filter/FlateDecode/Length "
    return head + str(len(objects)).encode() + b">>\nstream\n" + objects + b"\nendstream\nendobj\n%%EOF"


def test_the_picture_gives_back_what_was_baked_in(issuer: Issuer, credential: bytes) -> None:
    svg = pictures.baked_svg(DRAWN.encode(), credential)
    pixels = pictures.baked_png(badge_png(DRAWN), credential)

    assert [carried(data) for data in (svg, pixels)] == [("svg", credential), ("png", credential)]
    assert [issuer.read(data).in_force for data in (svg, pixels)] == [True, True]
    assert Image.open(BytesIO(pixels)).size == (480, 600)


def test_the_certificate_gives_back_what_it_encloses(issuer: Issuer, credential: bytes) -> None:
    enclosed = Enclosure(name="credential.json", data=credential, description="Attestation", made_at=NOW)

    found = issuer.read(render_certificate(samples.certificate(), enclosed=enclosed))

    assert (found.form, found.in_force) == ("pdf", True)


def test_a_file_saved_again_by_another_program_still_gives_it_back(issuer: Issuer, credential: bytes) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(enclosing(credential))) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    assert issuer.read(out.getvalue()).in_force


def test_the_compact_form_may_be_baked_too(issuer: Issuer) -> None:
    token = issuer.compact()
    svg = DRAWN.replace("</svg>", f'{ELEMENT} verify="{token}"/></svg>', 1)

    assert issuer.read(svg).in_force
    assert issuer.read(pictures.baked_png(badge_png(DRAWN), token.encode())).in_force


BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><svg>{ELEMENT}>&i;</openbadges:credential></svg>"
)
OUTSIDE = f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>{ELEMENT}>&a;</openbadges:credential></svg>'
HOSTILE = {
    "nothing": b"",
    "noise": bytes(range(256)),
    "a text": b"Bonjour",
    "an entity bomb": BOMB.encode(),
    "an outside entity": OUTSIDE.encode(),
    "a deep picture": b"<svg>" * 100_000,
    "a deep and whole picture": b"<g>" * 5_000 + b"</g>" * 5_000,
    "a long attribute": f'<svg>{ELEMENT} verify="{"a" * 1_000_000}"/></svg>'.encode(),
    "an empty element": f"<svg>{ELEMENT}/></svg>".encode(),
    "a half picture": DRAWN[:500].encode(),
    "a picture without a credential": DRAWN.encode(),
    "deep json": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep lists": b'{"a":' + b"[" * 200_000,
    "json of a number": b'{"proof": NaN}',
    "a list of json": b"[]",
    "json of another world": b'{"proof": {"type": 3}, "@context": {"@vocab": "x"}}',
    "a lone surrogate": b'{"name": "\\ud800"}',
    "not utf-8": b'{"name": "\xff\xfe"}',
    "a token of nothing": b"a.b.c",
    "a token of dots": b"e30.e30.",
    "a token of bad base 64": b"e3.e30.e30",
    "a long number": b'{"iat": ' + b"9" * 100_000 + b"}",
    "a picture cut short": png(chunk(b"iTXt", b"openbadgecredential\0\0\0")),
    "a picture of lies": pictures.PNG + struct.pack(">I", 2**31 - 1) + b"iTXtopenbadgecredential\0",
    "a picture bomb": png(
        chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(b'{"a":1}' + b" " * 50_000_000)),
    ),
    "badly packed": png(chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + b"nonsense")),
    "not a pdf": b"%PDF-1.7 nonsense",
    "a pdf without a file": enclosing(b"{}", name="other.json"),
    "a pdf bomb": enclosing(b'{"a":1}' + b" " * 50_000_000),
    "a pdf that unfolds": unfolding(),
    "a pdf of many files": b"%PDF-1.7 " + b"/EmbeddedFile " * 100_000,
    "a pdf of a script": enclosing(b"<script>alert(1)</script>"),
    "a pdf cut short": enclosing(b"{}")[:-200],
    "too large": b" " * (LARGEST + 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_an_answer(name: str, issuer: Issuer) -> None:
    found = issuer.read(HOSTILE[name])

    assert found.fault in {"no-credential", "unreadable", "not-a-label"}
    assert (found.intact, found.ours, found.in_force, found.number, found.holder) == (False, False, False, "", "")


@given(st.one_of(st.binary(), st.binary().map(lambda tail: b'{"' + tail), st.binary().map(lambda tail: b"<svg" + tail)))
def test_any_bytes_are_an_answer(data: bytes) -> None:
    assert Issuer().read(data).fault is not None


@given(st.data())
def test_any_byte_changed_is_an_answer_that_says_no(data: st.DataObject) -> None:
    issuer = SIGNED
    whole = data.draw(st.sampled_from([TEXT, TOKEN]))
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda value: value != whole[place]))

    found = issuer.read(whole[:place] + bytes([other]) + whole[place + 1 :])

    assert found.fault is not None or found.credential == issuer.bare()


SIGNED = Issuer()
TEXT = proofs.serialised(SIGNED.signed())
TOKEN = SIGNED.compact().encode()
