"""`python -m tests.benchmarks [starting|opening|validating|handshakes|playing|stalling|issuing|workspace|xca ...]`: all without any."""

from __future__ import annotations

import sys

from tests.benchmarks import handshakes, issuing, opening, playing, stalling, starting, validating, workspace, xca

PARTS = {
    "starting": starting, "opening": opening, "stalling": stalling, "validating": validating, "handshakes": handshakes,
    "playing": playing, "issuing": issuing, "workspace": workspace, "xca": xca,
}  # fmt: skip


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    for name in names or list(PARTS):
        print(f"== {name}: {PARTS[name].__doc__.splitlines()[0]}", flush=True)
        PARTS[name].run()
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
