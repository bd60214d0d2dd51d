"""The answers of the sample record, in the form's order."""

from __future__ import annotations

from documents.content import Answer, Cells, Section


def text(name: str, question: str, value: str) -> Answer:
    """An answer of one line, blank where `value` is ''."""
    return Answer(name, question, "text", value, value or None)


def long_text(name: str, question: str, value: str) -> Answer:
    """An answer of any length."""
    return Answer(name, question, "long_text", value, value or None)


def on_date(name: str, question: str, value: str, raw: str) -> Answer:
    """A date as printed and as stored."""
    return Answer(name, question, "date", value, raw)


def yes(name: str, question: str) -> Answer:
    return Answer(name, question, "yes_no", "Yes", "yes")


def staff(name: str, question: str, value: str, number: int) -> Answer:
    return Answer(name, question, "staff", value, {"id": number, "name": value})


def table(name: str, question: str, header: tuple[str, ...], *rows: tuple[str, ...]) -> Answer:
    """Rows under their headings; blank where there are none."""
    cells: Cells = (header, *rows)
    stored = [dict(zip((heading.lower() for heading in header), row, strict=True)) for row in rows]
    return Answer(name, question, "rows", cells, stored or None)


def work(count: int) -> Answer:
    """A table of outstanding work with so many rows."""
    rows = [(task(number), "New worker", "2 April 2026", "Yes") for number in range(1, count + 1)]
    header = ("Task", "Who completes it", "Due", "In the to-do list")
    return table("outstanding_work", "What remains to be done?", header, *rows)


def task(number: int) -> str:
    return f"Piece of work {number}: write up the visit of that week and share the note with the school by Friday"


SECTIONS = (
    Section(
        "child",
        "The child",
        (
            text("child_name", "Name", "Amina Šmídová (أمينة)"),
            text("child_local_id", "Local id", "FE204518"),
            on_date("child_date_of_birth", "Date of birth", "3 May 2014", "2014-05-03"),
            Answer("child_status", "Status", "choice", "Looked after", "looked_after"),
            text("legal_status", "Legal status", "C2: full care order, since 14 November 2024"),
            text("placement", "Placement", "U4: foster placement"),
            yes("interpreter", "Is an interpreter needed?"),
            text("interpreter_language", "Which language?", "Czech (for her grandmother)"),
            long_text(
                "communication_needs",
                "What helps to talk with this child?",
                "Amina talks most easily while she is drawing or walking. She likes to be asked one thing at a time "
                "and to have it written down.\n\nShe does not like to be called by her surname.",
            ),
        ),
    ),
    Section(
        "workers",
        "Workers and teams",
        (
            staff("current_worker", "Current worker", "Folasade Adeyemi", 12),
            text("current_team", "Current team", "North looked after 0 to 12"),
            staff("current_team_leader", "Current team leader", "Gareth Pryce", 4),
            staff("new_worker", "New worker", "Nguyễn Thị Ánh", 31),
            text("new_team", "New team", "South looked after 0 to 12"),
            staff("new_team_leader", "New team leader", "Siân Llewellyn", 7),
            yes("current_worker_leaving", "Is the current worker leaving?"),
            on_date("current_worker_last_day", "Their last working day", "10 April 2026", "2026-04-10"),
        ),
    ),
    Section(
        "reasons",
        "Why the worker is changing",
        (
            text("transfer_reason_code", "Reason", "LEFTRL: the previous worker left the role"),
            long_text(
                "transfer_reason",
                "Why now, and why in this way?",
                "Ms Adeyemi has taken a post with another council and leaves on 10 April 2026. The new worker already "
                "knows the family from duty visits in the autumn and has room for both children.",
            ),
            table(
                "earlier_workers",
                "Workers so far",
                ("Worker", "From", "To"),
                ("Ọlá Ogunlana", "2 June 2023", "30 April 2025"),
                ("Folasade Adeyemi", "1 May 2025", ""),
            ),
            long_text(
                "best_interests",
                "Why is this in the child’s best interests?",
                "Amina has said that she would rather meet the new worker before Ms Adeyemi goes than after. The "
                "change keeps her and Idris with one worker, and the new team works with her new school.",
            ),
            long_text(
                "child_views",
                "What does the child think?",
                "“I don’t want to tell it all again.” Amina asked that Ms Nguyễn read her book of drawings first, "
                "which she has done.",
            ),
        ),
    ),
    Section(
        "pathway",
        "Pathways",
        (
            text("ceasing_looked_after", "Is the child ceasing to be looked after?", ""),
            long_text("why_thirteen_plus_now", "Why a 13 plus team now?", ""),
        ),
    ),
    Section(
        "meeting",
        "The transfer meeting",
        (
            text("meeting_state", "Was the meeting held?", "Held"),
            on_date("meeting_date", "Date", "13 March 2026", "2026-03-13"),
            text("meeting_place", "Place", "Fernleigh family centre, and by video"),
            text("meeting_chair", "Chair", "Gareth Pryce"),
            table(
                "other_attendees",
                "Who else attended?",
                ("Name", "Role"),
                ("Өзбек Нурлан", "Independent reviewing officer"),
                ("李明", "Designated teacher"),
                ("Joan Castle", "Foster carer"),
            ),
            table("dates_ahead", "Dates ahead", ("What", "When", "Note")),
        ),
    ),
    Section("work", "Outstanding work", (work(4),)),
    Section(
        "introduction",
        "Introduction and transition",
        (
            text("joint_visit", "Joint visit", "Held"),
            on_date("joint_visit_date", "Date of the joint visit", "18 March 2026", "2026-03-18"),
            long_text(
                "transition_roles",
                "What happens in the weeks around the change?",
                "Ms Adeyemi and Ms Nguyễn visit together twice before the change and once after it. Ms Adeyemi brings "
                "the life story book to the second visit and goes through it with Amina and Mrs Castle. Ms Nguyễn "
                "takes over family time on 28 March, with Ms Adeyemi at hand.\n\nAfter 10 April Mr Pryce answers "
                "questions about the file. The review on 21 April closes the transition.",
            ),
            text("closing_meeting_kind", "Closing meeting", "Looked after review, 21 April 2026"),
        ),
    ),
)
