"""Chapter 3.1.5, about children who are looked after: its principles and pathways, sections 2 to 6."""

from protocol.outcomes import Level
from protocol.statements.statement import EMERGENCY, EVERY, EXCEPTION, TRANSFER, section_of

_REQUIRED, _EXPECTED, _ADVISED = Level.REQUIRED, Level.EXPECTED, Level.ADVISED

_PRINCIPLES = (
    *section_of(
        "3.1.5",
        "2.1",
        "Child focus",
        (
            (
                "315.2.1.1",
                _REQUIRED,
                (TRANSFER, EXCEPTION, EMERGENCY),
                "Decide every transfer by what this child and family need and what is best for them.",
            ),
            (
                "315.2.1.2",
                _EXPECTED,
                (TRANSFER, EXCEPTION, EMERGENCY),
                "Find out what the child wants and feels, and let it count.",
            ),
            (
                "315.2.1.3",
                _EXPECTED,
                (TRANSFER,),
                "Keep the transfer clear of other big events and changes in the child's life.",
            ),
            (
                "315.2.1.4",
                _EXPECTED,
                (TRANSFER,),
                "Transfer ahead of a big change, so that the new {social_worker} can help prepare for it.",
            ),
            (
                "315.2.1.5",
                _EXPECTED,
                (TRANSFER,),
                "If the child's situation has altered, let the long-term plan say when to transfer.",
            ),
            ("315.2.1.6", _EXPECTED, (TRANSFER, EMERGENCY), "Transfer a child as seldom as possible."),
        ),
    ),
    *section_of(
        "3.1.5",
        "2.2",
        "No delay",
        (
            (
                "315.2.2.1",
                _EXPECTED,
                (TRANSFER, EXCEPTION, EMERGENCY),
                "Do not let a transfer hold up the care plan or the work with the family.",
            ),
        ),
    ),
    *section_of(
        "3.1.5",
        "2.3",
        "Flexibility",
        (
            (
                "315.2.3.1",
                _ADVISED,
                (EVERY,),
                "The protocol guides judgement and leaves room for it. Whoever departs from an expectation says why.",
            ),
        ),
    ),
    *section_of(
        "3.1.5",
        "2.4",
        "One service",
        (
            (
                "315.2.4.1",
                _REQUIRED,
                (TRANSFER,),
                "The present and the new {social_worker} are together responsible for a transfer that meets the "
                "standards.",
            ),
        ),
    ),
    *section_of(
        "3.1.5",
        "2.5",
        "Improved service",
        (
            (
                "315.2.5.1",
                _EXPECTED,
                (TRANSFER,),
                "Base the transfer on a recent assessment that sets out its evidence.",
            ),
            (
                "315.2.5.2",
                _REQUIRED,
                (TRANSFER,),
                "Each child has a clear plan of the kind that goes with the child's status.",
            ),
        ),
    ),
    *section_of(
        "3.1.5",
        "2.6",
        "Children with disabilities",
        (
            (
                "315.2.6.1",
                _REQUIRED,
                (TRANSFER,),
                "A {disability_team} takes on children for whom the record shows which eligibility criterion is met.",
            ),
        ),
    ),
    *section_of(
        "3.1.5",
        "2.7",
        "Siblings",
        (
            (
                "315.2.7.1",
                _EXPECTED,
                (TRANSFER, EMERGENCY),
                "Let one {social_worker} work with all of the family where that can be done.",
            ),
            (
                "315.2.7.2",
                _REQUIRED,
                (TRANSFER, EMERGENCY),
                "Where brothers and sisters have different {social_workers}, agree on one to lead and coordinate the "
                "work with the family, and on who does what together.",
            ),
        ),
    ),
)

_PRE_BIRTH = section_of(
    "3.1.5",
    "3",
    "Pre-birth assessments",
    (
        (
            "315.3.1",
            _REQUIRED,
            (TRANSFER,),
            "For a pregnant young person who is looked after or a care leaver, a {social_worker} of a {cluster_team} "
            "and the young person's own do the pre-birth assessment together.",
        ),
        (
            "315.3.2",
            _REQUIRED,
            (TRANSFER,),
            "The {cluster_team} for the young person's permanent address leads that assessment; in a placement out "
            "of area, the one for the birth family's address.",
        ),
        (
            "315.3.3",
            _REQUIRED,
            (TRANSFER, EMERGENCY),
            "A baby who needs a {social_worker} after the birth keeps the one in the {cluster_team}.",
        ),
    ),
)

_TO_LOOKED_AFTER = section_of(
    "3.1.5",
    "4",
    "From a {cluster_team} to a {looked_after_team}",
    (
        (
            "315.4.1",
            _REQUIRED,
            (TRANSFER, EMERGENCY),
            "Leave {social_worker} and team as they are for as long as care proceedings run.",
        ),
        (
            "315.4.2",
            _REQUIRED,
            (TRANSFER, EMERGENCY),
            "A child on the way to adoption stays with the same {social_worker} until it is complete. Only the "
            "{heads_of_service} may agree otherwise, in unusual and mitigating circumstances.",
        ),
        (
            "315.4.3",
            _EXPECTED,
            (TRANSFER,),
            "Move a child to a {looked_after_team} when the permanence plan has no return home in a clearly planned "
            "time of 3 to 9 months.",
        ),
        (
            "315.4.4",
            _REQUIRED,
            (TRANSFER, EMERGENCY),
            "A child accommodated under section 20 who is clearly planned to go home stays with a {social_worker} of "
            "the {cluster_team}.",
        ),
    ),
)

_CEASING = section_of(
    "3.1.5",
    "5",
    "Children who cease to be looked after",
    (
        (
            "315.5.1",
            _REQUIRED,
            (TRANSFER,),
            "Hold a Child in Need meeting, with the {team_leaders} of both teams, for a child who leaves care and "
            "still needs social work support.",
        ),
        (
            "315.5.2",
            _REQUIRED,
            (TRANSFER,),
            "Hold a Child in Need meeting for a child who leaves care and still needs targeted support.",
        ),
    ),
)

_THIRTEEN_PLUS = section_of(
    "3.1.5",
    "6",
    "From 0 to 12 to 13 plus teams",
    (
        (
            "315.6.1",
            _EXPECTED,
            (TRANSFER,),
            "Time the move from a 0 to 12 to a 13 plus team by what is best for the child, and not by a birthday.",
        ),
        (
            "315.6.2",
            _EXPECTED,
            (TRANSFER,),
            "The {service_delivery_managers} of the two teams talk about such moves regularly.",
        ),
    ),
)


STATEMENTS_315 = (*_PRINCIPLES, *_PRE_BIRTH, *_TO_LOOKED_AFTER, *_CEASING, *_THIRTEEN_PLUS)
