"""More looked after children, so that figures have something to count. All invented, by turns and not by chance.

Each has a way through the council's teams: the workers of two years, of which a child has the last ones. Workers of
whom a management handover tells have no more children by this.
"""

from __future__ import annotations

from collections.abc import Iterator

from models import About
from records.register.invented import ChildRow, SpellRow, WorkerRow

FIRST_NAMES = (
    *("Amara", "Benedict", "Cerys", "Dominik", "Esme", "Felix", "Gwen", "Hamza", "Isla", "Joel", "Kezia", "Lucas"),
    *("Mabel", "Nathan", "Orla", "Phoebe", "Quincy", "Rafi", "Sanna", "Tobias", "Una", "Viktor", "Willa", "Yusra"),
)
LAST_NAMES = ("Barrowclough", "Castellane", "Dunmore", "Ekstrand")
FIRST_ID, IN_ALL = 300101, 72
# (worker, days ago, reason) of each way. The last worker is the present one.
WAYS = (
    (("rosie.tranter", 700, "FCONTA"), ("jamila.yusuf", 520, "TSPROC")),
    (("chloe.ashdown", 640, "FCONTA"), ("rhys.cadwallader", 470, "TSPROC"), ("dorothea.blake", 210, "MANAGE")),
    (("leon.stclair", 690, "TSPROC"),),
    (("liam.brannigan", 610, "FCONTA"), ("farah.siddiqui", 430, "MANAGE"), ("aoife.kinsella", 150, "TSPROC")),
    (("yvette.lamarr", 720, "TSPROC"), ("mei-ling.tan", 330, "LEFTRL"), ("jamila.yusuf", 90, "ABSENC")),
    (("abigail.munroe", 560, "FCONTA"), ("harpreet.gill", 380, "ORGRST")),
    (("tomasz.zielinski", 705, "TSPROC"), ("leon.stclair", 260, "CHCHAN"), ("aoife.kinsella", 120, "MANAGE")),
    (("simon.garrowby", 715, "FCONTA"), ("hannah.whitcombe", 400, "LEFTRL"), ("rhys.cadwallader", 45, "TSPROC")),
    (("dorothea.blake", 680, "TSPROC"), ("mei-ling.tan", 300, "ABSENC"), ("dorothea.blake", 240, "ABSENC")),
    (("peter.sallow", 590, "FCONTA"), ("thandiwe.moyo", 200, "PCCHAN")),
    (
        ("liam.brannigan", 650, "FCONTA"),
        ("farah.siddiqui", 310, "LEFTRL"),
        ("leon.stclair", 180, "TSPROC"),
        ("tomasz.zielinski", 30, "MANAGE"),
    ),
    (("ibrahim.al-sayed", 480, "FCONTA"), ("rosie.tranter", 20, "MANAGE")),
)
OF_YOUNGER = ("jamila.yusuf", "rhys.cadwallader", "dorothea.blake", "mei-ling.tan")
STEP = 7  # days by which each child of a way is later than the one before


def _way(number: int) -> tuple[WorkerRow, ...]:
    """The workers of a child, some days later than those of the child before on the same way."""
    later = STEP * (number // len(WAYS))
    return tuple(WorkerRow(worker, max(days - later, 3), reason) for worker, days, reason in WAYS[number % len(WAYS)])


def _age(number: int, worker: str) -> tuple[int, int, int]:
    """From 12 up to 13 for every third of the younger team, so that some come up to 13; younger or older otherwise."""
    if worker in OF_YOUNGER:
        return (12, number % 12, 9) if number % 3 == 0 else (4 + number % 8, number % 12, 9)
    return (13 + number % 4, number % 12, 9)


def _children() -> Iterator[ChildRow]:
    for number in range(IN_ALL):
        name = f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number // len(FIRST_NAMES)]}"
        legal, placement = (("C2", "U4"), ("C2", "U6"), ("V2", "U6"), ("C1", "U1"))[number % 4]
        way = HISTORY[f"AV{FIRST_ID + number}"]
        since = way[0].days_ago
        age = _age(number, way[-1].worker)
        yield ChildRow(f"AV{FIRST_ID + number}", name, age, "looked_after", legal, since, placement)


HISTORY = {f"AV{FIRST_ID + number}": _way(number) for number in range(IN_ALL)}
CHILDREN = tuple(_children())
SPELLS: dict[str, tuple[SpellRow, ...]] = {
    local_id: (SpellRow(About.STATUS, "looked_after", way[0].days_ago),) for local_id, way in HISTORY.items()
}
