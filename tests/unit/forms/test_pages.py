"""How questions are rendered: ids, slots, help, and what was typed."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from lxml import html  # type: ignore[import-untyped]
from werkzeug.datastructures import MultiDict

from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.text import TextQuestion
from forms.shared import ChildSection
from forms.transfer_meeting.change import ChangeSection
from forms.transfer_meeting.meeting import MeetingSection
from forms.transfer_meeting.reasons import ReasonsSection
from tests.unit.forms.conftest import SECTIONS
from tests.unit.forms.filled import LOOKED_AFTER, answers_to

Page = Callable[[Section], html.HtmlElement]
STATEMENT_OR_LIST = r"/protocol#\d[\d.]+|/children/coming-up"


def everything_wrong(section: type[Section]) -> Section:
    """The section with every question shown and as much wrong as can be."""
    elsewhere = {"child_status": "looked_after", "current_team_kind": "looked_after_0_12"}
    page = section.from_answers(elsewhere | {"new_team_kind": "looked_after_13_plus"}, {})
    page.errors_on_continue()
    for question in page.asked.values():
        if isinstance(question, RowsQuestion):
            question.shown_rows()
    for leaf in page.leaves():
        leaf.error = leaf.error or "Something is wrong"
    return page


@pytest.mark.parametrize("section", SECTIONS)
def test_ids_are_unique_and_references_lead_somewhere(section: type[Section], page: Page) -> None:
    for shown in (section.from_answers(answers_to(section)), everything_wrong(section)):
        tree = page(shown)
        ids = Counter(tree.xpath("//@id"))
        assert [one for one, count in ids.items() if count > 1] == []
        assert set(tree.xpath("//label/@for")) <= ids.keys()
        assert set(" ".join(tree.xpath("//@aria-describedby")).split()) <= ids.keys()
        assert set(tree.xpath("//@data-aria-controls")) <= ids.keys()


@pytest.mark.parametrize("section", SECTIONS)
def test_every_question_has_a_slot_that_its_control_is_described_by(section: type[Section], page: Page) -> None:
    shown = section.from_answers(answers_to(section))
    tree = page(shown)
    slots = tree.xpath("//div[substring(@id, string-length(@id) - 4) = '-slot']")
    assert len(slots) >= len([question for question in shown.shown() if not question.is_fact])
    described = " ".join(tree.xpath("//@aria-describedby")).split()
    for slot in slots:
        assert slot.get("id") in described
        assert len(slot) == 0
        assert not (slot.text or "").strip()


@pytest.mark.parametrize("section", SECTIONS)
def test_every_hint_is_read_out_with_its_control(section: type[Section], page: Page) -> None:
    shown = section.from_answers(answers_to(section))
    tree = page(shown)
    described = " ".join(tree.xpath("//@aria-describedby")).split()
    for question in (one for one in shown.shown() if one.description):
        (hint,) = tree.xpath("//*[@id=$id]", id=f"{question.name}-hint")
        assert hint.text_content().strip().endswith(question.fill_terms(question.description))
        assert hint.get("id") in described


@pytest.mark.parametrize("section", SECTIONS)
def test_an_error_changes_nothing_but_its_slot(section: type[Section], page: Page) -> None:
    wrong = everything_wrong(section)
    tree, bare = page(wrong), page(section.from_answers(wrong.stored))
    slots = tree.xpath(
        "//div[substring(@id, string-length(@id) - 4) = '-slot' or (contains(@id, '-contradictions') and p)]"
    )
    for slot in slots:
        name = slot.get("id").removesuffix("-slot").removesuffix("-contradictions")
        (message,) = slot.xpath("./p[@class='govuk-error-message']")
        assert message.get("id") == f"{name}-error"
        assert message.text_content().startswith("Error: ")
        slot.remove(message)
    for box in tree.xpath("//details[contains(@class, 'handover-add')]"):
        del box.attrib["open"]  # an error is seen wherever it is
    assert html.tostring(tree) == html.tostring(bare)


@pytest.mark.parametrize("section", SECTIONS)
def test_pages_keep_to_a_strict_content_security_policy(section: type[Section], page: Page) -> None:
    tree = page(everything_wrong(section))
    assert not tree.xpath("//script | //style | //@style")
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]


LINE = 120  # characters of help that stand with the hint


@pytest.mark.parametrize("section", SECTIONS)
def test_help_links_to_the_statements_it_comes_from(section: type[Section], page: Page) -> None:
    tree = page(everything_wrong(section))
    helps = tree.xpath("//details[contains(@class, 'handover-help')]")
    for details in helps:
        assert details.xpath("./summary")[0].text_content().strip().startswith("Help with this question: ")
        assert [link for link in details.xpath(".//a/@href") if not re.fullmatch(STATEMENT_OR_LIST, link)] == []
    long = [
        one for one in section.questions().values() if len(one.help) > LINE or one.kind == "rows" or one.leads_to[0]
    ]
    assert len(helps) <= len(long)


@pytest.mark.parametrize("section", SECTIONS)
def test_help_of_a_line_stands_with_the_hint_and_is_read_out_with_the_control(
    section: type[Section], page: Page
) -> None:
    shown = section.from_answers(answers_to(section))
    tree = page(shown)
    for question in (one for one in shown.shown() if not one.is_fact and one.kind not in ("rows", "tick")):
        text = question.fill_terms(question.help)
        (control,) = tree.xpath(
            "//*[@aria-describedby and contains(@aria-describedby, $slot)]", slot=f"{question.name}-slot"
        )[:1]
        said = [tree.get_element_by_id(one).text_content() for one in control.get("aria-describedby").split()]
        assert any(text in one for one in said) is (len(question.help) <= LINE and not question.leads_to[0])


@pytest.mark.parametrize("section", SECTIONS)
def test_a_question_has_one_tab_stop_at_most_beside_its_own_controls(section: type[Section], page: Page) -> None:
    tree = page(section.from_answers(answers_to(section)))
    for group in tree.xpath("//div[contains(@class, 'govuk-form-group') and not(ancestor::details)]"):
        stops = group.xpath("./summary | .//a[@href] | .//summary")
        own = [one for one in stops if one.xpath("ancestor::div[contains(@class, 'govuk-form-group')][1]")[0] is group]
        seen = [one for one in own if one.tag == "summary" or not one.xpath("ancestor::details")]
        added = [one for one in seen if one.xpath("ancestor::details[contains(@class, 'handover-add')]")]
        assert len(seen) - len(added) <= 1, html.tostring(group)[:300]


def test_help_with_a_column_stands_once_above_the_rows(page: Page) -> None:
    tree = page(MeetingSection.from_answers({"outstanding_work": [{"task": "Call"}, {"task": "Write"}]}))
    text = tree.get_element_by_id("outstanding_work").text_content()
    assert text.count("One thing in each row") == 1


def test_the_slot_alone_can_be_sent_for_htmx_to_put_in_place(slot: Callable[..., str]) -> None:
    section = ChangeSection.from_post(MultiDict({"current_worker": "smith"}))
    ((question, _, _),) = section.pickers()
    question.resolve([{"id": 1, "name": "Ann <Smith>", "detail": "A"}, {"id": 2, "name": "Bob"}])
    sent = html.fromstring(slot(question, oob=True))
    assert sent.get("id") == "current_worker-slot"
    assert sent.get("hx-swap-oob") == "true"
    assert sent.xpath(".//input/@name") == ["current_worker-id"] * 2
    assert "Ann <Smith>, A" in sent.text_content()
    assert slot(section["new_worker"]) == '<div id="new_worker-slot"></div>'


def test_a_page_is_valid_as_a_form_when_nothing_of_it_is_wrong_or_missing() -> None:
    blank = ChildSection()

    assert not blank.validate()
    assert blank.errors["child_name"] == ["Enter the child's name"]
    assert ChildSection(answers=answers_to(ChildSection)).validate()


def test_two_pages_may_ask_different_things_by_one_name(render: Callable[[Section], str]) -> None:
    class One(Section):
        name = TextQuestion("One", thing="one")

    class Other(Section):
        name = TextQuestion("Other", thing="other")

    assert "One" in render(One())
    assert "Other" in render(Other())


def test_what_was_typed_cannot_become_markup(render: Callable[[Section], str]) -> None:
    nasty = "</textarea><script>alert(1)</script>\"'>"
    posted = MultiDict({"child_name": nasty, "communication_needs": nasty, "child_date_of_birth-day": nasty})
    section = ChildSection.from_post(posted, LOOKED_AFTER)
    assert "<script>" not in render(section)
    assert render(section).count("&lt;script&gt;") == 3


def test_a_name_that_a_message_repeats_cannot_become_markup(slot: Callable[..., str]) -> None:
    section = ChangeSection.from_post(MultiDict({"current_worker": "<script>"}))
    ((question, _, _),) = section.pickers()
    question.resolve([])
    assert "No one called &lt;script&gt; is in the register" in slot(question)


def test_lines_of_long_text_come_back_as_they_were(page: Page) -> None:
    text = "One\n    indented\n\n  two"
    tree = page(ReasonsSection.from_answers(LOOKED_AFTER | {"best_interests": text, "child_views_not_obtained": text}))
    assert tree.xpath("//textarea[@name='best_interests']")[0].text == text
    assert tree.xpath("//textarea[@name='child_views_not_obtained']")[0].text == text


def test_a_chosen_radio_is_checked_and_shows_what_it_reveals(page: Page) -> None:
    tree = page(ChangeSection.from_answers({"transfer_reason_code": "OTHERS", "transfer_reason_other": "Moved"}))
    (checked,) = tree.xpath("//input[@name='transfer_reason_code'][@checked]")
    assert checked.get("value") == "OTHERS"
    revealed = tree.get_element_by_id(checked.get("data-aria-controls"))
    assert "hidden" not in revealed.get("class")
    assert revealed.xpath(".//input[@name='transfer_reason_other']/@value") == ["Moved"]


def test_a_radio_that_is_not_chosen_hides_what_it_reveals(page: Page) -> None:
    tree = page(ChangeSection.from_answers({"transfer_reason_code": "MANAGE"}))
    assert "govuk-radios__conditional--hidden" in tree.xpath("//div[contains(@id, 'conditional-')]")[0].get("class")


def test_a_chosen_option_is_selected(page: Page) -> None:
    tree = page(ChildSection.from_answers({"legal_status": "C2", "child_status": "looked_after", "placement": "U4"}))
    assert tree.xpath("//select/option[@selected]/@value") == ["U4", "C2"]


def test_a_date_is_shown_in_its_boxes(page: Page) -> None:
    tree = page(ChangeSection.from_answers({"transfer_date": "2026-03-04"}))
    boxes = [tree.get_element_by_id(f"transfer_date-{box}").get("value") for box in ("day", "month", "year")]
    assert boxes == ["4", "3", "2026"]


def test_a_picker_is_a_plain_input_with_the_id_of_who_was_chosen_beside_it(page: Page) -> None:
    tree = page(ChangeSection.from_answers({"current_worker": {"id": 7, "name": "Ann Smith"}}))
    box = tree.get_element_by_id("current_worker")
    assert (box.get("data-picker"), box.get("value")) == ("staff", "Ann Smith")
    assert tree.get_element_by_id("current_worker-id").get("value") == "7"
    assert tree.get_element_by_id("current_team").get("data-picker") == "team"


def test_rows_say_which_row_a_question_is_of(page: Page) -> None:
    rows = [{"task": "Call"}, {"task": "Write"}]
    tree = page(MeetingSection.from_answers({"outstanding_work_known": "yes", "outstanding_work": rows}))
    label = tree.xpath("//label[@for='outstanding_work-1-task']")[0]
    assert " ".join(label.text_content().split()) == "Piece of work 2: What is to be done?"
    assert label.xpath("./span/text()") == ["Piece of work 2: "]  # for whoever hears it (_short.scss)
    buttons = tree.xpath("//div[@id='outstanding_work']//button[@name='row']")
    assert [button.get("value") for button in buttons] == [
        "remove:outstanding_work:0",
        "remove:outstanding_work:1",
        "add:outstanding_work",
    ]
    assert " ".join(buttons[1].text_content().split()) == "Remove piece of work 2"


def test_a_radio_of_a_row_reveals_a_question_of_the_same_row(page: Page) -> None:
    rows = [{"name": "Ola", "same_worker_after": "yes"}, {"name": "Ben", "same_worker_after": "no"}]
    tree = page(ChangeSection.from_answers({"has_siblings": "yes", "siblings": rows}))
    boxes = tree.xpath("//textarea[contains(@name, 'why_not_shared')]")
    reveals = [box.xpath("./ancestor::div[starts-with(@id, 'conditional-')][1]")[0].get("class") for box in boxes]
    assert ["hidden" in reveal for reveal in reveals] == [True, False]


def test_no_more_rows_are_offered_when_they_are_full(page: Page) -> None:
    rows = [{"note": str(number)} for number in range(60)]
    tree = page(ReasonsSection.from_answers(LOOKED_AFTER | {"key_events_known": "yes", "key_events": rows}))
    assert not tree.xpath("//button[@value='add:key_events']")
    assert "no more than 60" in tree.text_content()
