"""`make run`: the program with its demonstration files open.

Without a screen it says so and does the same job headless: the window as a picture, chain and verdict as text.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from workbench import cli  # noqa: E402  (the program need not be installed to be run from here)
from workbench.core.errors import Message  # noqa: E402
from workbench.words import say  # noqa: E402

DEMO = ROOT / "workbench" / "resources" / "demo"
OUT = ROOT / "out"


def files() -> list[str]:
    """The demonstration files, the chain first: its server certificate is the one that is judged."""
    first = DEMO / "chain.pem"
    return [str(first), *sorted(str(path) for path in DEMO.iterdir() if path != first and path.suffix != ".md")]


def main() -> int:
    trust = ["--trust", str(DEMO / "root-ca.cer")]
    if cli.has_screen():
        return cli.main([*trust, *files()])

    language = cli.preferred_language()
    print(say(Message("start_demonstration_no_screen"), language), flush=True)
    OUT.mkdir(exist_ok=True)
    picture, text = OUT / "demonstration.png", OUT / "demonstration.txt"
    with text.open("w", encoding="utf-8") as written, contextlib.redirect_stdout(written):
        codes = [cli.main(["verify", *trust, "--hostname", "www.example.test", *files()])]
        written.write("\n")
        codes.append(cli.main(["inspect", *files()]))
    codes.append(cli.main([*trust, "--screenshot", str(picture), *files()]))
    for path in (picture, text):
        if path.is_file():
            print(say(Message("start_demonstration_written", {"path": str(path)}), language))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
