"""What needs attention is counted alike by each section, the task list and 'Check your answers'."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from forms import get_kind
from models import Record
from records import access
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Page, Reader, words_of

pytestmark = pytest.mark.usefixtures("app")

COUNTED = re.compile(r"(\d+) things? needs? attention|(\d+) things? in this section needs? attention")
EVERYTHING = "Everything the protocol asks of this section is here."
# Each whole but for what departs, cannot both be so, or is no date.
WRONG = {"joint_visit_together": "elsewhere", "has_siblings": "no", "meeting_date": "2020-01-01"}
WRONG |= {"transfer_reason_code": "SWDIED", "outstanding_work_known": "none"}

Made = tuple[Callable[..., Record], Reader]

KINDS: dict[str, tuple[Callable[..., Record], str]] = {
    "transfer_meeting": (factories.ready_draft, story.AUTHOR),
    "emergency_transfer": (four.emergency, other.REALLOCATING_LEADER),
    "management_handover": (four.handover, other.OUTGOING_LEADER),
    "exception_decision": (lambda **changes: four.exception(four.transfer(), **changes), story.AUTHOR),
}


@pytest.fixture(params=KINDS)
def made(request: pytest.FixtureRequest, sign_in: SignIn) -> Made:
    make, author = KINDS[request.param]
    return make, sign_in(author)


def counted(words: str) -> int:
    found = COUNTED.search(words)
    return int(found[1] or found[2]) if found else 0


def the(page: Page, id_: str) -> Element:
    (found,) = [element for element in page.html.iter() if element.get("id") == id_]
    return found


def listed(check: Element) -> list[str]:
    """The things under the count of a section's check, without what may follow or is to be considered."""
    items: list[str] = []
    (lists,) = (one for one in check.iter("div") if one.get("class") == "handover-check__lists")
    for part in lists:
        if part.tag == "h3" and words_of(part) != "Still to answer":
            break
        items += [words_of(item) for item in part.iter("li")]
    return items


def of_sections(reader: Reader, record: Record) -> Iterator[tuple[str, Page]]:
    overview = reader.open(f"/records/{record.reference}")
    for link in overview.links:
        if "/sections/" in link:
            yield link.rpartition("/")[2], reader.open(link)


def agree(reader: Reader, record: Record) -> int:
    """The number of things left in a record, once every page has been seen to say the same of it."""
    overview, check = reader.open(f"/records/{record.reference}"), reader.open(f"/records/{record.reference}/check")
    (left,) = [*check.each("div", id="why-not")] or [None]
    links = [link.get("href", "") for link in left.iter("a")] if left is not None else []
    items = list(left.iter("li")) if left is not None else []
    places: Counter[str] = Counter()
    for item in items:
        first, others = item.find("a"), [one for one in item.iter("a") if words_of(one).startswith("The other place")]
        places.update(
            {one.get("href").rpartition("/")[2].partition("#")[0] for one in (first, *others) if one is not None}
        )
    for key, page in of_sections(reader, record):
        panel, bar = the(page, "check"), the(page, "bar")
        (attention,) = page.each("input", name="attention")
        hint = [*overview.each("div", id=f"{key}-left")]
        said = [counted(words_of(panel)), counted(words_of(bar)), int(attention.get("value")), len(listed(panel))]
        said += [counted(words_of(hint[0])) if hint else 0, places[key]]
        assert len(set(said)) == 1, (key, said, listed(panel), links)
        assert len(set(listed(panel))) == len(listed(panel)), listed(panel)
    assert counted(check.words) == len(items)
    return len(items)


def test_a_whole_record_has_nothing_left_and_says_so_in_every_section(made: Made) -> None:
    make, reader = made
    record = make()

    assert agree(reader, record) == 0
    assert all(EVERYTHING in words_of(the(page, "check")) for _, page in of_sections(reader, record))


@pytest.mark.parametrize("seed", range(6))
def test_every_page_counts_the_same_of_what_is_blank_or_wrong(made: Made, seed: int) -> None:
    make, reader = made
    drawn, record = random.Random(seed), make()
    own = get_kind(record.kind).questions
    closed = access.closed_answers(record, record.author)
    asked = sorted(
        name for name in record.answers.keys() & own.keys() - closed if not (own[name].follows or own[name].fixed)
    )
    blank: dict[str, Any] = dict.fromkeys(drawn.sample(asked, k=min(len(asked), drawn.choice((2, 4, 9, 30)))))
    wrong = {name: answer for name, answer in WRONG.items() if name in own and drawn.random() < 0.5}
    factories.save(record, by=record.author.email, answers=wrong | blank)

    assert agree(reader, factories.fresh(record)) > 0


def test_a_contradiction_counts_in_the_section_of_each_of_its_places(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(transfer_reason_code="SWDIED"), sign_in(story.AUTHOR)

    assert agree(reader, record) > 0
