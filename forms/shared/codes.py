"""Lists of choices that several questions share, with what each code means.

Legal status, placement and reason codes are those of the DfE's SSDA903 return, from which codes are
retired over the years; those retired are not offered here, and a stored one is still shown as it is.
"""

from __future__ import annotations


def _coded(meanings: dict[str, str]) -> dict[str, str]:
    """Each label with its code, because people who report to the DfE know them by it."""
    return {code: f"{code}: {meaning}" for code, meaning in meanings.items()}


STATUSES = {
    "child_in_need": "Child in need",
    "child_protection": "Child protection plan",
    "looked_after": "Looked after",
    "care_leaver": "Care leaver",
    "unborn": "Unborn baby",
}
BORN = ("child_in_need", "child_protection", "looked_after", "care_leaver")
NOT_IN_CARE = ("child_in_need", "child_protection", "care_leaver")
IN_OR_LEAVING_CARE = ("looked_after", "care_leaver")

PROTECTION_CATEGORIES = {
    "neglect": "Neglect",
    "physical": "Physical abuse",
    "sexual": "Sexual abuse",
    "emotional": "Emotional abuse",
    "multiple": "More than one category",
}

LEGAL_STATUSES = {"none": "No legal status"} | _coded(
    {
        "C1": "interim care order",
        "C2": "full care order",
        "D1": "freeing order (made before 2006)",
        "E1": "placement order",
        "V2": "section 20, a single period",
        "V3": "section 20, an agreed series of short breaks, each looked after",
        "V4": "section 20, an agreed series of short breaks",
        "L1": "police protection, up to 72 hours",
        "L2": "emergency protection order, up to 21 days",
        "L3": "child assessment order, up to 7 days",
        "J1": "remanded to the local authority",
        "J2": "detained under PACE",
        "J3": "youth rehabilitation order with a residence requirement",
    }
)

PLACEMENTS = {"none": "Not in a placement"} | _coded(
    {
        "A3": "placed for adoption, with consent, with the current foster carer",
        "A4": "placed for adoption, with consent, not with the current foster carer",
        "A5": "placed for adoption, placement order, with the current foster carer",
        "A6": "placed for adoption, placement order, not with the current foster carer",
        "K1": "secure children's home",
        "K2": "children's home",
        "K3": "supported accommodation, for 16 and 17 year olds",
        "P1": "with a parent or another person with parental responsibility",
        "P3": "residential employment",
        "R1": "residential care home",
        "R2": "hospital or other place giving medical or nursing care",
        "R3": "family centre, or mother and baby unit",
        "R5": "young offender institution or similar",
        "S1": "residential school",
        "T0": "a temporary move, of any kind",
        "T1": "a temporary stay in hospital",
        "T2": "temporarily away on holiday",
        "T3": "temporary, while the usual foster carer is on holiday",
        "T4": "temporary, 7 days or less, for another reason",
        "U1": "foster placement with a relative or friend, long term",
        "U2": "foster placement with a relative or friend, fostering for adoption",
        "U3": "foster placement with a relative or friend, not long term",
        "U4": "foster placement with another carer, long term",
        "U5": "foster placement with another carer, fostering for adoption",
        "U6": "foster placement with another carer, not long term",
        "Z11": "another placement (see this year's guide to the return)",
        "Z12": "another placement (see this year's guide to the return)",
        "Z13": "another placement (see this year's guide to the return)",
        "Z14": "another placement (see this year's guide to the return)",
    }
)

TRANSFER_REASONS = {
    "MANAGE": "Managing caseloads (MANAGE)",
    "FCONTA": "First contact or re-referral (FCONTA)",
    "LEFTRL": "The previous worker left their role (LEFTRL)",
    "ORGRST": "Restructure of the service (ORGRST)",
    "TSPROC": "Transfer at a usual point of the process (TSPROC)",
    "ABSENC": "Cover for an absence, or a return from one (ABSENC)",
    "CHCHAN": "The child asked for a change (CHCHAN)",
    "PCCHAN": "A parent or carer asked for a change (PCCHAN)",
    "SWDIED": "The previous worker died (SWDIED)",
    "OTHERS": "Another reason (OTHERS)",
}

TEAM_KINDS = {
    "cluster": "{cluster_team}",
    "disability": "{disability_team}",
    "looked_after_0_12": "{looked_after_team}, 0 to 12",
    "looked_after_13_plus": "{looked_after_team}, 13 plus",
    "leaving_care": "{leaving_care_team}",
    "other": "Another kind of team",
}

ATTENDED = {"attended": "Attended", "absent": "Absent"}
ATTENDED_OR_WILL = {"attended": "Attended", "will_attend": "Will attend", "no": "No"}
