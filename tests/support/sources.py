"""Access to the project's files for the convention tests."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = (
    *("app", "checks_of_settings", "commands", "faults", "settings", "models", "tasks"),
    "timed_reading",
    *("protocol", "forms", "records", "documents", "mail", "views"),
)
NOT_TEXT = {".png", ".jpg", ".pdf", ".ttf", ".woff2", ".ico", ".gz", ".xz"}


@cache
def project_files() -> tuple[str, ...]:
    """Paths (from the root) of every file that is tracked, or untracked and not ignored by git."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, check=True, text=True, capture_output=True).stdout.split("\0")
    return tuple(sorted(name for name in names if name and (ROOT / name).is_file()))


@cache
def text_of(name: str) -> str:
    """The text of a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def tree_of(name: str) -> ast.Module:
    """The AST of a module."""
    return ast.parse(text_of(name), name)


def text_files() -> list[str]:
    """The text files."""
    return [name for name in project_files() if Path(name).suffix not in NOT_TEXT]


def modules(*packages: str) -> list[str]:
    """The Python files of these packages or top-level modules; all if none is given."""
    found = [name for name in project_files() if name.endswith(".py")]
    return [name for name in found if not packages or name.split("/")[0].removesuffix(".py") in packages]


def templates(*but: str) -> list[str]:
    """The HTML templates, except those of these folders."""
    found = [name for name in project_files() if name.startswith("templates/") and name.endswith(".html")]
    return [name for name in found if name.split("/")[1] not in but]


def found_in(names: list[str], pattern: re.Pattern[str]) -> list[str]:
    """Matches of the pattern in these files, as 'file:line: match'."""
    return [
        f"{name}:{text_of(name).count(chr(10), 0, found.start()) + 1}: {found.group()}"
        for name in names
        for found in pattern.finditer(text_of(name))
    ]


def calls(*names: str) -> Iterator[tuple[str, str]]:
    """Calls in these modules: ('file:line', source of the callee such as `print` or `Record.create`)."""
    for name in names:
        for node in ast.walk(tree_of(name)):
            if isinstance(node, ast.Call):
                yield f"{name}:{node.lineno}", ast.unparse(node.func)


def imported(name: str) -> set[str]:
    """Names of the top-level packages that a module imports."""
    found = set()
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found
