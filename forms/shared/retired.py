"""Questions that several records asked before: what was answered then goes on being shown."""

from __future__ import annotations

from forms.engine.choice import YesNoQuestion
from forms.engine.question import Question
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion
from forms.shared.siblings import former_siblings_question
from forms.shared.workers import former_workers_question


def _told(party: str, who: str, are: str) -> tuple[Question, ...]:
    """By whom and how one party was told, and whether they have contact details."""
    return (
        TextQuestion(f"Who tells {who}?", name=f"{party}_told_by", thing=f"who tells {who}"),
        LongTextQuestion(
            f"How {are} {who} been told, or how will it be done?",
            name=f"{party}_told_how",
            thing=f"how {who} {are} been told",
        ),
        YesNoQuestion(
            f"{are.capitalize()} {who} been given the new {{social_worker}}'s contact details?",
            name=f"{party}_contact_given",
            thing=f"{who} {are} been given contact details",
        ),
    )


class FormerSiblingsSection(Section):
    """Brothers and sisters who are no longer listed, for every record that lists them."""

    key = "earlier"
    title = "Asked before, and no longer"

    former_siblings = former_siblings_question()


class ToldBeforeSection(FormerSiblingsSection):
    """How each of the family was told, for the kinds of record that asked it of each, and who is no longer listed."""

    former_workers = former_workers_question()

    child_told_by, child_told_how, child_contact_given = _told("child", "the child", "has")
    parents_told_by, parents_told_how, parents_contact_given = _told("parents", "the parents", "have")
    carers_told_by, carers_told_how, carers_contact_given = _told("carers", "the carers", "have")
