"""Who worked with each child, over two years.

Each step is a worker, how many days ago they began, and the SSDA903 reason for the new worker. A worker's
time ends on the day the next one's begins, as SSDA903 episodes do; the last step is the present worker.
"""

from __future__ import annotations

from records.register.invented import WorkerRow

LOOKED_AFTER = {
    "AV104233": (WorkerRow("simon.garrowby", 715, "FCONTA"), WorkerRow("hannah.whitcombe", 590, "LEFTRL")),
    "AV104234": (
        WorkerRow("simon.garrowby", 715, "FCONTA"),
        WorkerRow("hannah.whitcombe", 590, "LEFTRL"),
        WorkerRow("tomasz.zielinski", 330, "TSPROC"),
    ),
    "AV103718": (WorkerRow("daniel.okafor", 640, "FCONTA"), WorkerRow("bethan.llewellyn-price", 410, "MANAGE")),
    "AV103719": (WorkerRow("daniel.okafor", 640, "FCONTA"), WorkerRow("bethan.llewellyn-price", 410, "MANAGE")),
    "AV103720": (WorkerRow("daniel.okafor", 640, "FCONTA"), WorkerRow("bethan.llewellyn-price", 410, "MANAGE")),
    "AV103955": (
        WorkerRow("rosie.tranter", 700, "FCONTA"),
        WorkerRow("dorothea.blake", 450, "TSPROC"),
        WorkerRow("jamila.yusuf", 260, "ABSENC"),
        WorkerRow("dorothea.blake", 170, "ABSENC"),
        WorkerRow("jamila.yusuf", 55, "CHCHAN"),
    ),
    "AV103402": (
        WorkerRow("rosie.tranter", 720, "FCONTA"),
        WorkerRow("yvette.lamarr", 400, "TSPROC"),
        WorkerRow("mei-ling.tan", 190, "LEFTRL"),
        WorkerRow("jamila.yusuf", 40, "ABSENC"),
        WorkerRow("mei-ling.tan", 22, "ABSENC"),
    ),
    "AV104107": (WorkerRow("abigail.munroe", 560, "FCONTA"), WorkerRow("harpreet.gill", 505, "MANAGE")),
    "AV104518": (WorkerRow("daniel.okafor", 122, "FCONTA"),),
    "AV104561": (WorkerRow("saoirse.nidhomhnaill", 84, "FCONTA"),),
    "AV104390": (WorkerRow("liam.brannigan", 238, "FCONTA"), WorkerRow("leon.stclair", 203, "TSPROC")),
    "AV102986": (WorkerRow("dorothea.blake", 728, "ORGRST"), WorkerRow("grace.nakamura", 616, "TSPROC")),
    "AV102874": (
        WorkerRow("leon.stclair", 690, "TSPROC"),
        WorkerRow("grace.nakamura", 330, "MANAGE"),
        WorkerRow("leon.stclair", 240, "ABSENC"),
        WorkerRow("tomasz.zielinski", 150, "CHCHAN"),
        WorkerRow("aoife.kinsella", 68, "MANAGE"),
    ),
    "AV104022": (WorkerRow("thandiwe.moyo", 520, "FCONTA"), WorkerRow("peter.sallow", 297, "PCCHAN")),
    "AV104477": (
        WorkerRow("liam.brannigan", 345, "FCONTA"),
        WorkerRow("zoe.hardcastle", 252, "MANAGE"),
        WorkerRow("farah.siddiqui", 131, "ABSENC"),
        WorkerRow("leon.stclair", 16, "TSPROC"),
    ),
}

PROTECTED = {
    "AV104315": (WorkerRow("chloe.ashdown", 430, "FCONTA"), WorkerRow("ibrahim.al-sayed", 388, "MANAGE")),
    "AV104316": (WorkerRow("chloe.ashdown", 430, "FCONTA"), WorkerRow("ibrahim.al-sayed", 388, "MANAGE")),
    "AV104449": (
        WorkerRow("zoe.hardcastle", 320, "FCONTA"),
        WorkerRow("farah.siddiqui", 210, "ABSENC"),
        WorkerRow("zoe.hardcastle", 119, "ABSENC"),
    ),
    "AV104482": (WorkerRow("nikolai.petrenko", 161, "FCONTA"),),
    "AV104530": (WorkerRow("abigail.munroe", 147, "FCONTA"),),
    "AV104531": (WorkerRow("abigail.munroe", 147, "FCONTA"),),
    "AV103956": (WorkerRow("rosie.tranter", 700, "FCONTA"),),
}

IN_NEED = {
    "AV104205": (WorkerRow("ibrahim.al-sayed", 276, "FCONTA"),),
    "AV104206": (WorkerRow("ibrahim.al-sayed", 276, "FCONTA"), WorkerRow("oluwaseun.bankole", 224, "TSPROC")),
    "AV104544": (WorkerRow("farah.siddiqui", 58, "FCONTA"),),
    "AV103811": (WorkerRow("megan.fairclough", 709, "FCONTA"), WorkerRow("thandiwe.moyo", 466, "PCCHAN")),
    "AV104571": (WorkerRow("liam.brannigan", 288, "FCONTA"),),
    "AV104588": (WorkerRow("chloe.ashdown", 214, "FCONTA"),),
    "AV103667": (WorkerRow("saoirse.nidhomhnaill", 725, "FCONTA"), WorkerRow("rhys.cadwallader", 552, "TSPROC")),
}

YOUNG_ADULTS_AND_BABIES = {
    "AV101592": (WorkerRow("grace.nakamura", 730, "ORGRST"), WorkerRow("tomasz.zielinski", 441, "CHCHAN")),
    "AV101377": (WorkerRow("leon.stclair", 730, "ORGRST"), WorkerRow("aoife.kinsella", 372, "MANAGE")),
    "AV104602": (WorkerRow("chloe.ashdown", 41, "FCONTA"),),
}

HISTORY = LOOKED_AFTER | PROTECTED | IN_NEED | YOUNG_ADULTS_AND_BABIES
