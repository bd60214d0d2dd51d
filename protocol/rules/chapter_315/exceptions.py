"""Section 8: the four grounds of an exception, and its record."""

from collections.abc import Mapping
from datetime import timedelta

from protocol.answers import Answers
from protocol.chains.escalation import MANAGERS, all_decided, all_refused, disagree
from protocol.choices import (
    DECIDED_INSTEAD,
    GROUND_STATEMENTS,
    MOVES,
    MOVES_AT_ONCE,
    MOVES_LATER,
    MOVES_OTHERWISE,
    STAYS,
)
from protocol.formatting import count, day, listed
from protocol.outcomes import Case, Outcome, Verdict, does_not_apply, unanswered, unmet, waits
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.rules.needed import KEEP, USES, still_to_say
from protocol.rules.needed import READS as NEEDED_QUESTIONS
from protocol.rules.said import Ask, must_say, still_blank
from protocol.rules.timely import PREPARATION, too_long_ago
from protocol.rules.to_come import still_to_come
from protocol.rules.together import joined
from protocol.statements import BY_ID, EXCEPTION


def _another_ground(a: Answers, statement: str) -> Verdict | None:
    ground = a.choice("ground", GROUND_STATEMENTS)
    if not ground:
        return unanswered("Select the ground of the exception.", "ground")
    return None if GROUND_STATEMENTS[ground] == statement else does_not_apply()


def _decided(a: Answers) -> str:
    return a.choice("decided_instead", DECIDED_INSTEAD)


def _needs_a_change(a: Answers) -> Verdict | None:
    if _decided(a) == STAYS:
        fact = "This is a ground for a change of {social_worker}, and the record says that the child stays."
        return unmet(f"{fact} Select another ground, or what is decided instead.", "ground")
    if same_person(a.person("current_worker"), a.person("new_worker")):
        fact = "This is a ground for a change of {social_worker}, and the record names the present one as the new one."
        return unmet(f"{fact} Select another ground, or correct the new {{social_worker}}.", "ground")
    return None


@rule(
    "315.8.1",
    records=(EXCEPTION,),
    reads=(
        *("ground", "relationship_evidence", "short_term_issues"),
        *("relationship_kept", "decided_instead", "current_worker", "new_worker"),
    ),
)
def relationship_and_short_term_issues(a: Answers, p: Parameters) -> Verdict:
    """Ground 1 has evidence of passing issues, and of a relationship with the present {social_worker} that is kept."""
    if verdict := _another_ground(a, "315.8.1"):
        return verdict
    asks = {
        "relationship_evidence": "what shows that the relationship with the present {social_worker} matters greatly",
        "short_term_issues": "which further issues there are that will not last long",
    }
    blank = [question for question in asks if not a.text(question)]
    kept = _relationship_is_lost(a, said=not blank)
    if len(blank) == 1:
        ask = f"Say {listed(asks[question] for question in blank)}."
        return joined(unmet(f"This ground needs evidence of two things, and one is missing. {ask}", blank[0]), kept)
    return joined(still_blank(*(Ask(question, "", f"Say {asks[question]}.") for question in blank)), kept)


def _relationship_is_lost(a: Answers, *, said: bool) -> Verdict | None:
    """What is open where the child moves from the {social_worker} at once. said: whether the ground has evidence."""
    stays = same_person(a.person("current_worker"), a.person("new_worker"))
    if stays or _decided(a) not in MOVES_AT_ONCE or a.text("relationship_kept"):
        return None
    ask = "Say how the relationship with the present {social_worker} is kept."
    if not said:
        return unanswered(ask, "relationship_kept")
    return unmet(
        f"It is with the present {{social_worker}}, and the child moves to another. {ask}", "relationship_kept"
    )


@rule(
    "315.8.2",
    records=(EXCEPTION,),
    reads=("ground", "decided_instead", "preventing_evidence", "current_worker", "new_worker"),
)
def relationship_stands_in_the_way(a: Answers, p: Parameters) -> Verdict:
    """Ground 2 has evidence, and is one for a change."""
    if verdict := _another_ground(a, "315.8.2"):
        return verdict
    ask = "Say what shows that the relationship with the {social_worker} stands in the way."
    return joined(_needs_a_change(a), must_say(a, "preventing_evidence", ask))


@rule(
    "315.8.3",
    records=(EXCEPTION,),
    reads=(
        *("ground", "decided_instead", "leaving_on", "why_expedient", "current_team", "new_team"),
        *("current_worker", "new_worker"),
    ),
    uses=("leaving_past_days", "leaving_ahead_days"),
)
def worker_is_leaving(a: Answers, p: Parameters) -> Verdict:
    """Ground 3 has why, and a leaving day: past by {leaving_past_days} days, or {leaving_ahead_days} ahead, at most."""
    if verdict := _another_ground(a, "315.8.3"):
        return verdict
    blank = still_blank(
        Ask("leaving_on", a.date("leaving_on"), "Enter the date on which the {social_worker} leaves the service."),
        Ask("why_expedient", a.text("why_expedient"), "Say why this is the time to change teams."),
    )
    leaves = _long_gone(a, p["leaving_past_days"]) or _far_ahead(a, p["leaving_ahead_days"])
    return joined(_needs_a_change(a), _same_team(a), leaves, blank)


def _same_team(a: Answers) -> Verdict | None:
    if _decided(a) == STAYS or not same_person(a.person("current_team"), a.person("new_team")):
        return None
    fact = "This ground is for a change of teams, and the record names the present team as the new one."
    return unmet(f"{fact} Select another ground, or correct the new team.", "ground")


def _far_ahead(a: Answers, most: int) -> Verdict | None:
    """Unmet where the {social_worker} leaves later than what makes this the time to change; 0: however late."""
    leaves = a.date("leaving_on")
    if leaves is None or not most or leaves <= a.today + timedelta(days=most):
        return None
    fact = (
        f"The {{social_worker}} leaves on {day(leaves)}, in more than {count(most, 'day')}, and this ground is that one"
    )
    return unmet(f"{fact} leaves now. Correct the date, or select another ground.", "leaving_on")


def _long_gone(a: Answers, most: int) -> Verdict | None:
    left = a.date("leaving_on")
    if left is None or left >= a.today - timedelta(days=most):
        return None
    fact = f"The {{social_worker}} left on {day(left)}, more than {most} days ago, and this ground is that one leaves."
    return unmet(f"{fact} Correct the date, or select another ground.", "leaving_on")


_FOURTH: Mapping[str, str] = {
    "other_reason": "Say what the other reason is.",
    "exception_discussed_on": "Enter the date on which the two {service_delivery_managers} discussed it.",
    "current_manager_view": "Say what the {service_delivery_manager} of the current team thinks.",
    "new_manager_view": "Say what the {service_delivery_manager} of the other team thinks.",
    "rationale": "Set out the rationale that they settled on.",
}
_DECIDED = (
    Case(
        disagree(MANAGERS),
        Outcome.MET,
        "Both {service_delivery_managers} decided and do not agree, so the {heads_of_service} settle it.",
    ),
    Case(all_refused(MANAGERS), Outcome.MET, "Both {service_delivery_managers} decided that there is no exception."),
    Case(all_decided(MANAGERS), Outcome.MET, "Both {service_delivery_managers} agree."),
)


_PRESENT = "current_service_delivery_manager"
_OTHER, _OF_WHO_STAYS = "new_service_delivery_manager", "other_service_delivery_manager"
_MANAGER_POSTS = (_PRESENT, _OTHER, _OF_WHO_STAYS)


@rule(
    "315.8.4",
    records=(EXCEPTION,),
    reads=("ground", "decided_instead", "other_team", *_MANAGER_POSTS, *_FOURTH),
    uses=(PREPARATION,),
)
def managers_settle_another_reason(a: Answers, p: Parameters) -> Verdict:
    """Ground 4 has the managers' discussion, views and rationale, of one who holds both posts one view; both decide."""
    if verdict := _another_ground(a, "315.8.4"):
        return verdict
    # Whoever holds both posts, by the register, has one view.
    one_view = same_person(a.person(_PRESENT), a.person(_OF_WHO_STAYS if _decided(a) == STAYS else _OTHER))
    asked = {question: ask for question, ask in _FOURTH.items() if not (one_view and question == "new_manager_view")}
    blank = still_blank(*_other_side(a), *(Ask(question, _answer(a, question), ask) for question, ask in asked.items()))
    early = still_to_come(a, "exception_discussed_on", "the {service_delivery_managers} discussed it")
    early = early or too_long_ago(a, p, "exception_discussed_on")
    if blank or early:
        return joined(early, blank)
    return waits("The {service_delivery_managers} have not both decided yet.", _DECIDED)


def _other_side(a: Answers) -> tuple[Ask, ...]:
    """The team whose manager is the second one, which a record of a child who moves names as the new team."""
    if _decided(a) != STAYS:
        return ()
    return (Ask("other_team", a.person("other_team"), "Name the team to which the child would have moved."),)


def _answer(a: Answers, question: str) -> object:
    return a.date(question) if question == "exception_discussed_on" else a.text(question)


@rule(
    "315.8.5",
    records=(EXCEPTION,),
    reads=(*NEEDED_QUESTIONS, "proposed_instead", "serves_transfer", "move_on", "review_on"),
    uses=(*USES, "move_past_days"),
)
def exception_is_recorded(a: Answers, p: Parameters) -> Verdict:
    """The record says from what it departs, what is decided instead, until when, and of a move its day and record."""
    departs_from = a.choice("departs_from", BY_ID)
    blank = still_blank(
        Ask("departs_from", departs_from, "Select the statement from which this departs."),
        Ask("decided_instead", _decided(a), "Select what is decided instead."),
        *_of_a_move(a),
        Ask("review_on", a.date("review_on"), "Enter the day until which the exception stands."),
    )
    wrong = (_none_possible(departs_from, _decided(a)), _moved_long_ago(a, p["move_past_days"]), _ends_too_early(a))
    return joined(*wrong, blank, still_to_say(a, p))


def _moved_long_ago(a: Answers, most: int) -> Verdict | None:
    moved = a.date("move_on") if _decided(a) in MOVES else None
    if moved is None or moved >= a.today - timedelta(days=most):
        return None
    fact = f"The child moved on {day(moved)}, more than {count(most, 'day')} ago, and an exception is decided before."
    return unmet(f"{fact} Correct the day.", "move_on")


def _of_a_move(a: Answers) -> tuple[Ask, ...]:
    decided, asks = _decided(a), []
    if decided == MOVES_OTHERWISE:
        asks.append(Ask("proposed_instead", a.text("proposed_instead"), "Say in which other way the child moves."))
    if decided in MOVES:
        asks.append(Ask("move_on", a.date("move_on"), "Enter the day on which the child moves."))
    if decided in MOVES_AT_ONCE:
        ask = "Enter the reference of the transfer that this exception serves."
        asks.append(Ask("serves_transfer", a.text("serves_transfer"), ask))
    return tuple(asks)


def _none_possible(departs_from: str, decided: str) -> Verdict | None:
    if departs_from and not BY_ID[departs_from].departable:
        return unmet("No exception can lift this statement. Select one that it can lift.", "departs_from")
    if departs_from and BY_ID[departs_from].section == "7" and decided == STAYS:
        fact = "This is about how a transfer is made, and the child stays, so there is nothing to depart from."
        return unmet(f"{fact} Select another statement, or what is decided instead.", "decided_instead")
    if departs_from in KEEP and decided == STAYS:
        fact = "That the child stays is what this statement asks for, so there is nothing to depart from."
        return unmet(f"{fact} Select another statement, or what is decided instead.", "decided_instead")
    return None


def _ends_too_early(a: Answers) -> Verdict | None:
    ends, moves = a.date("review_on"), a.date("move_on")
    if ends and ends < a.today:
        return unmet(f"The exception would have ended already, on {day(ends)}. Enter a later day.", "review_on")
    if ends == a.today:
        return unmet("The exception would end today, before it is decided. Enter a later day.", "review_on")
    # Of a child who moves at once it is a contradiction.
    if ends and moves and _decided(a) == MOVES_LATER and ends < moves:
        fact = f"The exception would end on {day(ends)}, before the child moves on {day(moves)}."
        return unmet(f"{fact} Enter a later day.", "review_on")
    return None
