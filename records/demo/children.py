"""Invented children. Legal statuses and placements are SSDA903 codes."""

from __future__ import annotations

from records.register.invented import ChildRow

ADEYEMI = "Adeyemi-Clarke"
TUNSTALL = "Tunstall"
NOVAK = "Novák"
RAHMAN_ELLIS = "Rahman-Ellis"
FENN = "Fenn"
OGUNLEYE = "Ogunleye"

FAMILIES = (ADEYEMI, TUNSTALL, NOVAK, RAHMAN_ELLIS, FENN, OGUNLEYE)

IN_NEED, PROTECTED, LOOKED_AFTER = "child_in_need", "child_protection", "looked_after"

CHILDREN_LOOKED_AFTER = (
    ChildRow(
        "AV104233",
        "Maya Adeyemi-Clarke",
        (12, 8, 3),
        LOOKED_AFTER,
        "C2",
        30,
        "U4",
        family=ADEYEMI,
        needs="Maya wears a hearing aid on her left side. She likes people to face her, and to say when "
        "they change the subject.",
    ),
    ChildRow("AV104234", "Josiah Adeyemi-Clarke", (15, 4, 19), LOOKED_AFTER, "C2", 360, "U4", family=ADEYEMI),
    ChildRow("AV103718", "Harvey Tunstall", (13, 1, 12), LOOKED_AFTER, "C2", 175, "U4", family=TUNSTALL),
    ChildRow("AV103719", "Ruby Tunstall", (9, 6, 2), LOOKED_AFTER, "C2", 175, "U4", family=TUNSTALL),
    ChildRow(
        "AV103720",
        "Alfie Tunstall",
        (6, 3, 21),
        LOOKED_AFTER,
        "C2",
        175,
        "U4",
        family=TUNSTALL,
        needs="Alfie is learning to say how he feels with picture cards. A set is in his school bag.",
    ),
    ChildRow("AV103955", "Jakub Novák", (12, 10, 8), LOOKED_AFTER, "C2", 480, "U1", family=NOVAK, language="Czech"),
    ChildRow("AV103402", "Noah Pickersgill", (4, 2, 17), LOOKED_AFTER, "C2", 430, "U1"),
    ChildRow("AV104107", "Lottie Marchbank", (2, 1, 5), LOOKED_AFTER, "E1", 64, "A6"),
    ChildRow("AV104518", "Xander Hollis-Oyelaran", (5, 5, 26), LOOKED_AFTER, "C1", 96, "U6"),
    ChildRow(
        "AV104561",
        "Nguyễn Minh Anh",
        (10, 0, 28),
        LOOKED_AFTER,
        "V2",
        71,
        "U6",
        needs="Family name first: she is called Minh Anh.",
        language="Vietnamese",
    ),
    ChildRow(
        "AV104390", "Mohammad Ali Haidari (محمد علی حیدری)", (17, 2, 9), LOOKED_AFTER, "V2", 238, "K3", language="Dari"
    ),
    ChildRow("AV102986", "Leila Farrow-Nazari", (16, 7, 14), LOOKED_AFTER, "C2", 690, "U6"),
    ChildRow(
        "AV102874",
        "Dylan Prosser",
        (14, 5, 1),
        LOOKED_AFTER,
        "C2",
        655,
        "K2",
        needs="Dylan has dyslexia. He would rather hear a plan read aloud than be handed it.",
    ),
    ChildRow(
        "AV104022",
        "Sienna Abara",
        (8, 9, 24),
        LOOKED_AFTER,
        "V3",
        312,
        "U6",
        needs="Sienna uses an eye-gaze tablet. Give her time: her answers are worth waiting for.",
    ),
    ChildRow("AV104477", "Zachary Whitlow", (15, 8, 11), LOOKED_AFTER, "J1", 18, "K1"),
)

CHILDREN_PROTECTED = (
    ChildRow("AV104315", "Kayleigh Fenn", (8, 4, 6), PROTECTED, category="neglect", family=FENN),
    ChildRow("AV104316", "Tyler Fenn", (5, 1, 22), PROTECTED, category="neglect", family=FENN),
    ChildRow("AV104449", "Anaïs Duchamp-Wright", (13, 7, 18), PROTECTED, category="sexual"),
    ChildRow(
        "AV104482", "Olena Koval (Олена Коваль)", (14, 2, 13), PROTECTED, category="emotional", language="Ukrainian"
    ),
    ChildRow("AV104530", "Babatunde Ogunleye", (3, 10, 4), PROTECTED, category="physical", family=OGUNLEYE),
    ChildRow("AV104531", "Folasade Ogunleye", (0, 6, 15), PROTECTED, category="multiple", family=OGUNLEYE),
    ChildRow("AV103956", "Petra Novák", (6, 8, 20), PROTECTED, category="emotional", family=NOVAK, language="Czech"),
)

CHILDREN_IN_NEED = (
    ChildRow("AV104205", "Isla Rahman-Ellis", (7, 3, 10), IN_NEED, family=RAHMAN_ELLIS),
    ChildRow(
        "AV104206",
        "Zayn Rahman-Ellis",
        (10, 11, 7),
        IN_NEED,
        family=RAHMAN_ELLIS,
        needs="Zayn signs with Makaton and understands far more than he signs.",
    ),
    ChildRow("AV104544", "Siyu Wang (王思雨)", (9, 2, 25), IN_NEED, language="Mandarin"),
    ChildRow(
        "AV103811",
        "Callum Dacre",
        (16, 1, 9),
        IN_NEED,
        needs="Callum tires in the afternoon. Mornings are best, and messages rather than calls.",
    ),
    ChildRow("AV103667", "Freya Lindqvist-Bell", (11, 5, 16), IN_NEED),
    ChildRow("AV104571", "Imogen Sadler-Whyte", (12, 4, 9), IN_NEED),
    ChildRow("AV104588", "Theo Castellane", (9, 9, 17), IN_NEED),
)

YOUNG_ADULTS_AND_BABIES = (
    ChildRow("AV101592", "Rhiannon Skye Beddoes", (18, 5, 12), "care_leaver"),
    ChildRow("AV101377", "Jean-Luc Mbeki-Thorne", (19, 9, 3), "care_leaver"),
    ChildRow("AV104602", "Baby Farrow-Nazari", None, "unborn", due_in=75),
)

CHILDREN = CHILDREN_LOOKED_AFTER + CHILDREN_PROTECTED + CHILDREN_IN_NEED + YOUNG_ADULTS_AND_BABIES
