"""Who worked with each child, over two years.

Each step is a worker, how many days ago they began, and the SSDA903 reason for the new worker. A worker's
time ends on the day the next one's begins, as SSDA903 episodes do; the last step is the present worker.
"""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """One worker's time with a child."""

    worker: str
    days_ago: int
    reason: str


LOOKED_AFTER = {
    "AV104233": (Step("simon.garrowby", 715, "FCONTA"), Step("hannah.whitcombe", 590, "LEFTRL")),
    "AV104234": (
        Step("simon.garrowby", 715, "FCONTA"),
        Step("hannah.whitcombe", 590, "LEFTRL"),
        Step("tomasz.zielinski", 330, "TSPROC"),
    ),
    "AV103718": (Step("daniel.okafor", 640, "FCONTA"), Step("bethan.llewellyn-price", 410, "MANAGE")),
    "AV103719": (Step("daniel.okafor", 640, "FCONTA"), Step("bethan.llewellyn-price", 410, "MANAGE")),
    "AV103720": (Step("daniel.okafor", 640, "FCONTA"), Step("bethan.llewellyn-price", 410, "MANAGE")),
    "AV103955": (
        Step("rosie.tranter", 700, "FCONTA"),
        Step("dorothea.blake", 450, "TSPROC"),
        Step("jamila.yusuf", 260, "ABSENC"),
        Step("dorothea.blake", 170, "ABSENC"),
        Step("jamila.yusuf", 55, "CHCHAN"),
    ),
    "AV103402": (
        Step("rosie.tranter", 720, "FCONTA"),
        Step("yvette.lamarr", 400, "TSPROC"),
        Step("mei-ling.tan", 190, "LEFTRL"),
    ),
    "AV104107": (Step("abigail.munroe", 560, "FCONTA"), Step("harpreet.gill", 505, "MANAGE")),
    "AV104518": (Step("daniel.okafor", 122, "FCONTA"),),
    "AV104561": (Step("saoirse.nidhomhnaill", 84, "FCONTA"),),
    "AV104390": (Step("liam.brannigan", 238, "FCONTA"), Step("leon.stclair", 203, "TSPROC")),
    "AV102986": (Step("dorothea.blake", 728, "ORGRST"), Step("grace.nakamura", 616, "TSPROC")),
    "AV102874": (
        Step("leon.stclair", 690, "TSPROC"),
        Step("grace.nakamura", 330, "MANAGE"),
        Step("leon.stclair", 240, "ABSENC"),
        Step("tomasz.zielinski", 150, "CHCHAN"),
        Step("aoife.kinsella", 68, "MANAGE"),
    ),
    "AV104022": (Step("thandiwe.moyo", 520, "FCONTA"), Step("peter.sallow", 297, "PCCHAN")),
    "AV104477": (
        Step("liam.brannigan", 345, "FCONTA"),
        Step("zoe.hardcastle", 252, "MANAGE"),
        Step("farah.siddiqui", 131, "ABSENC"),
        Step("leon.stclair", 16, "TSPROC"),
    ),
}

PROTECTED = {
    "AV104315": (Step("chloe.ashdown", 430, "FCONTA"), Step("ibrahim.al-sayed", 388, "MANAGE")),
    "AV104316": (Step("chloe.ashdown", 430, "FCONTA"), Step("ibrahim.al-sayed", 388, "MANAGE")),
    "AV104449": (
        Step("zoe.hardcastle", 320, "FCONTA"),
        Step("farah.siddiqui", 210, "ABSENC"),
        Step("zoe.hardcastle", 119, "ABSENC"),
    ),
    "AV104482": (Step("nikolai.petrenko", 161, "FCONTA"),),
    "AV104530": (Step("abigail.munroe", 147, "FCONTA"),),
    "AV104531": (Step("abigail.munroe", 147, "FCONTA"),),
    "AV103956": (Step("rosie.tranter", 700, "FCONTA"),),
}

IN_NEED = {
    "AV104205": (Step("ibrahim.al-sayed", 276, "FCONTA"),),
    "AV104206": (Step("ibrahim.al-sayed", 276, "FCONTA"), Step("oluwaseun.bankole", 224, "TSPROC")),
    "AV104544": (Step("farah.siddiqui", 58, "FCONTA"),),
    "AV103811": (Step("megan.fairclough", 709, "FCONTA"), Step("thandiwe.moyo", 466, "PCCHAN")),
    "AV103667": (Step("saoirse.nidhomhnaill", 725, "FCONTA"), Step("rhys.cadwallader", 552, "TSPROC")),
}

YOUNG_ADULTS_AND_BABIES = {
    "AV101592": (Step("grace.nakamura", 730, "ORGRST"), Step("tomasz.zielinski", 441, "CHCHAN")),
    "AV101377": (Step("leon.stclair", 730, "ORGRST"), Step("aoife.kinsella", 372, "MANAGE")),
    "AV104602": (Step("chloe.ashdown", 41, "FCONTA"),),
}

HISTORY = LOOKED_AFTER | PROTECTED | IN_NEED | YOUNG_ADULTS_AND_BABIES
