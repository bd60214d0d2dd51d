"""How long records are kept: the law's figures, which a council may only lengthen, and those that are its own.

0: no figure is set, so that what it is about is not due, whatever its age. They are dated as the chapters' figures are,
and a council's own stand in the same file; no rule of a record reads them.
"""

from datetime import date

from protocol.figures import Parameter

FROM_2011 = date(2011, 4, 1)
FROM_2005 = date(2005, 12, 30)
_OWN = "No law gives a number; the council's retention schedule does"
_HOUSEKEEPING = "This project's; the council's retention schedule may ask for less"
_MOST_YEARS, _MOST_DAYS = 150, 3_660

RETENTION_FIGURES = (
    Parameter(
        "keep_looked_after_age",
        "Until which birthday the records of a child who was ever looked after are kept",
        "years",
        "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 50",
        ((FROM_2011, 75),),
        least=75,
        most=_MOST_YEARS,
    ),
    Parameter(
        "keep_after_death_years",
        "How long the records of a child who was looked after and died under 18 are kept after the death",
        "years",
        "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 50",
        ((FROM_2011, 15),),
        least=15,
        most=_MOST_YEARS,
    ),
    Parameter(
        "keep_after_adoption_years",
        "How long the records of a child who was adopted are kept after the adoption order",
        "years",
        "Disclosure of Adoption Information (Post-Commencement Adoptions) Regulations 2005, regulation 6",
        ((FROM_2005, 100),),
        least=100,
        most=_MOST_YEARS,
    ),
    *(
        Parameter(f"keep_{key}_{unit}", f"{text} {whom} are kept; 0: not set", "years", _OWN, ((FROM_2011, 0),), True)
        for key, whom in (
            ("child_protection", "a child who had a child protection plan"),
            ("child_in_need", "a child in need, or of one who was not yet born,"),
        )
        for unit, text in (
            ("age", "Until which birthday the records of"),
            ("years", "How long after the last involvement the records of"),
        )
    ),
    Parameter(
        "keep_management_years",
        "How long a management handover is kept at the least; the children named in it may keep it longer",
        "years",
        "Practice after the six years of the Limitation Act 1980, section 5; the number is this project's",
        ((FROM_2011, 6),),
        local_practice=True,
        least=1,
        most=_MOST_YEARS,
    ),
    Parameter(
        "keep_staff_part_years",
        "How long a record's part about its staff (capability and HR) is kept; 0: as long as the record",
        "years",
        "Practice after the six years of the Limitation Act 1980, section 5; the number is this project's",
        ((FROM_2011, 6),),
        local_practice=True,
        most=_MOST_YEARS,
    ),
    Parameter(
        "untouched_draft_days",
        "How long a draft that was never submitted, and in which nobody writes, is kept; 0: for ever",
        "days",
        _HOUSEKEEPING,
        ((FROM_2011, 366),),
        local_practice=True,
        most=_MOST_DAYS,
    ),
    Parameter(
        "sent_mails_days",
        "How long it is kept that a mail was sent, and to whom",
        "days",
        _HOUSEKEEPING,
        ((FROM_2011, 400),),
        local_practice=True,
        least=90,
        most=_MOST_DAYS,
    ),
    Parameter(
        "searches_days",
        "How long it is kept who searched for children, and why somebody outside their teams did",
        "days",
        "A year of searches can be looked at, with a month to do it in; the number is this project's",
        ((FROM_2011, 400),),
        local_practice=True,
        least=30,
        most=_MOST_DAYS,
    ),
)
