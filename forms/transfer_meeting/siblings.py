"""Brothers and sisters, and whether they share a worker."""

from __future__ import annotations

from forms.common.siblings import HAS_SIBLINGS, siblings_questions
from forms.common.workers import worker_question
from forms.engine.choice import ChoiceQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion


class SiblingsSection(Section):
    """Who the child's brothers and sisters are, and who works with each of them."""

    key = "siblings"
    title = "Brothers and sisters"
    intro = "Children of one family usually share a worker. Where they will not, this page says why."

    has_siblings, siblings = siblings_questions()
    lead_family_worker = worker_question(
        "Who is the lead family {social_worker}?",
        "the lead family {social_worker}",
        "Where brothers and sisters have different workers, one of those workers is agreed as the lead, and "
        "coordinates everything that is done with the family. Leave blank if they all share one.",
        ("315.2.7.2",),
        when=HAS_SIBLINGS,
    )
    sharing_considered = ChoiceQuestion(
        "Was it considered to let them share a worker, even those who are not looked after?",
        thing="whether sharing a worker was considered",
        choices={
            "considered_shared": "Yes, and they will share one",
            "considered_not_shared": "Yes, and they will not",
            "not_considered": "No, not yet",
        },
        when=HAS_SIBLINGS,
        help="When a child becomes looked after, brothers and sisters at home may have the same worker although they "
        "are not looked after. It is allowed, not demanded.",
        cites=("142.1.5",),
    )
    sharing_considered_note = LongTextQuestion(
        "What was decided about sharing a worker, and why?",
        thing="what was decided about sharing a worker",
        lines=3,
        when=HAS_SIBLINGS,
        help="A sentence or two is enough. Leave blank if the answers above say it all.",
        cites=("142.1.5",),
    )
