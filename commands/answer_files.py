"""Reads a file of answers for `flask protocol check`, and says in one line each what is wrong with it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any, BinaryIO

import click
import yaml

from forms import get_kind
from forms.in_files import problems
from protocol import casefile
from protocol.decisions import APPROVED, CANNOT_AGREE
from records import clock

LARGEST = 1_000_000  # bytes: a record with every table full is a fifth of it
RETURNED = "returned"


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, which a small file can unfold to any size, and without two values under one name.

    Dates stay text, so that one that is not real is named with its question.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse an alias."""
        if self.check_event(yaml.AliasEvent):
            raise casefile.CaseError("Aliases (*name) are not read: write the value out")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        """Refuse a name that is there twice."""
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise casefile.CaseError(f"{twice}: is there twice, from line {node.start_mark.line + 1} on")
        return super().construct_mapping(node, deep)


def read_case(file: BinaryIO) -> casefile.Case:
    """The case in a file. Raises ClickException with a line for everything that is wrong with it."""
    try:
        case = casefile.read(_parsed(file), today=clock.today())
    except casefile.CaseError as error:
        raise click.ClickException(_one_line(error)) from error
    found = [*problems(get_kind(case.record), case.answers), *_decision_problems(case)]
    if found:
        raise click.ClickException("\n".join([*found, "The names and choices: flask protocol fields"]))
    return case


def _parsed(file: BinaryIO) -> Any:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise casefile.CaseError(f"The file is larger than {LARGEST:,} bytes, which no record is")
    try:
        parsed = yaml.load(data.decode("utf-8-sig"), Loader=_PlainLoader)  # noqa: S506 - a safe loader
    except casefile.CaseError:
        raise
    except UnicodeDecodeError as error:
        raise casefile.CaseError("The file is not UTF-8") from error
    except yaml.MarkedYAMLError as error:
        where = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise casefile.CaseError(f"The file is neither YAML nor JSON{where}: {error.problem}") from error
    except RecursionError as error:
        raise casefile.CaseError("The file has values within values too deep to read") from error
    except yaml.YAMLError as error:
        raise casefile.CaseError(f"The file cannot be read: {error}") from error
    except ValueError as error:
        raise casefile.CaseError("The file has a number of thousands of digits, which no answer is") from error
    if parsed is None:
        raise casefile.CaseError("The file is empty: write answers into it, such as child_status: looked_after")
    return parsed


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _decision_problems(case: casefile.Case) -> Iterator[str]:
    steps, outcomes = get_kind(case.record).chain.steps, (APPROVED, CANNOT_AGREE, RETURNED)
    for decision in case.decisions:
        if decision.step not in steps:
            yield f"decisions: there is no step {decision.step!r}: it is one of {', '.join(steps)}"
        if decision.outcome not in outcomes:
            yield f"decisions: {decision.outcome!r} is not one of {', '.join(outcomes)}"
