"""What a later version of a sealed record says of itself."""

from __future__ import annotations

from records.amending import amending

SAID = {"reference": "TMR-7K3M-X4CD-C1", "version": 2, "sealed_on": "2026-03-04", "why": "The day was wrong."}


def test_a_correction_of_a_correction_is_the_next_version_of_the_first_record() -> None:
    says = amending.in_words({"amends": SAID}, kind="transfer_meeting", number=3, state="sealed", refused=False)

    assert says
    assert says.sentence.startswith("Version 3 of TMR-7K3M-X4CD: it corrects version 2, ")
