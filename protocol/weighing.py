"""Weighing a record: every rule that serves it, then levels, written reasons and exceptions."""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from protocol.answers import Answers
from protocol.decisions import Decision, ExceptionDecision
from protocol.outcomes import OPEN, Finding, Level, Outcome, Stage, Unsettled, Verdict, unanswered
from protocol.parameters import Parameters
from protocol.people import person_from
from protocol.registry import REGISTRY, Registry, Rule
from protocol.settling import Known, settled
from protocol.statements import CHAPTERS, Statement

log = logging.getLogger(__name__)

ALL_CHAPTERS = frozenset(CHAPTERS)

_UNCHECKED = "This could not be checked because of a fault in the system. Tell the people who run it."
_NOT_JUDGED = Finding("", Outcome.UNANSWERED, Level.REQUIRED, _UNCHECKED, None, faulty=True)
_REASON_PROMPT = "Say why this is not done, and how the child is protected from the effect"


@dataclass(frozen=True)
class Weighing:
    """What the protocol says of one record: a finding for each statement about its kind, in order.

    `reads` names the questions that each statement's rule reads.
    """

    kind: str
    findings: tuple[Finding, ...]
    reads: Mapping[str, Collection[str]]

    @cached_property
    def _by_statement(self) -> dict[str, Finding]:
        return {finding.statement: finding for finding in self.findings}

    def get(self, statement: str) -> Finding | None:
        """The finding for a statement, or None when the statement is not about this kind of record."""
        return self._by_statement.get(statement)

    @cached_property
    def stops_submission(self) -> tuple[Finding, ...]:
        """What has to be put right, or explained, before the record can be submitted."""
        return tuple(finding for finding in self.findings if finding.stops_submission)

    @property
    def can_submit(self) -> bool:
        """Whether nothing stops submission."""
        return not self.stops_submission

    @cached_property
    def departures(self) -> tuple[Finding, ...]:
        """Expectations that are not kept and why: the first thing that a decider reads."""
        return tuple(finding for finding in self.findings if finding.reason)

    @cached_property
    def exceptions(self) -> tuple[Finding, ...]:
        """Requirements that an approved exception decision lifts."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.LIFTED)

    @cached_property
    def decided_against(self) -> tuple[Finding, ...]:
        """What those who decided have stated or settled otherwise than the protocol asks: an audit made too late."""
        return tuple(one for one in self.findings if one.stage is Stage.DECISION and one.outcome is Outcome.UNMET)

    @cached_property
    def faults(self) -> tuple[Finding, ...]:
        """What could not be judged because of a fault in a rule: it stops the record, and the operator is told."""
        return tuple(finding for finding in self.findings if finding.faulty)

    @cached_property
    def open_follow_up(self) -> tuple[Finding, ...]:
        """What may follow approval and has not been done yet."""
        return tuple(finding for finding in self.findings if finding.stage is Stage.FOLLOW_UP and finding.is_open)

    def for_questions(self, names: Collection[str]) -> tuple[Finding, ...]:
        """The findings whose rule reads one of the questions, or that point to one."""
        wanted = frozenset(names)
        return tuple(finding for finding in self.findings if self._concerns(finding, wanted))

    def _concerns(self, finding: Finding, names: frozenset[str]) -> bool:
        return finding.question in names or not names.isdisjoint(self.reads.get(finding.statement, ()))


def weigh(
    kind: str,
    answers: Mapping[str, Any],
    *,
    today: date,
    parameters: Parameters,
    decisions: Iterable[Decision] = (),
    exceptions: Iterable[ExceptionDecision] = (),
    chapters: Collection[str] = ALL_CHAPTERS,
    author: Mapping[str, Any] | None = None,
    registry: Registry = REGISTRY,
    strict: bool = False,
) -> Weighing:
    """Weigh a record's answers as they stand.

    `today` is the London day. `decisions` are those on this very version, `exceptions` the exception
    decision records linked to it, `author` {"id", "name"} of whoever writes it. A statement whose chapter
    (or LOCAL) is not among `chapters` is left out. It never raises for what answers hold: a rule that fails is
    logged, counts as unanswered and stops submission. `strict` is for tests: there a failing rule raises,
    and so does one that reads what it does not declare.
    """
    asked = Answers(answers, kind=kind, today=today, author=person_from(author))
    known = Known(today, tuple(decisions), answers, tuple(exceptions))
    plan = registry.plan(kind, frozenset(chapters))
    found = [_NOT_JUDGED] * len(plan.statements)
    judge = _strictly_judged if strict else _judged
    for rule, cited in plan.rules:
        if rule.comes_last:
            asked.findings = tuple(found)
        verdict = judge(rule, asked, parameters)
        for place, statement in cited:
            found[place] = settled(_finding(statement, rule, verdict, asked), known)
    pairs = zip(plan.statements, found, strict=True)
    return Weighing(kind, tuple(_unjudged(about) if one is _NOT_JUDGED else one for about, one in pairs), plan.reads)


def _unjudged(statement: Statement) -> Finding:
    # A statement that no rule judges is as good as one whose rule failed.
    return _NOT_JUDGED._replace(statement=statement.id, level=statement.level)


def _judged(rule: Rule, asked: Answers, parameters: Parameters) -> Verdict:
    try:
        return rule.judge(asked, parameters)
    except Exception as fault:  # whatever it is, the check fails closed
        # The fault's own text and traceback can hold what somebody typed, so neither is logged.
        log.error("rule %s (%s) failed with %s", rule.name, rule.statements[0], type(fault).__name__)
        return unanswered(_UNCHECKED, min(rule.reads))._replace(faulty=True)


def _strictly_judged(rule: Rule, asked: Answers, parameters: Parameters) -> Verdict:
    return rule.judge(asked.limited_to(rule.reads), parameters.limited_to(rule.uses))


def _finding(statement: Statement, rule: Rule, verdict: Verdict, asked: Answers) -> Finding:
    outcome, message, question, stage, reason, prompt, parts, faulty, cases = verdict
    level = statement.level
    finding = Finding(statement.id, outcome, level, message, question, stage, reason, "", parts, prompt, faulty)
    if cases:
        finding = finding._replace(unsettled=Unsettled(outcome, message, question, stage, cases))
    if outcome not in OPEN or stage is not Stage.SUBMISSION or faulty:
        return finding
    if statement.level is Level.EXPECTED:
        return _explained(finding, rule, asked)
    if statement.ranks and outcome is Outcome.UNMET:
        return finding._replace(unsettled=Unsettled(outcome, message, question, stage, (), statement.ranks))
    return finding


def _explained(finding: Finding, rule: Rule, asked: Answers) -> Finding:
    written = (asked.reason_for(cited) for cited in (finding.statement, *rule.statements, *rule.reason_with))
    reason = next(filter(None, written), "")
    if finding.outcome not in OPEN:
        return finding._replace(reason=reason) if reason else finding
    outcome = Outcome.DEPARTED if reason and finding.outcome is Outcome.UNMET else finding.outcome
    prompt = finding.reason_prompt or _REASON_PROMPT
    return finding._replace(outcome=outcome, reason=reason, reason_prompt=prompt)
