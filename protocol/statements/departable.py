"""What an exception decision can depart from, and whose agreement it takes.

3.1.5, section 8 lets a transfer be made otherwise than sections 3 to 7 prescribe. An exception dispenses with no audit
of the file (315.7.3) and with no agreement of those who have to agree (315.7.4, 315.7.5).
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from protocol.decisions import HEADS_OF_SERVICE, SERVICE_DELIVERY_MANAGERS, TEAM_LEADERS

# All ranks that can lift some statement; the ground of an exception determines which of them has to agree.
_ANY_RANK = (TEAM_LEADERS, SERVICE_DELIVERY_MANAGERS, HEADS_OF_SERVICE)
# The figure with which a council leaves exceptions from the first of these to whoever their ground names.
GROUND_DECIDES, PROCEEDINGS_OPEN = "ground_decides_in_proceedings", "315.4.1"
# Of open proceedings the managers decide whatever the ground is; section 8 names them for another ground alone.
_RANKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {PROCEEDINGS_OPEN: (SERVICE_DELIVERY_MANAGERS, HEADS_OF_SERVICE), "315.4.2": (HEADS_OF_SERVICE,)}
)

# Statement → what it prescribes, in a few words that follow "section 4:".
IN_SHORT: Mapping[str, str] = MappingProxyType(
    {
        "315.3.1": "a joint pre-birth assessment",
        "315.3.2": "a pre-birth assessment led by the {cluster_team}",
        "315.3.3": "the baby's {social_worker} stays in the {cluster_team}",
        "315.4.1": "no change of {social_worker} or team before care proceedings are complete",
        "315.4.2": "the same {social_worker} until the child is adopted",
        "315.4.3": "a {looked_after_team} where no return home is clearly planned",
        "315.4.4": "a worker in the {cluster_team} while a return home from section 20 is planned",
        "315.5.1": "a Child in Need meeting with both {team_leaders} after care",
        "315.5.2": "a Child in Need meeting where targeted support goes on",
        "315.6.1": "a move to a 13 plus team when it is best for the child",
        "315.6.2": "regular talks of {service_delivery_managers} about moves to 13 plus teams",
        "315.7.1": "a transfer that is part of permanence planning",
        "315.7.2": "complete files",
        "315.7.6": "a transfer meeting of both {social_workers} and both {team_leaders}",
        "315.7.7": "a joint visit",
        "315.7.8": "a time of transition where there is more complexity",
        "315.7.9": "child, parents and carers told from the outset",
        "315.7.10": "all other professionals told",
    }
)


def ranks_of(statement: str, switches: Collection[str] = ()) -> tuple[str, ...]:
    """Those whose agreement to an exception decision lifts a statement, lowest first; () where none can.

    switches: the figures that the council has switched on.
    """
    if statement == PROCEEDINGS_OPEN and GROUND_DECIDES in switches:
        return _ANY_RANK
    return _RANKS.get(statement, _ANY_RANK) if statement in IN_SHORT else ()
