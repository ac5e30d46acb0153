"""`tls-workbench issue batch FILE.csv`: a certificate for every row of a table; a bad row holds up no other."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from workbench.commands.issue.make import KEY_FORM, add_issuer_arguments, files_of, is_kept, issuer_of
from workbench.commands.issue.options import KEY_KINDS, add_argument, add_workspace_arguments, opened, read_secret, shown_url, unlock
from workbench.commands.issue.results import Facts, Written, certificate_facts, check_places, remember_exports, write
from workbench.commands.issue.wish import profile_of
from workbench.commands.opening import STANDARD_INPUT
from workbench.commands.output import FINE, NO, Output, complain, shown_path
from workbench.commands.tls_options import known
from workbench.core.errors import FileError, Message, UsageError, WorkbenchError
from workbench.core.formats import on_disk
from workbench.core.formats.export_errors import ExportError
from workbench.core.issuance.batch import BatchRow, Table, read_table
from workbench.core.workspace import batch
from workbench.core.workspace.batch import RowResult
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.finding import Status
from workbench.words import say, visible

INTERRUPTED = 130
"""What a shell reports for Ctrl-C."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_argument(parser, "table", "batch_table", metavar="FILE.csv")
    add_argument(parser, "--profile", metavar="NAME|FILE")
    add_argument(parser, "--key", "batch_key", type=known(KEY_KINDS), metavar="KIND")
    add_argument(parser, "--preview", action="store_true")
    add_issuer_arguments(parser)
    add_argument(parser, "--out", "make_out", metavar="DIR")
    add_argument(parser, "--with-key", action="store_true")
    add_argument(parser, "--password-file", metavar="F")
    add_argument(parser, "--force", action="store_true")
    add_workspace_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 every row was issued (with `--preview`: could be); 1 some were not, and it is said which and why; 2 bad usage, a table
    that cannot be read, a place that cannot be written to. After Ctrl-C what was issued stays, and the code is 130."""
    kept = is_kept(args)
    password = "" if args.password_file is None else read_secret(args.password_file)
    if args.out is None and (args.with_key or password):
        raise UsageError("issue_key_needs_out")
    with opened(args, kept) as workspace:
        profile = profile_of(args, "server", workspace)
        table = read_table(_data(args.table), profile, args.key)
        if args.preview:
            return _preview(args, table)
        with_key = args.out is not None and (not kept or args.with_key or bool(password))
        places = [] if args.out is None else [_places(Path(args.out), row, with_key) for row in table.rows if row.fine]
        check_places((path for row in places for path in row.values()), args.force)
        unlock(workspace, args)
        issuer = None if profile.self_signed else issuer_of(workspace, args, kept).id
        work = _Work(workspace, args, table, kept, with_key, password)
        interrupted: KeyboardInterrupt | None = None
        trouble: WorkbenchError | None = None
        try:
            batch.run(workspace, table.rows, issuer, profile.id, work.progress, told=work.told, now=datetime.now(UTC))
            work.flush()
        except KeyboardInterrupt as error:
            interrupted = error
        except WorkbenchError as error:
            trouble = error
        if interrupted is not None:
            work.flush()
        work.tell(shown_url(args, workspace, kept), interrupted is not None)
    if trouble is not None:
        raise trouble
    if interrupted is not None:
        return INTERRUPTED
    return FINE if all(result.entry is not None for result in work.results) else NO


class _Work:
    """Takes the results as they come: what a transaction issued is written after it, so that it is there whatever happens to the rest."""

    def __init__(self, workspace: Workspace, args: argparse.Namespace, table: Table, kept: bool, with_key: bool, password: str) -> None:
        self.workspace = workspace
        self.args = args
        self.table = table
        self.kept = kept
        self.with_key = with_key
        self.password = password
        self.results: list[RowResult] = []
        self.files: dict[int, list[Written]] = {}
        self._unwritten: list[RowResult] = []
        self._output = Output(args.language)
        self._watched = sys.stderr is not None and sys.stderr.isatty()

    def told(self, result: RowResult) -> None:
        if result.entry is not None and self.args.out is not None:
            places = _places(Path(self.args.out), result.row, self.with_key)
            self.files[result.row.line] = files_of(self.workspace, result.entry, places, self.password)
            self._unwritten.append(result)
        self.results.append(result)

    def progress(self, done: int, total: int) -> None:
        self.flush()
        if self._watched:
            print(f"\r{done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)

    def flush(self) -> None:
        """Write the files of what was issued since the last time, all or none."""
        waiting, self._unwritten = self._unwritten, []
        files = [file for result in waiting for file in self.files[result.row.line]]
        if not files:
            return
        with _uninterrupted():  # the files of what is issued are written all the same
            try:
                write(files, self.args.force, self.kept)
            except ExportError:
                for result in waiting:
                    del self.files[result.row.line]
                raise
            if self.kept and self.with_key:
                remember_exports(self.workspace, [result.entry for result in waiting if result.entry is not None], KEY_FORM)

    def tell(self, workspace: str | None, interrupted: bool) -> None:
        self.results.sort(key=lambda result: result.row.line)
        made = sum(result.entry is not None for result in self.results)
        left = len(self.table.rows) - len(self.results)
        if self.args.json:
            self._output.json(
                {
                    "command": self.args.job,
                    "workspace": workspace,
                    "interrupted": interrupted,
                    "issued": made,
                    "not_issued": len(self.results) - made,
                    "not_reached": left,
                    "ignored_columns": list(self.table.ignored),
                    "rows": [self._facts(result) for result in self.results],
                }
            )
            return
        _say_ignored(self.table, self.args.language)
        for result in self.results:
            if result.entry is None:
                for sentence in _sentences(self._output, result.row, result.message):
                    complain(sentence)
            elif self.files.get(result.row.line):
                path = shown_path(str(self.files[result.row.line][0].file.path))
                self._output.line(self._output.say("batch_row_file", line=result.row.line, title=visible(result.row.title), path=path))
            else:
                self._output.line(self._output.say("batch_row", line=result.row.line, title=visible(result.row.title)))
        self._output.line(self._output.say("batch_done", made=made, failed=len(self.results) - made))
        if left:
            self._output.line(self._output.say("batch_left", count=left))

    def _facts(self, result: RowResult) -> Facts:
        facts = _row_facts(result.row, self.args.language)
        return facts | {
            "certificate": None if result.entry is None else certificate_facts(result.entry, kept=self.kept),
            "reason": None if result.message is None else say(result.message, self.args.language),
            "files": [str(written.file.path) for written in self.files.get(result.row.line, [])],
        }


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C is heard when the block is left."""
    if threading.current_thread() is not threading.main_thread():  # where signals do not arrive
        yield
        return
    came: list[int] = []
    former = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
    if came:
        raise KeyboardInterrupt


def _preview(args: argparse.Namespace, table: Table) -> int:
    """What would be made, and what is wrong with which row; nothing is made."""
    output = Output(args.language)
    bad = [row for row in table.rows if not row.fine]
    if args.json:
        output.json(
            {
                "command": args.job,
                "preview": True,
                "encoding": table.encoding,
                "separator": table.separator,
                "columns": dict(table.columns),
                "ignored_columns": list(table.ignored),
                "rows": [_row_facts(row, args.language) for row in table.rows],
            }
        )
        return NO if bad else FINE
    _say_ignored(table, args.language)
    for row in table.rows:
        word = output.state(Status.OK if row.fine else Status.FAILURE, output.say("batch_row", line=row.line, title=visible(row.title)))
        output.line(word)
        if row.fine:
            output.line(", ".join(visible(name.value) for name in row.specification.names), 2)
        for problem in row.problems:
            output.line(output.state(problem.status, _problem(output, problem.column, problem.message)), 2)
    output.line(output.say("batch_preview", good=len(table.rows) - len(bad), bad=len(bad)))
    return NO if bad else FINE


def _row_facts(row: BatchRow, language: str) -> Facts:
    return {
        "line": row.line,
        "title": row.title,
        "names": [f"{name.kind}:{name.value}" for name in row.specification.names],
        "key": str(row.key),
        "file_name": row.file_name,
        "fine": row.fine,
        "problems": [
            {"column": problem.column, "status": str(problem.status), "id": problem.message.id, "sentence": say(problem.message, language)}
            for problem in row.problems
        ],
    }


def _sentences(output: Output, row: BatchRow, message: Message | None) -> Sequence[str]:
    """Why a row was not issued: all that is wrong with it, or what its CA said."""
    wrong = [problem for problem in row.problems if problem.status is Status.FAILURE]
    told = [_problem(output, problem.column, problem.message) for problem in wrong]
    if message is not None and not wrong:
        told.append(say(message, output.language))
    return [output.say("batch_row_refused", line=row.line, reason=sentence) for sentence in told]


def _problem(output: Output, column: str, message: Message) -> str:
    return output.say("batch_in_column", column=column, reason=message) if column else say(message, output.language)


def _say_ignored(table: Table, language: str) -> None:
    if table.ignored:
        complain(say(Message("batch_ignored", {"names": ", ".join(table.ignored)}), language))


def _places(out: Path, row: BatchRow, with_key: bool) -> dict[str, Path]:
    endings = {"certificate": ".pem", "chain": "-chain.pem"} | ({"key": ".key"} if with_key else {})
    return {thing: out / f"{row.file_name}{ending}" for thing, ending in endings.items()}


def _data(path: str) -> bytes:
    """Raises FileError."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return on_disk.read_file(path)
    except FileError as error:
        raise FileError("issue_file", path=path, reason=error.message) from None
