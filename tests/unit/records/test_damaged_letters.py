"""Letters of UTF-8 that were read as Windows-1252 are told from those that names have."""

from __future__ import annotations

import pytest

from records.register import damaged


@pytest.mark.parametrize(
    "name, letters",
    [
        ("ZoÃ« Test", "'Ã«' looks like 'ë'"),
        ("Oâ€™Brien", "'â€™' looks like '’'"),
        ("MarÃ\xa0 Å»ak", "'Ã\xa0' looks like 'à'"),
        ("Nguyá»…n", "'á»…' looks like 'ễ'"),
        ("Ð˜Ð²Ð°Ð½", "'Ð˜' looks like 'И'"),
        ("ZoÃƒÂ«", "'Ãƒ' looks like 'Ã'"),
    ],
)
def test_letters_that_were_read_in_another_encoding_are_pointed_out(name: str, letters: str) -> None:
    assert damaged.say(name).startswith(f"{letters} that was read in another encoding. Correct it")


@pytest.mark.parametrize(
    "name", ["Zoë Żak", "JOSÉ’S", "ANDRÉ–LUC", "Đặng Minh Ân", "LEÃO", "Åse Ærø", "Ωmega Иван", "SEÁN Ó’SÉ", "ŽIŽEK Ÿ"]
)
def test_a_name_with_letters_of_its_own_is_not_doubted(name: str) -> None:
    assert damaged.say(name) == ""
