"""Section 5, the cases one by one, and what the team leaders could not settle."""

from collections.abc import Iterator

from protocol.answers import Answers, Values
from protocol.chains.management import LOCALITY_LEADERS, NEW, TEAMS, is_gone, signers_above
from protocol.chains.unresolved import UNRESOLVED, UNRESOLVED_QUESTIONS, something_unresolved
from protocol.formatting import count, day
from protocol.outcomes import Case, Outcome, Part, Verdict, cell, does_not_apply, unanswered, unmet, waits
from protocol.parameters import Parameters
from protocol.people import Person, same_person
from protocol.registry import rule
from protocol.rules.said import Ask, still_blank
from protocol.rules.to_come import still_to_come
from protocol.rules.together import joined, together
from protocol.statements import MANAGEMENT
from protocol.staying import GOES_ALONG, HELD_BY, WHAT_BECOMES
from protocol.updating import approved, decided, decided_by

_SATISFIED = "satisfied"
_ASK_HOW_MANY = unanswered("Enter how many cases the {social_worker} has open.", "open_cases")
_ASK_CASES = unanswered("List the open cases, one row a child.", "cases")


@rule("142.5.4", records=(MANAGEMENT,), reads=("open_cases", "cases"))
def every_open_case_is_discussed(a: Answers, p: Parameters) -> Verdict:
    """As many cases are listed as are open, one row a child; each is discussed; who is held stays or has a record."""
    number, rows = a.number("open_cases"), a.rows("cases")
    discussed = together(part for index, row in enumerate(rows) for part in _parts_of_case(index, row))
    if number is None:
        return joined(_ASK_HOW_MANY, discussed)
    children = (
        Ask(cell("cases", index, "child"), row.person("child"), "Name the child of each case.")
        for index, row in enumerate(rows)
    )
    if blank := still_blank(*children):
        return joined(blank, discussed)
    listed = len(_children(rows))
    if not rows and number:
        return _ASK_CASES
    if listed == number:
        return discussed
    ask = "List each child once, none left out."
    return joined(unmet(f"{count(number, 'case')} open, but {listed} listed. {ask}", "cases"), discussed)


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


def _parts_of_case(index: int, row: Values) -> Iterator[Part]:
    yield _discussed_part(index, row)
    # The register says so only where the worker moves to another team.
    if row.choice("held_by", HELD_BY):
        yield _becomes_part(index, row)


def _becomes_part(index: int, row: Values) -> Part:
    name, choice = _name(row), row.choice("what_becomes", WHAT_BECOMES)
    if not choice:
        ask = f"Say whether {name} stays with the present team or goes with the {{social_worker}}."
        return Part(name, Outcome.UNANSWERED, ask, cell("cases", index, "what_becomes"))
    if choice == GOES_ALONG and not row.person("its_record"):
        ask = f"Enter the reference of the transfer or exception record about {name}."
        return Part(name, Outcome.UNANSWERED, ask, cell("cases", index, "its_record"))
    return Part(
        name, Outcome.MET, "Goes with the {social_worker}, by a record." if choice == GOES_ALONG else "Stays.", "cases"
    )


def _discussed_part(index: int, row: Values) -> Part:
    name, place = _name(row), cell("cases", index, "discussed")
    if row.yes("discussed"):
        return Part(name, Outcome.MET, "Discussed.", place)
    if row.no("discussed"):
        fact = f"The case of {name} was not discussed."
        return Part(name, Outcome.UNMET, f"{fact} Discuss it before you submit.", place)
    return Part(name, Outcome.UNANSWERED, f"Say whether the case of {name} was discussed.", place)


@rule("142.5.5", records=(MANAGEMENT,), reads=("open_cases", "cases", NEW, "all_attended", "new_team_leader_attended"))
def new_leader_understands_each_case(a: Answers, p: Parameters) -> Verdict:
    """For each case the new {team_leader} is satisfied or names an issue, and signs for that in person."""
    rows, number = a.rows("cases"), a.number("open_cases")
    if not rows and number is None:
        return _ASK_HOW_MANY
    if not rows and number:
        return _ASK_CASES
    understood = together(_understood_part(index, row) for index, row in enumerate(rows))
    if understood.outcome is not Outcome.MET:
        return understood
    if is_gone(a, NEW):
        instead = "Confirmed by the {locality_leader} in place of the new {team_leader}."
        return waits(
            "The {locality_leader} confirms it in place of the new {team_leader}.",
            (Case(approved(NEW), Outcome.MET, instead),),
        )
    confirmed = Case(decided_by(NEW, a.person(NEW)), Outcome.MET, "Confirmed by the new {team_leader}.")
    by_another = Case(decided(NEW), Outcome.UNMET, "Nobody but the new {team_leader} can confirm this.")
    return waits("The new {team_leader} has not confirmed it yet.", (confirmed, by_another))


def _understood_part(index: int, row: Values) -> Part:
    name, choice = _name(row), row.choice("understood", (_SATISFIED, UNRESOLVED))
    if not choice:
        ask = f"Say whether the new {{team_leader}} understands the decisions in the case of {name}."
        return Part(name, Outcome.UNANSWERED, ask, cell("cases", index, "understood"))
    if choice == UNRESOLVED and not row.text("unresolved_issue"):
        ask = f"The case of {name} is unresolved. Say what is open in it."
        return Part(name, Outcome.UNMET, ask, cell("cases", index, "unresolved_issue"))
    return Part(name, Outcome.MET, "Satisfied." if choice == _SATISFIED else "Raised as unresolved.", "cases")


@rule(
    "142.5.9",
    records=(MANAGEMENT,),
    reads=(
        *UNRESOLVED_QUESTIONS,
        *LOCALITY_LEADERS,
        *TEAMS,
        *("all_attended", "outgoing_team_leader_attended", "new_team_leader_attended"),
        "locality_leaders_told_on",
        "four_way_date",
        "four_way_outcome",
        "three_way_date",
    ),
)
def unresolved_issues_go_to_locality_leaders(a: Answers, p: Parameters) -> Verdict:
    """What is unresolved was told to both {locality_leaders}, settled at a four-way meeting, and signed."""
    # Beside a case that is unresolved, 'none' is a contradiction.
    if a.raw("unresolved") == "none":
        return does_not_apply()
    if not something_unresolved(a):
        return unanswered("Say whether anything could not be settled between the {team_leaders}.", "unresolved")
    told, met_on = a.date("locality_leaders_told_on"), a.date("four_way_date")
    three_way = a.date("three_way_date")
    early, planned = still_to_come(a, "locality_leaders_told_on", "the {locality_leaders} were told"), None
    if met_on and met_on > a.today:
        ask = "Hold it before you submit this record."
        planned = unmet(f"The four-way meeting is planned for {day(met_on)}. {ask}", "four_way_date")
    elif told and met_on and met_on < told:
        fact = f"The four-way meeting on {day(met_on)} is before the {{locality_leaders}} were told on {day(told)}."
        planned = unmet(f"{fact} Correct one of the dates, or meet again.", "four_way_date")
    elif met_on and three_way and met_on < three_way:
        fact = f"The four-way meeting on {day(met_on)} is before the three-way meeting on {day(three_way)}."
        planned = unmet(f"{fact} Correct one of the dates, or meet again.", "four_way_date")
    ask = "Enter the date on which the {locality_leaders} were told of what is unresolved."
    outcome = a.text("four_way_outcome")
    said = a.raw("unresolved") == "yes" or None
    blank = still_blank(
        Ask("unresolved", said, "One of the cases is unresolved: say that something is, and what came of it."),
        Ask("locality_leaders_told_on", told, ask),
        Ask("four_way_date", met_on, "Enter the date of the four-way meeting."),
        Ask("four_way_outcome", outcome, "Say what came out of the four-way meeting."),
    )
    lacking = joined(early, planned, blank)
    return _signed(a) if lacking.outcome is Outcome.MET else lacking


def _signed(a: Answers) -> Verdict:
    needed = signers_above(a)
    signed = "Both {locality_leaders} signed." if len(needed) > 1 else "The {locality_leader} signed."
    case = Case(approved(*needed), Outcome.MET, signed)
    return waits("The {locality_leaders} of both sides have not signed yet.", (case,))
