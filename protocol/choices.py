"""The stored values of choice questions that rules read. Any other value counts as blank."""

from collections.abc import Mapping
from types import MappingProxyType

YES_NO = frozenset({"yes", "no"})
YES_NONE = frozenset({"yes", "none"})

# Status of the child.
IN_NEED, CHILD_PROTECTION, LOOKED_AFTER = "child_in_need", "child_protection", "looked_after"
CARE_LEAVER, UNBORN = "care_leaver", "unborn"
BORN = (IN_NEED, CHILD_PROTECTION, LOOKED_AFTER, CARE_LEAVER)
STATUSES = frozenset({*BORN, UNBORN})

# Whether a child ceases to be looked after: with the support that goes on, or 'yes', as the register has it.
SOCIAL_WORK, TARGETED, NO_SUPPORT = "social_work", "targeted", "none"
SUPPORT = (SOCIAL_WORK, TARGETED, NO_SUPPORT)
CEASED = ("yes", *SUPPORT)

# Legal status: codes of the SSDA903 return that rules refer to.
INTERIM_CARE_ORDER, PLACEMENT_ORDER, SECTION_20 = "C1", "E1", "V2"
LEGAL_STATUSES = frozenset(["none", "C1", "C2", "D1", "E1", "V2", "V3", "V4", "L1", "L2", "L3", "J1", "J2", "J3"])
SHORT_BREAKS = frozenset({"V3", "V4"})
# Orders and agreements under which the permanence plan may be adoption, or a return home from section 20.
PLAN_DECIDES_ADOPTION = ("C2", "D1", SECTION_20)
PROCEEDINGS = frozenset({"none", "open", "completed"})
PLACED_FOR_ADOPTION = frozenset({"A3", "A4", "A5", "A6"})

# Kinds of team.
CLUSTER, DISABILITY, UP_TO_12, FROM_13 = "cluster", "disability", "looked_after_0_12", "looked_after_13_plus"
LEAVING_CARE = "leaving_care"
TEAM_KINDS = frozenset({CLUSTER, DISABILITY, UP_TO_12, FROM_13, LEAVING_CARE, "other"})
LOOKED_AFTER_TEAMS = frozenset({UP_TO_12, FROM_13})
# The kinds of team to which a baby may be moved from a cluster team; one from 13 on takes no baby.
AWAY_FROM_CLUSTER = (DISABILITY, UP_TO_12, "other")

# Reason for the change of worker: codes of the SSDA903 return.
DIED, OTHER_REASON = "SWDIED", "OTHERS"
REASON_CODES = frozenset(
    ["MANAGE", "FCONTA", "LEFTRL", "ORGRST", "TSPROC", "ABSENC", "CHCHAN", "PCCHAN", DIED, OTHER_REASON]
)

# Whether the current worker is leaving the service.
HAS_LEFT = "left"
LEAVING = frozenset({"yes", "no", HAS_LEFT})

# Plans.
CARE_PLAN, PATHWAY_PLAN, PROTECTION_PLAN = "care_plan", "pathway_plan", "child_protection_plan"
IN_NEED_PLAN, PRE_BIRTH_PLAN, NO_PLAN = "child_in_need_plan", "pre_birth_plan", "none"
PLANS = frozenset({CARE_PLAN, PATHWAY_PLAN, PROTECTION_PLAN, IN_NEED_PLAN, PRE_BIRTH_PLAN, NO_PLAN})

RETURN_HOME, ADOPTION, NOT_DECIDED, NO_PERMANENCE = "return_home", "adoption", "not_decided", "not_applicable"
PERMANENCE_PLANS = frozenset(
    [
        RETURN_HOME,
        "long_term_fostering",
        "family_and_friends",
        "special_guardianship",
        ADOPTION,
        "residential",
        "independence",
        NOT_DECIDED,
        NO_PERMANENCE,
    ]
)

# What an exception decides instead of what is prescribed.
STAYS, MOVES_NOW, MOVES_LATER, MOVES_OTHERWISE = "stays", "moves_now", "moves_later", "moves_otherwise"
MOVES = (MOVES_NOW, MOVES_LATER, MOVES_OTHERWISE)
MOVES_AT_ONCE = (MOVES_NOW, MOVES_OTHERWISE)
DECIDED_INSTEAD = frozenset({STAYS, *MOVES})

# Grounds of an exception → the statement that allows it.
OTHER_GROUND = "other_reason"
GROUND_STATEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "significant_relationship": "315.8.1",
        "relationship_prevents_outcomes": "315.8.2",
        "worker_leaving": "315.8.3",
        OTHER_GROUND: "315.8.4",
    }
)
