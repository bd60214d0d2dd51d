"""Letters to the young person and the parents: short plain words, and nothing that is not theirs to know."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from forms import get_kind
from forms.engine.rows import RowsQuestion
from forms.letters import (
    CHILD,
    PARENTS,
    RECIPIENTS,
    Contacts,
    LetterText,
    checking,
    draft,
    drafting,
    plain_words,
    why_none,
)
from forms.shared.codes import TRANSFER_REASONS
from tests.unit.forms.filled import an_answer
from tests.unit.forms.letter_of_maya import BORN, CONTACTS, MAYA, TERMS, TODAY, letter, person

MOST_WORDS, LONGEST_WORD, MEAN_WORD = 15, 10, 4.5


def whole(text: LetterText) -> str:
    return "\n\n".join([text.greeting, *text.parts.values()])


def every_draft() -> list[LetterText]:
    """The drafts of every reason, kind of record and reader, with what else decides on a sentence."""
    situations: list[dict[str, Any]] = [
        {},
        {"child_status": "child_in_need", "new_team_leader": None},
        {"current_worker": MAYA["new_worker"]},
        {"transfer_date": "2026-11-20", "joint_visit": "held"},
        {"transfer_date": None, "joint_visit": "none", "current_worker": None},
        {"joint_visit": None, "next_visit_on": "2026-12-01", "current_worker_leaving": "left"},
        {"child_date_of_birth": BORN["small"]},
        {"child_status": "unborn", "child_date_of_birth": None, "child_expected_date_of_birth": "2027-01-02"},
        {"placement": "A5", "permanence_plan": "adoption"},
    ]
    return [
        letter(to, emergency=emergency, transfer_reason_code=code, **changes)
        for code, emergency, to, changes in product((None, *TRANSFER_REASONS), (False, True), RECIPIENTS, situations)
    ]


def sentences(text: LetterText) -> list[str]:
    return [one for one in re.split(r"(?<=[.?!])\s+|\n+", whole(text)) if one]


def test_no_sentence_of_any_draft_has_more_than_fifteen_words() -> None:
    assert sorted({one for text in every_draft() for one in sentences(text) if len(one.split()) > MOST_WORDS}) == []


def test_the_words_of_every_draft_are_short() -> None:
    names = set(re.findall(r"\w+", " ".join(person["name"] for person in MAYA.values() if isinstance(person, dict))))
    for text in every_draft():
        said = [word for word in re.findall(r"[^\W\d_]+", whole(text)) if word not in names]

        assert [word for word in said if len(word) > LONGEST_WORD] == []
        assert sum(map(len, said)) / len(said) <= MEAN_WORD


def test_no_placeholder_is_left_and_every_draft_fits_a_sheet() -> None:
    for text in every_draft():
        assert "{" not in whole(text)
        assert checking.lines_over(text) == 0


def test_maya_reads_who_why_when_how_to_reach_them_and_how_to_say_no() -> None:
    told = letter()

    assert told.greeting == "Dear Maya,"
    assert "Tomasz will take over from Hannah Whitcombe on 9 December 2026." in told.change
    assert told.why.startswith("Your plan has come to a new stage.")
    assert "Marcus Bellweather, the team leader" in told.reach
    assert told.email == CONTACTS.email
    assert "reviewing officer" in told.disagree
    assert "Speak Up, 01632 960 111" in told.disagree


@pytest.mark.parametrize("to", RECIPIENTS)
def test_a_draft_reads_nothing_but_names_days_and_choices(to: str) -> None:
    """Whatever else the record holds, restricted, confidential or about others, changes no word of a letter."""
    for kind in ("transfer_meeting", "emergency_transfer"):
        questions = get_kind(kind).questions
        others = {name: an_answer(one) for name, one in questions.items() if name not in drafting.READS}
        read = {name: MAYA[name] for name in drafting.READS if name in MAYA}
        with_others = draft(others | read, to, TODAY, contacts=CONTACTS, emergency=False, terms=TERMS)

        assert with_others == draft(read, to, TODAY, contacts=CONTACTS, emergency=False, terms=TERMS)
        accounts = [name for name in drafting.READS if name in questions and questions[name].kind == "long_text"]
        assert accounts == []
        assert not any(isinstance(questions.get(name), RowsQuestion) for name in drafting.READS)


def test_what_a_draft_reads_is_asked_in_a_record_that_has_letters() -> None:
    asked = {*get_kind("transfer_meeting").questions, *get_kind("emergency_transfer").questions}

    assert set(drafting.READS) <= asked


@pytest.mark.parametrize("code", ["CHCHAN", "PCCHAN"])
def test_what_one_asked_for_is_not_told_to_another(code: str) -> None:
    told = letter(PARENTS, transfer_reason_code=code)

    assert "asked" not in told.why
    assert told.why == letter(PARENTS, transfer_reason_code="OTHERS").why
    assert ("You asked" in letter(transfer_reason_code=code).why) == (code == "CHCHAN")


def test_why_a_worker_is_away_is_not_told() -> None:
    told = letter(transfer_reason_code="ABSENC", transfer_reason="Hannah has been ill since Monday", emergency=True)

    assert told.why.startswith("Hannah cannot go on as your social worker. So Tomasz takes over.")
    assert "ill" not in whole(told).split()


def test_parents_hear_nothing_of_a_visit_nor_of_a_team_whose_name_says_where() -> None:
    told = whole(letter(PARENTS))

    assert "visit" not in told
    assert "North" not in told
    assert "visit together" in letter().change


def test_parents_of_a_child_for_adoption_do_not_read_a_name_that_may_be_new() -> None:
    told = letter(PARENTS, placement="A5", child_name="Rosie Newname")

    assert "Rosie" not in whole(told)
    assert "Your child's new social worker" in told.change


def test_the_parents_of_an_unborn_baby_read_of_their_baby() -> None:
    unborn: dict[str, Any] = {"child_status": "unborn", "child_date_of_birth": None, "child_name": "Baby of Kay Lee"}
    told = letter(PARENTS, **unborn)

    assert told.change.startswith("Your baby's new social worker is Tomasz")
    assert "Kay" not in whole(told)
    assert why_none(MAYA | unborn, CHILD, TODAY) == "The baby is not born yet, so there is no letter to a child."
    assert why_none(MAYA | unborn, PARENTS, TODAY) == ""


@pytest.mark.parametrize(
    "changes,child,parents",
    [
        ({}, "", ""),
        ({"child_date_of_birth": "2023-12-01"}, "under 4", ""),
        ({"child_date_of_birth": "2022-11-27"}, "", ""),
        ({"child_date_of_birth": BORN["grown up"]}, "", "18 or over"),
        ({"family_told": "one_by_one", "parents_told": "does_not_apply"}, "", "the parents are not told"),
        ({"family_told": "one_by_one", "child_told": "does_not_apply"}, "the child is not told", ""),
        ({"family_told": "told", "parents_told": "does_not_apply"}, "", ""),
        ({"new_worker": None}, "does not name a new worker", "does not name a new worker"),
    ],
)
def test_who_is_too_young_grown_up_or_not_told_gets_no_letter(
    changes: dict[str, Any], child: str, parents: str
) -> None:
    for to, why in ((CHILD, child), (PARENTS, parents)):
        found = why_none(MAYA | changes, to, TODAY)
        assert (why in found) if why else found == "", to


def test_a_young_child_is_offered_somebody_to_read_it_with() -> None:
    assert "read this letter with you" in letter(child_date_of_birth=BORN["small"]).change
    assert "read this letter with you" not in letter().change


def test_a_transfer_that_has_happened_is_told_as_past() -> None:
    after = letter(today=TODAY + timedelta(days=40))

    assert "Tomasz took over from Hannah Whitcombe on" in after.change
    assert "plan to visit" not in after.change


def test_who_keeps_their_worker_is_told_so() -> None:
    told = letter(current_worker=MAYA["new_worker"])

    assert told.change.startswith("Tomasz Zieliński stays your social worker. Only the team of Tomasz will change.")
    assert "goodbye" not in whole(told)


def test_a_braced_name_and_contact_stay_as_they_are() -> None:
    told = draft(
        MAYA | {"new_worker": person(2, "{Old} {0} {")},
        CHILD,
        TODAY,
        contacts=Contacts(complaints="{old} 1"),
        emergency=False,
        terms=TERMS,
    )

    assert "Your new social worker is {Old} {0} {." in told.change
    assert "{old} 1" in told.disagree


def test_no_draft_needs_a_hint() -> None:
    assert {plain_words.hints(text) for text in every_draft()} == {plain_words.Hints((), ())}
