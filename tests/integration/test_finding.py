"""Finding children, staff and teams by typing part of a name or number, on either database."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import Child, Searchable, SearchTerm, Staff, Team
from protocol.folding import name_key
from records.register import lookup
from tests import factories
from tests.data import story

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


@pytest.mark.parametrize(
    "stored, typed",
    [
        ("Zaya O'Brien", ["zaya obrien", "zaya o brien", "O’Brien, Zaya", "zaya o'b", "brien zaya", "ZAYA O´BRIEN"]),
        ("Zaya O’Brien", ["zaya o'brien", "zaya obrien"]),
        ("Zaya OBrien", ["zaya o'brien", "zaya o brien", "zaya o'b", "zaya brien"]),
        ("Zaya O Brien", ["zaya o'brien", "zaya obrien", "zaya o'b"]),
        ("Zan Smith-Jones", ["zan smith jones", "zan smithjones", "zan smith–jones", "Smith‑Jones, Zan", "zan jones"]),
        ("Zan Smith Jones", ["zan smith-jones", "zan smithjones", "zansmith jones"]),
        ("Zan SmithJones", ["zan smith-jones", "zan smith jones", "jones zan"]),
        ("Zwłodzimierz Żółć", ["zwlodzimierz", "zolc zwlo", "ŻÓŁĆ, Zwłodzimierz"]),
        ("Zøren Æbleskov", ["zoren aeble", "ZØREN"]),
        ("Zann\u200b Lee\u00a0Qay", ["zann lee qay", "lee qay, zann", "ｚａｎｎ　ｌｅｅ"]),
        ("\u2067Zann\u2069 Qay", ["zann\u200b qay", "\ufeffzann"]),
    ],
)
@pytest.mark.usefixtures("app")
def test_a_name_is_found_however_it_is_stored_and_typed(stored: str, typed: list[str]) -> None:
    child(stored, "QX1")
    assert {text: names(text) for text in typed} == {text: [stored] for text in typed}


NAMED = st.text(st.sampled_from("aZoOłßæéñ李 '’-–.\u200b"), min_size=1, max_size=16).filter(name_key)
JOINTS = st.sampled_from(["", " ", "-", "’", "–", "\u00a0", "\u200b"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stored=NAMED, data=st.data())
@pytest.mark.usefixtures("app")
def test_any_stored_name_is_found_with_whatever_is_typed_between_its_letters(stored: str, data: st.DataObject) -> None:
    letters = name_key(stored)
    typed = "".join(letter + data.draw(JOINTS) for letter in letters).upper()
    named = child(stored, "QX1")
    try:
        assert named in lookup.find_children(stored)
        assert named in lookup.find_children(typed)
    finally:
        named.delete_instance()
        SearchTerm.delete().where((SearchTerm.kind == "child") & (SearchTerm.row == named.id)).execute()


@pytest.mark.usefixtures("app")
def test_namesakes_come_first_however_many_begin_with_their_name() -> None:
    for number in range(20):
        child(f"Zaya O’Brien{number:02}", f"QX{number:02}")
    for name in ("Żaya O’Brien", "Zaya OBrien"):
        child(name, f"QY{len(name)}")
    assert set(names("zaya o'brien")[:2]) == set(names("obrien, zaya")[:2]) == {"Żaya O’Brien", "Zaya OBrien"}


@pytest.mark.parametrize("form", ["{}", "Somebody Else <{}>", "mailto:{}", "\u200b{} "])
@pytest.mark.usefixtures("app")
def test_a_work_address_finds_the_colleague_who_has_it(form: str) -> None:
    typed = form.format(story.AUTHOR.upper())
    assert lookup.find_staff(typed) == [factories.person(story.AUTHOR)]
    assert lookup.find_children(typed) == []


@pytest.mark.usefixtures("app")
def test_an_address_that_nobody_has_finds_nobody_of_that_name() -> None:
    author = factories.person(story.AUTHOR)
    assert lookup.find_staff(f"{author.name} <{author.email}.example>") == []


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
        assert row.search == row.get_search_text()
        kept = SearchTerm.select().where((SearchTerm.kind == model._meta.table_name) & (SearchTerm.row == row.id))
        assert {(term.starts, bytes(term.term)) for term in kept} == SearchTerm.of(row.search)
