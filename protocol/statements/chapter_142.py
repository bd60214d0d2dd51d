"""Chapter 1.4.2, which applies to every transfer."""

from protocol.outcomes import Level
from protocol.statements.statement import EMERGENCY, EXCEPTION, MANAGEMENT, TRANSFER, section_of

_REQUIRED, _EXPECTED, _ADVISED = Level.REQUIRED, Level.EXPECTED, Level.ADVISED

_PRINCIPLES = section_of(
    "1.4.2",
    "1",
    "Principles",
    (
        (
            "142.1.1",
            _EXPECTED,
            (TRANSFER, EMERGENCY),
            "Keep the number of {social_workers} whom a child and family have to get used to as low as possible.",
        ),
        (
            "142.1.2",
            _EXPECTED,
            (TRANSFER, EMERGENCY),
            "Leave the case with its present {social_worker} whenever that can be done.",
        ),
        (
            "142.1.3",
            _REQUIRED,
            (TRANSFER, EMERGENCY),
            "When a change cannot be avoided, tell the child and family all that can be told, as soon as it is known.",
        ),
        (
            "142.1.4",
            _EXPECTED,
            (TRANSFER, EXCEPTION, EMERGENCY),
            "Give brothers and sisters one {social_worker}, unless the record shows that this would not be good "
            "for the child.",
        ),
        (
            "142.1.5",
            _ADVISED,
            (TRANSFER,),
            "A looked after child's {social_worker} can work with the brothers and sisters too, looked after or not.",
        ),
    ),
)

_STANDARDS = section_of(
    "1.4.2",
    "2",
    "Case transfer standards",
    (
        ("142.2.1", _EXPECTED, (TRANSFER,), "Bring the chronology up to date before the case moves."),
        ("142.2.2", _EXPECTED, (TRANSFER,), "Write up and finalise every case note before the case moves."),
        ("142.2.3", _EXPECTED, (TRANSFER,), "Finish any assessment that is under way."),
        ("142.2.4", _EXPECTED, (TRANSFER,), "Put management decisions and supervision of the case on the record."),
        (
            "142.2.5",
            _EXPECTED,
            (TRANSFER,),
            "Enter the tasks agreed as outstanding in the to-do list of {case_system}.",
        ),
        (
            "142.2.6",
            _REQUIRED,
            (TRANSFER,),
            "The transferring {team_leader} checks the quality of the file and signs it off before the case moves.",
        ),
    ),
)

_MEETING = section_of(
    "1.4.2",
    "3",
    "Transfer meeting",
    (
        ("142.3.1", _REQUIRED, (TRANSFER,), "Hold a handover meeting whenever a child gets another {social_worker}."),
        (
            "142.3.2",
            _EXPECTED,
            (TRANSFER,),
            "Bring four people to the meeting: the present and the new {social_worker}, and the {team_leader} of each.",
        ),
        (
            "142.3.3",
            _REQUIRED,
            (TRANSFER, EMERGENCY),
            "Change the {social_worker} for sound reasons of case planning, or because the present one is going.",
        ),
        (
            "142.3.4",
            _REQUIRED,
            (TRANSFER,),
            "Settle at the meeting what work is still to be done, and which of the two {social_workers} does it.",
        ),
        ("142.3.5", _EXPECTED, (TRANSFER,), "Put a short note of the meeting on the child's file in {case_system}."),
        ("142.3.6", _REQUIRED, (TRANSFER,), "Plan an agreed change with care: first the meeting, then the transfer."),
        (
            "142.3.7",
            _EXPECTED,
            (TRANSFER,),
            "The present {social_worker} takes the new one to the family's home and introduces them.",
        ),
        (
            "142.3.8",
            _EXPECTED,
            (TRANSFER,),
            "Round the transition off with a meeting, for example of the team around the child or the core group.",
        ),
        (
            "142.3.9",
            _EXPECTED,
            (TRANSFER,),
            "The former {social_worker} can still be asked for advice and help by the new one.",
        ),
    ),
)

_EMERGENCY = section_of(
    "1.4.2",
    "4",
    "Emergency transfer standards",
    (
        (
            "142.4.1",
            _REQUIRED,
            (EMERGENCY,),
            "Use the emergency route only where a child needs another {social_worker} and a planned transfer is "
            "out of the question.",
        ),
        (
            "142.4.2",
            _REQUIRED,
            (EMERGENCY,),
            "The {team_leader} who reallocates the case looks in the present team first.",
        ),
        ("142.4.3", _REQUIRED, (EMERGENCY,), "Show plainly on the case file why a handover was not possible."),
        (
            "142.4.4",
            _REQUIRED,
            (EMERGENCY,),
            "Plan or take action so that the child and family go on getting the service.",
        ),
        (
            "142.4.5",
            _REQUIRED,
            (EMERGENCY,),
            "Plan or take action so that the relationships that matter to the child carry on.",
        ),
        (
            "142.4.6",
            _ADVISED,
            (EMERGENCY,),
            "Hand over in another way: the {team_leader} chairs a meeting around the child, or somebody whom the "
            "family knows introduces the new {social_worker}.",
        ),
        ("142.4.7", _EXPECTED, (EMERGENCY,), "Go gently where a relationship has ended without warning."),
    ),
)

_MANAGEMENT = section_of(
    "1.4.2",
    "5",
    "Handover of management responsibility",
    (
        (
            "142.5.1",
            _REQUIRED,
            (MANAGEMENT,),
            "When a {social_worker} changes team, or a {team_leader} goes, that {social_worker} and the outgoing and "
            "new {team_leaders} meet, all three.",
        ),
        (
            "142.5.2",
            _EXPECTED,
            (MANAGEMENT,),
            "Meet between two and four weeks before the new {team_leader} takes responsibility.",
        ),
        (
            "142.5.3",
            _EXPECTED,
            (MANAGEMENT,),
            "Keep the full record of that meeting with the {social_worker}'s {supervision_notes}.",
        ),
        ("142.5.4", _REQUIRED, (MANAGEMENT,), "Talk through each case that the {social_worker} holds, none left out."),
        (
            "142.5.5",
            _REQUIRED,
            (MANAGEMENT,),
            "The new {team_leader} knows what has been decided in each case and where to find it, on the file and in "
            "the {supervision_notes}.",
        ),
        (
            "142.5.6",
            _EXPECTED,
            (MANAGEMENT,),
            "Pass on the {social_worker}'s other duties: a link school, students, training due or booked.",
        ),
        ("142.5.7", _EXPECTED, (MANAGEMENT,), "Let the new {team_leader} have the {social_worker}'s current PDR."),
        (
            "142.5.8",
            _REQUIRED,
            (MANAGEMENT,),
            "Tell the new {team_leader} whether there is any matter of capability or HR.",
        ),
        (
            "142.5.9",
            _REQUIRED,
            (MANAGEMENT,),
            "Tell the {locality_leaders} of both what the two {team_leaders} cannot settle, and hold a meeting of "
            "all four.",
        ),
    ),
)

STATEMENTS_142 = (*_PRINCIPLES, *_STANDARDS, *_MEETING, *_EMERGENCY, *_MANAGEMENT)
