"""Where the time goes: a work done again and again under pyinstrument."""

from __future__ import annotations

import time

from pyinstrument import Profiler

from bench.rounds import Work

SECONDS = 6.0
LEAST_SHARE = 0.01


def of(work: Work) -> str:
    """The tree of calls as text, each with its share of the whole, down to one per cent."""
    for _ in range(5):
        work()
    profiler, end = Profiler(interval=0.0005), time.monotonic() + SECONDS
    with profiler:
        while time.monotonic() < end:
            work()
    return profiler.output_text(
        unicode=True,
        color=False,
        show_all=True,
        time="percent_of_total",
        processor_options={"filter_threshold": LEAST_SHARE},
    )
