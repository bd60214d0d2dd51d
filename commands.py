"""What can be done from the command line: flask setup, worker, version, demo, protocol, audit; others are beside it."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click
import yaml
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from peewee import PeeweeException
from playhouse.migrations import Runner

import models
import protocol
import protocol.registry
from documents import fonts, keys
from documents.subprocess_render import RENDER_NICENESS
from forms import FORMS, get_form, listing
from protocol import casefile
from protocol import coverage as covering
from records import audit, clock, machine
from records.demo import DEMO_PASSWORD, STORIES, demo_accounts, load_demo_council, write_records
from records.transaction import tell_worker
from records.weighing import figures_on
from register_commands import accounts_group, register_group
from sealing_commands import documents_group, seal_group
from settings import VERSION, Settings

MIGRATIONS = Path(__file__).parent / "migrations"
OWN_CASES = Path(__file__).parent / "tests" / "protocol" / "cases"
READABLE_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

protocol_group = AppGroup("protocol", help="The case-transfer protocol: check answers, list questions and statements.")
demo_group = AppGroup("demo", help="The demonstration's people.")
audit_group = AppGroup("audit", help="The audit trail.")


def add(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(setup)
    app.cli.add_command(migrate)
    app.cli.add_command(worker)
    app.cli.add_command(states)
    app.cli.add_command(version)
    ours = (protocol_group, demo_group, audit_group, register_group, accounts_group, seal_group, documents_group)
    for group in ours:
        app.cli.add_command(group)


def settings() -> Settings:
    """The settings of the app that the command runs in."""
    found: Settings = current_app.extensions["settings"]
    return found


@click.command()
@with_appcontext
def migrate() -> None:
    """Bring the database up to date."""
    bring_up_to_date()


def bring_up_to_date() -> None:
    """Apply the migrations that this database has not had, saying which."""
    for name in Runner(models.database.obj, str(MIGRATIONS)).up():
        click.echo(f"Applied {name}")


def why_not_ready() -> str | None:
    """Why nothing may run on this database yet, in one line; None when it has had every migration."""
    try:
        with models.database.obj.connection_context():
            status = Runner(models.database.obj, str(MIGRATIONS)).status()
    except PeeweeException as error:
        return f"The database cannot be opened ({type(error).__name__}). Before the first start: flask --app app setup"
    pending = [migration.name for migration in status if migration.path and not migration.applied]
    if not pending:
        return None
    return f"The database lacks migrations, from {pending[0]} on. Run: flask --app app setup"


@click.command()
@click.option("--demo", is_flag=True, help="Load the demonstration council too. Refused in production.")
@with_appcontext
def setup(demo: bool) -> None:
    """Make everything that is missing: database, sealing certificate and, for a demonstration, its council."""
    if demo and settings().env == "production":
        raise click.ClickException("Demonstration data is refused in production. Leave out --demo.")
    settings().data_folder.mkdir(parents=True, exist_ok=True)
    bring_up_to_date()
    if not keys.exists(settings().seal_folder):
        passphrase = settings().seal_passphrase.get_secret_value()
        keys.make_local_authority(settings().seal_folder, settings().council_name, passphrase, clock.now())
        click.echo(f"Made a sealing certificate in {settings().seal_folder}")
    if demo:
        load_demo_council(clock.today())
        write_records(STORIES, FORMS)
        tell_worker()


@click.command()
@with_appcontext
def worker() -> None:
    """Run the background worker: it sends mail and seals records until it is told to stop."""
    if why_not := why_not_ready():
        raise click.ClickException(why_not)
    os.nice(RENDER_NICENESS)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    for talkative in ("huey", "weasyprint.progress"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    try:
        fonts.check_fonts()
    except fonts.FontsMissingError as error:
        raise click.ClickException(str(error)) from error
    current_app.extensions["huey"].create_consumer(
        workers=1, periodic=True, initial_delay=0.1, max_delay=2.0, check_worker_health=True
    ).run()


@click.command()
def states() -> None:
    """Print the states of a record as a diagram and a table, as docs/states.md holds them."""
    click.echo(machine.as_diagram())


@click.command()
def version() -> None:
    """Print the version of Handover."""
    click.echo(VERSION)


@demo_group.command("accounts")
def show_accounts() -> None:
    """List the demonstration's accounts, in the order of the tour."""
    for account in demo_accounts():
        team = f" ({account.team})" if account.team else ""
        click.echo(f"{account.email:<45} {account.name}, {account.role}{team}\n{'':<45} {account.finds}")
    click.echo(f"Password for all of them: {DEMO_PASSWORD}")


@protocol_group.command("check")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Weigh under the figures that held on this day.")
def check(file: TextIO, as_json: bool, as_of: datetime | None) -> None:
    """Weigh a YAML or JSON FILE of answers. Exit code 1 when the record could not be submitted."""
    try:
        case = casefile.read(yaml.safe_load(file), today=clock.today())
    except (yaml.YAMLError, casefile.CaseError) as error:
        raise click.ClickException(str(error)) from error
    # As the app weighs it: without what is answered to questions that do not apply.
    case = replace(case, answers=get_form(case.record).applicable_answers(case.answers))
    figures = figures_on(as_of.date() if as_of else case.today, case.parameters)
    weighed = casefile.weigh_case(case, chapters=settings().chapters_in_force, figures=figures)
    click.echo(_as_json(weighed) if as_json else _as_text(weighed))
    raise SystemExit(0 if weighed.can_submit else 1)


def _as_json(weighed: protocol.Weighing) -> str:
    terms = settings().displayed_terms
    findings = [
        {"statement": f.statement, "outcome": f.outcome, "level": f.level, "stage": f.stage, "question": f.question,
         "message": protocol.in_words(f.message, terms), "reason": f.reason, "exception": f.exception}
        for f in weighed.findings
    ]  # fmt: skip
    return json.dumps({"can_submit": weighed.can_submit, "findings": findings}, indent=2, ensure_ascii=False)


def _as_text(weighed: protocol.Weighing) -> str:
    terms = settings().displayed_terms
    lines = [
        f"{f.statement:<10} {f.outcome.replace('_', ' '):<15} {f.level:<9} {protocol.in_words(f.message, terms)}"
        for f in weighed.findings
    ]
    verdict = "This record can be submitted." if weighed.can_submit else "This record cannot be submitted yet."
    return "\n".join([*lines, "", verdict])


@protocol_group.command("coverage")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option(
    "--cases", type=READABLE_FOLDER, default=OWN_CASES if OWN_CASES.is_dir() else None,
    help="A folder of cases (YAML), to count those of each statement; without it the project's own, where they are.",
)  # fmt: skip
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
            line = f"{statement:<10} {', '.join(names) or 'NO RULE':<50} {_in_numbers(counts.get(statement))}"
            click.echo(line.rstrip())
    for statement, record in lacking:
        click.echo(f"{statement} has no rule on {record}", err=True)
    untried = [statement for statement, by_outcome in counts.items() if not any(by_outcome.values())]
    for statement in untried:
        click.echo(f"{statement} has no case", err=True)
    raise SystemExit(1 if lacking or untried else 0)


def _in_numbers(counts: dict[protocol.Outcome, int] | None) -> str:
    """'3 met, 2 unmet, …', the three that every rule should have first."""
    first = (protocol.Outcome.MET, protocol.Outcome.UNMET, protocol.Outcome.DOES_NOT_APPLY)
    order = [*first, *(outcome for outcome in protocol.Outcome if outcome not in first)]
    return ", ".join(f"{counts[one]} {one.replace('_', ' ')}" for one in order) if counts else ""


def _read_cases(folder: Path) -> tuple[casefile.Case, ...]:
    """Every case in a folder and the folders in it."""
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
    found = {kind: listing(kind) for kind in FORMS}
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for kind, questions in found.items():
        for question in questions:
            choices = ", ".join(question.get("choices", {}))
            section = question["section"] or "-"
            click.echo(f"{kind} {section} {question['name']}: {question['type']} {choices}".rstrip())


@audit_group.command("verify")
def verify_audit() -> None:
    """Check every record's audit trail, also against what was sealed. Exit code 1 when any was altered."""
    faulty = 0
    for record in models.Record.select(models.Record.id, models.Record.reference).order_by(models.Record.id):
        for fault in (*audit.faults(record.id), *audit.faults_against_documents(record.id)):
            faulty += 1
            click.echo(f"{record.reference}: {fault}")
    click.echo("Every audit trail is whole." if not faulty else f"{faulty} faults found.")
    raise SystemExit(1 if faulty else 0)
