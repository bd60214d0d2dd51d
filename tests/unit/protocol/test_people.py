"""Whether two answers name one person."""

from protocol.people import Person, same_person


def test_one_number_is_one_person_whatever_the_name() -> None:
    assert same_person(Person(1, "Ann Lee"), Person(1, "Ann Hart"))


def test_two_numbers_are_two_people_whatever_the_name() -> None:
    assert not same_person(Person(1, "Ann Lee"), Person(2, "Ann Lee"))


def test_without_a_number_the_name_decides() -> None:
    assert same_person(Person(1, "Ann Lee"), Person(None, "  ann   LEE"))
    assert not same_person(Person(1, "Ann Lee"), Person(None, "Ann Hart"))


def test_one_name_in_two_unicode_forms_is_one_person() -> None:
    assert same_person(Person(None, "Zo\u00eb"), Person(None, "Zoe\u0308"))


def test_one_name_written_in_two_ways_is_one_person() -> None:
    assert same_person(Person(1, "Maya O'Brien-Łuc"), Person(None, "OBRIEN LUC, maya"))


def test_nobody_is_not_the_same_as_nobody() -> None:
    assert not same_person(None, None)
    assert not same_person(Person(1, ""), Person(None, ""))
    assert not same_person(Person(None, "\u200b"), Person(None, "\u200b"))
