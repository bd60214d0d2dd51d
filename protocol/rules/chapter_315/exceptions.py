"""Section 8: the four grounds of an exception, and its record."""

from collections.abc import Mapping

from protocol.answers import Answers
from protocol.chains.escalation import MANAGERS, all_decided, disagree
from protocol.choices import GROUND_STATEMENTS
from protocol.formatting import listed
from protocol.outcomes import Case, Outcome, Verdict, does_not_apply, met, unanswered, unmet, waits
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.said import Ask, must_say, still_blank
from protocol.rules.to_come import still_to_come
from protocol.rules.together import joined
from protocol.statements import BY_ID, EXCEPTION


def _another_ground(a: Answers, statement: str) -> Verdict | None:
    ground = a.choice("ground", GROUND_STATEMENTS)
    if not ground:
        return unanswered("Select the ground of the exception.", "ground")
    return None if GROUND_STATEMENTS[ground] == statement else does_not_apply()


@rule("315.8.1", records=(EXCEPTION,), reads=("ground", "relationship_evidence", "short_term_issues"))
def relationship_and_short_term_issues(a: Answers, p: Parameters) -> Verdict:
    """Ground 1 has evidence of both: a relationship that matters, and issues that will pass."""
    if verdict := _another_ground(a, "315.8.1"):
        return verdict
    asks = {
        "relationship_evidence": "what shows that the relationship with the {social_worker} matters greatly",
        "short_term_issues": "which further issues there are that will not last long",
    }
    blank = [question for question in asks if not a.text(question)]
    if not blank:
        return met()
    ask = f"Say {listed(asks[question] for question in blank)}."
    if len(blank) > 1:
        return joined(still_blank(*(Ask(question, "", f"Say {asks[question]}.") for question in blank)))
    return unmet(f"This ground needs evidence of two things, and one is missing. {ask}", blank[0])


@rule("315.8.2", records=(EXCEPTION,), reads=("ground", "preventing_evidence"))
def relationship_stands_in_the_way(a: Answers, p: Parameters) -> Verdict:
    """Ground 2 has evidence."""
    if verdict := _another_ground(a, "315.8.2"):
        return verdict
    ask = "Say what shows that the relationship with the {social_worker} stands in the way."
    return must_say(a, "preventing_evidence", ask)


@rule("315.8.3", records=(EXCEPTION,), reads=("ground", "leaving_on", "why_expedient"))
def worker_is_leaving(a: Answers, p: Parameters) -> Verdict:
    """Ground 3 has the date on which the {social_worker} leaves, and why teams are best changed now."""
    if verdict := _another_ground(a, "315.8.3"):
        return verdict
    return joined(
        still_blank(
            Ask("leaving_on", a.date("leaving_on"), "Enter the date on which the {social_worker} leaves the service."),
            Ask("why_expedient", a.text("why_expedient"), "Say why this is the time to change teams."),
        )
    )


_FOURTH: Mapping[str, str] = {
    "other_reason": "Say what the other reason is.",
    "exception_discussed_on": "Enter the date on which the two {service_delivery_managers} discussed it.",
    "current_manager_view": "Say what the {service_delivery_manager} of the current team thinks.",
    "new_manager_view": "Say what the {service_delivery_manager} of the new team thinks.",
    "rationale": "Set out the rationale that they settled on.",
}
_DECIDED = (
    Case(
        disagree(MANAGERS),
        Outcome.MET,
        "Both {service_delivery_managers} decided and do not agree, so the {heads_of_service} settle it.",
    ),
    Case(all_decided(MANAGERS), Outcome.MET, "Both {service_delivery_managers} agree."),
)


@rule("315.8.4", records=(EXCEPTION,), reads=("ground", *_FOURTH))
def managers_settle_another_reason(a: Answers, p: Parameters) -> Verdict:
    """Ground 4 has the managers' discussion, views and rationale; then both decide."""
    if verdict := _another_ground(a, "315.8.4"):
        return verdict
    blank = still_blank(*(Ask(question, _answer(a, question), ask) for question, ask in _FOURTH.items()))
    early = still_to_come(a, "exception_discussed_on", "the {service_delivery_managers} discussed it")
    if blank or early:
        return joined(early, blank)
    return waits("Both {service_delivery_managers} have to decide.", _DECIDED)


def _answer(a: Answers, question: str) -> object:
    return a.date(question) if question == "exception_discussed_on" else a.text(question)


@rule("315.8.5", records=(EXCEPTION,), reads=("departs_from", "serves_transfer"))
def exception_is_linked(a: Answers, p: Parameters) -> Verdict:
    """The record names the statement that it departs from and the transfer that it serves."""
    departs_from, serves = a.choice("departs_from", BY_ID), a.text("serves_transfer")
    no_way = None
    if departs_from and not BY_ID[departs_from].liftable:
        no_way = unmet("No exception can lift this statement. Select one that it can lift.", "departs_from")
    blank = still_blank(
        Ask("departs_from", departs_from, "Select the statement from which this departs."),
        Ask("serves_transfer", serves, "Enter the reference of the transfer that this exception serves."),
    )
    return joined(no_way, blank)
