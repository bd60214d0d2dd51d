"""How much work a record is: the limits of docs/effort.md, and a walk that answers no more than is listed."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from commands.effort import table
from commands.effort.situations import Situation, read_situations
from commands.effort.walking import Effort, measure, walk
from commands.protocol import protocol_group

ROOT = Path(__file__).parents[3]
SITUATIONS = read_situations()
MEASURES = ("pages", "shown", "answers", "rounds", "sheets")
PLAIN = SITUATIONS[0]

each_situation = pytest.mark.parametrize("situation", [pytest.param(one, id=one.key) for one in SITUATIONS])


@cache
def effort(key: str) -> Effort:
    return walk(next(one for one in SITUATIONS if one.key == key))


@cache
def measured(key: str) -> Effort:
    """With the sheets, which take a second a record to lay out."""
    return measure(next(one for one in SITUATIONS if one.key == key))


@cache
def the_table() -> str:
    return table.as_markdown((one, measured(one.key)) for one in SITUATIONS)


def figure(situation: Situation, name: str) -> int:
    return int(asdict(measured(situation.key))[name])


@each_situation
def test_every_record_can_be_filled_in_by_answering_what_is_listed(situation: Situation) -> None:
    assert effort(situation.key).lacking == ()


@each_situation
@pytest.mark.parametrize("name", MEASURES)
def test_a_record_is_no_more_work_than_its_limit_or_than_is_reached_so_far(situation: Situation, name: str) -> None:
    most = situation.not_yet.get(name, situation.limits[name])

    assert figure(situation, name) <= most


@each_situation
def test_only_a_limit_that_is_not_reached_is_marked_so(situation: Situation) -> None:
    reached = [name for name in situation.not_yet if figure(situation, name) <= situation.limits[name]]

    assert reached == []


def test_the_document_holds_the_table_that_the_command_prints() -> None:
    assert the_table() in (ROOT / "docs" / "effort.md").read_text(encoding="utf-8")


def run(*args: str) -> tuple[int, str]:
    """Exit code and output of the command, in an app that has nothing else."""
    app = Flask("bare")
    app.cli.add_command(protocol_group)
    done = app.test_cli_runner().invoke(args=["protocol", "effort", *args])
    return done.exit_code, done.output


def test_the_command_prints_the_table_and_the_same_as_data() -> None:
    code, printed = run()
    _, data = run("--json")

    assert (code, printed.splitlines()[2:]) == (0, the_table().splitlines()[2:])
    assert {key: (found["answers"], found["sheets"]) for key, found in json.loads(data).items()} == {
        one.key: (measured(one.key).answers, measured(one.key).sheets) for one in SITUATIONS
    }


def test_the_command_fails_and_names_what_a_situation_has_no_answer_for(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = replace(PLAIN, answers={})
    monkeypatch.setattr("commands.protocol.read_situations", lambda: (silent,))

    code, printed = run()

    assert code == 1
    assert "plain_transfer: new_worker: " in printed


def test_what_is_asked_and_has_no_answer_is_named() -> None:
    answers = {name: answer for name, answer in PLAIN.answers.items() if name != "transfer_date"}

    lacking = walk(replace(PLAIN, answers=answers)).lacking

    assert [line for line in lacking if line.startswith("transfer_date: ")]


def test_an_answer_to_a_question_that_nobody_asks_changes_nothing() -> None:
    assert walk(replace(PLAIN, answers={**PLAIN.answers, "star_sign": "Leo"})) == effort(PLAIN.key)


def test_what_the_register_fills_in_is_no_answer_of_the_person() -> None:
    """Without what is known of the child's birth, that is the person's to give."""
    known = {name: answer for name, answer in PLAIN.known.items() if name != "child_date_of_birth"}
    told = {**PLAIN.answers, "child_date_of_birth": PLAIN.known["child_date_of_birth"]}

    assert walk(replace(PLAIN, known=known, answers=told)).answers == effort(PLAIN.key).answers + 1


def test_a_reason_for_a_departure_is_one_answer() -> None:
    departing = next(one for one in SITUATIONS if one.reasons)
    clear = walk(replace(departing, reasons={}))

    assert [line for line in clear.lacking if "review" in line]
    assert effort(departing.key).answers == clear.answers + 1


def test_the_cells_that_a_person_fills_in_are_counted_one_by_one() -> None:
    handover = next(one for one in SITUATIONS if one.kind == "management_handover")
    fewer = {"cases": handover.known["cases"][:11], "open_cases": 11}
    answers = {**handover.answers, "cases": handover.answers["cases"][:11]}

    eleven = walk(replace(handover, known={**handover.known, **fewer}, answers=answers))

    assert eleven.answers == effort(handover.key).answers - 2


def test_a_text_takes_longer_than_a_choice() -> None:
    """A delay with its two accounts, against the choice that there is nothing out of the ordinary."""
    delay = {"delay_likely": "yes", "delay_kept_down": "Grace is told.", "delay_accepted_because": "It is a week."}
    told = next(one for one in SITUATIONS if one.key == "looked_after_transfer")
    special = replace(told, answers={**told.answers, "out_of_the_ordinary": "some", **delay})

    assert walk(special).minutes > effort(told.key).minutes + 1


def test_a_cell_that_nobody_asks_for_stays_blank() -> None:
    told = next(one for one in SITUATIONS if one.key == "looked_after_transfer")
    rows = [{**row, "name": "Dev Anand"} for row in told.answers["professionals_told"]]
    unnamed = [{"role": row["role"]} for row in rows]

    for professionals in (rows, unnamed):
        assert walk(replace(told, answers={**told.answers, "professionals_told": professionals})) == effort(told.key)


def test_a_cell_that_a_finding_asks_for_is_filled_in() -> None:
    told = next(one for one in SITUATIONS if one.key == "looked_after_transfer")
    rows = [{"role": "iro", "name": "Dev Anand"}, {"role": "other", "name": "His football coach"}]

    assert walk(replace(told, answers={**told.answers, "professionals_told": rows})).answers == (
        effort(told.key).answers + 1
    )


def test_every_limit_of_the_design_is_listed() -> None:
    assert {one.key: tuple(one.limits.values()) for one in SITUATIONS} == {
        "plain_transfer": (6, 40, 28, 1, 4),
        "looked_after_transfer": (9, 70, 50, 2, 9),
        "emergency": (5, 34, 26, 1, 4),
        "exception": (4, 20, 14, 1, 3),
        "management_handover": (5, 20 + 3 * 12, 16 + 2 * 12, 1, 4),
    }


def test_the_document_describes_every_situation() -> None:
    described = re.findall(r"^\*\*(.+?)\*\*", (ROOT / "docs" / "effort.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert described == [situation.title for situation in SITUATIONS]


def test_no_effort_is_measured_of_a_record_that_is_complete_already() -> None:
    complete = replace(PLAIN, known={**PLAIN.known, **PLAIN.answers})

    assert walk(complete) == Effort(0, 0, 0, 0, 0, 0, 0, ())
