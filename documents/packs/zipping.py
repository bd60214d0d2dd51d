"""Writes a ZIP file of which the same contents give the same bytes, with safe names and fixed dates.

Its files are for their owner alone. Each file's SHA-256 is listed in SHA256SUMS, its last entry.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from types import TracebackType
from typing import IO, Self

HASHES = "SHA256SUMS"
# The earliest date of the format. A file of the time of making would differ each time.
FIRST_DATE = (1980, 1, 1, 0, 0, 0)
UNIX, PRIVATE = 3, 0o100600 << 16
AS_IT_IS = (".pdf",)  # is compressed in itself
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*(/[A-Za-z0-9][A-Za-z0-9.-]*)*")


class PackWriter:
    """Writes entries one after the other, each whole in memory and no more."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", compresslevel=zlib.Z_BEST_COMPRESSION)
        self._hashes: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        """Add a file. Raises ValueError for a name that is there, or that could lead out of a folder."""
        if not SAFE.fullmatch(name) or ".." in name or name in self._hashes:
            raise ValueError("the name of an entry is not safe, or is taken")
        self._hashes[name] = hashlib.sha256(data).hexdigest()
        self._write(name, data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if kind is None:
            listed = (f"{digest}  {name}\n" for name, digest in sorted(self._hashes.items()))
            self._write(HASHES, "".join(listed).encode())
        self._zip.close()

    def _write(self, name: str, data: bytes) -> None:
        entry = zipfile.ZipInfo(name, FIRST_DATE)
        entry.create_system, entry.external_attr = UNIX, PRIVATE
        entry.compress_type = zipfile.ZIP_STORED if name.endswith(AS_IT_IS) else zipfile.ZIP_DEFLATED
        self._zip.writestr(entry, data)
