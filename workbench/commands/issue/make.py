"""`tls-workbench issue root|intermediate|server|client|certificate`: one certificate, with a new key or with one that is there.

Into a workspace, or with files alone: then the CA comes from files too, and nothing stays but what is written to `--out`.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from workbench.commands.issue import given
from workbench.commands.issue.options import add_argument, add_workspace_arguments, opened, read_secret, shown_url, unlock
from workbench.commands.issue.results import Result, Written, check_places, remember_export, tell, write
from workbench.commands.issue.wish import add_key_arguments, add_wish_arguments, fitting, profile_of, specification_of
from workbench.commands.output import FINE
from workbench.core.errors import UsageError
from workbench.core.formats import export_wrap
from workbench.core.formats.export_write import NewFile
from workbench.core.issuance.checked import checked
from workbench.core.issuance.making_keys import make_key_cancellably
from workbench.core.issuance.profiles import Profile
from workbench.core.issuance.specification import Specification
from workbench.core.workspace import certificates, finding, keys
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.issuing import Order, issue, signing_of
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.issuance import KeyKind, PrivateKey

USUAL_PROFILE = {"root": "root", "intermediate": "intermediate", "server": "server", "client": "client", "certificate": ""}

KEY_FORM = "PKCS #8"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_wish_arguments(parser)
    add_key_arguments(parser)
    add_issuer_arguments(parser)
    add_out_arguments(parser)
    add_workspace_arguments(parser)


def add_issuer_arguments(parser: argparse.ArgumentParser) -> None:
    add_argument(parser, "--issuer", metavar="WHICH|FILE")
    add_argument(parser, "--issuer-key", metavar="F")
    add_argument(parser, "--key-password-file", metavar="F")


def add_out_arguments(parser: argparse.ArgumentParser, key: bool = True) -> None:
    add_argument(parser, "--out", "make_out", metavar="DIR")
    add_argument(parser, "--file-name", metavar="NAME")
    if key:
        add_argument(parser, "--with-key", action="store_true")
        add_argument(parser, "--password-file", metavar="F")
    add_argument(parser, "--force", action="store_true")


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 issued; 1 the CA may not issue this, or there is no such CA; 2 bad usage or unreadable input. Then nothing was made."""
    now = datetime.now(UTC)
    kept = is_kept(args)
    with opened(args, kept) as workspace:
        profile = profile_of(args, USUAL_PROFILE[args.job], workspace)
        specification = specification_of(args, profile)
        warnings = checked(specification, now)
        password = "" if args.password_file is None else read_secret(args.password_file)
        if args.out is None and (args.with_key or password):
            raise UsageError("issue_key_needs_out")
        with_key = args.out is not None and args.key_file is None and (not kept or args.with_key or bool(password))
        places = places_of(args, ("certificate", "chain", "key") if with_key else ("certificate", "chain"))
        check_places(places.values(), args.force)
        unlock(workspace, args)
        issuer = _issuer(workspace, args, profile, kept)
        key = key_of(workspace, args, profile.key, kept)
        specification = fitting(specification, key if isinstance(key, KeyKind) else public_half(workspace, key))
        order = Order(specification, issuer, key, profile.id, label_of(specification))
        entry = issue(workspace, order, key_made_before(workspace, order, now), now)
        result = Result(shown_url(args, workspace, kept), [(args.job, entry)], remarks=[problem.message for problem in warnings])
        result.files = files_of(workspace, entry, places, password)
        write(result.files, args.force, kept)
        if kept and with_key:
            remember_export(workspace, entry, KEY_FORM)
    tell(result, args)
    return FINE


def is_kept(args: argparse.Namespace) -> bool:
    """Whether the work is done in a workspace that stays: the one named, or, when nothing is to be written, the person's own."""
    return args.workspace is not None or args.out is None


def issuer_of(workspace: Workspace, args: argparse.Namespace, kept: bool) -> CertificateEntry:
    """The CA that was named, or the only one there is. Raises WorkspaceError, FileError, UsageError `issue_issuer_needed`,
    `issue_issuer_is_no_file`, `issue_issuer_key_with_workspace`."""
    if not kept:
        if args.issuer is None:
            raise UsageError("issue_issuer_needed")
        if not Path(args.issuer).exists():
            raise UsageError("issue_issuer_is_no_file", text=args.issuer)
        return given.add_authority_files(workspace, args.issuer, args.issuer_key, args.key_password_file)
    if args.issuer_key is not None:
        raise UsageError("issue_issuer_key_with_workspace")
    with workspace.reading() as connection:
        if args.issuer is None:
            return finding.only_authority(connection)
        return finding.find_certificate(connection, args.issuer, authority=True)


def places_of(args: argparse.Namespace, what: tuple[str, ...]) -> dict[str, Path]:
    """Where each thing would be written: `<name>.pem`, `<name>-chain.pem`, `<name>.key`... in `--out`.

    Raises UsageError `issue_file_name`, `issue_out_is_file`.
    """
    if args.out is None:
        return {}
    name = base_of(args, "certificate" if args.job in ("sign", "renew") else args.job)
    out = Path(args.out)
    endings = {"certificate": ".pem", "chain": "-chain.pem", "key": ".key", "request": ".csr"}
    return {thing: out / f"{name}{endings[thing]}" for thing in what}


def base_of(args: argparse.Namespace, usual: str) -> str:
    """How the files in `--out` begin. Raises UsageError `issue_file_name`, `issue_out_is_file`."""
    name: str = args.file_name or usual
    if Path(name).name != name or name.startswith("."):
        raise UsageError("issue_file_name", text=name)
    if Path(args.out).exists() and not Path(args.out).is_dir():
        raise UsageError("issue_out_is_file", path=args.out)
    return name


def files_of(workspace: Workspace, entry: CertificateEntry, places: dict[str, Path], password: str) -> list[Written]:
    """The certificate; with the CAs below the root behind it, where there are any; and its key, encrypted when there is a password."""
    result: list[Written] = []
    if "certificate" in places:
        result.append(Written(NewFile(places["certificate"], export_wrap.pem("CERTIFICATE", entry.der)), "certificate"))
    with workspace.reading() as connection:
        chain = [item for item in certificates.chain(connection, entry.id) if item.issuer_id != item.id]
        if "chain" in places and len(chain) > 1:
            data = b"".join(export_wrap.pem("CERTIFICATE", item.der) for item in chain)
            result.append(Written(NewFile(places["chain"], data), "chain"))
    if "key" in places and entry.key_id is not None:
        result.append(Written(NewFile(places["key"], key_pem(workspace, entry.key_id, password), True), "key"))
    return result


def key_pem(workspace: Workspace, key_id: str, password: str) -> bytes:
    """PKCS #8 as PEM: encrypted (PBES2) when there is a password."""
    with workspace.reading() as connection:
        key = keys.private_key_info(connection, workspace.vault, key_id)
    if password:
        return export_wrap.pem("ENCRYPTED PRIVATE KEY", export_wrap.encrypted_pkcs8(key, password.encode("utf-8"), scrypt=False))
    return export_wrap.pem("PRIVATE KEY", key)


def _issuer(workspace: Workspace, args: argparse.Namespace, profile: Profile, kept: bool) -> str | None:
    if profile.self_signed:
        if args.issuer is not None:
            raise UsageError("issue_self_signed_has_no_issuer")
        return None
    return issuer_of(workspace, args, kept).id


def key_of(workspace: Workspace, args: argparse.Namespace, usual: KeyKind, kept: bool) -> KeyKind | str:
    """The kind of a new key, or the id of one that is there. Raises UsageError `issue_one_key`, `issue_use_key_needs_workspace`; FileError;
    WorkspaceError."""
    if sum(option is not None for option in (args.key, args.key_file, args.use_key)) > 1:
        raise UsageError("issue_one_key")
    if args.key_file is not None:
        return given.add_key_file(workspace, args.key_file, args.key_password_file)
    if args.use_key is not None:
        if not kept:
            raise UsageError("issue_use_key_needs_workspace")
        with workspace.reading() as connection:
            return finding.find_key(connection, args.use_key).id
    return args.key or usual


def key_made_before(workspace: Workspace, order: Order, now: datetime) -> PrivateKey | None:
    """The new RSA key of an order: made so that Ctrl-C is heard meanwhile, and not for what the CA refuses anyway. None for other orders.

    Raises as `issuing.issue` does.
    """
    if not isinstance(order.key, KeyKind) or not order.key.is_rsa:
        return None
    with workspace.reading() as connection:
        signing = signing_of(workspace, connection, order.issuer_id)
    signing.refuse(order.specification, order.key, now)
    return make_key_cancellably(order.key, lambda: None)


def public_half(workspace: Workspace, key_id: str) -> bytes:
    """SubjectPublicKeyInfo (DER) of a key that is here."""
    with workspace.reading() as connection:
        return keys.key_entry(connection, key_id).spki


def label_of(specification: Specification) -> str:
    """What a new key is called: as its holder."""
    if specification.subject:
        return specification.subject[-1].value
    return specification.names[0].value if specification.names else ""
