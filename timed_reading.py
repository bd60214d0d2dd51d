"""Reading what another service sends until one moment, and no more of it than it may be: a socket's own time-out begins
anew with each byte, and whoever drips them is waited for without end.
"""

from __future__ import annotations

import io
import time
from typing import Any


class TimedFile(io.RawIOBase):
    """What a socket sends, until a moment of time.monotonic() and as long as it has no more than `most` bytes.

    Reading raises TimeoutError after it, or beyond them. most: None for however many come.
    """

    def __init__(self, sock: Any, until: float = 0.0, most: int | None = None) -> None:
        self._sock, self._file = sock, sock.makefile("rb", buffering=0)  # the socket stays open until this is closed
        self.until, self.most = until, most

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what there is. Raises TimeoutError."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        self._sock.settimeout(left)
        read: int | None = self._file.readinto(buffer)
        if self.most is not None:
            self.most -= read or 0
            if self.most < 0:
                raise TimeoutError("the answer goes on and on")
        return read

    def close(self) -> None:
        """Close it; the socket may be used on."""
        self._file.close()
        super().close()
