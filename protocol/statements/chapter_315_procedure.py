"""Chapter 3.1.5, how a transfer is carried out, and what happens when it is not: sections 7 to 9."""

from protocol.outcomes import Level
from protocol.statements.statement import EMERGENCY, EXCEPTION, TRANSFER, section_of

_REQUIRED, _EXPECTED, _ADVISED = Level.REQUIRED, Level.EXPECTED, Level.ADVISED

_PROCEDURE = section_of(
    "3.1.5",
    "7",
    "Procedure",
    (
        ("315.7.1", _EXPECTED, (TRANSFER,), "Treat the transfer as one part of planning the child's permanence."),
        (
            "315.7.2",
            _REQUIRED,
            (TRANSFER,),
            "Hand over a complete file: a current assessment, the plan, and a summary written for the transfer.",
        ),
        ("315.7.3", _REQUIRED, (TRANSFER,), "The {team_leader} checks the file first, and the case moves after that."),
        (
            "315.7.4",
            _REQUIRED,
            (TRANSFER, EMERGENCY),
            "The {team_leaders} of both teams talk the transfer over and both say yes to it.",
        ),
        ("315.7.5", _REQUIRED, (TRANSFER, EMERGENCY), "If they do not agree, managers above them decide."),
        (
            "315.7.6",
            _REQUIRED,
            (TRANSFER,),
            "Both {social_workers} and both {team_leaders} share at a meeting everything that is known.",
        ),
        ("315.7.7", _EXPECTED, (TRANSFER,), "Visit together, both {social_workers}, once or more."),
        (
            "315.7.8",
            _ADVISED,
            (TRANSFER,),
            "A more complex case can need a time of transition in which it is clear who does what.",
        ),
        (
            "315.7.9",
            _EXPECTED,
            (TRANSFER,),
            "Tell the child, parents and carers of the transfer at the start, and how to reach the new "
            "{social_worker}.",
        ),
        (
            "315.7.10",
            _EXPECTED,
            (TRANSFER,),
            "Tell every other professional who works with the child, and how to reach the new {social_worker}.",
        ),
    ),
)

_EXCEPTIONS = section_of(
    "3.1.5",
    "8",
    "Exceptions",
    (
        (
            "315.8.1",
            _REQUIRED,
            (EXCEPTION,),
            "Ground 1: the child's relationship with the {social_worker} matters greatly, and there are further "
            "issues that will not last long.",
        ),
        (
            "315.8.2",
            _REQUIRED,
            (EXCEPTION,),
            "Ground 2: how the child and family get on with the {social_worker} stands in the way of good outcomes.",
        ),
        (
            "315.8.3",
            _REQUIRED,
            (EXCEPTION,),
            "Ground 3: the {social_worker} will soon leave, which makes this the time to change teams.",
        ),
        (
            "315.8.4",
            _REQUIRED,
            (EXCEPTION,),
            "Ground 4, another reason: the {service_delivery_managers} of both sides, {looked_after_team} and "
            "{cluster_team}, talk it through and write down a clear rationale.",
        ),
        ("315.8.5", _REQUIRED, (EXCEPTION,), "Write the exception down in a decision record of its own."),
    ),
)

_RESOLUTION = section_of(
    "3.1.5",
    "9",
    "Resolution",
    (
        (
            "315.9.1",
            _REQUIRED,
            (EXCEPTION, TRANSFER, EMERGENCY),
            "If the {service_delivery_managers} still do not agree, the {heads_of_service} decide.",
        ),
    ),
)


STATEMENTS_315_PROCEDURE = (*_PROCEDURE, *_EXCEPTIONS, *_RESOLUTION)
