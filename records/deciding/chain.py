"""A version's chain: its steps are created at submission; those for a disagreement are stored as foreseen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from models import Record, RecordVersion, Refusal, Step, StepState
from protocol import STATEMENTS, StepSpec, whole_chain
from protocol.chains import CHAINS, Ask, acceptance, refusing, selection
from protocol.chains.acceptance import is_acceptance
from protocol.chains.refused import ending_with, step_of
from records import access, clock
from records.deciding import accepting, correcting, refusals
from records.deciding.assignment import Assignment, assign, rank_held
from records.deciding.managers import managers_named
from records.register.lookup import as_answer
from records.renamed import answers_in
from records.weighing import figures_on, for_protocol, is_in_force

UNSETTLED = (StepState.WAITING, StepState.OPEN)


def specs_for(*, kind: str, answers: Mapping[str, Any], refused: Iterable[Refusal] = ()) -> tuple[StepSpec, ...]:
    """The steps that the protocol requires when a draft with these answers is submitted.

    refused: the refusals that bind it (refusals.binding), with whose posts it ends.
    """
    return _ended(kind, answers, refused)[0]


def foreseen_for(
    *, kind: str, answers: Mapping[str, Any], accepts: Sequence[str] = (), refused: Iterable[Refusal] = ()
) -> list[dict[str, Any]]:
    """The steps that a disagreement would add, as dicts, stored with the version.

    accepts: the statements that are to be accepted as not met, above whoever is called for.
    """
    steps = [one for of_level in _ended(kind, answers, refused) for one in of_level]
    accepted = acceptance.with_acceptance(steps, accepts, answers)
    return [selection.to_data(spec) for spec in accepted if spec.called_by]


def _ended(
    kind: str, answers: Mapping[str, Any], refused: Iterable[Refusal]
) -> tuple[tuple[StepSpec, ...], tuple[StepSpec, ...]]:
    """(active steps, those that a disagreement would add)."""
    possible = _all_possible_steps(kind, answers)
    active = selection.active_steps(possible, managers=managers_named(answers))
    called, posts = [spec for spec in possible if spec.called_by], refusals.posts_of(refused)
    return ending_with(active, called, posts, refusable=CHAINS[kind].refusable)


def _all_possible_steps(kind: str, answers: Mapping[str, Any]) -> list[StepSpec]:
    """Every step that may become part of the chain, without those of chapters that are off."""
    specs = whole_chain(kind, for_protocol(answers), switches=figures_on(clock.today()).switches)
    return [spec for spec in specs if any(map(is_in_force, spec.statements))]


def is_offered(kind: str) -> bool:
    """Whether this kind of record is offered: a statement about this kind alone is in force."""
    return any(is_in_force(statement.id) for statement in STATEMENTS if statement.records == (kind,))


def create_steps(record: Record, version: RecordVersion, assignments: Iterable[Assignment]) -> list[Step]:
    """Insert a WAITING step for each assignment."""
    return [
        Step.create(
            record=record,
            version=version.number,
            key=spec.key,
            order=spec.order,
            action=spec.action,
            title=spec.title,
            part=spec.part,
            rank=spec.rank,
            side=spec.side,
            statements=list(spec.statements),
            declaration=spec.declaration,
            asks=[asdict(ask) for ask in spec.asks],
            may_refuse=spec.may_refuse,
            passes_up=spec.passes_up,
            again_after=spec.again_after,
            assignee=staff,
            instead_of=instead_of,
        )
        for spec, staff, instead_of in ((a.spec, a.staff, a.instead_of) for a in assignments)
    ]


def escalate(record: Record, version: RecordVersion, steps: Sequence[Step], disagree: Collection[str]) -> bool:
    """After a disagreement at the steps `disagree`: create the steps foreseen for it and void those that they replace.

    They are assigned to today's holders of the posts. Returns whether there are any. Raises CannotSubmitError when a
    post has none.
    """
    others = disagreed(steps) - set(disagree)
    called = selection.escalation_steps(_foreseen(version), disagree, others)
    needless = {key for spec in called for key in spec.voids}
    _void(step for step in steps if step.state in UNSETTLED and step.key in needless)
    standing = [step for step in steps if step.state != StepState.VOID]
    managers = managers_named(version.answers)
    called = [_taking_in(spec, standing, managers) for spec in called]
    standing = [step for step in standing if step.state != StepState.VOID]
    people = [as_answer(step.instead_of or step.assignee) or {} for step in standing]
    deciding = [spec for spec in called if not is_acceptance(spec.key)]
    accept = [spec for spec in called if is_acceptance(spec.key)]
    _add(record, version, standing, [*selection.assign_people(deciding, managers, taken=people), *accept])
    return bool(called)


def _taking_in(spec: StepSpec, standing: Sequence[Step], managers: Mapping[str, Any]) -> StepSpec:
    """The step with the parts of those undecided ones that it joins, which become needless: one person has both."""
    holder = spec.person or managers.get(f"{spec.side}_{spec.rank}")
    if not spec.joins or not holder:
        return spec
    mine = [step for step in standing if step.key in spec.joins and step.state in UNSETTLED]
    mine = [step for step in mine if step.assignee_id == holder["id"]]
    _void(mine)
    return selection.with_parts_of(spec, map(spec_of, mine))


def spec_of(step: Step) -> StepSpec:
    """A stored step as the protocol describes it."""
    return StepSpec(
        step.key,
        step.order,
        step.title,
        step.action,
        tuple(step.statements),
        as_answer(step.assignee),
        step.part,
        step.declaration,
        rank=step.rank,
        side=step.side,
        asks=tuple(Ask(**ask) for ask in step.asks),
        again_after=step.again_after,
    )


def _void(steps: Iterable[Step]) -> None:
    for step in steps:
        step.state = StepState.VOID
        step.save()


def _add(record: Record, version: RecordVersion, standing: Sequence[Step], specs: Sequence[StepSpec]) -> None:
    """Assign and create further steps of a version, those for acceptance last."""
    taken = {step.assignee_id for step in standing} | {step.instead_of_id for step in standing if step.instead_of_id}
    again = {step.key: {step.assignee_id, step.instead_of_id} for step in standing}
    deciding = [spec for spec in specs if not is_acceptance(spec.key)]
    assignments = assign(deciding, record, taken=taken, again=again)
    if correcting.confirmed_in(standing) is None:
        wrote = access.get_writer_ids(record)
        assignments = correcting.confirming_first(assignments, version.answers, wrote=wrote)
    assignments = accepting.assign(specs, assignments, record, taken=taken)
    create_steps(record, version, assignments)


def end_with_refusals(record: Record, version: RecordVersion, steps: Sequence[Step]) -> bool:
    """Add the posts that have refused the same since it was submitted. Returns whether there are any.

    Whoever has not accepted yet what is not met no longer has to: whoever is above these posts accepts it after them.
    """
    standing = [step for step in steps if step.state != StepState.VOID]
    decided = [step for step in standing if not is_acceptance(step.key)]
    missing = refusals.without_step(refusals.binding(record, answers_in(version)), decided)
    if not missing:
        return False
    _void(step for step in standing if is_acceptance(step.key) and step.state in UNSETTLED)
    standing = [step for step in standing if step.state != StepState.VOID]
    last, refusable = max((step.order for step in decided), default=0), CHAINS[record.kind].refusable
    posts = [step_of(post, last + 1, refusable=refusable) for post in refusals.posts_of(missing)]
    _add(record, version, standing, _with_acceptance_anew(posts, version, decided))
    return True


def _with_acceptance_anew(posts: Sequence[StepSpec], version: RecordVersion, decided: Sequence[Step]) -> list[StepSpec]:
    """The steps of posts that refused, with those who accept above them and above whoever decided before them."""
    ranks = {step.key: rank_held(step.rank, step.decided_by or step.assignee) for step in decided}
    steps, accepts = [*map(spec_of, decided), *posts], accepting.to_accept(version)
    laid = acceptance.with_acceptance(steps, accepts, version.answers, ranks, name=f"{acceptance.KEY}_{posts[0].key}")
    return [spec for spec in laid if spec.key not in ranks]


def disagreed(steps: Iterable[Step], *, without: Step | None = None) -> frozenset[str]:
    """Keys of the steps that could not agree, or that refused while another of their rank did not.

    without: a step that counts as undecided.
    """
    standing = [step for step in steps if step.state != StepState.VOID]
    outcomes = {key: outcome for key, outcome in outcomes_of(standing).items() if without is None or key != without.key}
    cannot = {key for key, outcome in outcomes.items() if outcome == StepState.CANNOT_AGREE}
    return refusing.differing(standing, outcomes) | cannot


def not_agreed(steps: Iterable[Step], *outcomes: StepState) -> list[Step]:
    """Those that refused or could not agree, or had one of these outcomes, in a version that still stands."""
    wanted = outcomes or (StepState.REFUSED, StepState.CANNOT_AGREE)
    return [step for step in steps if step.state in wanted]


def outcomes_of(steps: Iterable[Step]) -> dict[str, str]:
    """Step → its state, which is its outcome once it is decided."""
    return {step.key: str(step.state) for step in steps}


def can_disagree(step: Step, version: RecordVersion) -> bool:
    """Whether 'cannot agree' is offered at this step: managers above decide, and it is not theirs to refuse."""
    calls = any(step.key in spec.called_by for spec in _foreseen(version))
    return bool(step.passes_up or (calls and not step.may_refuse))


def _foreseen(version: RecordVersion) -> list[StepSpec]:
    return [selection.from_data(one) for one in (version.foreseen or {}).get("steps", ())]
