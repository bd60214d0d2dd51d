"""Ages that decide what can apply to a child: whether it can be a baby, or can expect one, or can be on its way out."""

from datetime import date

from protocol.days import age_on

UNDER_2, FROM_2, FROM_10, FROM_13, FROM_18 = "under_2", "from_2", "from_10", "from_13", "from_18"
# Group → the age from which it is.
AGES = {UNDER_2: 0, FROM_2: 2, FROM_10: 10, FROM_13: 13, FROM_18: 18}

# In a row of a table: the group of somebody whose date of birth the register knows and the record does not show.
BY_REGISTER = "age_by_register"

# Values of the condition on a child's age; None: while it is not known.
BABY = (None, UNDER_2)
TEN_OR_OVER = (None, FROM_10, FROM_13, FROM_18)
THIRTEEN_OR_OVER = (None, FROM_13, FROM_18)
UNDER_18 = (None, UNDER_2, FROM_2, FROM_10, FROM_13)


def age_group(born: date, day: date) -> str:
    """The group of somebody's age on a day."""
    age = age_on(born, day)
    return max((group for group, least in AGES.items() if least <= age), key=AGES.__getitem__, default=UNDER_2)
