"""A file for `flask protocol check`: what no form could say is refused by name, and what cannot be read in one line."""

from io import BytesIO

import click
import pytest

from commands.answer_files import LARGEST, read_case


def refusal(text: str | bytes) -> list[str]:
    """The lines with which a file is refused."""
    with pytest.raises(click.ClickException) as refused:
        read_case(BytesIO(text.encode() if isinstance(text, str) else text))
    return refused.value.message.splitlines()


@pytest.mark.parametrize(
    "text, said",
    [
        ("child_staus: looked_after", "'child_staus': there is no such question: do you mean child_status?"),
        ("child_status: lost", "child_status: 'lost' is not one of child_in_need, child_protection, looked_after"),
        ("child_status: [looked_after]", "child_status: ['looked_after'] is not one of child_in_need"),
        ("current_worker_leaving: maybe", "current_worker_leaving: 'maybe' is not one of yes, no, left"),
        ("siblings: [{nme: Jo}]", "siblings, row 1, 'nme': there is no such column: do you mean name?"),
        ("siblings: [{name: Jo, status: x}]", "siblings, row 1, status: 'x' is not one of child_in_need"),
        ("siblings: Jo", "siblings: must be a list of rows"),
        ("siblings: [Jo]", "siblings, row 1: must be columns with values"),
        ("new_worker: 7", "new_worker: must be a name, or a name with the id in the register"),
        ("new_worker: {id: 7}", "new_worker: must be a name, or a name with the id in the register"),
        ("new_team: {name: A, kind: other}", "new_team: must be a name"),
        ("transfer_date: 2026-02-30", "transfer_date: '2026-02-30' must be a real date"),
        ("return_home_months: some", "return_home_months: 'some' must be a whole number"),
        ("best_interests: 7", "best_interests: 7 must be text"),
        ("departures: {142.9.9: Because}", "departures: Transfer meeting record has no statement '142.9.9'"),
        ("departures: {142.3.2: 5}", "departures, 142.3.2: the reason must be text"),
        ("departures: Because", "departures: must be statements with reasons"),
        (
            "answers: {}\ndecisions: [{step: nobody}]",
            "decisions: there is no step 'nobody': it is one of current_worker",
        ),
        ("answers: {}\ndecisions: [{step: new_worker, outcome: no}]", "decisions: each needs a step and an outcome"),
        ("answer: {child_status: unborn}", "'answer': there is no such question"),
    ],
)
def test_what_the_record_does_not_have_is_refused_by_name(text: str, said: str) -> None:
    assert refusal(text)[0].startswith(said)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    assert len(refusal("child_staus: looked_after\nlegal_status: ZZ\ntransfer_date: soon")) == 4


@pytest.mark.parametrize(
    "text, said",
    [
        ("a: [1", "The file is neither YAML nor JSON (line 1)"),
        ('{"answers": {', "The file is neither YAML nor JSON"),
        (b"\xff\xfea", "The file is not UTF-8"),
        ("a: \0", "The file cannot be read"),
        ("a: " + "9" * 6000, "The file has a number of thousands of digits, which no answer is"),
        ("", "The file is empty"),
        ("# nothing yet", "The file is empty"),
        ("[" * 5000, "The file has values within values too deep to read"),
        ("a: &all [1]\nb: *all", "Aliases (*name) are not read"),
        ("child_status: unborn\nchild_status: unborn", "child_status: is there twice"),
        ("x" * (LARGEST + 1), "The file is larger than"),
        ("[1, 2]", "The file: must be names with values"),
        ("record: nothing", "record: must be one of transfer_meeting"),
        ("!!python/object:os.system x", "The file is neither YAML nor JSON"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_read_is_said_in_one_line(text: str | bytes, said: str) -> None:
    (line,) = refusal(text)

    assert line.startswith(said)


def test_what_a_record_can_say_is_read_with_blanks_and_dates() -> None:
    answers = "{transfer_date: 2026-03-02, has_siblings: no, plan_kind: null}"
    text = f"record: transfer_meeting\ntoday: 2026-03-01\nanswers: {answers}"

    case = read_case(BytesIO(text.encode()))

    assert case.answers == {"transfer_date": "2026-03-02", "has_siblings": "no"}
