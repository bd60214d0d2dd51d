"""Declares PDF/UA-1 beside the PDF/A-3a that WeasyPrint declares: it writes one of the two at a time.

PDF/A allows a property of XMP that it does not define only with a description of its schema (ISO 19005-3, 6.6.2.3.3).
"""

from __future__ import annotations

from typing import Any

END_OF_RDF = b"</rdf:RDF>"

PDF_UA_1 = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas>
    <rdf:Bag>
      <rdf:li rdf:parseType="Resource">
        <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
        <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
        <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
        <pdfaSchema:property>
          <rdf:Seq>
            <rdf:li rdf:parseType="Resource">
              <pdfaProperty:name>part</pdfaProperty:name>
              <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
              <pdfaProperty:category>internal</pdfaProperty:category>
              <pdfaProperty:description>The part of ISO 14289 to which the file conforms</pdfaProperty:description>
            </rdf:li>
          </rdf:Seq>
        </pdfaSchema:property>
      </rdf:li>
    </rdf:Bag>
  </pdfaExtension:schemas>
</rdf:Description>
"""


def declare_accessible(metadata: Any) -> None:
    """Add the declaration of PDF/UA-1, with its schema, to the XMP of a pydyf stream, in place."""
    (xmp,) = metadata.stream
    before, end, after = xmp.partition(END_OF_RDF)
    metadata.stream = [before + PDF_UA_1 + end + after]
