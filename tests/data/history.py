"""Who works with each of the tests' children, and who did before where a test asks for that.

A worker's time ends on the day the next one's begins, as SSDA903 episodes do; the last is the present worker.
"""

from __future__ import annotations

from records.register.invented import WorkerRow

SEVERAL = {
    "AV104233": (WorkerRow("simon.garrowby", 715, "FCONTA"), WorkerRow("hannah.whitcombe", 590, "LEFTRL")),
    "AV104234": (
        WorkerRow("simon.garrowby", 715, "FCONTA"),
        WorkerRow("hannah.whitcombe", 590, "LEFTRL"),
        WorkerRow("tomasz.zielinski", 330, "TSPROC"),
    ),
    "AV103955": (
        WorkerRow("rosie.tranter", 700, "FCONTA"),
        WorkerRow("dorothea.blake", 450, "TSPROC"),
        WorkerRow("jamila.yusuf", 260, "ABSENC"),
        WorkerRow("dorothea.blake", 170, "ABSENC"),
        WorkerRow("jamila.yusuf", 55, "CHCHAN"),
    ),
}

# Child → the one worker they have had, and how many days ago that began.
ONE = {
    "AV103718": ("bethan.llewellyn-price", 410),
    "AV103719": ("bethan.llewellyn-price", 410),
    "AV103720": ("bethan.llewellyn-price", 410),
    "AV103402": ("mei-ling.tan", 190),
    "AV104107": ("harpreet.gill", 505),
    "AV104518": ("daniel.okafor", 122),
    "AV104561": ("saoirse.nidhomhnaill", 84),
    "AV104390": ("leon.stclair", 203),
    "AV102986": ("grace.nakamura", 616),
    "AV102874": ("aoife.kinsella", 68),
    "AV104022": ("peter.sallow", 297),
    "AV104477": ("leon.stclair", 16),
    "AV104315": ("ibrahim.al-sayed", 388),
    "AV104316": ("ibrahim.al-sayed", 388),
    "AV104449": ("zoe.hardcastle", 119),
    "AV104482": ("nikolai.petrenko", 161),
    "AV104530": ("abigail.munroe", 147),
    "AV104531": ("abigail.munroe", 147),
    "AV103956": ("rosie.tranter", 700),
    "AV104205": ("ibrahim.al-sayed", 276),
    "AV104206": ("oluwaseun.bankole", 224),
    "AV104544": ("farah.siddiqui", 58),
    "AV103811": ("thandiwe.moyo", 466),
    "AV103667": ("rhys.cadwallader", 552),
    "AV101592": ("tomasz.zielinski", 441),
    "AV101377": ("aoife.kinsella", 372),
    "AV104602": ("chloe.ashdown", 41),
}

HISTORY = SEVERAL | {child: (WorkerRow(worker, days, "FCONTA"),) for child, (worker, days) in ONE.items()}
