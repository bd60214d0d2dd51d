"""What a check of a document can find: one list for the checking page and the command line, each with its heading.

A file is genuine where a certificate that sealed here sealed it, it is unchanged but for time-stamps of a trusted
service and the evidence with them, and, where the register is asked, it is one of the stages that are kept there or
such a stage with those additions. Everything else is named for what it is.
"""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """The outcome of a check; `heading` is what is said of it first."""

    GENUINE = "genuine"
    ALTERED = "altered"
    NOT_ITS_BYTES = "not_its_bytes"
    SEALED_BY_OTHER = "sealed_by_other"
    STAMPED_BY_OTHER = "stamped_by_other"
    DISTRUSTED = "distrusted"
    FROM_THE_FUTURE = "from_the_future"
    NOT_KNOWN_HERE = "not_known_here"
    DISPOSED = "disposed"
    NOT_SEALED = "not_sealed"
    NOT_A_PDF = "not_a_pdf"
    TOO_LARGE = "too_large"
    TOO_COMPLEX = "too_complex"
    BUSY = "busy"
    # What only the register knows: a genuine document whose record does not count, or not in this version, and a code.
    REFUSAL = "refusal"
    SUPERSEDED = "superseded"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    UNKNOWN = "unknown"
    MISTYPED = "mistyped"

    @property
    def heading(self) -> str:
        """The heading, where a file was checked."""
        return HEADINGS[self]

    @property
    def heading_by_code(self) -> str:
        """The heading where only a code was looked up, which says nothing of a copy."""
        return HEADINGS[self].replace("Genuine", "Sealed here")

    @property
    def is_of_a_genuine_file(self) -> bool:
        """Whether the file is genuine, whatever has become of its record."""
        return self in OF_GENUINE_FILES


OF_GENUINE_FILES = frozenset(
    {
        Outcome.GENUINE,
        Outcome.REFUSAL,
        Outcome.SUPERSEDED,
        Outcome.CORRECTED,
        Outcome.CANCELLED,
        Outcome.WITHDRAWN,
        Outcome.ENDED,
        Outcome.DISPOSED,
    }
)
HEADINGS = {
    Outcome.GENUINE: "Genuine",
    Outcome.ALTERED: "Altered",
    Outcome.NOT_ITS_BYTES: "Not the record that was sealed here",
    Outcome.SEALED_BY_OTHER: "Sealed by somebody else",
    Outcome.STAMPED_BY_OTHER: "Sealed here, with a stranger’s time-stamp added",
    Outcome.DISTRUSTED: "Sealed with a certificate that is not trusted any more",
    Outcome.FROM_THE_FUTURE: "Sealed in the future",
    Outcome.NOT_KNOWN_HERE: "Sealed with the council’s certificate, but not known here",
    Outcome.DISPOSED: "Sealed here, and disposed of since",
    Outcome.NOT_SEALED: "Not sealed",
    Outcome.NOT_A_PDF: "Not a PDF",
    Outcome.TOO_LARGE: "Too large to check",
    Outcome.TOO_COMPLEX: "Too complex to check",
    Outcome.BUSY: "Not checked: too busy",
    Outcome.REFUSAL: "Genuine: a refusal",
    Outcome.SUPERSEDED: "Genuine, but superseded",
    Outcome.CORRECTED: "Genuine, but corrected since",
    Outcome.CANCELLED: "Genuine, but cancelled since",
    Outcome.WITHDRAWN: "Genuine, but withdrawn",
    Outcome.ENDED: "Genuine, but past its review",
    Outcome.UNKNOWN: "Unknown",
    Outcome.MISTYPED: "Check the code",
}
