"""One rule says what a work address is, for the register, the settings and whoever signs in."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from protocol import addresses
from records.register.files import StaffLine
from settings import Settings

ADDRESSES = ["a.person@council.gov.uk", "O'Brien_2+x@a-b.example", f"{'a' * 64}@b.uk", " A@B.UK "]
NONE = ["", "a", "a@b", "<a@b.uk>", "a,b@c.uk", "a@b..uk", "a@.b.uk", "a@b.uk.", ".a@b.uk", "a b@c.uk", "a@b@c.uk"]
NONE += ["a@-b.uk", "a@b-.uk", "a@b.1", '"a"@b.uk', "\u0131@b.uk", "\u212a@b.uk", "\uff41@b.uk", "a@b.uk\n"]
NONE += [f"{'a' * 65}@b.uk", f"a@{'b' * 64}.uk", "a@" + "b." * 130 + "uk", "a." * 5_000, "a@" + "b-" * 5_000]


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_kept_in_small_letters(text: str) -> None:
    assert addresses.written(text) == text.strip().lower()


@pytest.mark.parametrize("text", NONE, ids=range(len(NONE)))
def test_what_is_none_is_none_at_every_door(text: str) -> None:
    assert addresses.written(text) == ""
    line = {"name": "Ann Lee", "email": text, "role": "social_worker"}
    with pytest.raises(ValidationError, match="email"):
        StaffLine.model_validate(line, context={"role": ["social_worker"], "today": None})
    if text:
        with pytest.raises(ValueError, match="HANDOVER_OPERATORS|must be an email address"):
            Settings._lower_case_addresses(frozenset({text}))
