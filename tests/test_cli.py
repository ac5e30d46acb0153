"""The command line's front: what opens the window, what answers without one, and how trouble is told."""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from workbench import __version__, cli
from workbench.core.errors import FileError
from workbench.words import visible


class Job:
    """A command that does what the test wants and remembers what it was asked."""

    def __init__(self, outcome: int | BaseException = 0) -> None:
        self.outcome = outcome
        self.args = argparse.Namespace()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("files", nargs="+")
        parser.add_argument("--trust")

    def run(self, args: argparse.Namespace) -> int:
        self.args = args
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome


def with_job(monkeypatch: pytest.MonkeyPatch, outcome: int | BaseException = 0) -> Job:
    job = Job(outcome)
    monkeypatch.setattr(cli, "_command", lambda name: job)
    return job


def run(*words: str, environment: dict[str, str] | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own, without a screen."""
    clean = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LC_ALL")}
    clean |= {"LANG": "C.UTF-8", **(environment or {})}
    return subprocess.run(
        [sys.executable, "-m", "workbench", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=clean,
        timeout=60,
        **options,  # type: ignore[call-overload]
    )


def test_options_may_stand_before_and_after_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    job = with_job(monkeypatch)
    assert cli.main(["--trust", "verify", "--language", "ja", "verify", "a.pem"]) == 0
    assert (job.args.trust, job.args.language, job.args.files) == ("verify", "ja", ["a.pem"])
    assert cli.main(["verify", "a.pem", "--language=en", "--trust", "b.pem"]) == 0
    assert (job.args.trust, job.args.language, job.args.files) == ("b.pem", "en", ["a.pem"])


@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_command_decides_the_exit_code(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    with_job(monkeypatch, code)
    assert cli.main(["inspect", "x"]) == code


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["inspect"], 0),
        (["--language", "ja", "verify"], 2),
        (["--theme=dark", "inspect"], 1),
        (["a.pem", "inspect"], None),
        (["./inspect"], None),
        (["--", "inspect"], None),
        (["--trust", "verify"], None),
        ([], None),
    ],
)
def test_a_command_is_the_first_word_that_is_no_option(words: list[str], expected: int | None) -> None:
    assert cli._command_position(words) == expected


def test_an_error_of_ours_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with_job(monkeypatch, FileError("start_system_refuses", reason="no", name="x\u202ey.pem"))
    assert cli.main(["inspect", "x"]) == cli.TROUBLE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "tls-workbench: The system refused: no (x⟨U+202E⟩y.pem).\n"


def test_the_operating_systems_refusal_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with_job(monkeypatch, PermissionError(13, "Permission denied", "secret.pem"))
    assert cli.main(["--language", "ja", "inspect", "x"]) == cli.TROUBLE
    assert capsys.readouterr().err == "tls-workbench: OSに拒否されました：Permission denied（secret.pem）。\n"


def test_a_mistake_of_ours_is_one_sentence_with_the_place(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with_job(monkeypatch, ZeroDivisionError("the secret is 42"))
    assert cli.main(["inspect", "x"]) == cli.TROUBLE
    error = capsys.readouterr().err
    assert "ZeroDivisionError at cli.py:" in error
    assert error.count("\n") == 1 and "Traceback" not in error and "42" not in error


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with_job(monkeypatch, KeyboardInterrupt())
    assert cli.main(["inspect", "x"]) == cli.INTERRUPTED
    assert capsys.readouterr().err == ""


def test_a_reader_that_has_enough_ends_it_quietly() -> None:
    # Buffered, as in everyday use: unbuffered, argparse itself swallows the broken pipe.
    buffered = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys; from workbench.cli import main; sys.exit(main(['--help']))"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=buffered,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    with process.stderr as errors:
        assert errors.read() == b""
    assert process.wait(30) == cli.NOBODY_READS


def test_bad_usage_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--theme", "pink"]) == cli.TROUBLE
    error = capsys.readouterr().err
    assert error.startswith("tls-workbench: ") and error.count("\n") == 1 and "pink" in error


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("command", [[], ["inspect"], ["verify"], ["self-check"]])
def test_help_leaves_with_zero(language: str, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--language", language, *command, "--help"]) == 0
    text = capsys.readouterr().out
    assert "--language" in text
    assert any("\u3040" <= letter <= "\u30ff" for letter in text) == (language == "ja")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"tls-workbench {__version__}\n"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP"}, "ja"),
        ({"LANG": "de_DE"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_machine(environment: dict[str, str], language: str) -> None:
    assert cli.preferred_language(environment) == language


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland systems can lack a screen")
def test_without_a_screen_one_sentence_says_so() -> None:
    result = run("a.pem")
    assert result.returncode == cli.TROUBLE
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1 and "no screen" in result.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland systems can lack a screen")
@pytest.mark.parametrize("display", [":4711", "unix:4711.0", "127.0.0.1:59999", "nonsense"])
def test_a_screen_that_does_not_answer_is_none(display: str) -> None:
    result = run("a.pem", environment={"DISPLAY": display})
    assert result.returncode == cli.TROUBLE
    assert result.stderr.count("\n") == 1 and "no screen" in result.stderr


def test_a_screen_that_answers_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("DISPLAY", f"127.0.0.1:{server.getsockname()[1] - 6000}.0")
        assert cli.has_screen()


def test_a_file_that_is_not_there_is_trouble_and_no_traceback(tmp_path: Path) -> None:
    for command in ("inspect", "verify"):
        result = run(command, str(tmp_path / "無い.pem"))
        assert result.returncode == cli.TROUBLE
        assert "Traceback" not in result.stderr and result.stderr.strip()
        assert "無い.pem" in result.stderr + result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="file names are text there")
def test_a_file_name_that_is_no_text_does_not_stop_it(tmp_path: Path, demonstration: Path) -> None:
    strange = os.fsencode(tmp_path) + b"/caf\xe9.pem"
    Path(os.fsdecode(strange)).write_bytes((demonstration / "shop.pem").read_bytes())
    result = run("inspect", os.fsdecode(strange))
    assert result.returncode == 0, result.stderr
    assert "shop.example.test" in result.stdout


def test_a_terminal_without_japanese_still_gets_an_answer(demonstration: Path) -> None:
    poor = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    result = run("--language", "ja", "inspect", str(demonstration / "shop.pem"), environment=poor)
    assert result.returncode == 0, result.stderr
    assert "shop.example.test" in result.stdout


def test_the_guard_shows_strange_characters() -> None:
    assert visible("a\u200bb") == "a⟨U+200B⟩b"


def test_files_may_stand_behind_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["inspect", "nowhere.pem", "--json", "nor-here.pem"]) == 2
    assert [file["path"] for file in json.loads(capsys.readouterr().out)["files"]] == ["nowhere.pem", "nor-here.pem"]
