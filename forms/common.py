"""Sections that more than one record asks: who the child is, and whose work it was and will be."""

from __future__ import annotations

from typing import Any

from forms.choices import ChoiceQuestion, YesNoQuestion
from forms.codes import LEGAL_STATUSES, PLACEMENTS, PROTECTION_CATEGORIES, STATUSES, TEAM_KINDS
from forms.date_question import DateQuestion
from forms.people import ChildQuestion, StaffQuestion, TeamQuestion
from forms.questions import LongTextQuestion, Question, TextQuestion
from forms.section import Section

LOOKED_AFTER = (("child_status", ("looked_after",)),)
NOT_BOTH = "Enter a date of birth or an expected date of birth, not both"
NEITHER = "Enter the child's date of birth, or the expected date if the baby is not born yet"


class ChildSection(Section):
    """Who the child is, as it stands on the day of the record."""

    key = "child"
    title = "The child"
    intro = "What the register knows is filled in. Correct it here where it is out of date."

    child = ChildQuestion(
        "Which child is this about?",
        thing="the child",
        fixed=True,
        help="The child is chosen when the record is started and stays the same. If it is about the wrong child, "
        "withdraw this record and start another.",
        cites=("315.2.1.1",),
    )
    child_local_id = TextQuestion(
        "Child's local id",
        thing="the child's local id",
        hint="Letters and numbers, as in {case_system}",
        limit=20,
        pattern="[A-Za-z0-9]+",
        pattern_problem="must be letters and numbers only, like 40917",
        width="10",
        required=True,
        help="The number that {case_system} gives to this child. It is never used again for anybody else, so it says "
        "which child is meant even when two share a name. A child who has been adopted has a new one.",
        cites=("315.2.1.1",),
    )
    child_name = TextQuestion(
        "Child's name",
        thing="the child's name",
        hint="As the child is known, for an unborn baby 'Baby of' and the mother's name",
        limit=200,
        required=True,
        help="Write the name that the child uses and would recognise. Any spelling, accent or single name is fine.",
        cites=("315.2.1.1",),
    )
    child_date_of_birth = DateQuestion(
        "Date of birth",
        thing="the date of birth",
        hint="For example, 27 3 2015. Leave blank if the baby is not born yet",
        past=True,
        help="The age at the transfer matters: birthdays at 13, 16 and 18 are big steps, and a change of worker "
        "is best kept away from them.",
        cites=("315.2.1.3", "315.6.1"),
    )
    child_expected_date_of_birth = DateQuestion(
        "Expected date of birth, if the baby is not born yet",
        thing="the expected date of birth",
        hint="For example, 27 3 2026",
        help="For an unborn baby only. Give one of the two dates, not both: once the baby is born, "
        "clear this one and enter the date of birth.",
        cites=("315.2.1.3",),
    )
    child_status = ChoiceQuestion(
        "What is the child's status?",
        thing="the child's status",
        choices=STATUSES,
        required=True,
        help="The status on the day of the record. It decides which parts of the protocol apply and "
        "which plan the child should have.\n\n"
        "If the status is about to change, choose what it is now and say what is coming under the plan.",
        cites=("315.2.5.2",),
    )
    child_protection_category = ChoiceQuestion(
        "Category of the child protection plan",
        thing="the category of the child protection plan",
        choices=PROTECTION_CATEGORIES,
        when=(("child_status", ("child_protection",)),),
        help="The category that the last child protection conference agreed. If it named several, choose that.",
        cites=("315.2.5.2",),
    )
    legal_status = ChoiceQuestion(
        "Legal status",
        thing="the legal status",
        hint="The code that the council reports to the Department for Education, or no legal status",
        choices=LEGAL_STATUSES,
        long=True,
        help="The order or agreement that the child is looked after under today, from the latest court order or "
        "section 20 agreement on file. Children who are not looked after usually have none.\n\n"
        "Some are short: L1 ends after 72 hours, L2 after 21 days and L3 after 7 days. J codes are for children aged "
        "10 or over. V2 does not go with a placement with parents (P1).",
        cites=("315.4.1", "315.4.2", "315.4.4"),
    )
    legal_status_since = DateQuestion(
        "Since when?",
        thing="the date that the legal status began",
        hint="For example, 27 3 2026",
        past=True,
        help="The date on the order, or the day that section 20 began. The new worker counts visits, reviews "
        "and time limits from it.",
        cites=("315.4.1",),
    )
    placement = ChoiceQuestion(
        "Placement",
        thing="the placement",
        hint="For a looked after child",
        choices=PLACEMENTS,
        long=True,
        when=LOOKED_AFTER,
        help="Where the child lives now, as the code reported to the Department for Education. Ask your "
        "performance team if you are not sure between two codes.",
        cites=("315.4.2",),
    )
    communication_needs = LongTextQuestion(
        "How does the child communicate, and what helps?",
        thing="how the child communicates",
        lines=3,
        help="So that the new worker can talk with the child from the first visit: signs, pictures or a device, "
        "hearing or sight, the time that the child needs to answer, words that the child likes to hear used. "
        "Write 'none known' if there is nothing to say.",
        cites=("315.2.1.2",),
    )
    interpreter = YesNoQuestion(
        "Do the child or family need an interpreter?",
        thing="the child or family need an interpreter",
        help="Yes if anybody who must understand this change does so better in another language, British Sign "
        "Language included. A child should never have to interpret for the family.",
        cites=("142.1.3",),
    )
    interpreter_language = TextQuestion(
        "Which language?",
        thing="the language",
        when=(("interpreter", ("yes",)),),
        width="20",
        help="The language and, if it matters, the dialect. Say who needs it if it is not everybody.",
        cites=("142.1.3",),
    )

    def crosscheck(self) -> dict[str, str]:
        """One of the two dates of birth, not both."""
        if self.child_date_of_birth.answer and self.child_expected_date_of_birth.answer:
            return {"child_expected_date_of_birth": NOT_BOTH}
        return {}

    def ask_together(self) -> dict[str, str]:
        """One of the two dates of birth."""
        if self.child_date_of_birth.raw == self.child_expected_date_of_birth.raw == DateQuestion.blank:
            return {"child_date_of_birth": NEITHER}
        return {}


def worker_question(label: str, thing: str, help: str, cites: tuple[str, ...], **more: Any) -> Question:  # noqa: A002
    """A member of staff to pick, with the usual hint."""
    return StaffQuestion(label, thing=thing, help=help, cites=cites, hint="Type part of the name", **more)


def team_kind_question(label: str, thing: str, help: str, cites: tuple[str, ...], **more: Any) -> Question:  # noqa: A002
    """What kind of team a team is."""
    return ChoiceQuestion(label, thing=thing, help=help, cites=cites, choices=TEAM_KINDS, **more)


class WorkersSection(Section):
    """Who the child's worker and team are and will be."""

    key = "workers"
    title = "Workers and teams"
    intro = "The people whom this record names can read it, and some of them will be asked to confirm or decide."

    current_worker = worker_question(
        "Who is the child's {social_worker} now?",
        "the current {social_worker}",
        "The worker who holds the case on the day of the record. They confirm that the file is as the record says.",
        ("142.3.2", "315.2.4.1"),
        required=True,
    )
    current_team = TeamQuestion(
        "Which team are they in?",
        thing="the current team",
        hint="Type part of the team's name",
        required=True,
        help="The team that is responsible for the child until the transfer.",
        cites=("315.7.4",),
    )
    current_team_kind = team_kind_question(
        "What kind of team is it?",
        "what kind of team the current team is",
        "The kind of team decides which pathway of the protocol applies, for example a move from "
        "a {cluster_team} to a {looked_after_team}.",
        ("315.4.3", "315.6.1"),
        required=True,
    )
    current_team_leader = worker_question(
        "Who leads the current team?",
        "the current {team_leader}",
        "The {team_leader} who checks the file and signs the case off before it moves. Nobody can sign off "
        "a record that they wrote.",
        ("142.2.6", "315.7.3"),
        required=True,
    )
    new_worker = worker_question(
        "Who will be the child's {social_worker}?",
        "the new {social_worker}",
        "The worker who takes the case on. They confirm that they have read the record. Somebody who has worked "
        "with the child before counts once among the year's workers.",
        ("142.1.1", "142.3.2", "315.2.4.1"),
        required=True,
    )
    new_team = TeamQuestion(
        "Which team are they in?",
        thing="the new team",
        hint="Type part of the team's name",
        required=True,
        help="The team that is responsible from the transfer date. It can be the same team as now.",
        cites=("315.7.4",),
    )
    new_team_kind = team_kind_question(
        "What kind of team is it?",
        "what kind of team the new team is",
        "The protocol says which children which teams work with. A {disability_team} asks which of its "
        "criteria the child meets; a {looked_after_team} takes children who are not soon going home.",
        ("315.2.6.1", "315.4.3", "315.4.4"),
        required=True,
    )
    new_team_leader = worker_question(
        "Who leads the new team?",
        "the new {team_leader}",
        "The {team_leader} who agrees to take responsibility. When the move is inside one team this is the same "
        "person as now.",
        ("315.7.4",),
        required=True,
    )
    current_worker_leaving = YesNoQuestion(
        "Is the current {social_worker} leaving the service?",
        thing="the current {social_worker} is leaving the service",
        help="Leaving the council's children's services, not only this team. Somebody who stays remains "
        "available to the new worker for advice.",
        cites=("142.3.3", "142.3.9"),
    )
    current_worker_last_day = DateQuestion(
        "What is the current {social_worker}'s last working day with this child?",
        thing="the last working day",
        hint="For example, 27 3 2026",
        help="The last day that they can do anything for this child, leave taken into account. Work that stays "
        "with them has to be finished by then.",
        cites=("142.3.4",),
    )
