"""`make package`: build the one-folder program and check that it starts, opens a file, draws its window and is complete.

Leaves dist/tls-workbench. Prints its size and one line a check; exits 1 when a check fails.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "dist" / "tls-workbench" / ("tls-workbench.exe" if os.name == "nt" else "tls-workbench")
DEMO = PROGRAM.parent / "_internal" / "workbench" / "resources" / "demo"


class Wrong(Exception):
    """A check of the built program failed; the text says how."""


def build() -> None:
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", str(ROOT / "dist")]
    command += ["--workpath", str(ROOT / "build" / "pyinstaller"), str(ROOT / "packaging" / "tls-workbench.spec")]
    subprocess.run(command, check=True, cwd=ROOT)
    # Some Pythons come with their debugging symbols, 25 MB of them. Other people's wheels are left as they are.
    if shutil.which("strip"):
        inside = PROGRAM.parent / "_internal"
        libraries = [*inside.glob("libpython*.so*"), *inside.glob("python3*/lib-dynload/*.so"), *inside.glob("lib-dynload/*.so")]
        if libraries:
            subprocess.run(["strip", "--strip-unneeded", *map(str, libraries)], check=True)


def size() -> int:
    """Bytes on the disk, links not followed."""
    return sum(path.lstat().st_size for path in PROGRAM.parent.rglob("*") if path.is_file() or path.is_symlink())


def run(*words: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The built program, far away from the checkout and its Python."""
    environment = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "FONTCONFIG_PATH") if key in os.environ}
    environment |= {"HOME": str(home), "LANG": "C.UTF-8", "XDG_RUNTIME_DIR": str(home), **variables}
    return subprocess.run(
        [str(PROGRAM), *words], capture_output=True, text=True, encoding="utf-8", cwd=home, env=environment, timeout=120, check=False
    )


def answered(result: subprocess.CompletedProcess[str], code: int = 0) -> str:
    if result.returncode != code:
        raise Wrong(f"exit code {result.returncode} instead of {code}\n{result.stdout}{result.stderr}")
    return result.stdout


def is_complete(home: Path) -> None:
    answered(run("self-check", home=home))


def inspects(home: Path) -> None:
    files = json.loads(answered(run("inspect", "--json", str(DEMO / "chain.pem"), home=home)))["files"]
    kinds = [found["kind"] for found in files[0]["objects"]]
    if kinds != ["certificate"] * 3:
        raise Wrong(f"chain.pem holds {kinds}")


def verifies(home: Path) -> None:
    answered(run("verify", str(DEMO / "shop.pem"), str(DEMO / "issuing-ca-renewed.pem"), "--trust", str(DEMO / "root-ca.cer"), home=home))
    answered(run("verify", str(DEMO / "shop.pem"), home=home), code=1)


def plays_a_handshake(home: Path) -> None:
    picture = home / "handshake.png"
    steps = json.loads(answered(run("handshake", "tls13_full", "--json", "--png", str(picture), home=home)))["steps"]
    if "CertificateVerify" not in [step["name"] for step in steps] or not picture.is_file():
        raise Wrong("the handshake lacks steps, or its picture is missing")
    answered(run("handshake", "untrusted_issuer", home=home), code=1)


def draws(home: Path, **variables: str) -> None:
    picture = home / "window.png"
    result = run("--screenshot", str(picture), str(DEMO / "chain.pem"), home=home, **variables)
    answered(result)
    if result.stderr.strip():
        raise Wrong(f"the window complains:\n{result.stderr}")
    # An empty window of this size compresses to a few kilobytes.
    if not picture.is_file() or picture.stat().st_size < 15_000:
        raise Wrong("the picture of the window is missing or empty")


def draws_on_x11(home: Path) -> None:
    """The same on an X server of its own: pictures without a screen never load the plug-in that people's screens need."""
    if shutil.which("Xvfb") is None:
        print("draws_on_x11: not checked, Xvfb is not installed")
        return
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            number = server.stdout.readline().strip()
            if not number:
                raise Wrong("Xvfb does not start")
            draws(home, DISPLAY=f":{number}", QT_QPA_PLATFORM="xcb")
        finally:
            server.terminate()


CHECKS: tuple[Callable[[Path], None], ...] = (is_complete, inspects, verifies, plays_a_handshake, draws, draws_on_x11)


def main() -> int:
    began = time.monotonic()
    build()
    print(f"size: {size() / 1e6:.1f} MB in {PROGRAM.parent.relative_to(ROOT)} (built in {time.monotonic() - began:.0f} s)")
    failed = False
    for check in CHECKS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(Path(folder))
            except (Wrong, subprocess.TimeoutExpired, ValueError, KeyError, IndexError) as error:
                failed = True
                print(f"{check.__name__}: FAILED: {error}")
            else:
                print(f"{check.__name__}: fine ({time.monotonic() - began:.1f} s)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
