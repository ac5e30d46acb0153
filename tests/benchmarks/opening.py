"""1,000, 5,000 and 20,000 certificates parsed, collected and linked into a tree, against `cryptography` parsing alone."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from cryptography import x509

from tests.benchmarks.bundles import bundle
from workbench.core.collection import Collection
from workbench.core.formats import open_bytes
from workbench.core.x509.chain_tree import forest


def best_of(runs: int, work: Callable[[], object]) -> float:
    """Seconds of the quickest of several runs, garbage collected before each and not meanwhile: as `models/jobs.py` does it."""
    quickest = float("inf")
    for _ in range(runs):
        gc.collect()
        gc.disable()
        start = time.perf_counter()
        work()
        quickest = min(quickest, time.perf_counter() - start)
        gc.enable()
    return quickest


def ours(data: bytes) -> int:
    """Open, collect, link. Returns the number of roots of the tree."""
    collection = Collection((open_bytes(data, "bundle.pem"),))
    return len(forest(collection.certificates, ()))


def run() -> None:
    before = 0.0
    for count in (1_000, 5_000, 20_000):
        data = bundle(count)
        assert ours(data) == 1
        library = best_of(5, lambda data=data: x509.load_pem_x509_certificates(data))  # type: ignore[misc]
        mine = best_of(5, lambda data=data: ours(data))  # type: ignore[misc]
        growth = f", {mine / count / before:.2f} x the cost of one at 1,000" if before else ""
        before = before or mine / count
        print(f"{count:6} certificates: library {library * 1e3:7.1f} ms, ours {mine * 1e3:7.1f} ms = {mine / library:.2f} x{growth}")
