"""Who can hold the parts that several records ask for."""

from __future__ import annotations

from forms.engine.holders import Holders
from protocol.choices import CARE_LEAVER, IN_NEED, LOOKED_AFTER

_CASE_HOLDERS = ("social_worker", "lead_practitioner", "personal_adviser")
_CEASING = ("yes", "social_work", "targeted", "none")
_SAID = "a {social_worker}, a lead practitioner or a personal adviser"

CASE_HOLDERS = Holders(_SAID, roles=_CASE_HOLDERS)
# Children in need may have a lead practitioner since Working Together 2023; a personal adviser is for young people who
# leave care or have left it, and a looked after child's record may be written before their eighteenth birthday.
NEW_WORKERS = Holders(
    _SAID,
    roles=_CASE_HOLDERS,
    only=(
        ("lead_practitioner", (("child_status", (IN_NEED,)), ("ceasing_looked_after", _CEASING))),
        ("personal_adviser", (("child_status", (LOOKED_AFTER, CARE_LEAVER)),)),
    ),
)
CLUSTER_WORKERS = Holders("a {social_worker} of a {cluster_team}", roles=("social_worker",), kinds=("cluster",))
# Whoever worked with a child before may lead or manage today.
FORMER_WORKERS = Holders(
    f"{_SAID}, or somebody who leads or manages today",
    roles=(*_CASE_HOLDERS, "team_leader", "locality_leader", "service_delivery_manager", "head_of_service"),
)

TEAM_LEADER = ("team_leader",)
LOCALITY_LEADER = ("locality_leader",)
MANAGER_ABOVE = ("locality_leader", "service_delivery_manager")
SERVICE_DELIVERY_MANAGER = ("service_delivery_manager",)
HEAD_OF_SERVICE = ("head_of_service",)
