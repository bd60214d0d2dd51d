"""The protocol's version goes up with what the protocol asks: a fingerprint of its code tells when it did not."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from protocol.version import FINGERPRINT, PROTOCOL_VERSION
from tests.support.sources import modules, tree_of

# They read cases and count them: nothing of them says what is asked. The version is no part of its own fingerprint.
TOOLS = ("protocol/casefile.py", "protocol/coverage.py", "protocol/version.py")
WITHOUT_MEANING = ("type_comment", "type_params", "kind", "ctx")


def fingerprint(trees: list[ast.Module]) -> str:
    """SHA-256 of what these modules define, wherever it stands and however it is laid out."""
    found = sorted(repr(plain(node)) for tree in trees for node in tree.body if defines(node))
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def defines(node: ast.stmt) -> bool:
    """Whether a statement at the top of a module says something of its own: imports and docstrings do not."""
    exports = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    return not (isinstance(node, ast.Import | ast.ImportFrom) or is_text(node) or exports)


def is_text(node: ast.AST) -> bool:
    """Whether it is nothing but a text, such as a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def plain(node: Any) -> Any:
    """A piece of code as nested tuples, the same in every version of Python."""
    if isinstance(node, list):
        return tuple(plain(one) for one in node if not (isinstance(one, ast.AST) and is_text(one)))
    return (type(node).__name__, *said(node)) if isinstance(node, ast.AST) else repr(node)


def said(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """The fields of a piece of code that hold anything."""
    for name, value in ast.iter_fields(node):
        if name not in WITHOUT_MEANING and value is not None and value != []:
            yield name, plain(value)


def ours() -> list[ast.Module]:
    """The modules that say what the protocol asks."""
    return [tree_of(name) for name in modules("protocol") if name not in TOOLS]


def test_the_version_of_the_protocol_goes_up_with_what_it_asks() -> None:
    now = fingerprint(ours())

    assert now == FINGERPRINT, (
        f"What the protocol asks has changed since version {PROTOCOL_VERSION}. If a statement, rule, figure or chain "
        f"asks for something else now, raise PROTOCOL_VERSION in protocol/version.py. In either case put the new "
        f"fingerprint beside it: {now}"
    )


RULE = '''
from protocol import registry

@registry.rule("142.1.1", uses=("most",))
def few(a, p):
    """Few."""
    return met() if a.number("many") <= p["most"] else unmet("Too many.", "many")

LEVEL = "required"
'''


@pytest.mark.parametrize(
    "before,after",
    [("<=", "<"), ("Too many.", "More than there should be."), ("142.1.1", "142.1.2"), ("required", "expected")],
)
def test_another_rule_level_or_message_has_another_fingerprint(before: str, after: str) -> None:
    assert fingerprint([ast.parse(RULE)]) != fingerprint([ast.parse(RULE.replace(before, after))])


@pytest.mark.parametrize(
    "before,after",
    [("Few.", "As few as can be."), ("import registry", "import register as registry"), ("\n\nLEVEL", "\n# Y\nLEVEL")],
)
def test_other_docstrings_imports_and_comments_have_the_same_fingerprint(before: str, after: str) -> None:
    assert fingerprint([ast.parse(RULE)]) == fingerprint([ast.parse(RULE.replace(before, after))])


def test_what_moves_to_another_module_has_the_same_fingerprint() -> None:
    rule, level = ast.parse(RULE.partition("LEVEL")[0]), ast.parse('LEVEL = "required"')

    assert fingerprint([ast.parse(RULE)]) == fingerprint([level, rule])
