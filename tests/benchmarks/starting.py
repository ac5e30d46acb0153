"""From the start of the process to a window with a chain and its verdict, against a bare PySide6 window."""

from __future__ import annotations

from statistics import median

from tests.benchmarks.window import measure
from workbench.models.resource import resource


def run(rounds: int = 7) -> None:
    chain = str(resource("demo", "chain.pem"))
    measure("bare"), measure("ours", chain)  # the disk's cache
    pairs = [(measure("bare")["shown"], measure("ours", chain)["shown"]) for _ in range(rounds)]
    bare, ours = (median(column) for column in zip(*pairs, strict=True))
    print(f"bare window {bare:.0f} ms, ours with chain and verdict {ours:.0f} ms = {ours / bare:.2f} x (median of {rounds})")
