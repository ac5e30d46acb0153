"""The handshake page in a window of 1920x1080, in a process of its own: `start` or `play STEPS`. Prints one JSON line and ends.

shown    milliseconds from the start of the process until the first handshake was painted (start)
opened   milliseconds from a finished transcript until it was painted (play)
frames   milliseconds that the GUI thread was at work for each frame while it played at 1x: clock, step in detail, painting (play)
levels   milliseconds from a click on another level of detail until it was painted, for each change (play)
seeks    milliseconds from a jump to some step until it was painted (play)
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from typing import Any

from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Step, StepKind, Transcript

SIZE = (1920, 1080)
FRAME_MS = 16.0
FRAMES = 600


def measure(*arguments: str) -> dict[str, Any]:
    """Run this module in a fresh process, on a screen of its own where Xvfb is there, else on the offscreen platform."""
    with tempfile.TemporaryDirectory() as folder:
        own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), folder)
        environment = {**os.environ, **own, "STAGE_BEGAN": repr(time.time())}
        command = [sys.executable, "-m", "tests.benchmarks.stage_window", *arguments]
        screen = shutil.which("xvfb-run")
        if screen is not None:
            environment["QT_QPA_PLATFORM"] = "xcb"
            command = [screen, "-a", "-s", f"-screen 0 {SIZE[0]}x{SIZE[1]}x24", *command]
        else:
            environment["QT_QPA_PLATFORM"] = "offscreen"
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return dict(json.loads(result.stdout.splitlines()[-1]))


def long_transcript(steps: int) -> Transcript:
    """A full TLS 1.3 handshake cut or made longer to so many steps: what was said in it is said again and again."""
    made = run("tls13_full", Parameters(seed=1))
    if steps <= len(made.steps):
        return replace(made, steps=made.steps[:steps])
    said = [step for step in made.steps if step.kind is StepKind.application_data]
    last = next(step.number for step in reversed(made.steps) if step.kind is StepKind.application_data)
    before, after = list(made.steps[: last + 1]), list(made.steps[last + 1 :])
    found: list[Step] = []
    while len(before) + len(found) + len(after) < steps:
        found.append(replace(said[len(found) % len(said)]))
    whole = [replace(step, number=number) for number, step in enumerate([*before, *found, *after])]
    return replace(made, steps=tuple(whole))


def _window() -> tuple[Any, Any, Any]:
    from workbench.models.settings import Settings
    from workbench.views.application import make_window, set_up

    application = set_up()
    window = make_window(Settings())
    window.resize(*SIZE)
    window.show()
    return application, window, window.page("handshakes")


def _settle(application: Any, seconds: float = 0.3) -> None:
    from workbench.models import jobs

    quiet = time.perf_counter()
    while time.perf_counter() - quiet < seconds:
        application.processEvents()
        time.sleep(0.002)
        if jobs.activity.count:
            quiet = time.perf_counter()


def _start() -> None:
    application, window, page = _window()
    window.show_page("handshakes")
    while page.player.shown is None:
        application.processEvents()
    window.repaint()
    application.processEvents()
    print(json.dumps({"shown": (time.time() - float(os.environ["STAGE_BEGAN"])) * 1e3}))


def _play(steps: int) -> None:
    from workbench.models.handshake_steps import Detail

    application, window, page = _window()
    window.show_page("handshakes")
    _settle(application)
    made = long_transcript(steps)

    def timed(work: Any) -> float:
        began = time.perf_counter()
        work()
        page.diagram.viewport().repaint()
        application.processEvents()
        return (time.perf_counter() - began) * 1e3

    facts: dict[str, Any] = {"steps": len(made.steps), "opened": timed(lambda: page.player.show_transcript(made))}
    _settle(application)
    changes = (Detail.computations, Detail.stages, Detail.messages, Detail.computations)
    facts["levels"] = [timed(lambda wanted=detail: page.player.set_detail(wanted)) for detail in changes]
    clock = page.player.playback
    facts["seeks"] = [timed(lambda wanted=part: clock.seek(clock.count * wanted / 20)) for part in range(1, 21)]
    clock.first()
    _settle(application)
    clock.play()
    clock._timer.stop()  # the frames are asked for one by one
    frames = []
    for _ in range(FRAMES):
        if clock.position >= clock.count:
            clock.first()
            clock.play()
            clock._timer.stop()
        began = time.perf_counter()
        clock.advance(FRAME_MS)
        application.processEvents()  # paints what has to be painted
        frames.append((time.perf_counter() - began) * 1e3)
    facts["frames"] = frames
    print(json.dumps(facts))


if __name__ == "__main__":
    if sys.argv[1] == "start":
        _start()
    else:
        _play(int(sys.argv[2]))
    sys.stdout.flush()
    os._exit(0)
