"""Section 5, the cases one by one, and what the team leaders could not settle."""

from protocol.answers import Answers, Values
from protocol.chains.management import LOCALITY_LEADERS, NEW, TEAMS
from protocol.chains.step import one_holder
from protocol.chains.unresolved import UNRESOLVED, UNRESOLVED_QUESTIONS, something_unresolved
from protocol.formatting import count, day
from protocol.outcomes import Case, Outcome, Part, Verdict, does_not_apply, unanswered, unmet, waits
from protocol.parameters import Parameters
from protocol.people import Person, same_person
from protocol.registry import rule
from protocol.rules.said import must_say
from protocol.rules.to_come import still_to_come
from protocol.rules.together import together
from protocol.statements import MANAGEMENT
from protocol.updating import approved, decided, decided_by

_SATISFIED = "satisfied"


@rule("142.5.4", records=(MANAGEMENT,), reads=("open_cases", "cases"))
def every_open_case_is_discussed(a: Answers, p: Parameters) -> Verdict:
    """As many cases are listed as are open, one row a child, and each has been discussed."""
    number, rows = a.number("open_cases"), a.rows("cases")
    if number is None:
        return unanswered("Enter how many cases the {social_worker} has open.", "open_cases")
    if any(row.person("child") is None for row in rows):
        return unanswered("Name the child of each case.", "cases")
    listed = len(_children(rows))
    if listed == number:
        return together(_discussed_part(row) for row in rows)
    if not rows:
        return unanswered("List the open cases, one row a child.", "cases")
    return unmet(f"{count(number, 'case')} open, but {listed} listed. List each child once, none left out.", "cases")


def _children(rows: tuple[Values, ...]) -> list[Person]:
    found: list[Person] = []
    for row in rows:
        child = row.person("child")
        if child and not any(same_person(child, other) for other in found):
            found.append(child)
    return found


def _name(row: Values) -> str:
    child = row.person("child")
    return child.name if child and child.name else "one of the children"


def _discussed_part(row: Values) -> Part:
    name = _name(row)
    if row.yes("discussed"):
        return Part(name, Outcome.MET, "Discussed.", "cases")
    if row.no("discussed"):
        return Part(
            name, Outcome.UNMET, f"The case of {name} was not discussed. Discuss it before you submit.", "cases"
        )
    return Part(name, Outcome.UNANSWERED, f"Say whether the case of {name} was discussed.", "cases")


@rule("142.5.5", records=(MANAGEMENT,), reads=("open_cases", "cases", NEW))
def new_leader_understands_each_case(a: Answers, p: Parameters) -> Verdict:
    """For each case the new {team_leader} is satisfied or names an issue, and signs for that in person."""
    rows = a.rows("cases")
    if not rows and a.number("open_cases") != 0:
        return unanswered("List the open cases, one row a child.", "cases")
    understood = together(_understood_part(row) for row in rows)
    if understood.outcome is not Outcome.MET:
        return understood
    confirmed = Case(decided_by(NEW, a.person(NEW)), Outcome.MET, "Confirmed by the new {team_leader}.")
    by_another = Case(decided(NEW), Outcome.UNMET, "Nobody but the new {team_leader} can confirm this.")
    return waits("The new {team_leader} confirms it when signing.", (confirmed, by_another))


def _understood_part(row: Values) -> Part:
    name, choice = _name(row), row.choice("understood", (_SATISFIED, UNRESOLVED))
    if not choice:
        ask = f"Say whether the new {{team_leader}} understands the decisions in the case of {name}."
        return Part(name, Outcome.UNANSWERED, ask, "cases")
    if choice == UNRESOLVED and not row.text("unresolved_issue"):
        return Part(name, Outcome.UNMET, f"The case of {name} is unresolved. Say what is open in it.", "cases")
    return Part(name, Outcome.MET, "Satisfied." if choice == _SATISFIED else "Raised as unresolved.", "cases")


@rule(
    "142.5.9",
    records=(MANAGEMENT,),
    reads=(
        *UNRESOLVED_QUESTIONS,
        *LOCALITY_LEADERS,
        *TEAMS,
        "locality_leaders_told_on",
        "four_way_date",
        "four_way_outcome",
    ),
)
def unresolved_issues_go_to_locality_leaders(a: Answers, p: Parameters) -> Verdict:
    """What is unresolved was told to both {locality_leaders}, settled at a four-way meeting, and signed."""
    if not something_unresolved(a):
        if a.raw("unresolved") == "none":
            return does_not_apply()
        return unanswered("Say whether anything could not be settled between the {team_leaders}.", "unresolved")
    if a.date("locality_leaders_told_on") is None:
        ask = "Enter the date on which both {locality_leaders} were told of what is unresolved."
        return unanswered(ask, "locality_leaders_told_on")
    if early := still_to_come(a, "locality_leaders_told_on", "both {locality_leaders} were told"):
        return early
    met_on = a.date("four_way_date")
    if met_on is None:
        return unanswered("Enter the date of the four-way meeting.", "four_way_date")
    if met_on > a.today:
        ask = "Hold it before you submit this record."
        return unmet(f"The four-way meeting is planned for {day(met_on)}. {ask}", "four_way_date")
    outcome = must_say(a, "four_way_outcome", "Say what came out of the four-way meeting.")
    return _signed(a) if outcome.outcome is Outcome.MET else outcome


def _signed(a: Answers) -> Verdict:
    needed = LOCALITY_LEADERS[:1] if one_holder(a, LOCALITY_LEADERS, TEAMS) else LOCALITY_LEADERS
    signed = "Both {locality_leaders} signed." if len(needed) > 1 else "The {locality_leader} signed."
    case = Case(approved(*needed), Outcome.MET, signed)
    return waits("The {locality_leaders} of both sides have to sign.", (case,))
