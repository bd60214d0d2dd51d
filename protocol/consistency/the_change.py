"""Why the worker changes, against who attended, who leaves and who can be asked; and who shares the new worker."""

from collections.abc import Iterator, Mapping

from protocol.ages import BY_REGISTER, FROM_18
from protocol.answers import Answers, Values
from protocol.choices import CHILD_PROTECTION, DIED, HAS_LEFT, IN_NEED, LOOKED_AFTER, STAYS, UNBORN, YES_NO
from protocol.consistency.contradiction import ABOUT_A_CHILD, MOVES, ONE, Clash, apart, looked_for
from protocol.corrections import PREFIX
from protocol.formatting import day
from protocol.gone import ONLY_THEY_CAN
from protocol.outcomes import cell
from protocol.parameters import Parameters
from protocol.people import Person, same_person
from protocol.statements import EMERGENCY, TRANSFER

HAS_DIED = ("transfer_reason_code", (DIED,))
CAN_BE, COULD_NOT = "can_be_done", "could_not_be_done"
STEPS = ("step_meeting", "step_outstanding_work", "step_introduction", "step_transition", "step_former_worker")
NO_ACTION, ACTIONS = "no_action_reason", ("service_actions", "relationship_actions")
DONE = frozenset({"planned", "in_place"})
_DIED = "The reason is that the current {social_worker} has died, and "
# The columns that the register answers in a row of a table, which say how it is today and not after the transfer.
_FACTS = "from_register"


def _asked_after_death(a: Answers, p: Parameters) -> Iterator[Clash]:
    if a.choice(*HAS_DIED) and (until := a.date("former_worker_until")):
        fact = f"{_DIED}the record says that they can be asked until {day(until)}."
        yield Clash("died_and_can_be_asked", f"{fact} {ONE}", "former_worker_until", HAS_DIED[0])


def _none_of_some(a: Answers, p: Parameters) -> Iterator[Clash]:
    if a.raw("steps_possible") == "some" and all(a.raw(step) == COULD_NOT for step in STEPS):
        fact = "Some of the steps can still be taken, and each of them is said to be one that could not be taken."
        yield Clash("some_steps_and_none", f"{fact} {ONE}", "steps_possible", STEPS[0])


def _no_action_of_some(a: Answers, p: Parameters) -> Iterator[Clash]:
    done = all(any(row.choice("state", DONE) for row in a.rows(table)) for table in ACTIONS)
    if done and a.text(NO_ACTION):
        fact = "The record says why no action can be planned, and names some for the service and for relationships."
        yield Clash("no_action_and_some", f"{fact} {ONE}", NO_ACTION, ACTIONS[0])


def _shares(a: Answers, p: Parameters) -> Iterator[Clash]:
    for index, row in enumerate(a.rows("siblings")):
        shares = row.raw("same_worker_after")
        if a.yes("siblings_all_share") and shares == "no":
            fact = (
                f"All brothers and sisters are said to share the {{social_worker}}, and {_called(row, index)} not to."
            )
            at = cell("siblings", index, "same_worker_after")
            yield Clash("all_share_and_one_does_not", f"{fact} {ONE}", at, "siblings_all_share")
        yield from _named_otherwise(a, index, row)


def _named_otherwise(a: Answers, index: int, row: Values) -> Iterator[Clash]:
    """A brother's or sister's worker after the transfer who is not the one that they are said to have then."""
    worker, said = row.text("worker"), row.raw("same_worker_after")
    child, after = _worker_after(a)
    if not worker or child is None or "worker" in _facts(row):
        return
    same = same_person(Person(None, worker), Person(None, child.name))
    shares = said == "yes" or (a.yes("siblings_all_share") and not said)
    if not same and shares:
        fact = f"{_called(row, index)} is said to share the child's {{social_worker}}, who will be {child.name}, and to"
        yield Clash("shares_with_another", f"{fact} have {worker}. {ONE}", cell("siblings", index, "worker"), after)
    if same and said == "no":
        fact = f"{_called(row, index)} is said to have another {{social_worker}}, and to have {worker}, as the child."
        yield Clash("another_who_is_the_same", f"{fact} {ONE}", cell("siblings", index, "worker"), after)
    if said == "no_worker":
        fact = f"{_called(row, index)} is said to have no {{social_worker}}, and to have {worker}."
        at, against = (cell("siblings", index, column) for column in ("worker", "same_worker_after"))
        yield Clash("no_worker_who_is_named", f"{fact} {ONE}", at, against)


# Who is said not to count among brothers and sisters → what is said of them, and the statuses that they cannot have: a
# child in need is under 18, and whoever is looked after after an adoption is open to the service again and counts.
ADULT, OR_THE_REGISTER = "adult", "Correct the answer, or have the register corrected."
NOT_WITH_STATUS = {
    ADULT: ("be 18 or over", (IN_NEED, CHILD_PROTECTION, LOOKED_AFTER, UNBORN)),
    "adopted": ("have been adopted", (LOOKED_AFTER, UNBORN)),
}


def _of_another_status(a: Answers, p: Parameters) -> Iterator[Clash]:
    for index, row in enumerate(a.rows("siblings")):
        grown_up = row.raw("same_worker_after") == ADULT
        age = row.raw(BY_REGISTER)
        if grown_up and age == FROM_18:
            continue  # by the date of birth, and the register's status may be behind
        at, against = (cell("siblings", index, column) for column in ("same_worker_after", "status"))
        if grown_up and age:
            fact = f"{_called(row, index)} is said to be 18 or over, and by the register's date of birth is not."
            yield Clash("grown_up_too_young", f"{fact} {OR_THE_REGISTER}", at, against)
            continue
        said, statuses = NOT_WITH_STATUS.get(row.choice("same_worker_after", NOT_WITH_STATUS), ("", ()))
        if status := row.choice("status", statuses):
            fact = f"{_called(row, index)} is said to {said}, and has the status {status.replace('_', ' ')}."
            yield Clash("sibling_of_another_status", f"{fact} {ONE}", at, against)


def _worker_after(a: Answers) -> tuple[Person | None, str]:
    """Who works with the child after the record, and the question that says it."""
    after = "current_worker" if a.raw("decided_instead") == STAYS else "new_worker"
    return a.person(after), after


def _facts(row: Values) -> list[object]:
    facts = row.raw(_FACTS)
    return facts if isinstance(facts, list) else []


def _called(row: Values, index: int) -> str:
    return row.text("name") or f"Brother or sister {index + 1}"


_SHARING = ("siblings_all_share", "new_worker", "current_worker", "decided_instead")
_OWN = ("earlier_workers", "earlier_workers")


def _ended_before_it_began(a: Answers, p: Parameters) -> Iterator[Clash]:
    for index, row in enumerate(a.rows("earlier_workers")):
        first, last = row.date("started_on"), row.date("ended_on")
        if first and last and last < first:
            person = row.person("worker")
            who = person.name if person else f"Worker {index + 1}"
            fact = f"{who} is said to have started on {day(first)} and ended on {day(last)}."
            at, against = (cell("earlier_workers", index, column) for column in ("ended_on", "started_on"))
            yield Clash("worker_ended_before_they_began", f"{fact} {ONE}", at, against)


_CORRECTED = f"{PREFIX}earlier_workers"
_NOW = ("current_worker", "earlier_workers", _CORRECTED, "transfer_date", "current_worker_leaving")


def _corrected_away(a: Answers, p: Parameters) -> Iterator[Clash]:
    """The current worker's own time with the child, corrected so that they are not the current worker."""
    now, passes = a.person("current_worker"), a.date("transfer_date")
    if now is None or not isinstance(a.raw(_CORRECTED), Mapping):
        return
    theirs = [(i, row) for i, row in enumerate(a.rows("earlier_workers")) if same_person(row.person("worker"), now)]
    said = f"{now.name} is said to be the child's {{social_worker}} now, and"
    if not theirs:
        yield Clash("works_now_and_never_did", f"{said} not to have been. {ONE}", "earlier_workers", "current_worker")
        return
    index, row = theirs[-1]
    at, ended = cell("earlier_workers", index, "ended_on"), row.date("ended_on")
    if ended and ended < a.today and not a.choice("current_worker_leaving", (HAS_LEFT,)):
        yield Clash("works_now_and_has_ended", f"{said} to have ended on {day(ended)}. {ONE}", at, "current_worker")
    if ended and passes and ended > passes:
        fact = f"{now.name} is said to end on {day(ended)}, and responsibility to pass before, on {day(passes)}."
        yield Clash("ends_after_the_transfer", f"{fact} {ONE}", at, "transfer_date")


THE_CHANGE = (
    apart(
        "died_and_all_attended",
        ("all_attended", ("yes",)),
        HAS_DIED,
        f"{_DIED}all are said to have attended the meeting.",
        records=(TRANSFER,),
    ),
    apart(
        "died_and_attended",
        ("current_worker_attended", ("attended",)),
        HAS_DIED,
        f"{_DIED}is said to have attended the meeting.",
        records=(TRANSFER,),
    ),
    apart(
        "died_and_leaves",
        ("current_worker_leaving", YES_NO),
        HAS_DIED,
        f"{_DIED}the record says whether they are leaving ({{at}}).",
        records=(TRANSFER,),
    ),
    apart(
        "died_and_visits",
        ("joint_visit", ("held", "planned")),
        HAS_DIED,
        f"{_DIED}a joint visit with them is said to be {{at}}.",
        records=(TRANSFER,),
    ),
    apart(
        "left_and_visits",
        ("joint_visit", ("planned",)),
        ("current_worker_leaving", (HAS_LEFT,)),
        "The current {social_worker} has left, and a joint visit with them is said to be {at}.",
        records=(TRANSFER,),
    ),
    *(
        apart(
            f"died_and_{step}",
            (step, (CAN_BE,)),
            HAS_DIED,
            f"{_DIED}it is said that they can still {what}.",
            records=(EMERGENCY,),
        )
        for step, what in ONLY_THEY_CAN.items()
    ),
    looked_for("died_and_can_be_asked", (TRANSFER,), ("former_worker_until", HAS_DIED[0]), (), _asked_after_death),
    looked_for("some_steps_and_none", (EMERGENCY,), ("steps_possible", STEPS[0]), STEPS, _none_of_some),
    looked_for("no_action_and_some", (EMERGENCY,), (NO_ACTION, ACTIONS[0]), ACTIONS, _no_action_of_some),
    looked_for("sibling_of_another_status", ABOUT_A_CHILD, ("siblings", "siblings"), (), _of_another_status),
    looked_for("shares", ABOUT_A_CHILD, ("siblings", "siblings_all_share"), _SHARING, _shares),
    looked_for("worker_ended_before_they_began", MOVES, _OWN, (), _ended_before_it_began),
    looked_for("works_now", MOVES, ("earlier_workers", "current_worker"), _NOW, _corrected_away),
)
