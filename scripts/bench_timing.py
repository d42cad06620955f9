"""How the benchmarks time a call."""

import gc
import statistics
import time
from collections.abc import Callable

RUNS = 15


def milliseconds(call: Callable[[], object], runs: int = RUNS) -> float:
    """Median wall-clock time of a call, after one that is not counted."""
    call()
    gc.collect()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000
