"""Tables whose rows the register gives: their facts are text, and only what stands beside them is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from lxml import html  # type: ignore[import-untyped]
from werkzeug.datastructures import MultiDict

from commands.effort.page import read_page
from forms import get_kind
from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.picker import ChildQuestion
from forms.engine.register_rows import FACTS, KEY, corrected, key_of, put_together, standing
from forms.engine.rows import MOST_ROWS, RowsQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion

Page = Callable[[Section], html.HtmlElement]
Rows = list[dict[str, Any]]
TODAY = date(2026, 3, 2)
ADA, BEN = {"id": 101, "name": "Ada Ash"}, {"id": 102, "name": "Ben Ash"}
SEEN_KEY = "cases-0-key"


def table(name: str, *, more: bool) -> RowsQuestion:
    return RowsQuestion(
        "The children",
        name=name,
        thing="the children",
        noun="child",
        follows="worker",
        key=("child",),
        more=more,
        columns={
            "child": ChildQuestion("Child", thing="the child", required=True),
            "status": ChoiceQuestion("Status", thing="the status", choices={"in_need": "In need"}, long=True),
            "discussed": YesNoQuestion("Was it discussed?", thing="it was discussed", required=True),
            "seen_on": DateQuestion("Seen on", thing="the day", past=True),
            "why": LongTextQuestion("Why not in need?", thing="why", when=(("status", ("other",)),)),
        },
    )


class Cases(Section):
    """A table that has the register's rows alone, and one to which rows can be added."""

    key = "cases"
    cases = table("cases", more=False)
    others = table("others", more=True)


def given(child: Mapping[str, Any], **written: Any) -> dict[str, Any]:
    """A row of the register, and what is written in it."""
    return {"child": child, "status": "in_need", **written, FACTS: ["child", "status"]}


STORED = {"worker": "Priya", "cases": [given(ADA), given(BEN, discussed="no")]}


def posted(fields: Mapping[str, str], stored: Mapping[str, Any] | None = None, **more: Any) -> Section:
    answers = {**STORED, **(stored or {})}
    return Cases.from_post(MultiDict({"cases-rows": "2", **fields}), answers, today=TODAY, **more)


def rows(section: Section, name: str = "cases") -> Rows:
    return list(section.answers().get(name, []))


def test_facts_are_shown_as_text_with_their_source_once_and_only_the_rest_is_asked(page: Page) -> None:
    tree = page(Cases.from_answers(STORED, today=TODAY))
    cases = tree.xpath("//div[@id='cases']")[0]

    text = " ".join(cases.text_content().split())
    assert text.count("From the register, 2 March 2026") == 1
    assert "Ada Ash Status: In need" in text
    names = {control.get("name") for control in cases.xpath(".//input[@type='radio'] | .//select | .//textarea")}
    assert names == {"cases-0-discussed", "cases-1-discussed"}
    assert cases.xpath(".//button") == []
    assert read_page(Cases.from_answers(STORED, today=TODAY)).questions == 2 * 2 + 1


def test_a_post_fills_in_the_row_that_its_key_names_wherever_it_stands() -> None:
    section = posted(
        {"cases-7-key": "101", "cases-7-discussed": "yes", "cases-3-key": "102", "cases-3-discussed": "yes"}
    )

    assert rows(section) == [given(ADA, discussed="yes"), given(BEN, discussed="yes")]
    assert section.typed() == {}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"cases-0-discussed": "yes"},
        {"cases-0-key": "", "cases-0-discussed": "yes"},
        {"cases-0-key": "999", "cases-0-discussed": "yes", "cases-0-child": "Eve"},
        {"cases-5-child": "Eve", "cases-5-discussed": "yes"},
    ],
    ids=["no row", "no key", "a blank key", "a forged key", "one more row"],
)
def test_a_forged_or_missing_key_changes_nothing(fields: dict[str, str]) -> None:
    assert rows(posted(fields)) == STORED["cases"]


def test_a_posted_fact_changes_nothing() -> None:
    fields = {SEEN_KEY: "101", "cases-0-child": "Eve", "cases-0-child-id": "9", "cases-0-status": "other"}

    assert rows(posted({**fields, f"cases-0-{FACTS}": "child"})) == STORED["cases"]


def test_of_two_rows_with_one_key_the_first_counts() -> None:
    fields = {SEEN_KEY: "101", "cases-0-discussed": "yes", "cases-1-key": "101", "cases-1-discussed": "no"}

    assert rows(posted(fields))[0] == given(ADA, discussed="yes")


@pytest.mark.parametrize("action", ["remove:cases:0", "remove:cases:1", "add:cases"])
def test_no_post_removes_a_row_of_the_register_or_adds_one_where_none_can_be(action: str) -> None:
    section = posted({SEEN_KEY: "101", "cases-1-key": "102", "cases-1-discussed": "no"}, action=action)

    assert rows(section) == STORED["cases"]


def test_a_cell_that_cannot_be_read_keeps_the_row_and_is_named_by_it() -> None:
    section = posted({SEEN_KEY: "101", "cases-0-seen_on-day": "soon"})

    assert section.errors_now() == {"cases-0-seen_on": "Ada Ash: day must be one date in numbers, like 27 3 2026"}
    again = Cases.from_answers({"worker": "Priya"}, section.typed(), today=TODAY)
    assert again["cases"].rows[0].cells["seen_on"].raw["day"] == "soon"
    assert rows(again)[0]["child"] == ADA

    mended = Cases.from_post(
        MultiDict({SEEN_KEY: "101", "cases-0-seen_on-day": "1 3 2026"}), {}, section.typed(), today=TODAY
    )
    assert rows(mended) == [given(ADA, seen_on="2026-03-01"), given(BEN, discussed="no")]


def test_a_fact_is_never_wrong_and_a_question_that_hangs_on_it_is_asked_by_it() -> None:
    stored = {"worker": "Priya", "cases": [given(ADA) | {"status": "other"}]}
    section = Cases.from_answers(stored, today=TODAY)

    assert section.errors_on_continue() == {"cases-0-discussed": "Ada Ash: select yes if it was discussed"}
    assert [cell.short_name for cell in section["cases"].rows[0].shown()] == ["discussed", "seen_on", "why"]
    assert [one.short_name for one in Cases.from_answers(STORED)["cases"].rows[0].shown()] == ["discussed", "seen_on"]


def test_a_link_leads_to_what_is_asked_in_the_row_or_to_the_table() -> None:
    assert Cases.from_answers(STORED)["cases"].focus_id == "cases-0-discussed"
    assert Cases.from_answers({"worker": "Priya"})["cases"].focus_id == "cases"


def test_where_rows_can_be_added_they_are_asked_in_full_and_can_be_removed(page: Page) -> None:
    stored = {"others": [given(ADA), {"child": BEN, "discussed": "yes"}]}
    tree = page(Cases.from_answers({**STORED, **stored}, today=TODAY))
    asked = {
        control.get("name") for control in tree.xpath("//div[@id='others-1']//input | //div[@id='others-1']//select")
    }

    assert {"others-1-child", "others-1-status", "others-1-discussed"} <= asked
    assert [button.get("value") for button in tree.xpath("//div[@id='others']//button")] == [
        "remove:others:1",
        "add:others",
    ]
    fields = {
        "others-0-key": "101",
        "others-1-child": "Ben Ash",
        "others-1-child-id": "102",
        "others-1-discussed": "no",
    }
    assert rows(posted(fields, stored), "others") == [given(ADA), {"child": BEN, "discussed": "no"}]
    assert rows(posted(fields, stored, action="remove:others:1"), "others") == [given(ADA)]


def test_more_rows_than_can_be_added_are_shown_where_the_register_gives_them() -> None:
    many = [given({"id": number, "name": f"Child {number}"}) for number in range(MOST_ROWS + 12)]

    assert len(rows(Cases.from_answers({"worker": "Priya", "cases": many}))) == MOST_ROWS + 12
    assert len(rows(posted({}, {"cases": many}))) == MOST_ROWS + 12


@pytest.mark.parametrize("facts", ["child", {"child": 1}, [7, None], ["star_sign"], [], None, 3])
def test_a_source_of_another_shape_is_no_source(facts: Any) -> None:
    section = Cases.from_answers({"worker": "Priya", "others": [{"child": ADA, FACTS: facts}]})

    assert rows(section, "others") == [{"child": ADA}]


def test_two_of_one_name_are_told_apart_by_their_place() -> None:
    stored = {"cases": [given(ADA), given(ADA)]}
    fields = {SEEN_KEY: "101", "cases-0-discussed": "yes", "cases-1-key": "101 #2", "cases-1-discussed": "no"}

    assert [row["discussed"] for row in rows(posted(fields, stored))] == ["yes", "no"]
    assert Cases.from_answers(STORED | stored)["cases"].keys() == ["101", "101 #2"]


# Somebody who is listed already

FENN: dict[str, Any] = {"name": "Tyler Fenn", "status": "child_in_need", FACTS: ["name", "status"], KEY: "T-1"}


def typed(name: str, **stored: Any) -> Section:
    answers = {"child": {"id": 1, "name": "Ada"}, "has_siblings": "yes", "siblings": [FENN]} | stored
    fields = {"siblings-rows": "2", "siblings-0-key": "T-1", "siblings-1-name": name, "siblings-1-status": "adopted"}
    page = get_kind("transfer_meeting").section("workers")
    return page.from_post(MultiDict(fields), answers, today=TODAY)


@pytest.mark.parametrize("name", ["Tyler Fenn", "tyler  FENN", "Fenn, Tyler", "Týler Fenn"])
def test_an_added_row_that_names_one_of_the_registers_is_refused_and_stays_as_typed(name: str) -> None:
    page = typed(name)

    error = page.errors_now()["siblings-1-name"]
    assert "is listed above: correct that row instead" in error
    assert "add their date of birth or another name" in error
    assert page.typed()["siblings"][1]["name"] == name
    again = type(page).from_answers({**page.stored}, page.typed(), today=TODAY)
    assert "siblings-1-name" in again.errors_now()


@pytest.mark.parametrize("name", ["Tyler Fenn, born 3 March 2020", "Tyler James Fenn", "Taylor Fenn"])
def test_somebody_else_is_told_apart_by_a_word_more(name: str) -> None:
    page = typed(name)

    assert "siblings-1-name" not in page.errors_now()
    assert page.answers()["siblings"][1]["name"] == name


def test_an_added_row_that_names_somebody_who_is_left_out_is_refused() -> None:
    correction = {"rows": [{"row": "T-1", "value": {}, "how": "x", "not_one": "yes"}], "register": [FENN]}

    page = typed("Tyler Fenn", siblings=[], **{"correction-siblings": correction})

    assert "is listed above" in page.errors_now()["siblings-0-name"]


def test_a_worker_who_came_back_is_another_row() -> None:
    person = {"id": 7, "name": "Jo Lee"}
    given = {"worker": person, "started_on": "2025-04-01", FACTS: ["worker", "started_on"], KEY: "7 2025-04-01"}
    added = {"worker": person, "started_on": "2025-09-01"}
    page = get_kind("transfer_meeting").section("workers")

    def errors(row: Mapping[str, Any]) -> dict[str, str]:
        stored = {"child": {"id": 1, "name": "Ada"}, "earlier_workers": [given, row]}
        return dict(page.from_answers(stored, today=TODAY).errors_now())

    assert "earlier_workers-1-worker" not in errors(added)
    assert "is listed above" in errors(added | {"started_on": "2025-04-01"})["earlier_workers-1-worker"]


# Putting together


def test_the_registers_rows_come_in_its_order_with_what_was_written_in_them() -> None:
    written = [given(BEN, discussed="no"), {"child": {"id": 7, "name": "Eve"}, "discussed": "yes"}]
    facts: Rows = [{"child": ADA, "status": "in_need"}, {"child": BEN, "status": None}]

    found, left = put_together(facts, written, ("child",))

    assert found == [given(ADA), {"child": BEN, "discussed": "no", FACTS: ["child", "status"]}]
    assert left == [written[1]]


def test_two_of_one_key_take_one_row_each() -> None:
    twins = [{"name": "Jo"}, {"name": "Jo"}]

    found, left = put_together(twins, [{"name": "Jo", "why": "first"}, {"name": "Jo", "why": "second"}], ("name",))

    assert ([row["why"] for row in found], left) == (["first", "second"], [])


def test_a_key_is_the_same_for_what_is_stored_and_typed() -> None:
    typed = {"text": "Ada Ash", "id": "101", "picked": ""}

    assert key_of({"child": ADA, "day": "2026-03-02"}, ("child", "day")) == "101 2026-03-02"
    assert key_of({"child": typed}, ("child",)) == key_of({"child": ADA}, ("child",))
    assert key_of({}, ("child",)) == ""


# Corrections of rows

TWINS: Rows = [{"name": "Baby Ash", "worker": "Jo"}, {"name": "Baby Ash", "worker": None}]


def correcting(row: str, value: Any = None, **more: Any) -> dict[str, Any]:
    return {"row": row, "value": {} if value is None else value, "how": "I was there", **more}


def test_a_row_is_corrected_by_its_key_and_one_of_the_same_name_is_not() -> None:
    rows = corrected(TWINS, [correcting("Baby Ash #2", {"worker": "Ed"})], ("name",))

    assert rows == {"Baby Ash": TWINS[0], "Baby Ash #2": {"name": "Baby Ash", "worker": "Ed"}}


def test_a_row_that_is_none_goes_and_what_is_no_fact_of_a_row_is_not_corrected() -> None:
    rows = corrected(TWINS, [correcting("Baby Ash", not_one="yes"), correcting("Baby Ash #2", {"age": 3})], ("name",))

    assert rows == {"Baby Ash #2": TWINS[1]}


def test_a_correction_stands_with_what_the_register_says_otherwise_alone() -> None:
    both = correcting("Baby Ash", {"name": "Baby Ash", "worker": None})
    agreed, gone = correcting("Baby Ash #2", {"worker": None}), correcting("Baby Elm", not_one="yes")

    assert standing(TWINS, [both, agreed, gone], ("name",)) == [both | {"value": {"worker": None}}]


@pytest.mark.parametrize("value", [None, "x", [], {"worker": {}}, 3])
def test_a_stored_correction_of_another_shape_corrects_nothing_or_what_it_says(value: Any) -> None:
    rows = corrected(TWINS, [{"row": "Baby Ash", "value": value}, {"row": ["x"]}, {}], ("name",))

    assert rows["Baby Ash"]["name"] == "Baby Ash"
    assert rows["Baby Ash #2"] == TWINS[1]
