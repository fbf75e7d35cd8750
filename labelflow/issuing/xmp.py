"""Declares PDF/UA-1 inside the PDF/A metadata that WeasyPrint writes.

WeasyPrint knows one variant per document: PDF/A-3a brings the tags, and the claim of PDF/UA has to
be added in the same RDF element, together with the extension schema by which PDF/A allows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_END: Final = b"</rdf:RDF>"
_PDFUA: Final = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def declaring_pdfua(generate: Callable[[str, int, str | None], bytes]) -> Callable[[str, int, str | None], bytes]:
    """Wrap ``DocumentMetadata.generate_rdf_metadata`` so that its RDF also claims PDF/UA-1."""

    def generate_with_pdfua(variant: str, version: int, conformance: str | None) -> bytes:
        rdf = generate(variant, version, conformance)
        head, end, tail = rdf.rpartition(_END)
        return head + _PDFUA + end + tail

    return generate_with_pdfua
