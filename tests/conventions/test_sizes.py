"""Sizes that keep a house easy to live in, and tests that say what they hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.support.sources import modules, templates, text_of, tree_of

LONGEST_MODULE = 350
TABLES = "models.py"  # all of them in one file, as was asked for
LONGEST_TEMPLATE = 120
LONGEST_FUNCTION = 48  # a screen, one argument a line where a call is long
FEWEST_WORDS = 4


def longer_than(most: int, names: list[str]) -> list[str]:
    """The files that have more lines than that."""
    lengths = {name: len(text_of(name).splitlines()) for name in names}
    return [f"{name}: {length} lines" for name, length in lengths.items() if length > most]


def functions(module: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function in a module, methods included."""
    yield from (n for n in ast.walk(tree_of(module)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_module_is_longer_than_can_be_kept_in_mind() -> None:
    lived_in = [name for name in modules() if name != TABLES and not name.startswith("migrations/")]

    assert longer_than(LONGEST_MODULE, lived_in) == []


def test_no_template_is_longer_than_can_be_kept_in_mind() -> None:
    assert longer_than(LONGEST_TEMPLATE, templates()) == []


def test_no_function_is_longer_than_a_screen() -> None:
    written = [(m, f) for m in modules() if not m.startswith("migrations/") for f in functions(m)]
    lengths = {f"{module}: {f.name}": (f.end_lineno or 0) - f.lineno + 1 for module, f in written}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_test_is_named_by_a_sentence() -> None:
    tests = [(m, f.name) for m in modules("tests") for f in functions(m) if f.name.startswith("test_")]

    assert [f"{module}: {name}" for module, name in tests if len(name.split("_")) - 1 < FEWEST_WORDS] == []
