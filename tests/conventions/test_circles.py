"""No circle inside a room: modules can be read one after another, each resting only on what was read before."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.support.sources import APP, modules, tree_of


def dotted(module: str) -> str:
    """'forms/engine/rows.py' is imported as 'forms.engine.rows', a package's __init__ as the package."""
    return module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports_of(tree: ast.Module, known: Collection[str]) -> set[str]:
    """Those of the known modules that this one imports, wherever in it: under TYPE_CHECKING and in functions too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= inside & set(known) or {node.module} & set(known)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & set(known)
    return found


def circle_in(imports: Mapping[str, set[str]]) -> list[str]:
    """The modules of a circle, the first of them again at its end; [] where there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


def test_no_module_of_the_app_imports_itself_by_way_of_others() -> None:
    known = {dotted(module): module for module in modules(*APP)}

    assert circle_in({name: imports_of(tree_of(module), known) for name, module in known.items()}) == []


@pytest.mark.parametrize(
    "written",
    [
        "from forms.rows import Row",
        "from forms import rows",
        "import forms.rows",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from forms.rows import Row",
        "def later() -> None:\n    from forms.rows import Row",
    ],
)
def test_a_circle_is_known_however_it_is_written(written: str) -> None:
    trees = {"forms.question": ast.parse(written), "forms.rows": ast.parse("from forms.question import Question")}
    imports = {name: imports_of(tree, trees) for name, tree in trees.items()}

    assert sorted(set(circle_in(imports))) == ["forms.question", "forms.rows"]
