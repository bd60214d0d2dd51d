"""pyHanko's PDF reader, faster for files with one large object stream, as WeasyPrint writes them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader


class QuickReader(PdfFileReader):
    """Parses the index of an object stream once; pyHanko parses it for each object, which takes seconds for a record of
    a thousand objects. Accepts no file that pyHanko refuses."""

    def __init__(self, data: bytes) -> None:
        self._object_streams: dict[int, tuple[bytes, list[int]]] = {}
        super().__init__(BytesIO(data))

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        data, table = self._object_stream(stmnum)
        if not 0 <= idx < len(table) // 2 or table[2 * idx] != idnum:
            raise PdfStrictReadError("An object is not where the file says.")
        stream = BytesIO(data)
        stream.seek(table[2 * idx + 1])
        found = generic.read_object(stream, generic.Reference(idnum, 0, self))
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            raise PdfStrictReadError("An object stream holds what it must not.")
        return found

    def _object_stream(self, number: int) -> tuple[bytes, list[int]]:
        """(data, index): the index alternates object numbers and offsets."""
        if number not in self._object_streams:
            stream = generic.Reference(number, 0, self).get_object()
            if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
                raise PdfStrictReadError("An object stream has another type.")
            data, first = stream.read_data(DecodePurpose.OBJECT_STREAM), int(stream["/First"])
            table = [int(part) for part in data[:first].split()[: 2 * int(stream["/N"])]]
            table[1::2] = [first + place for place in table[1::2]]
            self._object_streams[number] = data, table
        return self._object_streams[number]
