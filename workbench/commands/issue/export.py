"""`tls-workbench issue export WHICH`: a certificate of a workspace as a file, in any of the forms that are in use."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.commands.issue.lab import SOFTWARE
from workbench.commands.issue.make import base_of
from workbench.commands.issue.options import add_argument, add_workspace_arguments, opened, read_secret, shown_url, unlock
from workbench.commands.issue.results import Result, Written, check_places, remember_export, tell, write
from workbench.commands.output import FINE
from workbench.core.errors import UsageError
from workbench.core.formats.export import ExportFormat, ExportOptions, export
from workbench.core.formats.export_write import NewFile
from workbench.core.formats.file_names import safe_name
from workbench.core.formats.found import FoundObject, Kind
from workbench.core.issuance.ready_set import NEED_PASSWORD, USE_KEY, Choices
from workbench.core.workspace import certificates, finding, keys
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.taking_out import client_authorities, prepare
from workbench.core.workspace.workspace import Workspace

CHAIN_FORMS = (
    ExportFormat.CHAIN_PEM, ExportFormat.PKCS7_PEM, ExportFormat.PKCS7_DER, ExportFormat.PKCS12, ExportFormat.PKCS12_LEGACY,
)  # fmt: skip
PKCS12_FORMS = (ExportFormat.PKCS12, ExportFormat.PKCS12_LEGACY)
KEY_FORMS = (
    ExportFormat.PKCS8_ENCRYPTED, ExportFormat.PKCS8_SCRYPT, ExportFormat.PKCS8_ENCRYPTED_DER, ExportFormat.PKCS8_PLAIN,
    ExportFormat.PKCS8_PLAIN_DER, ExportFormat.TRADITIONAL,
)  # fmt: skip
FORMS = (ExportFormat.PEM, ExportFormat.DER, *CHAIN_FORMS, *KEY_FORMS, ExportFormat.TEXT)
HOLDS = dict.fromkeys(KEY_FORMS, "key") | dict.fromkeys(PKCS12_FORMS, "pkcs12") | dict.fromkeys(CHAIN_FORMS[:3], "chain")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_argument(parser, "which", "export_which", metavar="WHICH")
    add_argument(parser, "--form", action="append", default=[], choices=[str(form) for form in FORMS])
    add_argument(parser, "--for", "export_for", dest="targets", action="append", default=[], choices=SOFTWARE)
    add_argument(parser, "--clients", metavar="WHICH")
    add_argument(parser, "--out", "export_out", required=True, metavar="DIR")
    add_argument(parser, "--file-name", "export_file_name", metavar="NAME")
    add_argument(parser, "--with-root", action="store_true")
    add_argument(parser, "--password-file", "export_password_file", metavar="F")
    add_argument(parser, "--force", action="store_true")
    add_workspace_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 written; 1 there is no such certificate; 2 bad usage, a place that cannot be written to. Then nothing was written."""
    forms = [ExportFormat(form) for form in dict.fromkeys(args.form)] or [ExportFormat.PEM]
    password = "" if args.password_file is None else read_secret(args.password_file)
    if not password and any(form.needs_password for form in forms):
        raise UsageError("issue_export_password")
    if args.targets and args.form:
        raise UsageError("issue_export_form_or_for")
    if not password and (needing := [target for target in args.targets if target in NEED_PASSWORD]):
        raise UsageError("issue_lab_target_password", target=needing[0])
    with opened(args) as workspace:
        with workspace.reading() as connection:
            entry = finding.find_certificate(connection, args.which)
            chain = certificates.chain(connection, entry.id)
        if args.targets:
            return _ready_sets(workspace, entry, args, password)
        places = _places(args, entry, forms)
        check_places(places.values(), args.force)
        with_key = any(form.private for form in forms)
        if with_key:
            if entry.key_id is None:
                raise WorkspaceError("issue_export_no_key", title=entry.title)
            unlock(workspace, args)
        result = Result(shown_url(args, workspace))
        for form in forms:
            result.files.append(_file(workspace, entry, chain, form, places[form], password, args.with_root))
        write(result.files, args.force, False)
        if with_key:
            remember_export(workspace, entry, ", ".join(form for form in forms if form.private))
    tell(result, args, made=False)
    return FINE


def _ready_sets(workspace: Workspace, entry: CertificateEntry, args: argparse.Namespace, password: str) -> int:
    """What each piece of software wants, with its configuration, in one folder."""
    clients: tuple[bytes, ...] = ()
    out = Path(args.out)
    if any(target in USE_KEY for target in args.targets):
        unlock(workspace, args)
    if args.clients is not None:
        with workspace.reading() as connection:
            clients = client_authorities(connection, finding.find_certificate(connection, args.clients).id)
    choices = Choices(out.absolute(), args.with_root, clients, password)
    sets = prepare(workspace, entry.id, args.targets, choices)
    result = Result(shown_url(args, workspace))
    known: dict[str, Written] = {}
    for ready in sets:
        for file in ready.all_files():
            known.setdefault(file.name, Written(NewFile(out / file.name, file.data, file.secret), f"ready_{ready.target}"))
    result.files = list(known.values())
    write(result.files, args.force, False)
    if any(written.file.secret for written in result.files):
        remember_export(workspace, entry, ", ".join(args.targets))
    tell(result, args, made=False)
    return FINE


def _places(args: argparse.Namespace, entry: CertificateEntry, forms: list[ExportFormat]) -> dict[ExportFormat, Path]:
    """Raises UsageError `issue_export_same_name`."""
    name = base_of(args, safe_name(entry.title) or entry.serial[:16])
    endings = {ExportFormat.PEM: ".pem", ExportFormat.DER: ".cer", ExportFormat.CHAIN_PEM: "-chain.pem"}
    places = {form: Path(args.out) / f"{name}{endings.get(form, form.suffix)}" for form in forms}
    if len(set(places.values())) < len(places):
        raise UsageError("issue_export_same_name", forms=", ".join(forms))
    return places


def _file(
    workspace: Workspace,
    entry: CertificateEntry,
    chain: tuple[CertificateEntry, ...],
    form: ExportFormat,
    place: Path,
    password: str,
    with_root: bool,
) -> Written:
    own = FoundObject(Kind.CERTIFICATE, entry.der, "", 1, (), name=entry.title)
    objects = [own]
    if form in CHAIN_FORMS:
        above = [item for item in chain[1:] if with_root or item.issuer_id != item.id]
        objects += [FoundObject(Kind.CERTIFICATE, item.der, "", number, ()) for number, item in enumerate(above, 2)]
    if form.private:
        assert entry.key_id is not None
        with workspace.reading() as connection:
            info = keys.private_key_info(connection, workspace.vault, entry.key_id)
        key = FoundObject(Kind.PRIVATE_KEY, info, "", 1, (), name=entry.title)
        objects = [key, *objects] if form in PKCS12_FORMS else [key]
    data = export(form, objects, ExportOptions(password, entry.title))
    return Written(NewFile(place, data, form.private), HOLDS.get(form, "certificate"))
