"""Since when what is so of a child is so, what was so before, and posts that were held before. All invented.

Whatever is not here has begun on a day that the register does not know, but for a legal status, whose first day stands
with the child.
"""

from __future__ import annotations

from models import About, Role
from records.register.invented import PostRow, SpellRow

STATUS, LEGAL_STATUS, PLACEMENT = About.STATUS, About.LEGAL_STATUS, About.PLACEMENT

SPELLS = {
    "AV104233": (
        SpellRow(STATUS, "child_in_need", 715, 600),
        SpellRow(STATUS, "looked_after", 600),
        SpellRow(LEGAL_STATUS, "C1", 600, 30),
        SpellRow(LEGAL_STATUS, "C2", 30),
        SpellRow(PLACEMENT, "U6", 600, 480),
        SpellRow(PLACEMENT, "U4", 480),
    ),
    "AV104234": (
        SpellRow(STATUS, "child_in_need", 715, 620),
        SpellRow(STATUS, "looked_after", 620),
        SpellRow(LEGAL_STATUS, "C1", 620, 360),
        SpellRow(LEGAL_STATUS, "C2", 360),
        SpellRow(PLACEMENT, "U4", 500),
    ),
    "AV104518": (SpellRow(STATUS, "looked_after", 96), SpellRow(PLACEMENT, "U6", 96)),
    "AV104315": (
        SpellRow(STATUS, "child_in_need", 430, 300),
        SpellRow(STATUS, "child_protection", 300, category="neglect"),
    ),
    "AV103667": (
        SpellRow(STATUS, "looked_after", 700, 120),
        SpellRow(STATUS, "child_in_need", 120),
        SpellRow(LEGAL_STATUS, "V2", 700, 120),
        SpellRow(LEGAL_STATUS, "none", 120),
        SpellRow(PLACEMENT, "U6", 700, 120),
        SpellRow(PLACEMENT, "none", 120),
    ),
    "AV104602": (SpellRow(STATUS, "unborn", 41),),
}

POSTS = (
    PostRow("caroline.eastaugh", Role.SOCIAL_WORKER, 1400, 500),
    PostRow("stephen.oduya", Role.SOCIAL_WORKER, 1200, 260),
)
