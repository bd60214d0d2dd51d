"""flask protocol: check answers, list questions and statements, measure how much work a record is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click
import yaml

import protocol
import protocol.registry
from commands import case_checks
from commands.answer_files import read_case
from commands.by_register import strangers, unfit
from commands.context import CommandGroup, settings
from commands.effort import table
from commands.effort.situations import read_situations
from commands.effort.walking import measure
from forms import KINDS, get_kind, listing
from forms.engine import conditions
from protocol import casefile
from protocol import coverage as covering
from records import clock
from records.weighing import figures_on

PROJECT_CASES = Path(__file__).parents[1] / "tests" / "protocol" / "cases"
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

protocol_group = CommandGroup(
    "protocol", help="The case-transfer protocol: check answers, list questions and statements."
)


@protocol_group.command("check")
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Weigh under the figures that held on this day.")
def check(file: BinaryIO, as_json: bool, as_of: datetime | None) -> None:
    """Weigh a YAML or JSON FILE of answers. Exit code 1 when the record could not be submitted.

    Exit code 1, too, and nothing is weighed where the file has names, choices or values that the record does not have:
    each is named. Whom the register does not have is named beside the findings. With exit code 1 so are those who by
    the register cannot hold the part that they are named in, facts of a child of the register that are told otherwise,
    the answers that the record's pages would not take, and those that cannot be true together.
    """
    case = read_case(file)
    cannot_hold = [protocol.fill_terms(line, settings().displayed_terms) for line in unfit(case)]
    for line in (*strangers(case), *cannot_hold):
        click.echo(line, err=True)
    figures = figures_on(as_of.date() if as_of else case.today, case.parameters)
    with conditions.widened(figures.switches):
        refused = case_checks.refused(case, figures)
        case = replace(case, answers=get_kind(case.record).applicable_answers(case.answers))
    weighed = casefile.weigh_case(case, chapters=settings().chapters_in_force, figures=figures)
    click.echo(_as_json(weighed, refused) if as_json else _as_text(weighed, refused))
    raise SystemExit(0 if weighed.can_submit and not refused and not cannot_hold else 1)


def _as_json(weighed: protocol.Weighing, refused: list[case_checks.Refused]) -> str:
    terms = settings().displayed_terms
    findings = [
        {
            "statement": f.statement,
            "outcome": f.outcome,
            "level": f.level,
            "stage": f.stage,
            "question": f.question,
            "message": protocol.fill_terms(f.message, terms),
            "reason": f.reason,
            "exception": f.exception,
        }
        for f in weighed.findings
    ]
    can_submit = weighed.can_submit and not refused
    wrong = [{**one._asdict(), "message": protocol.fill_terms(one.message, terms)} for one in refused]
    found = {"can_submit": can_submit, "refused": wrong, "findings": findings}
    return json.dumps(found, indent=2, ensure_ascii=False)


def _as_text(weighed: protocol.Weighing, refused: list[case_checks.Refused]) -> str:
    terms = settings().displayed_terms
    lines = [
        f"{f.statement:<10} {f.outcome.replace('_', ' '):<15} {f.level:<9} {protocol.fill_terms(f.message, terms)}"
        for f in weighed.findings
    ]
    lines += [f"{one.name}: {', '.join(one.places)}: {protocol.fill_terms(one.message, terms)}" for one in refused]
    can_submit = weighed.can_submit and not refused
    verdict = "This record can be submitted." if can_submit else "This record cannot be submitted yet."
    if weighed.to_accept:
        which = ", ".join(finding.statement for finding in weighed.to_accept)
        verdict += f" Not met, and to be accepted by the managers above those who decide: {which}."
    return "\n".join([*lines, "", verdict])


@protocol_group.command("coverage")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option(
    "--cases",
    type=FOLDER,
    default=PROJECT_CASES if PROJECT_CASES.is_dir() else None,
    help="A folder of cases (YAML), to count those of each statement; without it the project's own, where they are.",
)
def coverage(as_json: bool, cases: Path | None) -> None:
    """List every statement, those of a local practice where it is on, with its rules and its cases by what they expect.

    Exit code 1 when a statement has no rule on a record that it is about, or none of the cases.
    """
    registry = protocol.registry.REGISTRY
    about = protocol.listed(settings().chapters_in_force)
    rules, lacking = covering.rules_by_statement(registry, about), covering.lacking_rules(registry, about)
    counts = covering.counted(_read_cases(cases), about) if cases else {}
    if as_json:
        report = {one: {"rules": rules[one]} | ({"cases": counts[one]} if cases else {}) for one in rules}
        click.echo(json.dumps(report, indent=2))
    else:
        for statement, names in rules.items():
            line = f"{statement:<10} {', '.join(names) or 'NO RULE':<50} {_format_counts(counts.get(statement))}"
            click.echo(line.rstrip())
    for statement, record in lacking:
        click.echo(f"{statement} has no rule on {record}", err=True)
    untried = [statement for statement, by_outcome in counts.items() if not any(by_outcome.values())]
    for statement in untried:
        click.echo(f"{statement} has no case", err=True)
    raise SystemExit(1 if lacking or untried else 0)


def _format_counts(counts: dict[protocol.Outcome, int] | None) -> str:
    """'3 met, 2 unmet, …', beginning with the three outcomes that every rule needs; '' for None."""
    first = (protocol.Outcome.MET, protocol.Outcome.UNMET, protocol.Outcome.DOES_NOT_APPLY)
    order = [*first, *(outcome for outcome in protocol.Outcome if outcome not in first)]
    return ", ".join(f"{counts[one]} {one.replace('_', ' ')}" for one in order) if counts else ""


def _read_cases(folder: Path) -> tuple[casefile.Case, ...]:
    """Every case in a folder, recursively. Raises ClickException for an invalid file."""
    try:
        paths = sorted(folder.rglob("*.yaml"))
        files = {str(path.relative_to(folder)): yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}
        return casefile.read_files(files, today=clock.today())
    except (yaml.YAMLError, casefile.CaseError) as error:
        raise click.ClickException(str(error)) from error


@protocol_group.command("fields")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def fields(as_json: bool) -> None:
    """List every question of every record with its name, type, choices and section."""
    found = {kind: listing(kind) for kind in KINDS}
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for kind, questions in found.items():
        for question in questions:
            choices = ", ".join(question.get("choices", {}))
            section = question["section"] or "-"
            click.echo(f"{kind} {section} {question['name']}: {question['type']} {choices}".rstrip())


@protocol_group.command("effort")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def effort(as_json: bool) -> None:
    """Fill in the records of docs/effort.md as a person would, and count pages, questions, answers, rounds and the
    sheets of the sealed record.

    A measure with a limit is printed as '13 of 6'. Exit code 1 when a record could not be filled in: what was asked
    and has no answer in its situation is listed.
    """
    measured = [(situation, measure(situation)) for situation in read_situations()]
    if as_json:
        click.echo(json.dumps(table.as_data(measured), indent=2, ensure_ascii=False))
    else:
        click.echo(table.as_markdown(measured))
    lacking = [f"{situation.key}: {asked}" for situation, found in measured for asked in found.lacking]
    for line in lacking:
        click.echo(line, err=True)
    raise SystemExit(1 if lacking else 0)
