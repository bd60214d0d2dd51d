"""What it means for the child, and what speaks for and against it."""

from __future__ import annotations

from forms.engine.section import Section
from forms.engine.text import LongTextQuestion
from forms.shared.reasons import best_interests_question, child_views_questions, delay_questions
from forms.shared.siblings import siblings_questions
from protocol.statements.scope import EVERY_CHILD


class ChildFocusSection(Section):
    """The child's interests, wishes, brothers and sisters, and delay."""

    key = "child-focus"
    title = "The child"

    best_interests = best_interests_question(EVERY_CHILD)
    child_views, child_views_how, child_views_not_obtained = child_views_questions(EVERY_CHILD)
    family_views = LongTextQuestion(
        "What do the parents and carers think?",
        thing="what the parents and carers think",
        optional=True,
        lines=4,
        scope=EVERY_CHILD,
        help="Each in their own words where you can. If somebody could not be asked, say why.",
        cites=("315.2.1.2",),
    )
    has_siblings, siblings, siblings_all_share = siblings_questions()
    delay_likely, delay_kept_down, delay_accepted_because = delay_questions(EVERY_CHILD)


class WeighingSection(Section):
    """The other ways, the risks, and the effect on plan and court."""

    key = "weighing"
    title = "Alternatives and risks"

    alternatives = LongTextQuestion(
        "Which other ways were considered?",
        thing="the other ways",
        required=True,
        help="Always include waiting and meeting the requirement. Say why each is worse for the child.",
        cites=("315.8.5",),
    )
    risks = LongTextQuestion(
        "What are the risks, and how are they managed?",
        thing="the risks",
        required=True,
        help="What the child could lose, how likely that is, who watches for it and what they will do.",
        cites=("315.8.5",),
    )
    effect_on_plan = LongTextQuestion(
        "What does it mean for the child's plan?",
        thing="the effect on the plan",
        optional=True,
        lines=4,
        help="The plan for permanence, the next review, contact, any step that comes earlier or later.",
        cites=("315.8.5", "315.2.2.1"),
    )
    effect_on_court = LongTextQuestion(
        "What does it mean for the court?",
        thing="the effect on the court",
        optional=True,
        lines=4,
        help="Who gives evidence, which directions or hearings are due, and whether the guardian and the court "
        "have been told. Write 'no proceedings' if there are none.",
        cites=("315.8.5", "315.4.1"),
    )
