"""The parameters of the chapters: unit, source, and each value with the first day on which it applies.

`local_practice` marks a number that the chapters do not give, so that councils are expected to set their own. The
parameters of local statements are in protocol/local/figures.py.
"""

from dataclasses import dataclass
from datetime import date

from protocol.statements.departable import GROUND_DECIDES

Value = int | tuple[int, ...]

FROM_142 = date(2017, 5, 1)
FROM_315 = date(2014, 6, 1)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its `label` for people, unit, source, limits, and (first day, value) pairs, oldest first.

    statement: the statement that it belongs to when no rule reads it. switch: true (1) or false (0), not a number.
    """

    name: str
    label: str
    unit: str
    source: str
    values: tuple[tuple[date, Value], ...]
    local_practice: bool = False
    least: int = 0
    most: int = 366
    statement: str = ""
    switch: bool = False

    @property
    def is_several(self) -> bool:
        """Whether the value is a tuple of numbers."""
        return isinstance(self.values[0][1], tuple)

    def on(self, day: date) -> Value:
        """The value that applies on `day`; before the first day, the first value."""
        held = [value for since, value in self.values if since <= day]
        return held[-1] if held else self.values[0][1]


_NO_FIGURE = "1.4.2 section 2 gives no number; a council can set one"

FIGURES = (
    Parameter(
        "workers_window_months",
        "How far back changes of {social_worker} are counted",
        "months",
        "1.4.2 section 1; the window is this project's, after the yearly stability measure of the DfE",
        ((FROM_142, 12),),
        local_practice=True,
        least=1,
        most=60,
    ),
    Parameter(
        "workers_too_many",
        "How many {social_workers} in that time are too many to pass without a reason",
        "workers",
        "1.4.2 section 1; the highest band of the stability measure of the DfE",
        ((FROM_142, 3),),
        local_practice=True,
        least=2,
        most=20,
    ),
    Parameter(
        "chronology_days",
        "How long before the transfer the chronology may have been brought up to date; 0 for however long",
        "days",
        "Practice of Norfolk, whose chronologies are updated within 14 days of the transfer",
        ((FROM_142, 14),),
        local_practice=True,
    ),
    *(
        Parameter(
            name, f"How long before the transfer {what}; 0 for however long", "days", _NO_FIGURE, ((FROM_142, 0),), True
        )
        for name, what in (
            ("case_notes_days", "the last case notes may have been finalised"),
            ("completed_assessment_days", "an assessment that was open may have been completed"),
            ("supervision_days", "the last supervision about the child may have been held"),
            ("todo_list_days", "the to-do list may have been brought up to date"),
            ("file_check_days", "the transferring {team_leader} may have checked the file"),
        )
    ),
    *(
        Parameter(name, f"How many months before {what}; 0 for however many", "months", source, ((since, 12),), True)
        for name, what, source, since in (
            (
                "preparation_months",
                "the transfer what prepares it may have taken place: the meeting, the visit, telling, planning",
                "1.4.2 section 3; the number is this project's",
                FROM_142,
            ),
            (
                "plan_months",
                "the transfer the child's plan may have been agreed or reviewed",
                "Plans are reviewed every six months or more often; the number is this project's",
                FROM_315,
            ),
            (
                "managers_talk_months",
                "the transfer the {service_delivery_managers} may have discussed such moves",
                "3.1.5 section 6, which asks for regular discussion; the number is this project's",
                FROM_315,
            ),
            (
                "pdr_months",
                "management responsibility passes the PDR may have taken place",
                "A PDR is yearly; 1.4.2 section 5 asks for one that is up to date",
                FROM_142,
            ),
        )
    ),
    Parameter(
        "sections_2_and_7_for_every_child",
        "Whether sections 2 and 7 of chapter 3.1.5 are for every child, beyond those whom the chapter is about",
        "true or false",
        "The scope of 3.1.5, which is children looked after",
        ((FROM_315, 0),),
        local_practice=True,
        most=1,
        switch=True,
    ),
    Parameter(
        "adult_age",
        "The age at which nobody is a child any more",
        "years",
        "Children Act 1989, section 105",
        ((FROM_315, 18),),
        most=25,
    ),
    Parameter(
        "key_event_days",
        "How close to a key event a transfer may not fall without a reason",
        "days",
        "3.1.5 section 2.1; the number is this project's",
        ((FROM_315, 14),),
        local_practice=True,
    ),
    Parameter(
        "recent_event_days",
        "How long after a key event a transfer draws the question whether it should have come before",
        "days",
        "3.1.5 section 2.1; the number is this project's",
        ((FROM_315, 28),),
        local_practice=True,
    ),
    Parameter(
        "key_birthdays",
        "The birthdays that are key events",
        "years",
        "3.1.5 section 2.1; ages at which teams, plans and rights change",
        ((FROM_315, (13, 16, 18)),),
        local_practice=True,
        most=25,
    ),
    Parameter(
        "assessment_months",
        "How old the latest assessment may be at the transfer",
        "months",
        "Practice of Central Bedfordshire, which refreshes an assessment that is older",
        ((FROM_315, 9),),
        local_practice=True,
        least=1,
        most=60,
    ),
    Parameter(
        "pathway_plan_age",
        "The age from which a looked after child's plan may be a pathway plan",
        "years",
        "Children Act 1989, schedule 2, paragraph 19B: eligible children are 16 and 17",
        ((FROM_315, 16),),
        most=25,
    ),
    Parameter(
        "return_home_most_months",
        "The longest clearly planned time for a return home",
        "months",
        "3.1.5 section 4: a clearly planned timescale, of 3 to 9 months for example",
        ((FROM_315, 9),),
        most=60,
    ),
    Parameter(
        "older_team_age",
        "The age from which the older {looked_after_team} works with a child",
        "years",
        "3.1.5 section 6",
        ((FROM_315, 13),),
        most=25,
    ),
    Parameter(
        "coming_up_months",
        "How long before the age of the older team a looked after child is listed for discussion",
        "months",
        "3.1.5 section 6, which asks for regular discussion; the number is this project's",
        ((FROM_315, 12),),
        local_practice=True,
        least=1,
        most=60,
        statement="315.6.2",
    ),
    Parameter(
        GROUND_DECIDES,
        "Whether the ground of an exception decides who agrees to it while care proceedings are open, so that on the "
        "first three grounds the {team_leaders} can; otherwise the {service_delivery_managers} decide on every ground",
        "true or false",
        "3.1.5 section 8 has managers decide only where the ground is none of its three; that they always do is this "
        "project's",
        ((FROM_315, 0),),
        local_practice=True,
        most=1,
        statement="315.4.1",
        switch=True,
    ),
    Parameter(
        "leaving_past_days",
        "How long ago the {social_worker} may have left where an exception rests on their leaving",
        "days",
        "3.1.5 section 8 speaks of a worker who is leaving; the number is this project's",
        ((FROM_315, 28),),
        local_practice=True,
    ),
    Parameter(
        "leaving_ahead_days",
        "In how many days the {social_worker} may leave where an exception rests on their leaving; 0 for however many",
        "days",
        "3.1.5 section 8 speaks of a worker who is leaving; the number is this project's",
        ((FROM_315, 183),),
        local_practice=True,
    ),
    Parameter(
        "move_past_days",
        "How long ago a child may have moved where an exception is asked for that move",
        "days",
        "3.1.5 section 8 has it decided how a transfer is made; the number is this project's",
        ((FROM_315, 28),),
        local_practice=True,
    ),
    Parameter(
        "emergency_working_days",
        "How long after what happened an emergency passes without a word on why no meeting was held",
        "working days",
        "1.4.2 section 4, which is for when there is no time to plan; the number is this project's, Monday to Friday",
        ((FROM_142, 10),),
        local_practice=True,
    ),
    Parameter(
        "management_notice_least_days",
        "The latest that the three-way meeting is held before management responsibility passes",
        "days",
        "1.4.2 section 5: two weeks",
        ((FROM_142, 14),),
    ),
    Parameter(
        "management_notice_most_days",
        "The earliest that the three-way meeting is held before management responsibility passes",
        "days",
        "1.4.2 section 5: four weeks",
        ((FROM_142, 28),),
    ),
    Parameter(
        "record_match_days",
        "How far the day in a sealed record and the register's first day of the new {social_worker} may lie apart for "
        "the record to explain the change",
        "days",
        "Neither chapter gives a number; this one is this project's",
        ((FROM_142, 14),),
        local_practice=True,
        statement="142.3.3",
    ),
    Parameter(
        "cover_days",
        "From how many days on cover by another {social_worker} is a change that needs a record",
        "days",
        "Neither chapter gives a number; this one is this project's",
        ((FROM_142, 28),),
        local_practice=True,
        least=1,
        statement="142.3.3",
    ),
)
