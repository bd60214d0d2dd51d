"""The chain of an exception decision: its ground and the statement that it departs from determine the rank."""

from dataclasses import replace

from protocol.answers import Answers
from protocol.chains.escalation import HEADS, LEADERS, MANAGERS, steps_above
from protocol.chains.step import DECIDE, StepSpec, chain_of, named, one_holder
from protocol.choices import GROUND_STATEMENTS, OTHER_GROUND, STAYS
from protocol.people import same_person
from protocol.statements import EXCEPTION
from protocol.statements.departable import GROUND_DECIDES, PROCEEDINGS_OPEN

# No transfer while proceedings are open: whatever the ground, the managers of each service concerned decide, unless the
# council leaves it to the ground (section 8 names them for ground 4 alone).
MANAGERS_DECIDE = PROCEEDINGS_OPEN
# 3.1.5 section 4 leaves the decision before an adoption to the Heads of Service of both services.
HEADS_DECIDE = "315.4.2"

_HOLDS_BOTH = "I am the {service_delivery_manager} above both teams."
_AGREES = "I have read this exception and its ground, and I agree to it, because it is best for the child."


@chain_of(EXCEPTION, steps=(*LEADERS.sides, *MANAGERS.every_key, *HEADS.every_key))
def exception_chain(answers: Answers) -> tuple[StepSpec, ...]:
    """The steps of an exception decision; () until its ground is answered."""
    if answers.raw("decided_instead") != STAYS:
        return _steps(answers)
    return tuple(_where_the_child_stays(step) for step in _steps(_with_other_side(answers)))


def _steps(answers: Answers) -> tuple[StepSpec, ...]:
    ground = answers.choice("ground", GROUND_STATEMENTS)
    if not ground:
        return ()
    cites = (GROUND_STATEMENTS[ground],)
    if answers.raw("departs_from") == HEADS_DECIDE:
        return (*_views(answers, cites), *steps_above(answers, 2, (HEADS_DECIDE,), HEADS))
    if ground == OTHER_GROUND or _is_for_managers(answers):
        return _managers(answers, 1, cites)
    leaders = _leaders(answers, cites)
    if same_person(answers.person("current_team"), answers.person("new_team")):
        return tuple(replace(leader, may_refuse=True) for leader in leaders)
    return (*leaders, *_managers(answers, 2, cites, called_by=LEADERS.every_key))


def _is_for_managers(answers: Answers) -> bool:
    return answers.raw("departs_from") == MANAGERS_DECIDE and GROUND_DECIDES not in answers.switches


def _views(answers: Answers, cites: tuple[str, ...]) -> tuple[StepSpec, ...]:
    """The managers' views, for or against, which the Heads of Service read and decide whatever they are."""
    views = (replace(step, may_refuse=False, passes_up=True) for step in steps_above(answers, 1, cites, MANAGERS))
    return tuple(replace(step, title=step.title.replace("Decision", "View", 1)) for step in views)


def _with_other_side(answers: Answers) -> Answers:
    """The answers about a child who stays, with the present team as the new one too.

    On ground 4 the other team is the one to which the child would have moved: its manager decides as well (315.8.4).
    """
    parts = ("team", "team_leader", MANAGERS.rank, HEADS.rank)
    known = {f"current_{part}": answers.raw(f"current_{part}") for part in parts}
    ground = answers.raw("ground")
    named = ground == OTHER_GROUND and answers.person("other_team")
    other = {f"new_{part}": answers.raw(f"other_{part}") for part in ("team", MANAGERS.rank)} if named else None
    same = {f"new_{part}": known[f"current_{part}"] for part in parts}
    said = {"ground": ground, "departs_from": answers.raw("departs_from"), **known, **(other or same)}
    return Answers(said, kind=answers.kind, today=answers.today, author=answers.author, switches=answers.switches)


def _where_the_child_stays(step: StepSpec) -> StepSpec:
    """The step without the words of a transfer."""
    of = "both teams" if step.stands_for else "the present team" if step.side == "current" else "the other team"
    part = f"{{{step.rank}}} of {of}"
    return replace(step, part=part, title=f"{step.title.partition(' ')[0]} of the {part}")


def _managers(
    answers: Answers, order: int, cites: tuple[str, ...], called_by: tuple[str, ...] = ()
) -> tuple[StepSpec, ...]:
    managers = map(_says_so, steps_above(answers, order, cites, MANAGERS, called_by=called_by))
    return (*managers, *steps_above(answers, order + 1, ("315.9.1",), HEADS, called_by=MANAGERS.every_key))


def _says_so(step: StepSpec) -> StepSpec:
    """The step, where one person decides as both managers, with that they hold both posts."""
    return replace(step, declaration=f"{_HOLDS_BOTH} {step.declaration}") if step.stands_for else step


def _leaders(answers: Answers, cites: tuple[str, ...]) -> tuple[StepSpec, ...]:
    of_both = one_holder(answers)
    sides = (("transferring", "current"), ("receiving", "new"))[: 1 if of_both else 2]
    both = "transferring and receiving" if of_both else ""
    return tuple(
        StepSpec(
            f"{word}_team_leader",
            1,
            f"Decision of the {both or word} {{team_leader}}",
            DECIDE,
            cites,
            named(answers, f"{side}_team_leader"),
            f"{both or word} {{team_leader}}",
            _AGREES,
            question=f"{side}_team_leader",
            rank="team_leader",
            side=side,
        )
        for word, side in sides
    )
