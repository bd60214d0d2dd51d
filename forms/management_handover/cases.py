"""Every case open to the worker, one by one."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.picker import ChildQuestion, RecordQuestion
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, NumberQuestion, TextQuestion
from forms.shared.codes import STATUSES

HELD = (("held_by", ("proceedings", "adoption")),)
DISCUSSED, UNDERSTOOD = ("142.5.4",), ("142.5.5",)
MORE = "Add decisions, dates or a concern"

# Of the first three the register says what they are; what holds a child, where the worker moves to another team.
COLUMNS = {
    "child": ChildQuestion(
        "Child", thing="the child", required=True, help="Type part of the name or the local id.", cites=DISCUSSED
    ),
    "status": ChoiceQuestion(
        "Status", thing="the status", choices=STATUSES, long=True, help="The child's status today.", cites=DISCUSSED
    ),
    "held_by": ChoiceQuestion(
        "Before any move",
        thing="what holds the child",
        choices={
            "proceedings": "care proceedings are open (C1)",
            "adoption": "to be adopted (placement order, or placed for adoption)",
        },
        help="As the register has legal status and placement today.",
        cites=DISCUSSED,
    ),
    "discussed": YesNoQuestion(
        "Was this child discussed at the meeting?",
        thing="this child was discussed",
        required=True,
        help="Every child must be discussed, even if only for a minute.",
        cites=DISCUSSED,
    ),
    "what_becomes": ChoiceQuestion(
        "What becomes of this child?",
        thing="what becomes of the child",
        choices={
            "stays": "Stays with the present team",
            "goes_along": "Goes along, with a transfer or exception record",
        },
        when=HELD,
        required=True,
        help="The worker and team stay while care proceedings are open or until an adoption, unless there is an "
        "exception.",
        cites=DISCUSSED,
    ),
    "its_record": RecordQuestion(
        "Which record is it?",
        thing="the reference of the transfer or exception record",
        hint="Its reference, like TMR-7KQ2-M4XD or EDR-8HN4-P2WT",
        of="child",
        when=(*HELD, ("what_becomes", ("goes_along",))),
        required=True,
        help="It is at the top of the record. Start that record first if there is none yet.",
        cites=DISCUSSED,
    ),
    "understood": ChoiceQuestion(
        "Is the new {team_leader} satisfied that they understand?",
        thing="whether the new {team_leader} is satisfied",
        choices={"satisfied": "Yes, satisfied", "unresolved": "No, something is unresolved"},
        required=True,
        help="The decisions, the reasons for them, and where they are recorded. The new {team_leader} confirms "
        "it when they sign.",
        cites=UNDERSTOOD,
    ),
    "unresolved_issue": LongTextQuestion(
        "What is unresolved?",
        thing="what is unresolved",
        when=(("understood", ("unresolved",)),),
        required=True,
        lines=2,
        help="What the two {team_leaders} could not settle. It goes to both {locality_leaders}.",
        cites=("142.5.5", "142.5.9"),
    ),
    "decisions": LongTextQuestion(
        "Main decisions",
        thing="the main decisions",
        lines=2,
        help="What is decided about the child's plan, in a line or two.",
        add=MORE,
        cites=UNDERSTOOD,
    ),
    "decisions_where": LongTextQuestion(
        "Where are they recorded?",
        thing="where the decisions are recorded",
        lines=2,
        help="On the case file and in the {supervision_notes}, so that the new {team_leader} can find them.",
        add=MORE,
        cites=UNDERSTOOD,
    ),
    "next_date": DateQuestion(
        "Next important date",
        thing="the next important date",
        help="A hearing, review, conference or visit that must not be missed.",
        add=MORE,
        cites=DISCUSSED,
        to_come=True,
    ),
    "next_date_note": TextQuestion(
        "What is on that date?",
        thing="what is on that date",
        help="In a few words: court, review, visit, moving day.",
        add=MORE,
        cites=DISCUSSED,
    ),
    "concern": LongTextQuestion(
        "Main concern",
        thing="the main concern",
        lines=2,
        help="What would keep you awake about this child.",
        add=MORE,
        cites=DISCUSSED,
    ),
}


class CasesSection(Section):
    """A row for each child, with what was decided, and whether the new team leader understands it."""

    key = "cases"
    title = "Open cases, one by one"
    intro = "Each child is discussed by name at the meeting."

    open_cases = NumberQuestion(
        "Open cases of the {social_worker}",
        thing="the number of open cases",
        follows="worker",
        help="On the day of the meeting, as the register says.",
        cites=DISCUSSED,
    )
    cases = RowsQuestion(
        "The children",
        thing="the children",
        noun="child",
        follows="worker",
        heeds=("handover_reason", "three_way_date"),
        key=("child",),
        more=False,
        gone="closed_cases",
        columns=COLUMNS,
        help="Every case that the register had open on the day of the meeting. If anything is missing or wrong, put "
        "it right in {case_system} first: the register follows.",
        cites=("142.5.4", "142.5.5"),
    )
