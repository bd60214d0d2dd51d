"""What becomes of a record as it is written: what stops it and who could lift that, who accepts what, who decides."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from commands.case_checks import refused
from forms import get_kind
from forms.in_files import problems
from protocol import Finding, Level, Outcome, Weighing, chain, parameters_on
from protocol.ages import age_group
from protocol.casefile import Case, steps_of, to_accept, weigh_case
from protocol.chains.acceptance import accepted_at, is_acceptance
from protocol.consistency import Clash, contradictions_in, without
from protocol.days import date_from
from protocol.rules.force_of_events import TOLD
from protocol.statements import BY_ID, EMERGENCY, EXCEPTION
from protocol.statements.acceptable import ACCEPTED_TOO
from protocol.terms import fill_terms

Posts = tuple[str, ...]
# What can be planned is written as a transfer meeting record, and what cannot as an emergency.
ANOTHER_RECORD = "record instead"


class WaysOut(NamedTuple):
    """What becomes of a record. Statement → posts in words, or statements.

    stuck: what stops it without a named way out. unsaid: what only has to be answered.
    """

    needs: Mapping[str, Posts]
    accepts: Mapping[str, Posts]
    departs: Posts
    lifted: Posts
    decides: Posts
    another_record: Posts
    unsaid: Posts
    stuck: Posts


def untrue(case: Case) -> list[str]:
    """A line for each answer that the pages would refuse, alone or beside another one."""
    figures = parameters_on(case.today, case.parameters)
    wrong = problems(get_kind(case.record), case.answers)
    return wrong + [f"{one.name} {one.places}: {one.message}" for one in refused(case, figures)]


def as_asked(case: Case, own: Collection[str]) -> Case:
    """The case without what its base answers and the pages would not ask of it; `own` answers stay, true or not.

    The child's age is filled in from the date of birth, as the pages do.
    """
    answers = {name: value for name, value in case.answers.items() if name != "child_age"}
    if born := date_from(answers.get("child_date_of_birth")):
        answers["child_age"] = age_group(born, case.today)
    while left := {
        name: value
        for clash in refused_clashes(case, answers)
        for name, value in without(answers, clash).items()
        if name not in own
    }:
        answers = {name: value for name, value in {**answers, **left}.items() if value is not None}
    return replace(case, answers=answers)


def refused_clashes(case: Case, answers: Mapping[str, Any]) -> tuple[Clash, ...]:
    """What cannot be true together in these answers."""
    asking, figures = get_kind(case.record).asking, parameters_on(case.today, case.parameters)
    return contradictions_in(case.record, dict(answers), today=case.today, parameters=figures, asking=asking)


def ways_out(case: Case) -> WaysOut:
    """What becomes of the record of this case once it is submitted, or what it needs before."""
    found = weigh_case(case, strict=True)
    stops = {finding.statement: finding for finding in found.stops_submission}
    needs = {one: posts for one, stop in stops.items() if is_unmet(stop) and (posts := who_could_lift(case, one))}
    unsaid = [one for one, stop in stops.items() if one not in needs and (_asks_an_answer(stop) or stop.takes_reason)]
    elsewhere = [one for one in stops if ANOTHER_RECORD in stops[one].message and not stops[one].takes_reason]
    return WaysOut(
        needs,
        who_accepts(case, found),
        tuple(one.statement for one in found.departures),
        tuple(one.statement for one in found.lifted),
        tuple(dict.fromkeys(fill_terms(step.part) for step in steps_of(case, found) if not is_acceptance(step.key))),
        tuple(elsewhere),
        tuple(unsaid),
        tuple(one for one in stops if one not in {*needs, *unsaid, *elsewhere}),
    )


def _asks_an_answer(stop: Finding) -> bool:
    """Whether an answer is missing: among those how the court hears of an emergency, without which it stays unmet."""
    return not is_unmet(stop) or stop.question == TOLD


def is_unmet(finding: Finding) -> bool:
    """Whether the record shows that it is not so, rather than not saying enough."""
    return finding.outcome is Outcome.UNMET


def who_could_lift(case: Case, statement: str) -> Posts:
    """The posts that decide on an exception decision about this child and this statement; () where none can lift it."""
    one = BY_ID[statement]
    if case.record == EMERGENCY or not one.liftable or one.level is not Level.REQUIRED or statement in ACCEPTED_TOO:
        return ()
    decided = {"departs_from": statement, "decided_instead": "moves_now", "ground": "significant_relationship"}
    return tuple(fill_terms(step.part) for step in chain(EXCEPTION, {**case.answers, **decided}))


def who_accepts(case: Case, found: Weighing) -> dict[str, Posts]:
    """Statement → the posts that have to accept by name that it is not met."""
    steps = [(accepted_at_step(step), fill_terms(step.part)) for step in steps_of(case, found)]
    return {one: tuple(part for accepted, part in steps if one in accepted) for one in to_accept(found)}


def accepted_at_step(step: Any) -> Posts:
    """The statements that a step accepts."""
    return tuple(accepted_at(ask.name for ask in step.asks))
