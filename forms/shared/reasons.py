"""Why a child's worker changes, what the child thinks of it, and whether it delays anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.question import Question
from forms.engine.text import LongTextQuestion, TextQuestion
from forms.shared.child import IS_BORN
from forms.shared.codes import TRANSFER_REASONS
from protocol.choices import DIED, HAS_LEFT
from protocol.statements.scope import Condition, Scope

REASON = "transfer_reason_code"
# Whoever has died introduces nobody, cannot be asked, and does not leave; whoever has left cannot be asked either.
STILL_ALIVE = (("transfer_reason_code", (None, *(code for code in TRANSFER_REASONS if code != DIED))),)
STILL_THERE = (*STILL_ALIVE, ("current_worker_leaving", (None, "yes", "no")))
NOT_SAID_TO_STAY = (("current_worker_leaving", (None, "yes", HAS_LEFT)),)
LEFT = (*STILL_ALIVE, ("current_worker_leaving", (HAS_LEFT,)))


def reason_code(answers: Mapping[str, Any]) -> str:
    """The code of the reason that a record gives for the change (a key of TRANSFER_REASONS); '' for none."""
    code = answers.get(REASON)
    return code if isinstance(code, str) and code in TRANSFER_REASONS else ""


def reason_questions(
    cites: tuple[str, ...] = ("142.3.3",),
    *,
    label: str = "Explain the reason",
    more: str = "",
    account_cites: tuple[str, ...] = (),
) -> tuple[Question, Question, Question]:
    """transfer_reason_code, transfer_reason_other, transfer_reason.

    label, more, account_cites: label of the account, further help for it, and its citations where they are others.
    """
    return (
        ChoiceQuestion(
            "What is the main reason for the change?",
            name="transfer_reason_code",
            thing="the main reason for the change",
            choices=TRANSFER_REASONS,
            required=True,
            help="If several are true, choose the one without which there would be no change.",
            cites=cites,
        ),
        TextQuestion(
            "What is the reason?",
            name="transfer_reason_other",
            thing="what the other reason is",
            when=(("transfer_reason_code", ("OTHERS",)),),
            required=True,
            help="A few words. Check first whether one of the reasons above fits: those can be counted.",
            cites=cites,
        ),
        LongTextQuestion(
            label,
            name="transfer_reason",
            thing="the explanation of the reason",
            required=True,
            help="What happened, who decided it and when, so that a person who was not there understands."
            f"{f' {more}' if more else ''}"
            "\n\nWrite it so that the young person could read it: what the service had to do, not whose fault it was.",
            cites=account_cites or cites,
        ),
    )


def best_interests_question(scope: Scope | None = None) -> Question:
    """best_interests."""
    return LongTextQuestion(
        "Why is this change in the child's best interests?",
        name="best_interests",
        thing="why the change is in the child's best interests",
        required=True,
        help="The needs of the child and family come before those of the service. A good answer says what this child "
        "gains, what the child loses, and what will soften the loss. If the change is for the service's reasons, say "
        "so, and say why it is still right for this child now.",
        scope=scope,
        cites=("315.2.1.1",),
    )


def child_views_questions(scope: Scope | None = None) -> tuple[Question, Question, Question]:
    """child_views, child_views_how, child_views_not_obtained."""
    return (
        LongTextQuestion(
            "What does the child want, and how do they feel about the change?",
            name="child_views",
            thing="what the child wants and feels",
            help="Use the child's own words where you can. Include what they would like of a new worker, what worries "
            "them and how they want to say goodbye. For a baby or a child who does not speak, say what "
            "you see: whom they settle with, what upsets them.",
            scope=scope,
            when=IS_BORN,
            cites=("315.2.1.2",),
        ),
        ChoiceQuestion(
            "How were the child's views found out?",
            name="child_views_how",
            thing="how the child's views were found out",
            choices={
                "asked_directly": "We asked the child",
                "advocate": "Through an advocate",
                "direct_work": "In direct work, such as drawing or play",
                "observation": "By watching how the child is",
                "through_others": "Through people who know the child well",
                "not_obtained": "They could not be found out",
            },
            help="Choose what you rely on most. Asking the child comes first. An advocate can help a child who finds "
            "it hard to say.",
            scope=scope,
            when=IS_BORN,
            cites=("315.2.1.2",),
        ),
        LongTextQuestion(
            "Why could the child's views not be found out?",
            name="child_views_not_obtained",
            thing="why the child's views could not be found out",
            lines=3,
            when=(*IS_BORN, ("child_views_how", ("not_obtained",))),
            required=True,
            help="Say what was tried, and how the child will be listened to before the change or soon after it.",
            scope=scope,
            cites=("315.2.1.2",),
        ),
    )


def delay_questions(
    scope: Scope | None = None, when: tuple[Condition, ...] = ()
) -> tuple[Question, Question, Question]:
    """delay_likely, delay_kept_down, delay_accepted_because."""
    delay = (*when, ("delay_likely", ("yes",)))
    return (
        YesNoQuestion(
            "Could the change delay work with the family or the child's plan?",
            name="delay_likely",
            thing="the change could delay the work or the plan",
            help="Yes if an assessment, court direction, therapy, contact, review or visit may come later.",
            scope=scope,
            when=when,
            cites=("315.2.2.1",),
        ),
        LongTextQuestion(
            "How will the delay be kept short?",
            name="delay_kept_down",
            thing="how the delay will be kept short",
            lines=3,
            when=delay,
            help="Name the steps that could slip, and for each who makes sure that it does not.",
            scope=scope,
            cites=("315.2.2.1",),
        ),
        LongTextQuestion(
            "Why is the delay acceptable for this child?",
            name="delay_accepted_because",
            thing="why the delay is acceptable",
            lines=3,
            when=delay,
            help="What the child gains that is worth the wait, or why waiting to transfer would be worse.",
            scope=scope,
            cites=("315.2.2.1",),
        ),
    )
