"""What PDF/A-3 (ISO 19005-3) asks of a file beyond what WeasyPrint 70 writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import BinaryIO

import pydyf

from sopgen.pdf.objects import Object, found, of_type

# PDF/A (ISO 19005-3, 6.6.2.3) allows a property outside its own list only with its schema beside it.
PDF_UA = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Part of ISO 14289 the document conforms to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


def mend(file: Object, media_type: str = "") -> None:
    """Mend the file in place; `media_type` is that of its attachment."""
    _identify(file)
    file.write_line = partial(_write_line, file.write_line)
    if "AF" in file.catalog:
        # WeasyPrint counts each attachment twice.
        file.catalog["AF"] = pydyf.Array(dict.fromkeys(file.catalog["AF"]))
    show_plainly(file)
    for specification in of_type(file, "/Filespec"):
        # WeasyPrint asks the machine's register of media types, which differs from machine to machine.
        found(file, specification["EF"]["F"]).extra["Subtype"] = pydyf.name(media_type)


def show_plainly(file: Object) -> None:
    """Let every picture be shown as it is (6.2.8)."""
    for image in file.objects:
        if isinstance(image, pydyf.Stream) and image.extra.get("Subtype") == "/Image":
            image.extra["Interpolate"] = "false"


def _identify(file: Object) -> None:
    """Add the PDF/UA identifier and its schema; leave the packet readable without a PDF library."""
    packet = found(file, file.catalog["Metadata"])
    packet.stream = [part.replace(b"</rdf:RDF>", PDF_UA) for part in packet.stream]
    packet.compress = False


def _write_line(write_line: Callable[[bytes, BinaryIO], None], line: bytes, output: BinaryIO) -> None:
    """Write an object so that its stream ends where its `/Length` says (6.1.7.1).

    Data that happens to end in a carriage return would lend it to the line feed that follows.
    """
    if line.endswith(b"\r\nendstream\nendobj"):
        line = line.removesuffix(b"\nendstream\nendobj") + b"\r\nendstream\nendobj"
    write_line(line, output)
