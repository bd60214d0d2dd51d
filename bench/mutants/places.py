"""Places in function bodies where a mutant can be made, and how the source reads with it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

_PAIRS: tuple[tuple[type[ast.AST], type[ast.AST]], ...] = (
    (ast.Eq, ast.NotEq),
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
    (ast.In, ast.NotIn),
    (ast.Is, ast.IsNot),
    (ast.And, ast.Or),
    (ast.Add, ast.Sub),
)
SWAPPED = dict(_PAIRS) | {other: one for one, other in _PAIRS}
NAME = re.compile(r"[a-z][a-z0-9_]*")  # strings that are keys, states or names, not words that a person reads
NOT_MUTATED = re.compile(r"(log|logging|warnings)\.|(isinstance|issubclass|cast|type|super|assert_never)\(")
ALIKE = 0.6  # the least similarity of a function that was renamed or moved


@dataclass(frozen=True)
class Place:
    """One mutant. `nth` counts equal places of a function; `source` is the whole function, to find it after a move."""

    file: str
    function: str
    line: int
    column: int
    end_line: int
    end_column: int  # columns count bytes, as ast does
    kind: str
    before: str
    after: str
    nth: int
    source: str

    def apply(self, tree: Path) -> None:
        """Write the mutated file below `tree`."""
        path = tree / self.file
        lines = path.read_bytes().splitlines(keepends=True)
        first, last = lines[self.line - 1][: self.column], lines[self.end_line - 1][self.end_column :]
        lines[self.line - 1 : self.end_line] = [first + self.after.encode() + last]
        path.write_bytes(b"".join(lines))


def places_in(tree: Path, packages: tuple[str, ...]) -> list[Place]:
    """Every place in these folders below `tree`, in the order of files and lines."""
    files = sorted(path for package in packages for path in (tree / package).rglob("*.py"))
    return [place for path in files for place in _places_of(path, path.relative_to(tree).as_posix())]


def find(wanted: Place, places: list[Place]) -> Place | None:
    """The same place in a tree whose files, functions or names have changed; None when nothing is like it."""

    def likeness(place: Place) -> float:
        source = SequenceMatcher(None, place.source, wanted.source, autojunk=False).ratio()
        same = [place.function == wanted.function, place.before == wanted.before, place.nth == wanted.nth]
        return source + sum(same) / len(same)

    of_kind = [place for place in places if place.kind == wanted.kind]
    alike = [place for place in of_kind if wanted.function == place.function or wanted.before == place.before]
    best = max(alike, key=likeness, default=None)
    return best if best and likeness(best) > 2 / 3 + ALIKE else None


def _places_of(path: Path, file: str) -> Iterator[Place]:
    text = path.read_text(encoding="utf-8")
    for function, node in _functions(ast.parse(text)):
        source, seen = ast.unparse(node), Counter[tuple[str, str]]()
        for kind, changed, after in (found for inner in _inside(node) for found in _mutations(inner)):
            before = ast.get_source_segment(text, changed) or ""
            start, end = (changed.lineno, changed.col_offset), (changed.end_lineno or 0, changed.end_col_offset or 0)
            yield Place(file, function, *start, *end, kind, before, after, seen[kind, before], source)
            seen[kind, before] += 1


def _functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Each function with its qualified name, nested ones apart."""
    for child in ast.iter_child_nodes(node):
        name = f"{prefix}{child.name}" if isinstance(child, _NAMED) else prefix.removesuffix(".")
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield name, child
        yield from _functions(child, f"{name}." if name else "")


_NAMED = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _inside(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function's body that may be mutated, parents first."""
    waiting: list[ast.AST] = list(reversed(function.body))
    while waiting:
        node = waiting.pop()
        if _skipped(node):
            continue
        yield node
        annotation = getattr(node, "annotation", None)
        waiting += [child for child in reversed([*ast.iter_child_nodes(node)]) if child is not annotation]


def _skipped(node: ast.AST) -> bool:
    """Docstrings, nested definitions, f-strings (Python 3.11 gives no columns in them), log calls, type checks."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.JoinedStr():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call():
            return bool(NOT_MUTATED.match(ast.unparse(node)))
    return False


def _mutations(node: ast.AST) -> Iterator[tuple[str, ast.expr | ast.stmt, str]]:
    """Kind, the node that is replaced, and what replaces it."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if not _is_type_check(node):
            yield "comparison", node, _text(ast.Compare(left, [SWAPPED[type(op)]()], [right]))  # type: ignore[list-item]
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) if not _is_type_check(test):
            yield "negation", test, _text(ast.UnaryOp(ast.Not(), test))
        case ast.BoolOp(op=op, values=values):
            yield "and, or", node, _text(ast.BoolOp(SWAPPED[type(op)](), values))  # type: ignore[arg-type]
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right) if not _is_text_or_list(left, right):
            yield "plus, minus", node, _text(ast.BinOp(left, SWAPPED[type(op)](), right))  # type: ignore[arg-type]
        case ast.Constant(value=bool() as value):
            yield "constant", node, str(not value)
        case ast.Constant(value=int() as value):
            yield "constant", node, str(value + 1)
        case ast.Constant(value=str() as value) if NAME.fullmatch(value):
            yield "constant", node, repr(f"not_{value}")
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "return", node, "return None"
        case ast.Expr(value=ast.Call() as call) if not _skipped(call):
            yield "call", node, "pass"


def _is_type_check(test: ast.expr) -> bool:
    return any(isinstance(node, ast.Call) and _skipped(node) for node in ast.walk(test))


def _is_text_or_list(*operands: ast.expr) -> bool:
    """Whether the other sign between these would fail at once, which every test would notice."""
    literal = ast.JoinedStr | ast.List | ast.ListComp | ast.Set | ast.Tuple
    return any(isinstance(node, literal) or isinstance(getattr(node, "value", None), str) for node in operands)


def _text(expression: ast.expr) -> str:
    return f"({ast.unparse(expression)})"
