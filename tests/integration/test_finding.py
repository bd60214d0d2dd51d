"""Finding children, staff and teams by typing part of a name or number, on either database."""

from __future__ import annotations

import pytest
from flask import Flask

from models import Child, Searchable, SearchTerm, Staff, Team, fold
from records.register import lookup

pytestmark = pytest.mark.both_databases

LONG = "Taumatawhakatangihangakoauauotamatea"


def child(name: str, local_id: str) -> Child:
    return Child.create(name=name, local_id=local_id, status="child_in_need")


def names(text: str) -> list[str]:
    return [found.name for found in lookup.find_children(text)]


@pytest.fixture
def children(app: Flask) -> None:
    """Children who are not in the tests' council."""
    for number, name in enumerate(
        ("Qadira Zephyrine", "Zephaniah O’Quill", "Nguyễn Zebedee-Qvale", "Ọlá 100%_Zz", f"{LONG} Zz", "李 Zz"), 1
    ):
        child(name, f"QX90000{number}")


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("zephyrine", "Qadira Zephyrine"),
        ("phyri", "Qadira Zephyrine"),
        ("ZEPHYR qad", "Qadira Zephyrine"),
        ("quill", "Zephaniah O’Quill"),
        ("qvale", "Nguyễn Zebedee-Qvale"),
        ("nguyen zebedee", "Nguyễn Zebedee-Qvale"),
        ("ola zz", "Ọlá 100%_Zz"),
        ("100%_", "Ọlá 100%_Zz"),
        (LONG, f"{LONG} Zz"),
        (LONG[3:].upper(), f"{LONG} Zz"),
        ("李", "李 Zz"),
        ("qx900002", "Zephaniah O’Quill"),
        ("900006", "李 Zz"),
    ],
)
@pytest.mark.usefixtures("children")
def test_any_part_of_a_name_or_number_finds_a_child(typed: str, expected: str) -> None:
    assert names(typed) == [expected]


@pytest.mark.parametrize("typed", ["", "  ", "\0", "zephyrine quill", "zep%rine", "z_phyrine", f"{LONG}x", "%", "'"])
@pytest.mark.usefixtures("children")
def test_what_no_child_is_called_finds_nobody(typed: str) -> None:
    assert [name for name in names(typed) if name != "Ọlá 100%_Zz"] == []


@pytest.mark.usefixtures("app")
def test_words_that_start_as_typed_come_before_others() -> None:
    child("Abel Qan", "QX1")
    child("Qander Abel", "QX2")
    child("Zoe Qanthe", "QX3")
    child("Aeqan Bee", "QX4")
    assert names("qan") == ["Abel Qan", "Qander Abel", "Zoe Qanthe", "Aeqan Bee"]


@pytest.mark.usefixtures("app")
def test_whoever_is_called_otherwise_now_is_found_by_the_new_name_alone() -> None:
    renamed = child("Qadira Zephyrine", "QX1")
    renamed.name = "Qadira Underwood"
    renamed.save()
    assert names("zephyrine") == []
    assert names("underwood") == ["Qadira Underwood"]


@pytest.mark.usefixtures("app")
def test_a_name_that_many_have_fills_the_list_and_another_word_tells_them_apart() -> None:
    for number in range(150):
        child(f"Xanthippe Child{number:03}", f"QX{number:03}")
    assert len(names("xanthippe")) == lookup.MAX_MATCHES
    assert names("xanthippe child149") == names("child149 xanthippe") == ["Xanthippe Child149"]


@pytest.mark.usefixtures("app")
def test_a_word_of_one_letter_again_and_again_hides_nobody_else() -> None:
    for number in range(3):
        child("Q" * 30 + "x", f"ZZ{number}")
    child("Kaqxb", "ZZ9")
    assert set(names("q")) >= {"Q" * 30 + "x", "Kaqxb"}


@pytest.mark.parametrize("model", [Child, Staff, Team])
@pytest.mark.usefixtures("app")
def test_each_row_of_the_register_is_found_by_every_part_of_its_words(model: type[Searchable]) -> None:
    """The terms are all there, for rows made in whatever way."""
    for row in model.select():
        assert row.search == fold(row.get_search_text())
        kept = SearchTerm.select().where((SearchTerm.kind == model._meta.table_name) & (SearchTerm.row == row.id))
        assert {(term.starts, bytes(term.term)) for term in kept} == SearchTerm.of(row.search)
