"""Makes the place of a seal in a PDF: a signature field, tagged, and a signature that is still to be filled.

All in one revision, so that nothing may follow the seal. The field is invisible and has its place in
the structure tree; what the document was (PDF/A-3a, PDF/UA-1, embedded files) it stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import datetime

FIELD: Final = "Cachet"
TOOLTIP: Final = "Cachet \u00e9lectronique de l\u2019organisme"
_INVISIBLE: Final = [0, 0, 0, 0]
_PRINT_AND_LOCKED: Final = 4 | 128
_SIGNATURES_EXIST_APPEND_ONLY: Final = 3
_NO_CHANGE: Final = 1
_WIDEST: Final = 9_999_999_999
"""A figure as wide as any offset: the true ones take its place, padded with spaces."""
_RANGE: Final = re.compile(rb"/ByteRange \[ ?0 9{10} 9{10} 9{10} ?\]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reader needs to judge the seal for years (DER): kept in the document, under the seal."""

    certificates: tuple[bytes, ...] = ()
    revocations: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = field(default=())
    """OCSP."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A document whose every byte is final but those between `start` and `end`: `<`, hexadecimal zeros, `>`."""

    data: bytes
    start: int
    end: int

    @property
    def covered(self) -> tuple[bytes, bytes]:
        """What the seal vouches for."""
        return self.data[: self.start], self.data[self.end :]

    def filled(self, signature: bytes) -> bytes:
        """The sealed document."""
        hexadecimal = signature.hex().encode().ljust(self.end - self.start - 2, b"0")
        if len(hexadecimal) != self.end - self.start - 2:
            raise ValueError(f"a signature of {len(signature)} bytes has no room here")
        return self.data[: self.start + 1] + hexadecimal + self.data[self.end - 1 :]


def place(pdf: bytes, *, at: datetime, signer: str, room: int, evidence: Evidence | None = None) -> Placed:
    """The document with the place of a seal of `room` bytes at most. The same arguments give the same bytes."""
    import pikepdf  # noqa: PLC0415 - only whoever seals loads it

    with pikepdf.open(BytesIO(pdf)) as document:
        _add_signature(pikepdf, document, at=at, signer=signer, room=room)
        if evidence is not None:
            document.Root.DSS = _store(pikepdf, document, evidence)
        written = BytesIO()
        document.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return _measured(written.getvalue(), room)


def _add_signature(pikepdf: Any, document: Any, *, at: datetime, signer: str, room: int) -> None:  # noqa: ANN401 - pikepdf is loaded late
    name = pikepdf.Name
    signature = document.make_indirect(
        pikepdf.Dictionary(
            Type=name.Sig,
            Filter=name("/Adobe.PPKLite"),
            SubFilter=name("/ETSI.CAdES.detached"),
            M=at.strftime("D:%Y%m%d%H%M%S+00'00'"),
            Name=signer,
            ByteRange=[0, _WIDEST, _WIDEST, _WIDEST],
            Contents=pikepdf.String(bytes(room)),
            Reference=[
                pikepdf.Dictionary(
                    Type=name.SigRef,
                    TransformMethod=name.DocMDP,
                    TransformParams=pikepdf.Dictionary(Type=name.TransformParams, P=_NO_CHANGE, V=name("/1.2")),
                )
            ],
        )
    )
    page = document.pages[0].obj
    widget = document.make_indirect(
        pikepdf.Dictionary(
            Type=name.Annot,
            Subtype=name.Widget,
            FT=name.Sig,
            T=FIELD,
            TU=TOOLTIP,
            Rect=_INVISIBLE,
            F=_PRINT_AND_LOCKED,
            P=page,
            V=signature,
        )
    )
    page.Annots = pikepdf.Array([*page.get("/Annots", []), widget])
    root = document.Root
    root.AcroForm = pikepdf.Dictionary(Fields=[widget], SigFlags=_SIGNATURES_EXIST_APPEND_ONLY)
    root.Perms = pikepdf.Dictionary(DocMDP=signature)
    root.Extensions = pikepdf.Dictionary(ESIC=pikepdf.Dictionary(BaseVersion=name("/1.7"), ExtensionLevel=1))
    if "/StructTreeRoot" in root:
        _tag(pikepdf, document, page, widget)


def _tag(pikepdf: Any, document: Any, page: Any, widget: Any) -> None:  # noqa: ANN401 - see above
    """Hang the field in the structure tree: `Form`, last of the document."""
    tree = document.Root.StructTreeRoot
    top = tree.K[0] if isinstance(tree.K, pikepdf.Array) else tree.K
    reference = pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=widget, Pg=page)
    element = document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Form, P=top, Pg=page, K=[reference])
    )
    top.K = pikepdf.Array([*(top.K if isinstance(top.K, pikepdf.Array) else [top.K]), element])
    numbers = tree.ParentTree.Nums
    key = max((int(number) for number in list(numbers)[::2]), default=-1) + 1
    numbers.append(key)
    numbers.append(element)
    widget.StructParent = key


def _store(pikepdf: Any, document: Any, evidence: Evidence) -> Any:  # noqa: ANN401 - see above
    """The document security store (ETSI EN 319 142-1, 5.4.2.2)."""
    kinds = {"/Certs": evidence.certificates, "/CRLs": evidence.revocations, "/OCSPs": evidence.answers}
    store = pikepdf.Dictionary(Type=pikepdf.Name.DSS)
    for kind, values in kinds.items():
        if values:
            store[kind] = pikepdf.Array([pikepdf.Stream(document, value) for value in values])
    return store


def _measured(data: bytes, room: int) -> Placed:
    """Find the hole and write where it is."""
    hole, found = b"<" + b"00" * room + b">", _RANGE.search(data)
    if found is None or _RANGE.search(data, found.end()) is not None or data.count(hole) != 1:
        raise ValueError("the place of the seal was not written as foreseen")
    start = data.index(hole)
    end = start + len(hole)
    ranges = b"/ByteRange [0 %d %d %d" % (start, end, len(data) - end)
    width = found.end() - found.start()
    return Placed(data[: found.start()] + ranges.ljust(width - 1) + b"]" + data[found.end() :], start, end)
