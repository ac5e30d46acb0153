"""The command line: opens the window, or does one job headless.

`tls-workbench [FILE...]` opens the window; `tls-workbench COMMAND ...` answers without any Qt. Exit codes: 0 fine, 1 the answer
is no, 2 bad usage or unreadable input. Whatever goes wrong ends in one sentence on stderr, never in a traceback.
"""

from __future__ import annotations

import argparse
import importlib.util
import locale
import os
import socket
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

from workbench import __version__
from workbench.core.errors import Message, WorkbenchError
from workbench.words import LANGUAGES, say

if TYPE_CHECKING:
    from workbench.core.handshake.transcript import Transcript

PROGRAM = "tls-workbench"
COMMANDS = ("inspect", "verify", "handshake", "connect", "serve", "issue", "self-check")
THEMES = ("light", "dark", "system")

FINE, NO, TROUBLE = 0, 1, 2
# What a shell reports for a program that a signal ended: neither is an answer.
INTERRUPTED, NOBODY_READS = 130, 141

# Options with a value that may stand before the command, so that the command is found behind them.
_VALUED = ("--language", "--theme", "--trust", "--screenshot")

QT_PACKAGES = "libegl1 libgl1 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"


class Command(Protocol):
    """A module of `workbench.commands`: its arguments, and its job.

    `args.language` is always there, and `args.picture`, which draws a transcript: commands know no Qt.
    """

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (default: that of this process). Returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A file name that is not valid text, or a terminal without Japanese, must not end in an error. Frozen without a console: None.
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _guarded(words, _language_of(words))
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The interpreter flushes stdout once more when it leaves; let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS


def _guarded(words: list[str], language: str) -> int:
    """Do what was asked; whatever is raised becomes a sentence and an exit code."""
    try:
        return _dispatch(words, language)
    except _Leave as leave:
        return leave.code
    except WorkbenchError as error:
        _complain(say(error.message, language))
        return TROUBLE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        name = "" if error.filename is None else str(error.filename)
        reason = error.strerror or type(error).__name__
        _complain(say(Message("start_system_refuses", {"name": name, "reason": reason}), language))
        return TROUBLE
    except Exception as error:
        # A mistake of ours. Even then a person gets a sentence, and we get the place.
        if os.environ.get("TLS_WORKBENCH_TRACEBACK"):
            traceback.print_exc()
        _complain(say(Message("start_own_mistake", {"kind": type(error).__name__, "place": _place(error)}), language))
        return TROUBLE


def preferred_language(environment: dict[str, str] | None = None) -> str:
    """The language the machine speaks, of those we have: "ja" or "en"."""
    variables = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := variables.get(name, ""):
            return "ja" if value.lower().startswith("ja") else "en"
    if sys.platform in ("win32", "darwin") and environment is None:
        return "ja" if (locale.getlocale()[0] or "").lower().startswith("ja") else "en"
    return "en"


class _Leave(Exception):
    """argparse wants to leave (after --help, --version, or a usage error)."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks our languages and complains in one sentence."""

    language = "en"

    def error(self, message: str) -> NoReturn:
        _complain(say(Message("start_usage", {"detail": message, "program": self.prog}), self.language))
        raise _Leave(TROUBLE)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        if message:
            sys.stderr.write(message)
        raise _Leave(status)


def _language_of(words: Sequence[str]) -> str:
    """The language to complain in, known before the arguments are parsed."""
    for position, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--language=") else ""
        if word == "--language" and position + 1 < len(words):
            value = words[position + 1]
        if value in LANGUAGES:
            return value
    return preferred_language()


def _command_position(words: Sequence[str], names: Sequence[str] = COMMANDS, valued: Sequence[str] = _VALUED) -> int | None:
    """Where the command stands: the first word that is neither an option nor its value (of those of `valued`), when it names a command."""
    skip = False
    for position, word in enumerate(words):
        if skip:
            skip = False
        elif word == "--":
            return None
        elif word.startswith("-") and len(word) > 1:
            skip = word in valued
        else:
            return position if word in names else None
    return None


def _dispatch(words: list[str], language: str) -> int:
    position = _command_position(words)
    if position is None:
        return _open_window(words, language)
    name, rest = words[position], words[:position] + words[position + 1 :]
    command = _command(name)
    if name == "issue":
        from workbench.commands import issue

        at = _command_position(rest, issue.SUBCOMMANDS, (*_VALUED, *issue.VALUED))
        if at is not None:
            command = issue.SubCommand(rest[at])
            name = f"issue {rest.pop(at)}"
    parser = _parser(f"{PROGRAM} {name}", language, say(Message("start_help_" + name.replace("-", "_").replace(" ", "_")), language))
    parser.add_argument("--language", choices=LANGUAGES, default=language, help=say(Message("start_help_language"), language))
    parser.set_defaults(picture=_draw)
    command.add_arguments(parser)
    return command.run(parser.parse_intermixed_args(rest))


def _command(name: str) -> Command:
    # Imported by name where needed: each command costs only its own start-up, and a frozen build still sees the imports.
    if name == "inspect":
        from workbench.commands import inspect

        return inspect
    if name == "verify":
        from workbench.commands import verify

        return verify
    if name == "handshake":
        from workbench.commands import handshake

        return handshake
    if name == "connect":
        from workbench.commands import connect

        return connect
    if name == "serve":
        from workbench.commands import serve

        return serve
    if name == "issue":
        from workbench.commands import issue

        return issue
    from workbench import self_check

    return self_check


def _parser(program: str, language: str, description: str, epilog: str | None = None) -> _Parser:
    parser = _Parser(
        prog=program,
        description=description,
        epilog=epilog,
        add_help=False,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.language = language
    parser.add_argument("-h", "--help", action="help", help=say(Message("start_help_help"), language))
    return parser


def _window_parser(language: str) -> _Parser:
    def help_text(name: str) -> str:
        return say(Message("start_help_" + name), language)

    parser = _parser(PROGRAM, language, help_text("program"), help_text("commands"))
    parser.add_argument("files", nargs="*", metavar="FILE", help=help_text("files"))
    parser.add_argument("--language", choices=LANGUAGES, help=help_text("language"))
    parser.add_argument("--theme", choices=THEMES, help=help_text("theme"))
    parser.add_argument("--trust", metavar="mozilla|system|FILE", help=help_text("trust"))
    parser.add_argument("--screenshot", metavar="FILE.png", help=help_text("screenshot"))
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}", help=help_text("version"))
    return parser


def _open_window(words: list[str], language: str) -> int:
    args = _window_parser(language).parse_intermixed_args(words)
    if args.screenshot:
        # A picture needs no screen; an explicit choice of the caller stays.
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    elif not has_screen():
        raise WorkbenchError("start_no_screen")
    _need_qt()

    from workbench.views import application

    paths = [str(Path(file)) for file in args.files]
    return application.main(paths, args.language, args.theme, args.trust, screenshot=args.screenshot)


def _draw(transcript: Transcript, path: Path, language: str, theme: str, detail: str, scale: float) -> None:
    """Write the diagram of a transcript as a picture of the kind that the file's suffix says: `.png`, `.svg` or `.pdf`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _need_qt()

    from workbench.models.handshake_steps import Detail
    from workbench.views.handshake import picture

    picture.write(transcript, path, language, theme, scale, Detail(detail))


def _need_qt() -> None:
    """Raises WorkbenchError when Qt is not there or cannot be loaded."""
    if importlib.util.find_spec("PySide6") is None:
        raise WorkbenchError("start_no_qt")
    try:
        from PySide6 import QtGui, QtWidgets  # noqa: F401  (only to learn whether they load)
    except ImportError as error:
        raise WorkbenchError("start_qt_libraries", detail=str(error), packages=QT_PACKAGES) from error


def has_screen() -> bool:
    """Whether a window could be shown. Only X11 and Wayland systems can say no; elsewhere it is taken for granted."""
    if sys.platform in ("win32", "darwin", "cygwin", "android", "ios"):
        return True
    if os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    return _x_server_answers(os.environ.get("DISPLAY", ""))


def _x_server_answers(display: str) -> bool:
    """Whether something listens at `[HOST]:NUMBER[.SCREEN]`. Qt would not raise but abort the whole process."""
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdigit():
        return False
    places: list[tuple[socket.AddressFamily, object]]
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        places = [(socket.AF_UNIX, path), (socket.AF_UNIX, "\0" + path)]
    else:
        places = [(socket.AF_INET, (host, 6000 + int(number)))]
    for family, address in places:
        with socket.socket(family, socket.SOCK_STREAM) as connection:
            connection.settimeout(3)
            try:
                connection.connect(address)  # type: ignore[arg-type]  # a path or a pair, as its family wants
            except (OSError, OverflowError):
                continue
            return True
    return False


def _complain(sentence: str) -> None:
    if sys.stderr is not None:
        print(f"{PROGRAM}: {sentence}", file=sys.stderr)


def _place(error: BaseException) -> str:
    """The innermost line of our own code that the error went through: `core/node.py:12`."""
    ours = Path(__file__).resolve().parent
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(ours)]
    last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
    path = Path(last.filename)
    return f"{path.relative_to(ours) if path.is_relative_to(ours) else path.name}:{last.lineno}"
