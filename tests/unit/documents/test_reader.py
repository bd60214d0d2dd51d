"""The quick reader says what pyHanko's own says."""

from __future__ import annotations

from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.reader import QuickReader
from documents.seal import Sealed


def test_every_object_reads_the_same(sealed: Sealed) -> None:
    quick, plain = QuickReader(sealed.data), PdfFileReader(BytesIO(sealed.data))
    numbers = list(range(1, 40)) + list(range(40, int(plain.trailer["/Size"]), 97))
    assert [_said(quick, number) for number in numbers] == [_said(plain, number) for number in numbers]


def test_an_object_that_is_not_where_the_file_says_is_refused(sealed: Sealed) -> None:
    reader = QuickReader(sealed.data)
    (number, (data, table)) = _first_stream(reader)
    for idnum, idx in ((table[0] + 1, 0), (table[0], 1), (table[0], len(table)), (table[0], -1)):
        with pytest.raises(PdfReadError):
            reader._get_object_from_stream(idnum, number, idx)
    assert data


def _first_stream(reader: QuickReader) -> tuple[int, tuple[bytes, list[int]]]:
    assert reader.root["/Outlines"]
    return next(iter(reader._object_streams.items()))


def _said(reader: PdfFileReader, number: int) -> str:
    try:
        found = generic.Reference(number, 0, reader).get_object()
    except PdfReadError as error:
        return type(error).__name__
    output = BytesIO()
    found.write_to_stream(output)
    return output.getvalue().hex()
