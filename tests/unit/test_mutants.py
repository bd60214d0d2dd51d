"""Mutants say what they change, and are found again after a move."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

from bench.mutants.places import Place, find, places_in

SOURCE = '''
import logging

log = logging.getLogger(__name__)


def late(day: "int", today: int = 3) -> bool:
    """Whether 'late' is what it is."""
    log.info("late")
    if isinstance(day, str):
        return False
    note("déjà", f"{day + 1}"); add(day)
    return day > today and not day == 7
'''


def places_of(tree: Path, source: str = SOURCE, file: str = "rules/days.py") -> list[Place]:
    (tree / file).parent.mkdir(exist_ok=True, parents=True)
    (tree / file).write_text(source)
    return places_in(tree, (file.partition("/")[0],))


def test_each_place_is_one_change_that_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    for place in places_of(tmp_path):
        place.apply(tmp_path)
        mutated = (tmp_path / place.file).read_text()
        (tmp_path / place.file).write_text(SOURCE)

        assert mutated == SOURCE.replace(place.before, place.after, 1)
        ast.parse(mutated)


def test_logs_types_and_docstrings_are_not_mutated(tmp_path: Path) -> None:
    assert {(place.kind, place.before) for place in places_of(tmp_path)} == {
        ("constant", "False"),
        ("return", "return False"),
        ("call", 'note("déjà", f"{day + 1}")'),
        ("call", "add(day)"),
        ("return", "return day > today and not day == 7"),
        ("and, or", "day > today and not day == 7"),
        ("comparison", "day > today"),
        ("comparison", "day == 7"),
        ("constant", "7"),
    }


def test_a_place_is_found_in_another_file_and_under_another_name(tmp_path: Path) -> None:
    place = next(place for place in places_of(tmp_path / "before") if place.before == "day > today")
    moved = places_of(tmp_path / "after", "A = 1\n" + SOURCE.replace("late(", "is_late("), "rules/time/late.py")

    found = find(place, moved)

    assert found
    assert (found.file, found.function, found.line) == ("rules/time/late.py", "is_late", place.line + 1)


def test_a_place_that_is_gone_is_not_mistaken_for_another(tmp_path: Path) -> None:
    place = next(place for place in places_of(tmp_path) if place.before == "day > today")
    other = replace(place, function="other", source="def other():\n    return [day > today for day in days()]")

    assert find(place, [other]) is None
