"""The diagram as it plays in a window of 1920x1080: frames, opening, levels of detail, and the page's start against a bare window."""

from __future__ import annotations

from statistics import median, quantiles

from tests.benchmarks import stage_window, window

FRAME_BUDGET, OPEN_BUDGET, LEVEL_BUDGET = 16.7, 200.0, 50.0
"""Milliseconds aimed at: 99 of 100 frames; opening 300 steps; another level of detail."""


def run(rounds: int = 5) -> None:
    for steps in (20, 300, 2000):
        found = stage_window.measure("play", str(steps))
        frames = sorted(found["frames"])
        most = quantiles(frames, n=100)[98]
        print(
            f"{steps:5} steps: frame median {median(frames):.1f} ms, 99 % under {most:.1f} ms = {most / FRAME_BUDGET:.2f} x the aim, "
            f"longest {frames[-1]:.1f} ms; opened in {found['opened']:.0f} ms = {found['opened'] / OPEN_BUDGET:.2f} x; "
            f"levels {', '.join(f'{taken:.0f}' for taken in found['levels'])} ms = {max(found['levels']) / LEVEL_BUDGET:.2f} x; "
            f"jumps up to {max(found['seeks']):.0f} ms"
        )
    pairs = [(window.measure("bare")["shown"], stage_window.measure("start")["shown"]) for _ in range(rounds)]
    bare, ours = (median(column) for column in zip(*pairs, strict=True))
    print(f"bare window {bare:.0f} ms, ours with the first handshake painted {ours:.0f} ms = {ours / bare:.2f} x (median of {rounds})")
