"""The project's own files, as the conventions read them."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = (
    *("app", "commands", "faults", "settings", "models", "tasks"),
    *("protocol", "forms", "records", "documents", "mail", "views"),
)
NOT_TEXT = {".png", ".jpg", ".pdf", ".ttf", ".woff2", ".ico", ".gz", ".xz"}


@cache
def project_files() -> tuple[str, ...]:
    """Every file that is committed, or would be: paths from the root, without what git ignores."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, check=True, text=True, capture_output=True).stdout.split("\0")
    return tuple(sorted(name for name in names if name and (ROOT / name).is_file()))


@cache
def text_of(name: str) -> str:
    """The text of a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def tree_of(name: str) -> ast.Module:
    """A module, parsed."""
    return ast.parse(text_of(name), name)


def text_files() -> list[str]:
    """The files that hold text."""
    return [name for name in project_files() if Path(name).suffix not in NOT_TEXT]


def modules(*packages: str) -> list[str]:
    """The Python files of these packages (or top-level modules), all of the project's when none is named."""
    found = [name for name in project_files() if name.endswith(".py")]
    return [name for name in found if not packages or name.split("/")[0].removesuffix(".py") in packages]


def templates(*but: str) -> list[str]:
    """The templates, less those of the folders named."""
    found = [name for name in project_files() if name.startswith("templates/") and name.endswith(".html")]
    return [name for name in found if name.split("/")[1] not in but]


def found_in(names: list[str], pattern: re.Pattern[str]) -> list[str]:
    """Where these files hold what the pattern finds: 'file:line: what was found'."""
    return [
        f"{name}:{text_of(name).count(chr(10), 0, found.start()) + 1}: {found.group()}"
        for name in names
        for found in pattern.finditer(text_of(name))
    ]


def calls(*names: str) -> Iterator[tuple[str, str]]:
    """The calls in these modules: 'file:line', and what is called as it is written: `print`, `Record.create`."""
    for name in names:
        for node in ast.walk(tree_of(name)):
            if isinstance(node, ast.Call):
                yield f"{name}:{node.lineno}", ast.unparse(node.func)


def imported(name: str) -> set[str]:
    """The packages that a module imports from."""
    found = set()
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found
