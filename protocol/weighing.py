"""Weigh a record: run its rules, then apply levels, reasons for departing, decisions and exceptions."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, partial
from typing import Any

from protocol import corrections
from protocol.answers import Answers
from protocol.decisions import TAKES_EFFECT, Decision, ExceptionDecision
from protocol.outcomes import (
    OPEN,
    Case,
    Finding,
    Level,
    Outcome,
    Provisional,
    Stage,
    Verdict,
    does_not_apply,
    unanswered,
)
from protocol.parameters import Parameters
from protocol.people import Person, person_from
from protocol.registry import REGISTRY, Registry, Rule
from protocol.statements import CHAPTERS, Statement
from protocol.statements.acceptable import ACCEPTED_TOO
from protocol.statements.departable import ranks_of
from protocol.statements.scope import ASKED, Scope
from protocol.updating import Known, accepted, updated

log = logging.getLogger(__name__)

ALL_CHAPTERS = frozenset(CHAPTERS)

_UNCHECKED = "This could not be checked because of a fault in the system. Tell the people who run it."
_NOT_JUDGED = Finding("", Outcome.UNANSWERED, Level.REQUIRED, _UNCHECKED, None, faulty=True)
_REASON_PROMPT = "Say why this is not done, and how the child is protected from the effect"
_CANNOT_PROMPT = "If this cannot be met, say why, and how the child is protected from the effect"
_ACCEPTED = "Accepted by {acceptance.by}."


@dataclass(frozen=True)
class Weighing:
    """The findings for one record: one for each statement that applies to its kind, in order.

    reads: statement id → the questions that its rule and its scope read.
    """

    kind: str
    findings: tuple[Finding, ...]
    reads: Mapping[str, Collection[str]]

    @cached_property
    def _by_statement(self) -> dict[str, Finding]:
        return {finding.statement: finding for finding in self.findings}

    def get(self, statement: str) -> Finding | None:
        """The finding for a statement; None when it does not apply to this kind of record."""
        return self._by_statement.get(statement)

    @cached_property
    def stops_submission(self) -> tuple[Finding, ...]:
        """Findings that prevent submission until they are corrected or explained."""
        return tuple(finding for finding in self.findings if finding.stops_submission)

    @property
    def can_submit(self) -> bool:
        """Whether no finding prevents submission."""
        return not self.stops_submission

    @cached_property
    def departures(self) -> tuple[Finding, ...]:
        """Expectations that are not met and have a reason; shown to deciders first."""
        explained = (finding for finding in self.findings if finding.reason)
        return tuple(one for one in explained if one.level is not Level.REQUIRED or one.outcome is Outcome.DEPARTED)

    @cached_property
    def to_accept(self) -> tuple[Finding, ...]:
        """Requirements that cannot be met, as the record says why, and that the managers above have yet to accept."""
        return tuple(finding for finding in self.findings if finding.waits_for_acceptance)

    @cached_property
    def accepted(self) -> tuple[Finding, ...]:
        """Requirements that are not met and that the managers above have accepted by name."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.ACCEPTED)

    @cached_property
    def lifted(self) -> tuple[Finding, ...]:
        """Requirements that an approved exception decision lifts, in place of being met."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.LIFTED)

    @cached_property
    def decided_against(self) -> tuple[Finding, ...]:
        """Statements that the decisions leave unmet, such as a file audit after the transfer."""
        return tuple(one for one in self.findings if one.stage is Stage.DECISION and one.outcome is Outcome.UNMET)

    @cached_property
    def faults(self) -> tuple[Finding, ...]:
        """Findings of rules that raised an error; they prevent submission and are reported to the operator."""
        return tuple(finding for finding in self.findings if finding.faulty)

    @cached_property
    def open_follow_up(self) -> tuple[Finding, ...]:
        """Findings to be met after approval that are still open."""
        return tuple(finding for finding in self.findings if finding.stage is Stage.FOLLOW_UP and finding.is_open)

    def for_questions(self, names: Collection[str]) -> tuple[Finding, ...]:
        """The findings whose rule reads one of these questions, or that link to one."""
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
    awaited: Iterable[str] = (),
    chapters: Collection[str] = ALL_CHAPTERS,
    author: Mapping[str, Any] | None = None,
    registry: Registry = REGISTRY,
    strict: bool = False,
) -> Weighing:
    """Check a record's answers against every statement that applies to its kind.

    today: London date. decisions: those on this version; awaited: what its undecided steps ask for. exceptions: the
    exception decisions linked to the record.
    author: {"id", "name"}. chapters: the sources in force, LOCAL among them if it is on; other statements are left out.
    No content of answers raises: a rule that raises is logged, its finding is UNANSWERED and faulty, and submission
    stops. strict: for tests; errors of rules propagate, and undeclared reads raise UndeclaredReadError.
    What the record corrects in the register is weighed with both values until it is confirmed.
    """
    raw = answers if isinstance(answers, dict) else {}
    known = Known(today, tuple(decisions), raw, tuple(exceptions), frozenset(awaited))
    weighed = partial(_weighed, kind, parameters, chapters, person_from(author), registry, strict)
    said, other = weighed(known), corrections.by_register(raw)
    if other is None or known.corrections_confirmed:
        return said
    register = weighed(replace(known, answers=other))
    pairs = zip(said.findings, register.findings, strict=True)
    return replace(said, findings=tuple(corrections.stricter(one, another) for one, another in pairs))


def _weighed(
    kind: str,
    parameters: Parameters,
    chapters: Collection[str],
    author: Person | None,
    registry: Registry,
    strict: bool,
    known: Known,
) -> Weighing:
    """The findings with the answers of `known`, whatever they correct."""
    raw = dict(known.answers)
    asked = Answers(raw, kind=kind, today=known.today, author=author, switches=parameters.switches)
    plan = registry.plan(kind, frozenset(chapters))
    found = [_NOT_JUDGED] * len(plan.statements)
    judge = _strictly_judged if strict else _judged
    within = cache(partial(_within, raw, parameters.switches))
    for rule, cited in plan.rules:
        if rule.comes_last:
            asked.findings = tuple(found)
        judged = cache(partial(judge, rule, asked, parameters))
        for place, statement, scope in cited:
            verdict = _scoped(within(scope), judged)
            found[place] = updated(_finding(statement, rule, verdict, asked), known)
    pairs = zip(plan.statements, found, strict=True)
    return Weighing(kind, tuple(_unjudged(about) if one is _NOT_JUDGED else one for about, one in pairs), plan.reads)


def _within(raw: Mapping[str, Any], widened: Collection[str], scope: Scope) -> bool | str:
    """Whether the child is within a scope; while that is not known, the first question to answer."""
    return scope.holds(raw.get, widened) or scope.first_blank(raw.get)


def _scoped(within: bool | str, judged: Callable[[], Verdict]) -> Verdict:
    """The rule's verdict on a child within the scope. Whoever is outside is asked nothing."""
    if not within:
        return does_not_apply()
    verdict = judged()
    if within is True or verdict.faulty or verdict.outcome is Outcome.DOES_NOT_APPLY:
        return verdict
    return unanswered(ASKED[within][1], within)


def _unjudged(statement: Statement) -> Finding:
    # A statement without a rule is treated like one whose rule failed.
    return _NOT_JUDGED._replace(statement=statement.id, level=statement.level)


def _judged(rule: Rule, asked: Answers, parameters: Parameters) -> Verdict:
    try:
        return rule.judge(asked, parameters)
    except Exception as fault:  # any error: fail closed
        # The message and traceback may contain record data, so only the type is logged.
        log.error("rule %s (%s) failed with %s", rule.name, rule.statements[0], type(fault).__name__)
        return unanswered(_UNCHECKED, min(rule.reads))._replace(faulty=True)


def _strictly_judged(rule: Rule, asked: Answers, parameters: Parameters) -> Verdict:
    return rule.judge(asked.limited_to(rule.reads), parameters.limited_to(rule.uses))


def _finding(statement: Statement, rule: Rule, verdict: Verdict, asked: Answers) -> Finding:
    outcome, message, question, stage, reason, prompt, parts, faulty, cases, elsewhere = verdict
    level = statement.level
    finding = Finding(statement.id, outcome, level, message, question, stage, reason, "", parts, prompt, faulty)
    if cases:
        finding = finding._replace(provisional=Provisional(outcome, message, question, stage, cases))
    if outcome not in OPEN or stage is not Stage.SUBMISSION or faulty:
        return finding
    if statement.level is Level.EXPECTED:
        return _explained(finding, rule, asked)
    serves = ACCEPTED_TOO.get(statement.id)
    accepts = statement.acceptable and not elsewhere
    if accepts and outcome is Outcome.UNMET and (serves is None or asked.reason_for(serves)):
        finding = _for_acceptance(finding, rule, asked)
        if finding.waits_for_acceptance:
            return finding
    if statement.lifted_on(asked.kind) and outcome is Outcome.UNMET:
        effective = asked.date(TAKES_EFFECT)
        holds_on = effective.isoformat() if effective else ""
        ranks = ranks_of(statement.id, asked.switches)
        liftable = Provisional(outcome, message, question, stage, (), ranks, holds_on)
        return finding._replace(provisional=liftable)
    return finding


def _written(finding: Finding, rule: Rule, asked: Answers) -> str:
    written = (asked.reason_for(cited) for cited in (finding.statement, *rule.statements, *rule.reason_with))
    return next(filter(None, written), "")


def _for_acceptance(finding: Finding, rule: Rule, asked: Answers) -> Finding:
    """An unmet requirement: with a reason, and once nothing in it is unanswered, it waits for its acceptance."""
    reason = finding.reason or _written(finding, rule, asked)
    finding = finding._replace(acceptable=True, reason=reason, reason_prompt=finding.reason_prompt or _CANNOT_PROMPT)
    if not reason or any(part.outcome is Outcome.UNANSWERED for part in finding.parts):
        return finding
    message = " ".join(filter(None, (_ACCEPTED, finding.fact)))
    own = finding.provisional.cases if finding.provisional else ()
    cases = (Case(accepted(finding.statement), Outcome.ACCEPTED, message), *own)
    waits = Provisional(Outcome.UNMET, finding.message, finding.question, Stage.ACCEPTANCE, cases)
    return finding._replace(stage=Stage.ACCEPTANCE, provisional=waits)


def _explained(finding: Finding, rule: Rule, asked: Answers) -> Finding:
    reason = _written(finding, rule, asked)
    if finding.outcome not in OPEN:
        return finding._replace(reason=reason) if reason else finding
    outcome = Outcome.DEPARTED if reason and finding.outcome is Outcome.UNMET else finding.outcome
    prompt = finding.reason_prompt or _REASON_PROMPT
    return finding._replace(outcome=outcome, reason=reason, reason_prompt=prompt)
