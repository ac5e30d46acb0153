"""`tls-workbench issue lab --out DIR --name HOST`: root, intermediate, server and client in one go, as files that are ready for use."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from workbench.commands.issue.options import KEY_KINDS, add_argument, add_workspace_arguments, opened, read_secret, shown_url, unlock
from workbench.commands.issue.results import Result, Written, check_places, remember_export, tell, write
from workbench.commands.output import FINE, Output, shown_path
from workbench.commands.tls_options import known
from workbench.core.errors import UsageError
from workbench.core.formats.export_write import NewFile
from workbench.core.issuance.ready_set import FOR_CLIENTS, FOR_SERVERS, NEED_PASSWORD, Choices
from workbench.core.workspace.lab import CLIENT_NAME, ROLES, Lab, LabWish, file_names, lab_files, make_lab
from workbench.core.workspace.taking_out import prepare
from workbench.core.workspace.workspace import Workspace
from workbench.words import visible

SOFTWARE = tuple(dict.fromkeys((*FOR_SERVERS, *FOR_CLIENTS)))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_argument(parser, "--out", required=True, metavar="DIR")
    add_argument(parser, "--name", "lab_name", required=True, action="append", metavar="HOST")
    add_argument(parser, "--client-name", default=CLIENT_NAME, metavar="NAME")
    add_argument(parser, "--key", "lab_key", type=known(KEY_KINDS), metavar="KIND")
    add_argument(parser, "--days", "lab_days", type=int, metavar="N")
    add_argument(parser, "--password-file", "lab_password_file", metavar="F")
    add_argument(parser, "--for", "lab_for", dest="targets", action="append", default=[], choices=SOFTWARE)
    add_argument(parser, "--without-ca-keys", action="store_true")
    add_argument(parser, "--force", action="store_true")
    add_workspace_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 made; 2 bad usage, a wrong passphrase, a place that cannot be written to. Then nothing was written."""
    out = Path(args.out)
    if out.exists() and not out.is_dir():
        raise UsageError("issue_out_is_file", path=args.out)
    kept = args.workspace is not None
    password = "" if args.password_file is None else read_secret(args.password_file)
    if not password and (needing := [target for target in args.targets if target in NEED_PASSWORD]):
        raise UsageError("issue_lab_target_password", target=needing[0])
    authority_keys = not kept and not args.without_ca_keys
    check_places((out / name for name in file_names(authority_keys, bool(password))), args.force)
    wish = LabWish(tuple(args.name), args.client_name, args.key, args.days)
    with opened(args, kept=False) as workspace:
        unlock(workspace, args)
        lab = make_lab(workspace, wish)
        with workspace.reading() as connection:
            files = lab_files(connection, workspace.vault, lab, authority_keys, password)
        result = Result(shown_url(args, workspace, kept=False), list(zip(ROLES, lab.entries, strict=True)))
        result.files = [Written(NewFile(out / file.name, file.data, file.secret), file.holds) for file in files]
        for target in dict.fromkeys(args.targets):
            result.files += _ready_set(workspace, lab, target, out / target, password)
        write(result.files, args.force, kept)
        if kept:
            for entry in (lab.server, lab.client):
                remember_export(workspace, entry, ", ".join(("PKCS #8", *args.targets)))
    tell(result, args)
    if not args.json:
        _show_use(Output(args.language), out, lab.server.names[0], authority_keys)
    return FINE


def _ready_set(workspace: Workspace, lab: Lab, target: str, folder: Path, password: str) -> list[Written]:
    """What one piece of software wants, in a folder of its own: servers the server's certificate, and to let in the lab's clients."""
    entry = lab.server if target in FOR_SERVERS else lab.client
    clients = (lab.intermediate.der, lab.root.der) if target in FOR_SERVERS else ()
    choices = Choices(folder.absolute(), clients=clients, password=password)
    made = [file for ready in prepare(workspace, entry.id, [target], choices) for file in ready.all_files()]
    return [Written(NewFile(folder / file.name, file.data, file.secret), f"ready_{target}") for file in made]


def _show_use(output: Output, out: Path, host: str, authority_keys: bool) -> None:
    output.line(output.say("issue_lab_use"))
    address = f"[{host}]" if ":" in host else host.replace("*", "www")
    root, chain, key = (shlex.quote(shown_path(str(out / name))) for name in ("root.pem", "client-chain.pem", "client.key"))
    output.line(f"curl --cacert {root} --cert {chain} --key {key} https://{visible(address)}/", 2)
    if authority_keys:
        output.line(output.say("issue_lab_ca_keys"))
