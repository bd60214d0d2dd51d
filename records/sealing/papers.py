"""What is printed on the paper of each sealed document, so that whoever holds it can compare it by its code.

It names parts and no person: who holds a code need not know anybody of its record. It names its document by the code
alone and outlives it, because paper is checked after the document was disposed of too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pikepdf

from documents import codes, words
from documents.content import DecisionDocument
from models import SealedPaper
from records import clock

DECISIONS = {"approved": "Approved", "refused": "Refused", "cancelled": "Cancelled"}


@dataclass(frozen=True)
class Paper:
    """What a sealed document must show on paper. decision: 'Approved on 17 March 2026'. parts: (part, what and when).

    digest: SHA-256 in hex, '' where it is not printed, by the recipe with this number.
    """

    pages: int
    decision: str
    parts: tuple[tuple[str, str], ...]
    digest: str
    recipe: int

    def lines(self) -> Iterator[tuple[str, str]]:
        """(label, value) of all of it."""
        yield "Pages", str(self.pages)
        yield "Decision", self.decision
        yield from self.parts
        if self.digest:
            yield f"Digest (recipe {self.recipe})", words.in_groups(self.digest)


def keep(document: DecisionDocument, data: bytes) -> None:
    """Keep what a document prints, in the caller's transaction; data: the PDF, as it is sealed."""
    with pikepdf.open(BytesIO(data)) as opened:
        pages = len(opened.pages)
    SealedPaper.create(
        code=codes.normalise(document.code),
        pages=pages,
        digest="" if document.restricted else document.version_digest,
        recipe=document.digest_recipe,
        decision=_decision(document),
        decided_on=document.sealed_for,
        parts=[
            {"part": line.part or line.title, "outcome": line.outcome, "at": line.at.isoformat()}
            for line in document.decisions
        ],
    )


def _decision(document: DecisionDocument) -> str:
    """What its first sentence says that was decided, in one word."""
    if document.refused:
        return "refused"
    return "cancelled" if document.amends and document.amends.cancels else "approved"


def find(code: str) -> Paper | None:
    """What the paper with this code, as it is stored, must show."""
    kept = SealedPaper.get_or_none(SealedPaper.code == code)
    if kept is None:
        return None
    decision = " on ".join(filter(None, (DECISIONS[kept.decision], words.in_date(kept.decided_on))))
    return Paper(kept.pages, decision, tuple(map(_part, kept.parts)), kept.digest, kept.recipe)


def _part(line: dict[str, str]) -> tuple[str, str]:
    day = words.in_date(clock.in_london(datetime.fromisoformat(line["at"])).date())
    return line["part"], f"{words.said(line['outcome'], words.DECISIONS)} on {day}"
