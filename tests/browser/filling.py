"""Fills a record's pages in as a person would: by their questions, from answers as a draft holds them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page, expect

from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section

Answers = Mapping[str, Any]


def fill_section(page: Page, section: type[Section], answers: Answers) -> None:
    """Answer every question of the section that is open in `page` and that `answers` say something of.

    What the register answers is not asked; of a table whose rows it gives only what stands beside its facts.
    """
    for name, question in section.questions().items():
        controls = page.locator(f'[name="{name}"], [name^="{name}-"]')
        asked = not question.fixed and (not question.follows or controls.count())
        if name in answers and asked and question.applies(answers):
            answer_question(page, question, name, answers[name])


def answer_question(page: Page, question: Question, name: str, answer: Any) -> None:
    """Give one answer. `name` is the question's, with its row's place for a cell ('key_events-0-date')."""
    if question.add:
        open_addition(page, name)
    if isinstance(question, RowsQuestion):
        _fill_rows(page, question, name, answer)
    elif question.kind in ("staff", "team", "child"):
        pick(page, name, answer["name"])
    elif question.kind == "date":
        fill_date(page, name, date.fromisoformat(answer))
    elif question.kind in ("choice", "yes_no"):
        choose(page, question, name, answer)
    else:
        control(page, name).fill(str(answer))


def addition(page: Page, name: str) -> Locator:
    """The 'Add …' behind which a question stands."""
    return page.locator("details.handover-add").filter(has=page.locator(f'[name="{name}"], [name^="{name}-"]'))


def open_addition(page: Page, name: str) -> None:
    """Open the 'Add …' behind which a question stands, unless it is open."""
    box = addition(page, name)
    if box.get_attribute("open") is None:
        box.locator("summary").first.click()


def control(page: Page, name: str) -> Locator:
    """The visible control of this name: a box, a text area or a list."""
    return page.locator(f'[name="{name}"]:not([type=hidden])')


def fill_date(page: Page, name: str, value: date) -> None:
    """Type a date into its three boxes."""
    for box, figure in (("day", value.day), ("month", value.month), ("year", value.year)):
        control(page, f"{name}-{box}").fill(str(figure))


def choose(page: Page, question: Question, name: str, value: str) -> None:
    """Choose one of a few: a radio, or an entry of a list."""
    if getattr(question, "long", False):
        control(page, name).select_option(value)
    else:
        page.locator(f'input[type=radio][name="{name}"][value="{value}"]').check()


def pick(page: Page, name: str, wanted: str) -> None:
    """Pick somebody of the register: with script by typing half of the name and choosing, without by the name."""
    box = control(page, name)
    if box.input_value() == wanted:
        return
    box.focus()
    if page.locator("body.js-enabled").count():
        expect(box).to_have_role("combobox")  # its component is fetched when somebody comes to the first
    if box.get_attribute("role") != "combobox":
        box.fill(wanted)
        return
    # What was there is replaced as a person would do it; typing key by key lets the suggestions come.
    box.click()
    box.press("ControlOrMeta+a")
    box.press_sequentially(wanted[: max(4, len(wanted) // 2)])
    page.get_by_role("option").filter(has_text=wanted).first.click()
    expect(box).to_have_value(wanted)


def _fill_rows(page: Page, question: RowsQuestion, name: str, rows: list[dict[str, Any]]) -> None:
    for index, row in enumerate(rows):
        if not page.locator(f'[name^="{name}-{index}-"]').count():
            add_row(page, question, name, index)
        for column, cell in question.columns.items():
            is_asked = page.locator(f'[name="{name}-{index}-{column}"], [name^="{name}-{index}-{column}-"]').count()
            if column in row and cell.applies(row) and is_asked:
                answer_question(page, cell, f"{name}-{index}-{column}", row[column])


def add_row(page: Page, question: RowsQuestion, name: str, index: int) -> None:
    """Press the button for another row, and wait for the row."""
    page.get_by_role("button", name=f"Add another {question.fill_terms(question.noun)}").click()
    expect(page.locator(f'[name^="{name}-{index}-"]').first).to_be_attached()
