"""The words of every question of every record."""

import re
from collections.abc import Callable, Iterator

import pytest
from lxml.html import HtmlElement  # type: ignore[import-untyped]

from forms import KINDS, get_kind, listing
from forms.engine.choice import ChoiceQuestion
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.text import NumberQuestion
from protocol import BY_ID, DEFAULT_TERMS
from protocol.terms import term_filler
from tests.support.other_words import OTHER_WORDS, find_wrong_terms
from tests.unit.forms.conftest import SECTIONS
from tests.unit.forms.filled import answers_to


def every_question(section: type[Section]) -> Iterator[Question]:
    for question in section.questions().values():
        yield question
        if isinstance(question, RowsQuestion):
            yield from question.columns.values()


PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def words_of(question: Question) -> list[str]:
    words = [question.label.text, question.description, question.help, question.thing]
    if isinstance(question, ChoiceQuestion):
        words += question.choices.values()
    if isinstance(question, RowsQuestion):
        words.append(question.noun)
    if isinstance(question, NumberQuestion):
        words.append(question.unit)
    return words


@pytest.mark.parametrize("section", SECTIONS)
def test_every_question_has_help_and_a_statement_that_exists(section: type[Section]) -> None:
    for question in every_question(section):
        assert len(question.help) > 20, question.name
        assert question.cites, question.name
        assert all(cited in BY_ID for cited in question.cites), question.name


ASKING = (
    "What",
    "Who",
    "Whose",
    "Which",
    "When",
    "Where",
    "Why",
    "How",
    "Is",
    "Are",
    "Do",
    "Does",
    "Did",
    "Has",
    "Have",
)


@pytest.mark.parametrize("section", SECTIONS)
def test_labels_end_as_a_question_or_as_nothing_at_all(section: type[Section]) -> None:
    for label in (question.text for question in every_question(section)):
        assert label == label.strip()
        assert label[0].isupper(), label
        assert label.endswith("?") if label.split()[0] in ASKING else label[-1].isalnum() or label[-1] == "?", label


@pytest.mark.parametrize("section", SECTIONS)
def test_help_is_whole_sentences_and_hints_have_no_full_stop(section: type[Section]) -> None:
    for question in every_question(section):
        assert all(paragraph[-1] in ".?" for paragraph in question.help.split("\n\n")), question.name
        assert not question.description.endswith("."), question.name
        assert "  " not in "".join(words_of(question)), question.name


@pytest.mark.parametrize("section", SECTIONS)
def test_the_noun_of_messages_can_follow_enter_or_select(section: type[Section]) -> None:
    for question in every_question(section):
        assert question.thing == question.thing.strip(" .?")
        assert question.thing[0].islower() or question.thing[0] == "{", question.name


@pytest.mark.parametrize("section", SECTIONS)
def test_placeholders_are_terms_that_a_council_can_set(section: type[Section]) -> None:
    for question in every_question(section):
        used = {name for text in words_of(question) for name in PLACEHOLDER.findall(text)}
        assert used <= DEFAULT_TERMS.keys(), question.name


LONGEST_INTRO = 190  # characters: two lines on a desk


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_has_a_title_and_a_kebab_case_address(section: type[Section]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", section.key)
    assert section.title[0].isupper()
    assert section.intro == "" or (section.intro[-1] in ".?" and len(section.intro) <= LONGEST_INTRO), section.intro


@pytest.mark.parametrize("section", SECTIONS)
def test_pages_speak_in_the_councils_own_terms(section: type[Section], render: Callable[[Section], str]) -> None:
    terms = {name: f"~{name}~" for name in DEFAULT_TERMS}
    blank = section.from_answers({}, terms=terms)
    blank.errors_on_continue({})
    for shown in (blank, section.from_answers(answers_to(section), terms=terms)):
        text = render(shown)
        assert not PLACEHOLDER.search(text)
        facts_without_source = [one for one in shown.shown() if one.is_fact and not one.source_answered]
        labels = "".join(one.label.text for one in shown.shown() if one not in facts_without_source)
        assert all(f"~{name}~" in text for name in PLACEHOLDER.findall(labels))


def test_two_councils_words_do_not_mix(render: Callable[[Section], str]) -> None:
    section = get_kind("transfer_meeting").section("workers")
    first = render(section.from_answers({}, terms={"social_worker": "key worker"}))
    second = render(section.from_answers({}))
    assert "key worker" in first
    assert "key worker" not in second


def test_what_a_person_typed_is_never_taken_for_a_placeholder(render: Callable[[Section], str]) -> None:
    section = get_kind("transfer_meeting").section("child").from_answers({"child_name": "{team_leader}"})
    assert 'value="{team_leader}"' in render(section)


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_listing_names_every_question_once_with_what_it_takes(kind: str) -> None:
    listed = listing(kind)
    assert [one["name"] for one in listed] == [*get_kind(kind).questions, "departures"]
    for one in listed:
        assert {"name", "type", "label", "section", "required", "when", "cites"} <= one.keys()
        assert ("choices" in one) == (one["type"] in ("choice", "yes_no"))
        assert ("columns" in one) == (one["type"] == "rows")


def test_a_noun_loses_its_article_at_the_beginning_of_a_message() -> None:
    questions = get_kind("transfer_meeting").questions

    assert questions["transfer_date"].thing == "the date of transfer"
    assert questions["transfer_date"].subject == "Date of transfer"


@pytest.mark.parametrize("section", SECTIONS)
def test_a_council_that_calls_everything_something_else_reads_no_default(
    section: type[Section], page: Callable[[Section], HtmlElement]
) -> None:
    blank = section.from_answers({}, terms=OTHER_WORDS)
    blank.errors_on_continue({})
    fill_terms = term_filler(OTHER_WORDS)
    asked = [fill_terms(text) for question in every_question(section) for text in words_of(question)]

    assert (
        find_wrong_terms([fill_terms(section.title), fill_terms(section.intro), *asked, page(blank).text_content()])
        == set()
    )
