"""A believable transfer meeting record about a child who does not exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from documents.content import (
    Answer,
    Council,
    DecisionDocument,
    DecisionLine,
    FindingLine,
    Section,
    VersionLine,
)

COUNCIL = Council("Fernleigh County Council", "#1d4e5f", "Children’s Services, County Hall, Fernleigh FE1 2AB")


def a_record(**changes: object) -> DecisionDocument:
    """The sample, with any of its fields changed."""
    return replace(_RECORD, **changes)


def an_answer(question: str, value: object, *, name: str = "", kind: str = "", raw: object = None) -> Answer:
    """One answer, with the type that its value suggests."""
    shown = value if isinstance(value, tuple) else str(value)
    guessed = "rows" if isinstance(value, tuple) else "long_text" if len(str(value)) > 110 else "text"
    return Answer(name or question.lower().replace(" ", "_")[:40], question, kind or guessed, shown, raw or value or None)


def a_finding(statement: str, outcome: str = "met", **changes: str) -> FindingLine:
    """A finding on one of the sample's statements."""
    section, level, wording, message = _STATEMENTS[statement]
    chapter = "1.4.2" if statement.startswith("142") else "3.1.5"
    line = FindingLine(statement, chapter, section, wording, level, outcome, message)
    return replace(line, **changes)


def many_rows(count: int) -> Answer:
    """A table of outstanding work as long as asked for."""
    rows = tuple(
        (f"Piece of work {number}: write up the visit and share it with the school", "New worker", "2 April 2026", "Yes")
        for number in range(1, count + 1)
    )
    return Answer("outstanding_work", "What remains to be done?", "rows", (("Task", "Who completes it", "Due", "In the to-do list"), *rows))


_STATEMENTS = {
    "142.1.1": ("Principles", "expected", "Children and families meet as few changes of worker as can be.",
                "Two workers in the twelve months to 6 April 2026, the new worker included."),
    "142.1.2": ("Principles", "expected", "The same worker stays wherever that can be managed.",
                "The record says why Ms Adeyemi cannot continue."),
    "142.1.3": ("Principles", "required", "Child and family are told as much as possible, as early as possible.",
                "Amina was told on 12 March 2026; her mother on 11 March 2026; the carers on 11 March 2026."),
    "142.1.4": ("Principles", "expected", "Brothers and sisters share a worker unless that is not best for the child.",
                "Idris will have the same worker."),
    "142.1.5": ("Principles", "advised", "Brothers and sisters who are not looked after may share the child’s worker.",
                "Sharing was considered: Idris joins the new worker’s cases."),
    "142.2.1": ("Case transfer standards", "expected", "The chronology is up to date.", "Updated on 9 March 2026."),
    "142.2.2": ("Case transfer standards", "expected", "Case notes are complete, up to date and finalised.",
                "Two notes of joint visits remain; Ms Adeyemi finishes them by 20 March 2026."),
    "142.2.3": ("Case transfer standards", "expected", "Any assessment that is open is completed.", "No assessment is open."),
    "142.2.4": ("Case transfer standards", "expected", "Management decisions and supervision are on the record.",
                "Last supervision 3 March 2026."),
    "142.2.5": ("Case transfer standards", "expected", "Outstanding tasks are in the to-do list of the case system.",
                "All four pieces of work are in the list."),
    "142.2.6": ("Case transfer standards", "required", "The transferring team leader checks the case and signs it off.",
                "Checked on 16 March 2026 by Gareth Pryce."),
    "142.3.1": ("Transfer meeting", "required", "A handover meeting takes place.", "Held on 13 March 2026."),
    "142.3.2": ("Transfer meeting", "expected", "Both workers and both team leaders attend the meeting.",
                "The new team leader was absent."),
    "142.3.3": ("Transfer meeting", "required", "The reason is sound planning, or the worker is leaving.",
                "Worker leaving (LEFTRL)."),
    "142.3.4": ("Transfer meeting", "required", "The meeting says what work is outstanding and who completes it.",
                "Four pieces of work, each with an owner and a date."),
    "142.3.5": ("Transfer meeting", "expected", "The meeting is briefly recorded on the child’s file.",
                "No date or reference yet. This may follow approval."),
    "142.3.6": ("Transfer meeting", "required", "A change of worker that is agreed is planned with care.",
                "Responsibility passes on 6 April 2026, after the meeting."),
    "142.3.7": ("Transfer meeting", "expected", "The worker introduces the new worker to the family on a home visit.",
                "Joint home visit held on 18 March 2026."),
    "142.3.8": ("Transfer meeting", "expected", "A period of transition ends with a meeting.",
                "Looked after review on 21 April 2026."),
    "142.3.9": ("Transfer meeting", "expected", "The previous worker stays available to advise.",
                "Ms Adeyemi leaves on 10 April 2026; Mr Pryce will be asked instead."),
    "315.2.1.1": ("All transfers", "expected", "A transfer is in the child’s best interests.",
                  "The record says why this is best for Amina."),
    "315.2.3.1": ("All transfers", "required", "What departs from the protocol is recorded with its reason.",
                  "One departure, with its reason."),
    "315.4.1": ("Ceasing to be looked after", "expected", "A child in need meeting takes place before the child leaves care.", ""),
    "315.5.2": ("Timing of transfers", "required", "No transfer takes place within 14 days of a key event.",
                "A school move falls on 30 March 2026, seven days before the transfer."),
    "315.6.1": ("Moving to a 13 plus team", "expected", "A move is made by need, not by age alone.", ""),
    "315.7.3": ("Decisions", "required", "The transferring manager agrees in writing.", "Agreed on 16 March 2026."),
    "315.7.4": ("Decisions", "required", "The receiving manager agrees in writing.", "Agreed on 17 March 2026."),
}

_OUTCOMES = {"142.3.2": "departed", "142.3.5": "unmet", "315.4.1": "does_not_apply", "315.6.1": "does_not_apply",
             "315.5.2": "lifted"}

_DEPARTURE = a_finding(
    "142.3.2", "departed",
    reason="Ms Llewellyn was giving evidence in court that day and the date could not move without losing the joint "
    "visit before the school holidays. She read the file on 14 March and spoke with both workers on 16 March 2026; the "
    "note of that conversation is in the case system.",
)
_EXCEPTION = a_finding(
    "315.5.2", "lifted", exception="HO-2026-0398",
    reason="The Heads of Service agreed on 10 March 2026 that Amina is better served by a new worker who is there when "
    "she starts at her new school than by a gap until after Easter.",
)
_SPECIAL = {"142.3.2": _DEPARTURE, "315.5.2": _EXCEPTION}
_FINDINGS = tuple(
    _SPECIAL.get(statement) or a_finding(statement, _OUTCOMES.get(statement, "met")) for statement in _STATEMENTS
)

_SECTIONS = (
    Section("child", "The child", (
        an_answer("Name", "Amina Šmídová (أمينة)", name="child_name"),
        an_answer("Local id", "FE204518", name="child_local_id"),
        an_answer("Date of birth", "3 May 2014", name="child_date_of_birth", kind="date", raw="2014-05-03"),
        an_answer("Status", "Looked after", name="child_status", kind="choice", raw="looked_after"),
        an_answer("Legal status", "C2: full care order, since 14 November 2024", name="legal_status"),
        an_answer("Placement", "U4: foster placement", name="placement"),
        an_answer("Is an interpreter needed?", "Yes", name="interpreter", kind="yes_no", raw="yes"),
        an_answer("Which language?", "Czech (for her grandmother)", name="interpreter_language"),
        an_answer("What helps to talk with this child?",
                  "Amina talks most easily while she is drawing or walking. She likes to be asked one thing at a time and "
                  "to have it written down.\n\nShe does not like to be called by her surname.", name="communication_needs"),
    )),
    Section("workers", "Workers and teams", (
        an_answer("Current worker", "Folasade Adeyemi", name="current_worker", kind="staff", raw={"id": 12, "name": "Folasade Adeyemi"}),
        an_answer("Current team", "North looked after 0 to 12", name="current_team"),
        an_answer("Current team leader", "Gareth Pryce", name="current_team_leader"),
        an_answer("New worker", "Nguyễn Thị Ánh", name="new_worker"),
        an_answer("New team", "South looked after 0 to 12", name="new_team"),
        an_answer("New team leader", "Siân Llewellyn", name="new_team_leader"),
        an_answer("Is the current worker leaving?", "Yes", name="current_worker_leaving", kind="yes_no", raw="yes"),
        an_answer("Their last working day", "10 April 2026", name="current_worker_last_day", kind="date", raw="2026-04-10"),
    )),
    Section("reasons", "Why the worker is changing", (
        an_answer("Reason", "LEFTRL: the previous worker left the role", name="transfer_reason_code"),
        an_answer("Why now, and why in this way?",
                  "Ms Adeyemi has taken a post with another council and leaves on 10 April 2026. The new worker already "
                  "knows the family from duty visits in the autumn and has room for both children.", name="transfer_reason"),
        Answer("earlier_workers", "Workers so far", "rows", (
            ("Worker", "From", "To"),
            ("Ọlá Ogunlana", "2 June 2023", "30 April 2025"),
            ("Folasade Adeyemi", "1 May 2025", "–"),
        )),
        an_answer("Why is this in the child’s best interests?",
                  "Amina has said that she would rather meet the new worker before Ms Adeyemi goes than after. The change "
                  "keeps her and Idris with one worker, and the new team works with her new school.", name="best_interests"),
        an_answer("What does the child think?",
                  "“I don’t want to tell it all again.” Amina asked that Ms Nguyễn read her book of drawings first, "
                  "which she has done.", name="child_views"),
        an_answer("Is delay likely?", "No", name="delay_likely", kind="yes_no", raw="no"),
    )),
    Section("pathway", "Pathways", (
        an_answer("Is the child ceasing to be looked after?", "", name="ceasing_looked_after"),
        an_answer("Why a 13 plus team now?", "", name="why_thirteen_plus_now"),
    )),
    Section("meeting", "The transfer meeting", (
        an_answer("Was the meeting held?", "Held", name="meeting_state"),
        an_answer("Date", "13 March 2026", name="meeting_date", kind="date", raw="2026-03-13"),
        an_answer("Place", "Fernleigh family centre, and by video", name="meeting_place"),
        an_answer("Chair", "Gareth Pryce", name="meeting_chair"),
        Answer("other_attendees", "Who else attended?", "rows", (
            ("Name", "Role"), ("Өзбек Нурлан", "Independent reviewing officer"), ("李明", "Designated teacher"),
            ("Joan Castle", "Foster carer"),
        )),
        Answer("dates_ahead", "Dates ahead", "rows", (("What", "When", "Note"),)),
    )),
    Section("work", "Outstanding work", (many_rows(4),)),
    Section("introduction", "Introduction and transition", (
        an_answer("Joint visit", "Held", name="joint_visit"),
        an_answer("Date of the joint visit", "18 March 2026", name="joint_visit_date", kind="date", raw="2026-03-18"),
        an_answer("What happens in the weeks around the change?",
                  "Ms Adeyemi and Ms Nguyễn visit together twice before the change and once after it. Ms Adeyemi brings the "
                  "life story book to the second visit and goes through it with Amina and Mrs Castle. Ms Nguyễn takes over "
                  "family time on 28 March, with Ms Adeyemi at hand.\n\nAfter 10 April Mr Pryce answers questions about the "
                  "file. The review on 21 April closes the transition.", name="transition_roles"),
        an_answer("Closing meeting", "Looked after review, 21 April 2026", name="closing_meeting_kind"),
    )),
)

_DECISIONS = (
    DecisionLine("Confirmation by the current worker", "Folasade Adeyemi", "Social worker, North looked after 0 to 12",
                 "confirmed", "The file that I hand over is as this record describes it.", "",
                 datetime(2026, 3, 13, 16, 5, tzinfo=UTC)),
    DecisionLine("Confirmation by the new worker", "Nguyễn Thị Ánh", "Social worker, South looked after 0 to 12",
                 "confirmed", "I have read the file and accept the work that this record gives me.", "",
                 datetime(2026, 3, 16, 9, 21, tzinfo=UTC)),
    DecisionLine("Quality assurance and sign-off", "Gareth Pryce", "Team leader, North looked after 0 to 12", "approved",
                 "I have checked the file and sign it off for transfer.", "", datetime(2026, 3, 16, 17, 42, tzinfo=UTC)),
    DecisionLine("Agreement of the receiving team", "Rhys Bevan", "Team leader, South looked after 13 plus", "approved",
                 "The receiving team accepts responsibility from 6 April 2026.",
                 "Please bring the review forward if the school place falls through.",
                 datetime(2026, 3, 17, 11, 8, tzinfo=UTC), on_behalf_of="Siân Llewellyn"),
)

_HISTORY = (
    VersionLine(1, datetime(2026, 3, 13, 15, 50, tzinfo=UTC), "Folasade Adeyemi", "7c1e" * 16, "Returned: the reason for the absence was missing."),
    VersionLine(2, datetime(2026, 3, 13, 16, 4, tzinfo=UTC), "Folasade Adeyemi", "a94f" * 16, ""),
)

_RECORD = DecisionDocument(
    kind="transfer_meeting",
    kind_title="Transfer meeting record",
    reference="HO-2026-0412",
    version=2,
    protocol_version="2026.1",
    council=COUNCIL,
    outcome_sentence="Approved on 17 March 2026. Responsibility for Amina passes to Nguyễn Thị Ánh on 6 April 2026.",
    sealed_for=date(2026, 3, 17),
    about=(
        ("Child", "Amina Šmídová (أمينة), FE204518"), ("Date of birth", "3 May 2014"),
        ("Current worker", "Folasade Adeyemi, North looked after 0 to 12"),
        ("New worker", "Nguyễn Thị Ánh, South looked after 0 to 12"),
        ("Responsibility passes on", "6 April 2026"), ("Written by", "Folasade Adeyemi"),
    ),
    sections=_SECTIONS,
    findings=_FINDINGS,
    departures=(_DEPARTURE,),
    exceptions=(_EXCEPTION,),
    decisions=_DECISIONS,
    history=_HISTORY,
    audit_head="3b9d" * 16,
    version_digest="a94f" * 16,
    verify_url="http://handover.fernleigh.example/verify",
    code="7KQM4XDTH9CR",
    seal_level="B-B",
    root_fingerprint="5e07" * 16,
    answers_json={"child_name": "Amina Šmídová (أمينة)", "child_date_of_birth": "2014-05-03", "interpreter": "yes"},
)
