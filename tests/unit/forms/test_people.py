"""People, teams and children picked from the register."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from forms.shared import ChildSection
from forms.transfer_meeting.change import ChangeSection

ANN = {"id": 1, "name": "Ann Smith", "detail": "Team A"}
BOB = {"id": 2, "name": "Bob Smith", "detail": "Team B"}
ANOTHER_ANN = {"id": 3, "name": "Ann Smith", "detail": "Team C"}
OBRIEN = {"id": 5, "name": "Maya O'Brien", "detail": "Team A"}
OTHER_OBRIEN = {"id": 6, "name": "Maya OBrien", "detail": "Team B"}
SMITHSON = {"id": 4, "name": "Ann Smithson", "detail": "Team A"}


def asked(*pairs: tuple[str, str], matches: list[dict[str, Any]], stored: dict[str, Any] | None = None) -> Any:
    """The question about the current worker after a post of these controls and a look into the register."""
    page = ChangeSection.from_post(MultiDict(pairs), stored)
    for question, _, _ in page.pickers():
        question.resolve(matches)
    return page["current_worker"]


def test_the_only_person_found_is_chosen() -> None:
    assert asked(("current_worker", "bob"), matches=[BOB]).data == {"id": 2, "name": "Bob Smith"}


def test_a_name_with_a_sign_in_whose_place_another_was_meant_is_looked_for_by_nobody() -> None:
    question = asked(("current_worker", "Bob \ue000Smith"), matches=[BOB])

    assert (question.data, question.typed["text"]) == (None, "Bob \ue000Smith")
    assert question.error == "Correct the character U+E000 behind 'Bob': it cannot be printed"


def test_an_exact_name_is_chosen_among_others_that_it_begins() -> None:
    assert asked(("current_worker", " ann  SMITH "), matches=[SMITHSON, ANN]).data == {"id": 1, "name": "Ann Smith"}


def test_several_people_are_shown_to_choose_from() -> None:
    question = asked(("current_worker", "smith"), matches=[ANN, BOB])
    assert question.data is None
    assert question.error == "Select who you mean"
    assert [match["id"] for match in question.matches] == [1, 2]
    assert question.typed["text"] == "smith"


def test_the_radio_that_was_picked_settles_it() -> None:
    question = asked(
        ("current_worker-id", "3"),
        ("current_worker", "ann smith"),
        ("current_worker-id", ""),
        matches=[ANN, ANOTHER_ANN],
    )
    assert question.data == {"id": 3, "name": "Ann Smith"}


def test_an_id_that_came_with_its_very_name_settles_it() -> None:
    question = asked(("current_worker", "Ann Smith"), ("current_worker-id", "3"), matches=[ANN, ANOTHER_ANN])
    assert question.data == {"id": 3, "name": "Ann Smith"}


def test_an_id_left_over_from_another_name_is_not_believed() -> None:
    question = asked(("current_worker", "smith"), ("current_worker-id", "2"), matches=[ANN, BOB])
    assert question.data is None
    assert question.error == "Select who you mean"


def test_two_people_of_the_very_same_name_are_told_apart() -> None:
    question = asked(("current_worker", "Ann Smith"), matches=[ANN, ANOTHER_ANN])
    assert question.data is None
    assert [match["detail"] for match in question.matches] == ["Team A", "Team C"]


@pytest.mark.parametrize("typed", ["Maya O'Brien", "maya obrien", "O’Brien, Maya", "Maya O Brien"])
def test_two_names_that_differ_by_an_apostrophe_are_left_to_the_person_to_choose(typed: str) -> None:
    question = asked(("current_worker", typed), matches=[OBRIEN, OTHER_OBRIEN])
    assert question.data is None
    assert question.error == "Select who you mean"
    assert [(match["id"], match["detail"]) for match in question.matches] == [(5, "Team A"), (6, "Team B")]
    assert question.typed["text"] == typed


def test_all_namesakes_are_shown_however_many_were_found() -> None:
    namesakes = [ANN | {"id": number, "detail": f"Team {number}"} for number in range(1, 13)]
    assert len(asked(("current_worker", "ann smith"), matches=namesakes).matches) == 12


def test_a_made_up_id_is_not_believed() -> None:
    question = asked(
        ("current_worker-id", "99"), ("current_worker", "smith"), ("current_worker-id", "99"), matches=[ANN, BOB]
    )
    assert question.data is None


def test_nobody_found_says_so_and_keeps_the_text() -> None:
    question = asked(("current_worker", "Zz {team_leader}"), matches=[])
    assert question.error == (
        "No one called Zz {team_leader} is in the register: check the spelling, "
        "or type part of the name or the registration number"
    )
    assert question.typed == {"text": "Zz {team_leader}", "id": "", "picked": ""}


def test_a_long_name_is_not_repeated_whole_in_the_message() -> None:
    assert len(asked(("current_worker", "z" * 400), matches=[]).error) < 200


def test_an_unchanged_person_needs_no_second_look() -> None:
    stored = {"current_worker": {"id": 1, "name": "Ann Smith"}}
    page = ChangeSection.from_post(MultiDict({"current_worker": "Ann Smith", "current_worker-id": "1"}), stored)
    assert page.pickers() == []
    assert page.answers() == stored


def test_an_unchanged_person_may_be_typed_in_another_way() -> None:
    stored = {"current_worker": {"id": 5, "name": "Maya O'Brien"}}
    page = ChangeSection.from_post(MultiDict({"current_worker": "Maya O’Brien", "current_worker-id": "5"}), stored)
    assert page.pickers() == []
    assert page.answers() == stored


def test_another_id_for_the_same_name_is_looked_up_again() -> None:
    stored = {"current_worker": {"id": 1, "name": "Ann Smith"}}
    page = ChangeSection.from_post(MultiDict({"current_worker": "Ann Smith", "current_worker-id": "3"}), stored)
    assert [(text, id_) for _, text, id_ in page.pickers()] == [("Ann Smith", "3")]


def test_a_name_without_an_id_is_kept_while_it_stays_the_same() -> None:
    stored = {"current_worker": {"name": "Cleo Marsh"}}
    page = ChangeSection.from_post(MultiDict({"current_worker": "Cleo Marsh", "current_worker-id": ""}), stored)
    assert page.answers() == stored


def test_what_was_typed_is_looked_up_again_when_the_draft_is_opened() -> None:
    typed = asked(("current_worker", "smith"), matches=[ANN, BOB]).typed
    page = ChangeSection.from_answers({}, {"current_worker": typed})
    assert [(question.name, text) for question, text, _ in page.pickers()] == [("current_worker", "smith")]


def test_until_the_register_was_asked_the_message_asks_for_the_register() -> None:
    page = ChangeSection.from_post(MultiDict({"current_worker": "smith"}))
    assert page.errors_now() == {"current_worker": "Select the current social worker from the register"}


def test_a_team_has_its_own_messages() -> None:
    page = ChangeSection.from_post(MultiDict({"current_team": "north"}))
    ((question, _, _),) = page.pickers()
    question.resolve([{"id": 1, "name": "North 1"}, {"id": 2, "name": "North 2"}])
    assert question.error == "Select which team you mean"
    question.resolve([])
    assert question.error.startswith("No team called north")


def test_a_team_or_worker_of_another_council_is_refused_with_where_such_a_move_is_recorded() -> None:
    for typed in ({"new_team": "Leeds 13 plus team"}, {"new_worker": "Ann Other"}):
        page = ChangeSection.from_post(MultiDict(typed), terms={"case_system": "Mosaic"})
        ((question, _, _),) = page.pickers()

        question.resolve([])

        assert question.data is None
        assert question.error.endswith("not in it: a move to one is recorded in Mosaic, not here")


@pytest.mark.parametrize("matches", [[], [SMITHSON]])
def test_somebody_who_has_left_can_be_written_in_among_earlier_workers(matches: list[dict[str, Any]]) -> None:
    page = ChangeSection.from_post(MultiDict({"earlier_workers-0-worker": "Ann Smi", "earlier_workers-rows": "1"}))
    for question, _, _ in page.pickers():
        question.resolve(matches)
    assert page.answers()["earlier_workers"] == [{"worker": {"name": "Ann Smi"}}]


def earlier(typed: str, matches: list[dict[str, Any]], stored: dict[str, Any] | None = None) -> ChangeSection:
    """The section after an earlier worker was typed and looked up."""
    posted = {"earlier_workers-0-worker": typed, "earlier_workers-rows": "1"}
    about = {"child": {"id": 1, "name": "Maya"}}
    page = ChangeSection.from_post(
        MultiDict(posted), about | ({"earlier_workers": [{"worker": stored}]} if stored else {})
    )
    for question, _, _ in page.pickers():
        question.resolve(matches)
    return page


def test_a_name_that_two_in_the_register_have_is_not_taken_for_somebody_who_has_left() -> None:
    page = earlier("maya obrien", [OBRIEN, OTHER_OBRIEN])
    assert page.answers().get("earlier_workers", []) in ([], [{}])
    assert page.errors_now() == {"earlier_workers-0-worker": "Worker 1: select who you mean"}


def test_an_address_names_the_one_who_has_it_among_earlier_workers() -> None:
    page = earlier("Ann <ann.smith@council.gov.uk>", [ANN])
    assert page.answers()["earlier_workers"] == [{"worker": {"id": 1, "name": "Ann Smith"}}]


def test_a_corrected_spelling_of_somebody_who_is_not_in_the_register_is_kept() -> None:
    page = earlier("Zoë Marsh", [], {"name": "zoe marsh"})
    assert page.answers()["earlier_workers"] == [{"worker": {"name": "Zoë Marsh"}}]


def test_somebody_in_the_register_is_known_among_earlier_workers() -> None:
    page = ChangeSection.from_post(MultiDict({"earlier_workers-0-worker": "ann smith", "earlier_workers-rows": "1"}))
    for question, _, _ in page.pickers():
        question.resolve([ANN])
    assert page.answers()["earlier_workers"] == [{"worker": {"id": 1, "name": "Ann Smith"}}]


def test_the_child_of_a_record_cannot_be_changed_by_a_post() -> None:
    stored = {"child": {"id": 5, "name": "Maya"}}
    page = ChildSection.from_post(MultiDict({"child": "Other", "child-id": "6", "child_name": "Maya"}), stored)
    assert page.answers()["child"] == stored["child"]
    assert page.pickers() == []
    assert "child" not in [question.name for question in page.shown()]


def test_one_of_the_two_dates_of_birth_and_not_both() -> None:
    both = {"child_date_of_birth-day": "1/2/2020", "child_expected_date_of_birth-day": "1/2/2027"}
    page = ChildSection.from_post(MultiDict(both))
    assert page.errors_now() == {
        "child_expected_date_of_birth": "Enter a date of birth or an expected date of birth, not both"
    }
    assert "child_date_of_birth" in ChildSection.from_answers({}).errors_on_continue()
    expected = ChildSection.from_answers({"child_expected_date_of_birth": "2027-02-01"})
    assert "child_date_of_birth" not in expected.errors_on_continue()


@pytest.mark.parametrize(
    "local_id,fits", [("A1", True), ("9" * 20, True), ("9" * 21, False), ("12 3", False), ("é1", False)]
)
def test_a_local_id_is_at_most_twenty_letters_and_numbers(local_id: str, fits: bool) -> None:
    page = ChildSection.from_post(MultiDict({"child_local_id": local_id}))
    assert ("child_local_id" in page.answers()) is fits
    assert ("child_local_id" in page.errors_now()) is not fits
