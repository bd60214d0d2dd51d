"""The attached JSON says everything that the PDF says."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from documents import attachment
from documents.content import Answer, Council, DecisionDocument, DecisionLine, FindingLine, Section, VersionLine
from documents.render import render_html
from tests.unit.documents import sample
from tests.unit.documents.reading import Reading
from tests.unit.documents.schema import faults

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "answers.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def attached(reading: Reading) -> dict[str, Any]:
    return json.loads(reading.pdf.attachments["answers.json"].get_file().read_bytes())


def test_an_attachment_without_a_code_has_none() -> None:
    pdf, file = pikepdf.new(), BytesIO()
    pdf.attachments[attachment.NAME] = pikepdf.AttachedFileSpec(pdf, b"{}", filename=attachment.NAME)
    pdf.save(file)

    assert attachment.stated_in(file.getvalue(), "code") == ""


def test_it_says_its_version(attached: dict[str, Any]) -> None:
    assert attached["schema"] == "handover-record/1"


def test_the_printed_answers_can_be_rebuilt_from_it(attached: dict[str, Any]) -> None:
    rebuilt = [
        (section["title"], question["question"], question["printed"])
        for section in attached["sections"]
        for question in section["questions"]
    ]
    printed = [
        (section.title, answer.question, answer.value if isinstance(answer.value, str) else [*map(list, answer.value)])
        for section in sample.RECORD.sections
        for answer in section.answers
    ]
    assert rebuilt == printed


def test_every_printed_word_can_be_rebuilt_from_it(attached: dict[str, Any]) -> None:
    assert render_html(rebuilt(attached)) == render_html(sample.a_record())


def rebuilt(said: dict[str, Any]) -> DecisionDocument:
    """A document from its attachment alone; the council's colour is not said in words."""
    return DecisionDocument(
        kind=said["kind"],
        kind_title=said["title"],
        reference=said["reference"],
        version=said["version"],
        protocol_version=said["protocol_version"],
        council=Council(said["council"]["name"], sample.COUNCIL.colour, said["council"]["address_line"]),
        outcome_sentence=said["outcome"],
        about=tuple((pair["label"], pair["value"]) for pair in said["about"]),
        sections=tuple(rebuilt_section(section) for section in said["sections"]),
        findings=tuple(FindingLine(**line) for line in said["findings"]),
        departures=tuple(FindingLine(**line) for line in said["departures"]),
        exceptions=tuple(FindingLine(**line) for line in said["exceptions"]),
        decided_against=tuple(FindingLine(**line) for line in said["decided_against"]),
        to_follow=tuple(FindingLine(**line) for line in said["to_follow"]),
        decisions=tuple(DecisionLine(**line | {"at": instant(line["at"])}) for line in said["decisions"]),
        history=tuple(
            VersionLine(**line | {"submitted_at": instant(line["submitted_at"])}) for line in said["history"]
        ),
        audit_head=said["audit_head"],
        version_digest=said["version_digest"],
        digest_recipe=said["digest_recipe"],
        verify_url=said["verify_url"],
        code=said["code"],
        seal_level=said["seal_level"],
        seal_until=date.fromisoformat(said["seal_until"]),
        root_fingerprint=said["root_certificate"],
        terms=said["terms"],
        answers_json=said["answers"],
    )


def rebuilt_section(said: dict[str, Any]) -> Section:
    answers = (
        Answer(one["name"], one["question"], one["type"], printed(one["printed"]), one["value"])
        for one in said["questions"]
    )
    return Section(said["key"], said["title"], tuple(answers))


def printed(said: Any) -> Any:
    return said if isinstance(said, str) else tuple(map(tuple, said))


def instant(said: str) -> datetime:
    return datetime.fromisoformat(said)


def test_it_is_what_the_published_schema_describes(attached: dict[str, Any]) -> None:
    assert faults(attached, SCHEMA, SCHEMA) == []


def test_a_draft_is_what_the_published_schema_describes() -> None:
    draft = json.loads(attachment.to_bytes(sample.a_draft(departures=(), exceptions=())))
    assert faults(draft, SCHEMA, SCHEMA) == []


def test_a_restricted_part_attaches_nothing_that_is_restricted_and_says_which_part_it_is() -> None:
    said = json.loads(attachment.to_bytes(sample.a_record(restricted=True)))

    assert faults(said, SCHEMA, SCHEMA) == []
    assert said["part"] == "restricted"
    assert {name for name, value in said.items() if value in ([], {})} == {
        "sections",
        "refusals",
        "corrections",
        "findings",
        "accepted",
        "departures",
        "exceptions",
        "decided_against",
        "to_follow",
        "answers",
    }
    general = json.loads(attachment.to_bytes(sample.RECORD))
    assert (said["code"], said["audit_head"], general["part"]) == (general["code"], general["audit_head"], "general")


def test_the_schema_notices_what_is_missing_added_or_of_another_kind(attached: dict[str, Any]) -> None:
    spoilt = {**attached, "version": "2", "surprise": 1, "seal_level": "gold"}
    del spoilt["reference"]
    assert faults(spoilt, SCHEMA, SCHEMA) == [
        "/reference is missing",
        "/surprise is not known",
        "/version is no integer",
        "/seal_level is 'gold'",
    ]


def test_the_schema_is_of_the_version_that_is_written() -> None:
    assert SCHEMA["properties"]["schema"]["const"] == attachment.SCHEMA


def test_it_holds_the_answers_as_they_are_stored(attached: dict[str, Any]) -> None:
    assert attached["answers"] == sample.RECORD.answers_json
    stored = {
        question["name"]: question["value"] for section in attached["sections"] for question in section["questions"]
    }
    assert stored["child_date_of_birth"] == "2014-05-03"
    assert stored["current_worker"] == {"id": 12, "name": "Folasade Adeyemi"}
    assert stored["ceasing_looked_after"] is None


def test_every_word_that_is_printed_of_findings_and_decisions_is_in_it(attached: dict[str, Any]) -> None:
    assert [line["statement"] for line in attached["findings"]] == [line.statement for line in sample.RECORD.findings]
    assert attached["departures"][0]["reason"] == sample.RECORD.departures[0].reason
    assert attached["exceptions"][0]["exception"] == "EXC-7Q2M-84KD"
    assert attached["decisions"][-1]["on_behalf_of"] == "Siân Llewellyn"
    assert attached["decisions"][-1]["at"] == "2026-03-17T11:08:00Z"
    assert attached["history"][0]["note"] == "Returned: the reason for the absence was missing."
    for name in ("reference", "version", "protocol_version", "version_digest", "audit_head", "code", "seal_level"):
        assert attached[name] == getattr(sample.RECORD, name)


def test_names_are_readable_in_it() -> None:
    assert "Šmídová (أمينة)" in attachment.to_bytes(sample.a_record()).decode()


def test_what_json_cannot_hold_is_refused_loudly() -> None:
    with pytest.raises(TypeError, match="set has no place"):
        attachment.to_bytes(sample.a_record(answers_json={"odd": {1, 2}}))


def test_instants_are_universal_time() -> None:
    decided = sample.DECISIONS[0].__class__(
        "Sign-off", "A", "B", "approved", "C", "", datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
    )
    assert '"at": "2026-07-01T09:30:00Z"' in attachment.to_bytes(sample.a_record(decisions=(decided,))).decode()
