"""When, how and by whom the child and family are told of the change."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.question import Question
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion
from forms.shared.child import LOOKED_AFTER
from protocol.statements.scope import Condition

CITES = ("142.1.3", "315.7.9")
EARLY = (
    "As early as possible, and before the date that responsibility passes. News that comes late, or by accident, hurts "
    "more."
)


def told(
    party: str,
    who: str,
    *,
    are: str,
    help: str,  # noqa: A002
    reason_of: tuple[Condition, ...] = (),
) -> tuple[Question, ...]:
    """The questions about telling one party. who: 'the child'; are: its verb, 'has' or 'have'.

    reason_of: the condition under which a party who is not told needs a reason.
    """
    state = f"{party}_told"
    when_told = ((state, ("told", "will_be_told")),)
    return (
        ChoiceQuestion(
            f"{are} {who} been told?",
            name=state,
            thing=f"whether {who} {are.lower()} been told",
            help=help,
            cites=CITES,
            choices={"told": "Yes", "will_be_told": "Not yet, but it is arranged", "does_not_apply": "Does not apply"},
        ),
        DateQuestion(
            f"When was that, or by when will {who} be told?",
            name=f"{party}_told_on",
            thing=f"the date for telling {who}",
            when=when_told,
            cites=CITES,
            hint="For example, 27 3 2026",
            help=EARLY,
        ),
        *_how_told(party, who, are.lower(), when_told),
        LongTextQuestion(
            "Why does it not apply?",
            name=f"{party}_not_told_why",
            thing=f"why telling {who} does not apply",
            lines=3,
            when=(*reason_of, (state, ("does_not_apply",))),
            cites=CITES,
            help="For example that there is nobody, or that it would put somebody in danger. Say who decided that.",
        ),
    )


def _how_told(party: str, who: str, are: str, when_told: tuple[Condition, ...]) -> tuple[Question, ...]:
    """Who does it, how it is done, and that the new worker can be reached."""
    return (
        TextQuestion(
            f"Who tells {who}?",
            name=f"{party}_told_by",
            thing=f"who tells {who}",
            when=when_told,
            cites=CITES,
            help="Best the worker whom they know, together with the new one.",
        ),
        TextQuestion(
            "How was it done, or how will it be done?",
            name=f"{party}_told_how",
            thing=f"how {who} {are} been told",
            when=when_told,
            cites=CITES,
            help="In person wherever possible, in words and a language that they understand, with time for questions. "
            "A letter alone is not a conversation.",
        ),
        YesNoQuestion(
            f"{are.capitalize()} {who} been given the new {{social_worker}}'s contact details?",
            name=f"{party}_contact_given",
            thing=f"{who} {are} been given contact details",
            when=when_told,
            cites=("315.7.9",),
            help="A name, a telephone number, when it is answered, and whom to ring when it is not.",
        ),
    )


class TellingFamilySection(Section):
    """When, how and by whom the child, the parents and the carers are told."""

    key = "telling-family"
    title = "Telling the child and family"
    intro = "The people whom the change is about hear of it first, from somebody they know."

    child_told, child_told_on, child_told_by, child_told_how, child_contact_given, child_not_told_why = told(
        "child",
        "the child",
        are="Has",
        help="Every child who is old enough to understand, in a way that fits their age: what changes, what "
        "stays the same, and that it is not because of anything they did. Does not apply to a baby.",
    )
    (parents_told, parents_told_on, parents_told_by, parents_told_how, parents_contact_given, parents_not_told_why) = (
        told(
            "parents",
            "the parents",
            are="Have",
            help="Everybody with parental responsibility, also those who do not live with the child, unless that would "
            "put somebody at risk.",
        )
    )
    carers_told, carers_told_on, carers_told_by, carers_told_how, carers_contact_given, carers_not_told_why = told(
        "carers",
        "the carers",
        are="Have",
        reason_of=LOOKED_AFTER,
        help="Foster carers, relatives or residential staff who look after the child. They help the child through "
        "the change. Does not apply if the child lives with their parents.",
    )
    told_late_reason = LongTextQuestion(
        "If anybody hears of it after the transfer date, why?",
        thing="why somebody hears of it late",
        lines=3,
        hint="Leave blank if everybody knows before",
        help="Say what stood in the way and how the person was helped with the news.",
        cites=("142.1.3",),
    )
