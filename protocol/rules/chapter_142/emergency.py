"""Section 4: a reallocation that leaves no time to plan, and what makes up for it."""

from collections.abc import Iterator

from protocol.answers import Answers, Values
from protocol.choices import YES_NO
from protocol.days import weekdays_between
from protocol.formatting import count, day, listed, quoted
from protocol.gone import GONE_QUESTIONS, ONLY_THEY_CAN, has_died, how_gone
from protocol.outcomes import Case, Outcome, Part, Verdict, cell, met, unanswered, unmet
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.rules.said import FIRST_ROW, Ask, must_say, still_blank
from protocol.rules.to_come import still_to_come
from protocol.rules.together import joined, together
from protocol.rules.workers import CHANGE_QUESTIONS, nothing_changes
from protocol.statements import EMERGENCY
from protocol.updating import has_come, to_come

_STEPS = {
    "step_meeting": "Say whether a handover meeting can be held.",
    "step_outstanding_work": "Say whether outstanding work can be settled.",
    "step_introduction": "Say whether the new {social_worker} can be introduced.",
    "step_transition": "Say whether there can be a time of transition.",
    "step_former_worker": "Say whether the former {social_worker} can be asked afterwards.",
}
# What makes a change one that can be planned, however little else can be done.
_PLANNED_WAYS = {"step_meeting": "a handover meeting", "step_introduction": "an introduction to the family"}
_POSSIBLE, _IMPOSSIBLE = "can_be_done", "could_not_be_done"
# Table of what makes up for the handover → what that is for.
_PURPOSES = {
    "service_actions": "so that the child goes on getting the service",
    "relationship_actions": "so that the child's relationships go on",
}
_NOTHING = "no_action_reason"
_DOES = frozenset({"planned", "in_place"})
_TRIED = "tried"
_STATES = _DOES | {_TRIED}
_ASK_WHAT = "Enter what is done {}."
_WHOLE_ACTION = "what is done, who does it, the date it is due and whether it is planned or in place"


@rule(
    "142.4.1",
    records=(EMERGENCY,),
    reads=(
        *("what_happened", "happened_on", "steps_possible", *_STEPS),
        *("transfer_date", "why_no_meeting_in_time", "step_actions", *GONE_QUESTIONS),
    ),
    uses=("emergency_working_days",),
)
def planning_was_not_possible(a: Answers, p: Parameters) -> Verdict:
    """What happened, when, and that neither a meeting nor an introduction is possible; other steps that are, are taken.

    More than {emergency_working_days} working days later, also why no meeting could be held in that time.
    """
    possible = "none" if has_died(a) else a.choice("steps_possible", ("none", "some"))
    open_to = [step for step in _STEPS if not (how_gone(a) and step in ONLY_THEY_CAN)] if possible == "some" else []
    steps = {step: a.choice(step, (_POSSIBLE, _IMPOSSIBLE)) for step in open_to}
    if planned := [step for step in _PLANNED_WAYS if steps.get(step) == _POSSIBLE]:
        route = "Use the transfer meeting record instead: your answers are copied to it."
        ways = listed(_PLANNED_WAYS[step] for step in planned)
        return unmet(f"{ways[0].upper()}{ways[1:]} can still take place. {route}", planned[0])
    blank = still_blank(
        Ask("what_happened", a.text("what_happened"), "Say what happened."),
        Ask("happened_on", a.date("happened_on"), "Enter the date on which it happened."),
        Ask("steps_possible", possible, "Say whether any step of a planned transfer can still be taken."),
        *(Ask(step, said, _STEPS[step]) for step, said in steps.items()),
    )
    taken = _steps_are_taken(a) if _POSSIBLE in steps.values() else None
    return joined(still_to_come(a, "happened_on", "it happened"), blank, taken, _time_enough(a, p))


def _steps_are_taken(a: Answers) -> Verdict | None:
    rows = a.rows("step_actions")
    if passed := _passed(a, "step_actions"):
        return passed
    if any(_is_complete(row) for row in rows):  # what was tried in vain was taken, too
        return None
    return joined(*_what_is_missing("step_actions", rows, "so that the step is taken"))


def _time_enough(a: Answers, p: Parameters) -> Verdict | None:
    """Unanswered where there was time for a meeting, until the record says why there was none; None otherwise."""
    happened, transfer, most = a.date("happened_on"), a.date("transfer_date"), p["emergency_working_days"]
    if happened is None or transfer is None or weekdays_between(happened, transfer) <= most:
        return None
    ask = (
        f"It happened on {day(happened)}, more than {count(most, 'working day')} before the transfer on "
        f"{day(transfer)}. Say why no meeting was held in that time."
    )
    return still_blank(Ask("why_no_meeting_in_time", a.text("why_no_meeting_in_time"), ask))


@rule("142.4.2", records=(EMERGENCY,), reads=("own_team_considered", "own_team_reason", *CHANGE_QUESTIONS))
def own_team_comes_first(a: Answers, p: Parameters) -> Verdict:
    """The own team was considered, and the new {social_worker} is in it; or the record says why not."""
    if verdict := nothing_changes(a):
        return verdict
    considered = a.choice("own_team_considered", YES_NO)
    ask = "Say whether somebody in the child's own team was considered first."
    return joined(still_blank(Ask("own_team_considered", considered, ask)), _why_not_the_own_team(a))


def _why_not_the_own_team(a: Answers) -> Verdict:
    if a.text("own_team_reason"):
        return met("The record says why the case leaves the team, or why the team was not considered.")
    if a.no("own_team_considered"):
        return unmet("Nobody in the child's own team was considered first. Say why not.", "own_team_reason")
    current, new = a.person("current_team"), a.person("new_team")
    if blank := still_blank(
        Ask("current_team", current, "Enter the current team."), Ask("new_team", new, "Enter the new team.")
    ):
        return blank
    if same_person(current, new):
        return met("The case stays in the team.")
    return unmet("The case leaves the team. Say why nobody in the child's own team could take it.", "own_team_reason")


@rule("142.4.3", records=(EMERGENCY,), reads=("what_happened", *_PURPOSES, _NOTHING, "no_handover_filed_on"))
def file_shows_why_there_was_no_handover(a: Answers, p: Parameters) -> Verdict:
    """The record says why no handover was possible, and what makes up for it or why nothing does; that may follow.

    What is there for one purpose alone is shown all the same: 142.4.4 and 142.4.5 ask for the other.
    """
    some = any(map(a.rows, _PURPOSES)) or a.text(_NOTHING) or None
    if blank := still_blank(
        Ask("what_happened", a.text("what_happened"), "Say why no handover could take place."),
        *(Ask(cell(question, 0, "what"), some, _ASK_WHAT.format(purpose)) for question, purpose in _PURPOSES.items()),
    ):
        return blank
    filed = Case(
        has_come("no_handover_filed_on"), Outcome.MET, "On the child's file since {answer.no_handover_filed_on}."
    )
    to_be = Case(
        to_come("no_handover_filed_on"),
        Outcome.UNMET,
        "The child's file is to show this by {answer.no_handover_filed_on}.",
    )
    ask = "Put this on the child's file in {case_system}, and enter the date."
    message = f"The child's file does not show this yet. {ask}"
    return unmet(message, "no_handover_filed_on", may_follow=True, cases=(to_be, filed))


@rule("142.4.4", records=(EMERGENCY,), reads=(*_PURPOSES, _NOTHING))
def service_goes_on(a: Answers, p: Parameters) -> Verdict:
    """One action or more so that the service goes on: what, who, by when, planned or in place; or why there is none."""
    return _action(a, "service_actions", "relationship_actions")


@rule("142.4.5", records=(EMERGENCY,), reads=(*_PURPOSES, _NOTHING))
def relationships_go_on(a: Answers, p: Parameters) -> Verdict:
    """One action or more so that relationships go on: what, who, by when, planned or in place; or why there is none."""
    return _action(a, "relationship_actions", "service_actions")


def _action(a: Answers, question: str, other: str) -> Verdict:
    rows, purpose, why = a.rows(question), _PURPOSES[question], a.text(_NOTHING)
    if passed := _passed(a, question):
        return passed
    if any(_is_complete(row) and row.choice("state", _DOES) for row in rows):
        return met()
    ask = f"Enter at least one: {_WHOLE_ACTION}."
    if rows and all(map(_is_complete, rows)):
        return unmet(f"What was tried {purpose} did not work. {ask}", question, reason=why)
    if not rows and (why or a.rows(other)):
        # The two lists stand apart: whoever fills in one and not the other has left something out.
        return unmet(f"No action is named {purpose}. {ask}", question, reason=why)
    return joined(*_what_is_missing(question, rows, purpose))


def _passed(a: Answers, question: str) -> Verdict | None:
    """Unmet where something was planned for a day that has passed; None where nothing was."""
    parts = []
    for index, row in enumerate(a.rows(question)):
        due, what = row.date("by_when"), row.text("what")
        if due and due < a.today and row.choice("state", _STATES) == "planned":
            name = quoted(what) if what else "One of the actions"
            message = f"{name} was planned for {day(due)}, which has passed. Say what happened."
            parts.append(Part(name, Outcome.UNMET, message, cell(question, index, "state")))
    return together(parts) if parts else None


def _what_is_missing(question: str, rows: tuple[Values, ...], purpose: str) -> Iterator[Verdict | None]:
    """What each row lacks; of a list without any, all that its first has to say."""
    return (_lacking(question, index, row, purpose) for index, row in enumerate(rows or FIRST_ROW))


def _lacking(question: str, index: int, row: Values, purpose: str) -> Verdict | None:
    state = row.choice("state", _STATES)
    dated = _is_dated(row) or None
    return still_blank(
        Ask(cell(question, index, "what"), row.text("what"), _ASK_WHAT.format(purpose)),
        Ask(cell(question, index, "who"), row.text("who"), f"Enter who acts {purpose}."),
        Ask(cell(question, index, "by_when"), dated, f"Enter by when this is done {purpose}."),
        Ask(
            cell(question, index, "state"),
            state,
            f"Say whether what is done {purpose} is planned, in place, or was tried and did not work.",
        ),
    )


def _is_complete(row: Values) -> bool:
    return bool(row.text("what") and row.text("who") and row.choice("state", _STATES) and _is_dated(row))


def _is_dated(row: Values) -> bool:
    """Whether it has a day, or needs none: of what is planned alone it is asked by when."""
    return row.date("by_when") is not None or row.choice("state", _STATES) in ("in_place", _TRIED)


_ROUTES = frozenset({"meeting_chaired_by_leader", "known_person_introduces", "another_way", "none"})


@rule("142.4.6", records=(EMERGENCY,), reads=("handover_route", "handover_route_other"))
def handover_is_made_up_for(a: Answers, p: Parameters) -> Verdict:
    """A meeting that the {team_leader} chairs, somebody known to the family, or another way, hands over."""
    route = a.choice("handover_route", _ROUTES)
    if not route:
        return unanswered("Choose how the new {social_worker} will be introduced.", "handover_route")
    if route == "none":
        ask = "Choose a meeting that you chair, somebody whom the family knows, or another way."
        return unmet(f"Nobody has decided how the new {{social_worker}} will be introduced. {ask}", "handover_route")
    if route == "another_way":
        return must_say(a, "handover_route_other", "Describe the other way in which the case is handed over.")
    return met()


@rule("142.4.7", records=(EMERGENCY,), reads=("family_told_what", "family_told_how", "handled_with_care"))
def broken_relationships_are_handled_with_care(a: Answers, p: Parameters) -> Verdict:
    """What child and family are told, by whom, and what is handled with care."""
    asks = {
        "family_told_what": "Say what the child and family have been told, or will be.",
        "family_told_how": "Enter who tells them.",
        "handled_with_care": "Say what will be handled with care, such as a goodbye.",
    }
    return still_blank(*(Ask(question, a.text(question), ask) for question, ask in asks.items())) or met()
