"""When, how and by whom the child and family are told of the change."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.promise import Promise
from forms.engine.question import Question
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion
from forms.shared.child import IS_BORN, IS_LOOKED_AFTER
from protocol.statements.scope import Condition

CITES = ("142.1.3", "315.7.9")
ONE_BY_ONE = (("family_told", ("one_by_one",)),)
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
    asked_of: tuple[Condition, ...] = (),
    reason_of: tuple[Condition, ...] = (),
) -> tuple[Question, ...]:
    """The questions about telling one party. who: 'the child'; are: its verb, 'has' or 'have'.

    asked_of: the condition under which there is such a party. reason_of: the one under which a party who is not told
    needs a reason.
    """
    state, one_by_one = f"{party}_told", (*asked_of, *ONE_BY_ONE)
    return (
        ChoiceQuestion(
            f"{are} {who} been told?",
            name=state,
            thing=f"whether {who} {are.lower()} been told",
            help=help,
            when=one_by_one,
            cites=CITES,
            choices={"told": "Yes", "will_be_told": "Not yet, but it is arranged", "does_not_apply": "Does not apply"},
        ),
        DateQuestion(
            "If on another day, when?",
            name=f"{party}_told_on",
            optional=True,
            thing=f"the date for telling {who}",
            when=(*one_by_one, (state, ("told", "will_be_told"))),
            cites=CITES,
            hint="Leave blank if it is the day above",
            help=EARLY,
            either=True,
            promises=_promise(f"Telling {who}", (*one_by_one, (state, ("will_be_told",))), or_on="family_told_on"),
        ),
        LongTextQuestion(
            "Why does it not apply?",
            name=f"{party}_not_told_why",
            thing=f"why telling {who} does not apply",
            lines=3,
            when=(*one_by_one, *reason_of, (state, ("does_not_apply",))),
            cites=CITES,
            help="For example that there is nobody, or that it would put somebody in danger. Say who decided that.",
        ),
    )


def _promise(what: str, when: tuple[Condition, ...], or_on: str = "") -> Promise:
    return Promise(what, says="family_told_how", when=when, or_on=or_on)


class TellingFamilySection(Section):
    """When, how and by whom the child, the parents and the carers are told: all of them at once, or one by one."""

    key = "telling-family"
    title = "Telling the child and family"
    intro = "The child and the family hear of it first, from somebody they know."

    family_told = ChoiceQuestion(
        "Have the child and family been told?",
        thing="whether the child and family have been told",
        hint="The child, everybody with parental responsibility and, for a looked after child, the carers",
        choices={
            "told": "Yes, all of them",
            "will_be_told": "Not yet, but it is arranged for all of them",
            "one_by_one": "It differs, or somebody is not told",
        },
        help="Every child who is old enough to understand is told in a way that fits their age. Tell them what "
        "changes, what stays the same, and that it is not because of anything they did. Parents who do not live with "
        "the child are told too, unless that would put somebody at risk.",
        cites=CITES,
    )
    family_told_on = DateQuestion(
        "When was that, or by when will they be told?",
        thing="the date for telling the child and family",
        hint="For example, 27 3 2026. If not all on one day, give the others below",
        help=EARLY,
        promises=_promise("Telling the child and family", (("family_told", ("will_be_told",)),)),
        cites=CITES,
        either=True,
    )
    family_told_how = LongTextQuestion(
        "By whom and how are they told, and what?",
        thing="by whom, how and what the child and family are told",
        lines=4,
        help="Best the worker whom they know, together with the new one. In person wherever possible, in words and a "
        "language that they understand, with time for questions: a letter alone is not a "
        "conversation. Say what they hear of the reason, of the new worker and of what stays the same.",
        cites=CITES,
    )
    child_told, child_told_on, child_not_told_why = told(
        "child", "the child", are="Has", asked_of=IS_BORN, help="Does not apply to a baby."
    )
    parents_told, parents_told_on, parents_not_told_why = told(
        "parents", "the parents", are="Have", help="Everybody with parental responsibility."
    )
    carers_told, carers_told_on, carers_not_told_why = told(
        "carers",
        "the carers",
        are="Have",
        reason_of=IS_LOOKED_AFTER,
        help="Leave blank if the child lives with their parents.",
    )
    told_late_reason = LongTextQuestion(
        "If anybody hears of it after the transfer date, why?",
        add="Add why somebody hears of it late",
        thing="why somebody hears of it late",
        lines=3,
        hint="Leave blank if everybody knows before",
        help="Say what stood in the way and how the person was helped with the news.",
        cites=("142.1.3",),
    )
