"""Last touches to a tagged PDF, in WeasyPrint's own object tree, before it is written.

WeasyPrint tags the text of page margins (numbers of pages) as content that hangs nowhere in the
structure tree. PDF/UA wants it marked as an artifact: done here, in the page's own stream. It also
names each enclosed file twice (its issue 2917, mended after 70.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Pdf = Any  # pydyf's objects look like dicts and lists, but its annotations do not say which
Element = Any


def finish(_document: object, pdf: Pdf) -> None:
    """The finisher given to ``write_pdf``."""
    by_reference = {thing.reference: thing for thing in pdf.objects if thing.number is not None}
    tree = by_reference[pdf.catalog["StructTreeRoot"]]
    reached = set(_below(tree, by_reference))
    orphans = [thing for thing in pdf.objects if _is_element(thing) and thing.reference not in reached]
    if orphans:
        _make_artifacts(orphans, by_reference)
        _forget(orphans, by_reference[tree["ParentTree"]])
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _is_element(thing: object) -> bool:
    return isinstance(thing, dict) and thing.get("Type") == "/StructElem"


def _below(element: Element, by_reference: dict[bytes, Any]) -> Iterator[bytes]:
    """References of the structure elements that hang under ``element``."""
    for kid in element.get("K", ()):
        if isinstance(kid, bytes):
            yield kid
            yield from _below(by_reference[kid], by_reference)


def _make_artifacts(orphans: list[Element], by_reference: dict[bytes, Any]) -> None:
    for element in orphans:
        for mcid in (kid for kid in element["K"] if isinstance(kid, int)):
            page = by_reference[element["Pg"]]
            operations = by_reference[page["Contents"]].stream
            place = next(i for i, operation in enumerate(operations) if _marks(operation, mcid))
            operations[place - 1] = b"/Artifact"
            operations[place] = b"<</Type /Pagination>>"


def _marks(operation: object, mcid: int) -> bool:
    return isinstance(operation, dict) and operation.get("MCID") == mcid


def _forget(orphans: list[Element], parent_tree: Element) -> None:
    """Take the orphans out of the parent tree and out of the file."""
    gone = {element.reference for element in orphans}
    for nums in parent_tree["Nums"]:
        if isinstance(nums, list):
            nums[:] = ["null" if reference in gone else reference for reference in nums]
    for element in orphans:
        element.free = "f"
