"""Opening large bundles in the window: time until the verdict is painted, and the longest stall of the GUI thread."""

from __future__ import annotations

import tempfile

from cryptography import x509

from tests.benchmarks.bundles import bundle
from tests.benchmarks.opening import best_of
from tests.benchmarks.window import measure, write_bundle


def run(rounds: int = 3) -> None:
    before = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for count in (3, 1_000, 5_000, 20_000):
            path = write_bundle(folder, count)
            library = best_of(3, lambda count=count: x509.load_pem_x509_certificates(bundle(count))) * 1e3  # type: ignore[misc]
            facts = [measure("ours", path) for _ in range(rounds)]
            opened, stall = min(fact["opened"] for fact in facts), sorted(fact["stall"] for fact in facts)
            selected = min(fact["selected"] for fact in facts)
            growth = f", {opened / count / before:.2f} x the cost of one at 1,000" if before else ""
            before = opened / count if count == 1_000 else before
            print(
                f"{count:6} certificates: judged and painted after {opened:.0f} ms ({opened / library:.1f} x the library's parsing), "
                f"longest stall {stall[len(stall) // 2]:.0f} ms (median; worst {stall[-1]:.0f}), another after {selected:.0f} ms{growth}"
            )
