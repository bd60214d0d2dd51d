"""Who the child is."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.picker import ChildQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion
from forms.shared.codes import LEGAL_STATUSES, PLACEMENTS, PROTECTION_CATEGORIES, STATUSES
from protocol.ages import FROM_2, FROM_10, FROM_13, FROM_18, TEN_OR_OVER, THIRTEEN_OR_OVER, UNDER_2, UNDER_18
from protocol.choices import BORN, UNBORN
from protocol.consistency.impossible import EXPECTED_WITHIN
from protocol.statements.scope import EVERY_CHILD

IS_LOOKED_AFTER = (("child_status", ("looked_after",)),)
# Nobody can ask or tell a child who is not born yet, as the status says or, without one, an expected date.
IS_BORN = (("child_status", (None, *BORN)), ("child_expected_date_of_birth", (None,)))
GLANCE_AT_CHILD = (
    ("Child", ("child_name", "child_local_id")),
    ("Date of birth", ("child_date_of_birth",)),
    ("Expected date of birth", ("child_expected_date_of_birth",)),
)
# Orders, and protection, that nobody of age is under.
ENDS_AT_18 = ("C1", "C2", "D1", "E1", "L1", "L2", "L3")
NOT_BOTH = "Enter a date of birth or an expected date of birth, not both"
NEITHER = "Enter the child's date of birth, or the expected date if the baby is not born yet"


class AgeQuestion(ChoiceQuestion):
    """What the date of birth says of the child's age. It is on no page, because the date is there."""

    fixed = unseen = True


class ChildSection(Section):
    """Who the child is, as it stands on the day of the record."""

    key = "child"
    title = "The child"
    intro = "What the register knows is shown here. Correct it if the register is out of date."

    child = ChildQuestion(
        "Which child is this about?",
        thing="the child",
        fixed=True,
        scope=EVERY_CHILD,
        help="Chosen when the record was started. If it is the wrong one, withdraw this record and start another.",
        cites=("315.2.1.1",),
    )
    child_local_id = TextQuestion(
        "Child's local id",
        thing="the child's local id",
        follows="child",
        hint="Letters and numbers, as in {case_system}",
        limit=20,
        pattern="[A-Za-z0-9]+",
        pattern_problem="must be letters and numbers only, like 40917",
        taken="Another child in the register has this local id: check it in {case_system} and enter this child's own",
        width="10",
        required=True,
        scope=EVERY_CHILD,
        help="The child's number in {case_system}. It tells two children of the same name apart. A child who has "
        "been adopted has a new one.",
        cites=("315.2.1.1",),
    )
    child_name = TextQuestion(
        "Child's name",
        thing="the child's name",
        follows="child",
        hint="As the child is known, for an unborn baby 'Baby of' and the mother's name",
        limit=200,
        required=True,
        scope=EVERY_CHILD,
        help="Write the name that the child uses and would recognise. Any spelling, accent or single name is fine.",
        cites=("315.2.1.1",),
    )
    child_date_of_birth = DateQuestion(
        "Date of birth",
        thing="the date of birth",
        follows="child",
        none="Not born yet",
        hint="For example, 27 3 2015. Leave blank if the baby is not born yet",
        past=True,
        scope=EVERY_CHILD,
        help="Birthdays at 13, 16 and 18 are big steps: it is best not to change worker close to them.",
        cites=("315.2.1.3", "315.6.1"),
    )
    child_expected_date_of_birth = DateQuestion(
        "Expected date of birth, if the baby is not born yet",
        thing="the expected date of birth",
        follows="child",
        goes_with="child_date_of_birth",
        alternative=True,
        hint="For example, 27 3 2026",
        within=EXPECTED_WITHIN,
        scope=EVERY_CHILD,
        help="For an unborn baby only. Give one of the two dates, not both: once the baby is born, "
        "clear this one and enter the date of birth.",
        cites=("315.2.1.3",),
    )
    child_age = AgeQuestion(
        "Age",
        thing="the child's age",
        follows="child_date_of_birth",
        choices={UNDER_2: "Under 2", FROM_2: "2 to 9", FROM_10: "10 to 12", FROM_13: "13 to 17", FROM_18: "18 or over"},
        scope=EVERY_CHILD,
        help="Counted from the date of birth.",
        cites=("315.3.1", "315.3.3"),
    )
    child_status = ChoiceQuestion(
        "What is the child's status?",
        thing="the child's status",
        follows="child",
        choices=STATUSES,
        only={"care_leaver": (("child_age", THIRTEEN_OR_OVER),), UNBORN: (("child_date_of_birth", (None,)),)},
        required=True,
        help="The status on the day of the record. It decides which parts of the protocol apply and "
        "which plan the child should have.\n\n"
        "If the status is about to change, choose what it is now and say what is coming under the plan.",
        cites=("315.2.5.2",),
    )
    child_status_since = DateQuestion(
        "Since when has that been the status?",
        thing="the date that the status began",
        follows="child",
        goes_with="child_status",
        hint="For example, 27 3 2026",
        past=True,
        add="Add since when this has been the status",
        help="The day that the child came into care or left it, or that a plan began. A recent change is a key "
        "event: it is best not to change worker close to it.",
        cites=("315.2.1.3", "315.2.5.2"),
    )
    child_protection_category = ChoiceQuestion(
        "Category of the child protection plan",
        thing="the category of the child protection plan",
        optional=True,
        follows="child",
        goes_with="child_status",
        choices=PROTECTION_CATEGORIES,
        when=(("child_status", ("child_protection",)),),
        help="The category that the last child protection conference agreed. If it named several, choose that.",
        cites=("315.2.5.2",),
    )
    legal_status = ChoiceQuestion(
        "Legal status",
        thing="the legal status",
        follows="child",
        hint="The code that the council reports to the Department for Education, or no legal status",
        choices=LEGAL_STATUSES,
        only={
            **dict.fromkeys(("J1", "J2", "J3"), (("child_age", TEN_OR_OVER),)),
            **dict.fromkeys(ENDS_AT_18, (("child_age", UNDER_18),)),
        },
        long=True,
        scope=EVERY_CHILD,
        help="The order or agreement that the child is looked after under today, from the latest court order or "
        "section 20 agreement on file. Children who are not looked after usually have none.\n\n"
        "Some are short: L1 ends after 72 hours, L2 after 21 days and L3 after 7 days. J codes are for children aged "
        "10 or over. V2 does not go with a placement with parents (P1).",
        cites=("315.4.1", "315.4.2", "315.4.4"),
    )
    legal_status_since = DateQuestion(
        "Since when?",
        thing="the date that the legal status began",
        optional=True,
        follows="child",
        goes_with="legal_status",
        when=(("legal_status", tuple(code for code in LEGAL_STATUSES if code != "none")),),
        hint="For example, 27 3 2026",
        past=True,
        help="The date on the order, or the day that section 20 began. The new worker counts visits, reviews "
        "and time limits from it.",
        cites=("315.4.1", "315.2.1.3"),
    )
    placement = ChoiceQuestion(
        "Placement",
        thing="the placement",
        optional=True,
        follows="child",
        hint="For a looked after child",
        choices=PLACEMENTS,
        only={"K3": (("child_age", THIRTEEN_OR_OVER),)},
        long=True,
        when=IS_LOOKED_AFTER,
        help="Where the child lives now, as the code reported to the Department for Education. Ask your "
        "performance team if you are not sure between two codes.",
        cites=("315.4.2",),
    )
    placement_since = DateQuestion(
        "When did the child move there?",
        thing="the date that the placement began",
        optional=True,
        follows="child",
        goes_with="placement",
        hint="For example, 27 3 2026",
        past=True,
        when=IS_LOOKED_AFTER,
        help="The day that the child moved in. A recent move is a key event: it is best not to change worker close "
        "to it.",
        cites=("315.2.1.3",),
    )
    communication_needs = LongTextQuestion(
        "How does the child communicate, and what helps?",
        add="Add how the child communicates",
        thing="how the child communicates",
        lines=3,
        help="Signs, pictures, hearing, sight, time to answer, words they like. Write 'none known' if so.",
        cites=("315.2.1.2",),
    )
    interpreter = YesNoQuestion(
        "Do the child or family need an interpreter?",
        thing="the child or family need an interpreter",
        optional=True,
        help="Yes if anybody concerned understands better in another language, British Sign Language included.",
        cites=("142.1.3",),
    )
    interpreter_language = TextQuestion(
        "Which language?",
        thing="the language",
        optional=True,
        when=(("interpreter", ("yes",)),),
        width="20",
        help="The language and, if it matters, the dialect. Say who needs it if it is not everybody.",
        cites=("142.1.3",),
    )

    def crosscheck(self) -> dict[str, str]:
        """One of the two dates of birth, not both."""
        if self.child_date_of_birth.data and self.child_expected_date_of_birth.data:
            return {"child_expected_date_of_birth": NOT_BOTH}
        return {}

    def check_together(self) -> dict[str, str]:
        """One of the two dates of birth."""
        if self.child_date_of_birth.raw == self.child_expected_date_of_birth.raw == DateQuestion.blank:
            return {"child_date_of_birth": NEITHER}
        return {}
