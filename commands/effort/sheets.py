"""How many sheets a record is on paper: everybody approves it, and it is rendered as its sealed document would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any

from commands.effort.situations import Situation
from documents.content import Council, DecisionDocument, DecisionLine, VersionLine
from forms import get_kind
from protocol import (
    BY_ID,
    DEFAULT_TERMS,
    PROTOCOL_VERSION,
    Decision,
    StepSpec,
    Weighing,
    chain,
    fill_terms,
    parameters_on,
    weigh,
)
from protocol.chains import Ask
from protocol.formatting import day, upper_first
from records.sealing.describing import APPROVING
from records.sealing.wording import finding_line, stated_in_words, with_wanted, worded

COUNCIL = Council("Ashbourne Vale Council", address_line="Children's Services, Town Hall, Ashbourne Vale")
SOMEBODY = "Rosalind Featherstone"  # who takes a step for which the answers name nobody
DIGEST = "0123456789abcdef" * 4


def count_sheets(situation: Situation, answers: Mapping[str, Any]) -> int:
    """The pages of a record with these answers, once everybody has approved it on the day of the situation."""
    from documents.render import count_pages  # and with it WeasyPrint, which no other command needs

    return count_pages(sealed(situation, answers))


def sealed(situation: Situation, answers: Mapping[str, Any]) -> DecisionDocument:
    """What the sealed record prints: one version, each step of its chain approved in good order.

    answers: in the protocol's shape, with `departures` and FROM_REGISTER.
    """
    form, at = get_kind(situation.kind), datetime.combine(situation.today, time(10, 0), UTC)
    steps, weighed = _weighed(situation, answers)
    text = worded(form, answers, DEFAULT_TERMS)
    lines = {one.statement: finding_line(one, BY_ID[one.statement], DEFAULT_TERMS) for one in weighed.findings}
    return DecisionDocument(
        kind=form.key,
        kind_title=text.title,
        reference=f"{form.prefix}-7K3M-Q2XD",
        version=1,
        protocol_version=PROTOCOL_VERSION,
        council=COUNCIL,
        outcome_sentence=f"Approved on {day(situation.today)}. {text.first_line}",
        sealed_for=situation.today,
        about=text.about,
        sections=with_wanted(text.sections, weighed.findings),
        findings=tuple(lines.values()),
        departures=tuple(lines[one.statement] for one in weighed.departures),
        decided_against=tuple(lines[one.statement] for one in weighed.decided_against),
        to_follow=tuple(lines[one.statement] for one in weighed.open_follow_up),
        decisions=tuple(_decision(step, at) for step in steps),
        history=(VersionLine(1, at, _name(None), DIGEST),),
        audit_head=DIGEST,
        version_digest=DIGEST,
        verify_url="https://handover.council.example/verify?code=7KQM-4XDT-H9CR",
        code="7KQM4XDTH9CR",
        seal_level="B-B",
        seal_until=situation.today.replace(year=situation.today.year + 10),
        root_fingerprint=DIGEST,
        marking="OFFICIAL-SENSITIVE",
    )


def _weighed(situation: Situation, answers: Mapping[str, Any]) -> tuple[Sequence[StepSpec], Weighing]:
    """The steps of the chain, and the findings once each is approved."""
    steps, on = chain(situation.kind, answers), situation.today
    decisions = [Decision(one.key, "approved", one.person or {}, on, _stated(one, on), one.part) for one in steps]
    return steps, weigh(situation.kind, answers, today=on, parameters=parameters_on(on), decisions=decisions)


def _stated(step: StepSpec, on: date) -> dict[str, str]:
    return {ask.name: _answer(ask, on) for ask in step.asks}


def _answer(ask: Ask, on: date) -> str:
    return max(on.isoformat(), ask.not_before) if ask.kind == "date" else "yes"


def _decision(step: StepSpec, at: datetime) -> DecisionLine:
    asks = [asdict(ask) for ask in step.asks]
    return DecisionLine(
        title=fill_terms(step.title, DEFAULT_TERMS),
        name=_name(step.person),
        role=upper_first(fill_terms(f"{{{step.rank or 'social_worker'}}}", DEFAULT_TERMS)),
        outcome=APPROVING.get(step.action, "approved"),
        stated=stated_in_words(step.declaration, asks, _stated(step, at.date()), DEFAULT_TERMS),
        reason="",
        at=at,
        part=upper_first(fill_terms(step.part, DEFAULT_TERMS)),
    )


def _name(person: Mapping[str, Any] | None) -> str:
    return str(person["name"]) if person else SOMEBODY
