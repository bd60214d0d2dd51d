"""Completes a tagged PDF/A-3a where WeasyPrint does not: the structure tree (ISO 32000-1, 14.6 to 14.8) and PDF/UA-1.

Runs as WeasyPrint's finisher, on pydyf's objects before they are written: nothing is parsed or written twice, and the
same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint import Document

from documents import actual_text, conformance

# CSS pixels to PDF points.
_POINTS = 0.75


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Complete `pdf` in place."""
    elements = elements_of(pdf)
    actual_text.set_actual_text(document, elements)
    _set_scopes(pdf, elements)
    _index_identifiers(pdf, elements)
    _convert_figure_boxes(document, pdf, elements)
    _mark_artifacts(pdf)
    if "AF" in pdf.catalog:  # a letter has no attachment
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    conformance.declare_accessible(_at(pdf, pdf.catalog["Metadata"]))


def elements_of(pdf: pydyf.PDF) -> list[pydyf.Dictionary]:
    """The elements of the structure tree, in creation order."""
    return [thing for thing in pdf.objects if isinstance(thing, dict) and thing.get("Type") == "/StructElem"]


def _set_scopes(pdf: pydyf.PDF, elements: list[pydyf.Dictionary]) -> None:
    """Set the Scope of each header cell: column inside a THead, else row."""
    for cell in elements:
        if cell["S"] == "/TH":
            group = _at(pdf, _at(pdf, cell["P"])["P"])
            cell["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _index_identifiers(pdf: pydyf.PDF, elements: list[pydyf.Dictionary]) -> None:
    """Add the index of element identifiers (14.7.2, IDTree), where there are any."""
    named = sorted((cell["ID"].data, cell) for cell in elements if "ID" in cell)
    if named:
        names = pydyf.Array(entry for _, cell in named for entry in (cell["ID"], cell.reference))
        _root(pdf)["IDTree"] = pydyf.Dictionary({"Names": names})


def _convert_figure_boxes(document: Document, pdf: pydyf.PDF, elements: list[pydyf.Dictionary]) -> None:
    """Convert the bounding boxes of figures from CSS pixels (downwards) to PDF points (upwards)."""
    heights = dict(zip(pdf.page_references, (page.height for page in document.pages), strict=True))
    for figure in elements:
        if figure["S"] == "/Figure":
            left, top, right, bottom = figure["A"]["BBox"]
            height = heights[figure["Pg"]]
            box = (left, height - bottom, right, height - top)
            figure["A"]["BBox"] = pydyf.Array(side * _POINTS for side in box)


def _mark_artifacts(pdf: pydyf.PDF) -> None:
    """Mark content outside the structure tree (headers, footers) as an artifact."""
    in_tree = set(_marks_below(pdf, _root(pdf)))
    numbers = _at(pdf, _root(pdf)["ParentTree"])["Nums"]
    for index, reference in enumerate(pdf.page_references):
        stream = _at(pdf, _at(pdf, reference)["Contents"]).stream
        parents = numbers[2 * index + 1]
        for position, item in enumerate(stream):
            if not (isinstance(item, pydyf.Dictionary) and "MCID" in item):
                continue
            if (reference, item["MCID"]) not in in_tree:
                parents[item["MCID"]] = "null"
                stream[position - 1 : position + 1] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})


def _marks_below(pdf: pydyf.PDF, element: pydyf.Dictionary) -> Iterator[tuple[bytes, int]]:
    """(page, MCID) of the marked content of an element and its descendants."""
    for kid in element.get("K", ()):
        if isinstance(kid, int):
            yield element["Pg"], kid
        else:
            yield from _marks_below(pdf, _at(pdf, kid))


def _root(pdf: pydyf.PDF) -> pydyf.Dictionary:
    return _at(pdf, pdf.catalog["StructTreeRoot"])


def _at(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
