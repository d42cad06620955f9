"""How the benchmarks time a call."""

import gc
import statistics
import time
from collections.abc import Callable

RUNS = 15


def milliseconds(call: Callable[[], object], runs: int = RUNS) -> float:
    """Median wall-clock time of a call, after one that is not counted."""
    return statistics.median(_times(call, runs, time.perf_counter)) * 1000


def cpu_milliseconds(call: Callable[[], object], runs: int = 4 * RUNS) -> float:
    """The least processor time of a call, after one that is not counted: what a busy machine disturbs least."""
    return min(_times(call, runs, time.process_time)) * 1000


def _times(call: Callable[[], object], runs: int, clock: Callable[[], float]) -> list[float]:
    call()
    gc.collect()
    times = []
    for _ in range(runs):
        start = clock()
        call()
        times.append(clock() - start)
    return times
